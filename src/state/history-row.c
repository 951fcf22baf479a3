/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-state"

/* A row of the history, written in whatever transaction is open: also in a database that is only being made.
 */

#include "history-row.h"

gboolean
kigen_history_write (sqlite3 *database, const char *kind, const char *id, const char *text, gint64 now,
                     GError **error)
{
  return kigen_database_run (database, error, "INSERT INTO history (kind, id, text, at) VALUES (?, ?, ?, ?)",
                             "sssi", kind, id, text, now);
}
