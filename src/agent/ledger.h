/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "announcement.h"

G_BEGIN_DECLS

/** What was shown and could not be written down yet: it must not be shown again for that. */
typedef struct {
  GPtrArray *said; /* Announcement, oldest first */
  gint64 write_at; /* no attempt before */
} Ledger;

void ledger_init (Ledger *ledger);
void ledger_clear (Ledger *ledger);
void ledger_add (Ledger *ledger, const Announcement *announcement);
/** Writes down what there is, unless it failed a moment ago; FALSE with the error where it cannot. */
gboolean ledger_write (Ledger *ledger, KigenState *state, gint64 now, GError **error);
/** When to try again; G_MAXINT64 where there is nothing to write. */
gint64 ledger_next (const Ledger *ledger);

G_END_DECLS
