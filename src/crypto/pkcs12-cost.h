/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "openssl.h"

G_BEGIN_DECLS

/** What has been asked for so far in opening one file. */
typedef struct {
  guint64 rounds;
  guint bags;
  guint keys;
} KigenCost;

/** Adds the MAC, the encrypted parts, and the bags that lie open. */
void kigen_cost_count_file (KigenCost *cost, const PKCS12 *p12);
/** Adds the bags of a part that has been decrypted. */
void kigen_cost_count_bags (KigenCost *cost, const STACK_OF (PKCS12_SAFEBAG) * bags);
/** Whether it would keep the machine busy. */
gboolean kigen_cost_is_excessive (const KigenCost *cost);

G_END_DECLS
