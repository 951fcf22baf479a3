/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "page.h"

#include <kigen/workspace/inventory.h>

G_BEGIN_DECLS

/** A certificate as the list tells of it.  Reference counted through `certificate` alone: whoever keeps more
 * copies it. */
typedef struct {
  KigenCertificate *certificate;
  KigenCondition condition;
  char *until;     /* the day */
  char *authority; /* its name */
  char *advice;    /* what there is to do */
} ListEntry;

/** What the list is made of, in the order of urgency; ListEntry elements.  A toolkit has its own way to list
 * them. */
void page_add_entries (Controller *controller, Page *page, GPtrArray *entries);

G_END_DECLS
