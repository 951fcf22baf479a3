/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-state"

/* Where backups were written; a file that is written once more is the same one, made later. */

#include "history-row.h"
#include "state-private.h"

void
kigen_backup_record_free (KigenBackupRecord *record)
{
  g_free (record->path);
  g_free (record);
}

static gpointer
make_backup (sqlite3_stmt *row)
{
  KigenBackupRecord *record = g_new0 (KigenBackupRecord, 1);
  record->path = kigen_statement_text (row, 0);
  record->at = sqlite3_column_int64 (row, 1);
  return record;
}

static const KigenStateRow backup_row = { make_backup, (GDestroyNotify)kigen_backup_record_free };

gboolean
kigen_state_record_backup (KigenState *state, const char *id, const char *path, const char *text, gint64 now,
                           GError **error)
{
  if (!kigen_state_begin_writing (state, error))
    return FALSE;
  if (!kigen_database_run (state->database, error,
                           "INSERT INTO backup (id, path, at) VALUES (?, ?, ?)"
                           " ON CONFLICT DO UPDATE SET at = excluded.at",
                           "ssi", id, path, now)
      || !kigen_history_write (state->database, "backup", id, text, now, error))
    return kigen_state_undo (state);
  return kigen_state_commit (state, error);
}

GPtrArray *
kigen_state_backups (KigenState *state, const char *id, GError **error)
{
  return kigen_state_read (state, &backup_row, error,
                           "SELECT path, at FROM backup WHERE id = ? ORDER BY at DESC, path", "s", id);
}
