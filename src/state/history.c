/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-state"

/*
 * History is only ever added to, and its order is that of writing: a clock that was set back reorders
 * nothing.
 */

#include "history-row.h"
#include "state-private.h"

void
kigen_history_entry_free (KigenHistoryEntry *entry)
{
  if (entry == NULL)
    return;
  g_free (entry->kind);
  g_free (entry->id);
  g_free (entry->text);
  g_free (entry);
}

static gpointer
make_entry (sqlite3_stmt *row)
{
  KigenHistoryEntry *entry = g_new0 (KigenHistoryEntry, 1);

  entry->at = sqlite3_column_int64 (row, 0);
  entry->kind = kigen_statement_text (row, 1);
  entry->id = kigen_statement_text (row, 2);
  entry->text = kigen_statement_text (row, 3);
  return entry;
}

static const KigenStateRow entry_row = { make_entry, (GDestroyNotify)kigen_history_entry_free };

gboolean
kigen_state_add_history (KigenState *state, const char *kind, const char *id, const char *text, gint64 now,
                         GError **error)
{
  if (!kigen_state_begin_writing (state, error))
    return FALSE;
  if (!kigen_history_write (state->database, kind, id, text, now, error))
    return kigen_state_undo (state);
  return kigen_state_commit (state, error);
}

GPtrArray *
kigen_state_history (KigenState *state, guint limit, GError **error)
{
  return kigen_state_read (state, &entry_row, error,
                           "SELECT at, kind, id, text FROM history ORDER BY number DESC LIMIT ?", "i",
                           limit == 0 ? G_GINT64_CONSTANT (-1) : (gint64)limit);
}
