/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "page.h"

#include <kigen/state/state.h>

G_BEGIN_DECLS

/** The open renewals that no certificate in sight stands for: a first one that is not here yet, or one whose
 * old certificate has left its store already.  KigenRenewalRecord elements; g_ptr_array_unref(). */
GPtrArray *offers_find (KigenState *state, GPtrArray *certificates, GError **error);

/** A row for each, with a button that goes on. */
void offers_add (Page *page, GPtrArray *offers);

G_END_DECLS
