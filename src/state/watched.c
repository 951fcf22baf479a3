/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-state"

/* The places that are watched for stores: written by a scan, read by who stays resident. */

#include "state-private.h"

static gpointer
make_path (sqlite3_stmt *row)
{
  return kigen_statement_text (row, 0);
}

static const KigenStateRow path_row = { make_path, g_free };

char **
kigen_state_watched (KigenState *state, GError **error)
{
  g_autoptr (GPtrArray) paths
      = kigen_state_read (state, &path_row, error, "SELECT path FROM watched ORDER BY path", "");
  if (paths == NULL)
    return NULL;
  g_ptr_array_add (paths, NULL);
  g_ptr_array_set_free_func (paths, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}

/* Nobody is woken for what is known already. */
static gboolean
is_known (KigenState *state, const char *const *paths)
{
  g_auto (GStrv) known = kigen_state_watched (state, NULL);
  gsize n = 0;
  for (; known != NULL && paths[n] != NULL; n++)
    if (!g_strv_contains ((const char *const *)known, paths[n]))
      return FALSE;
  return known != NULL && g_strv_length (known) == n;
}

gboolean
kigen_state_set_watched (KigenState *state, const char *const *paths, GError **error)
{
  if (is_known (state, paths))
    return TRUE;
  if (!kigen_state_begin_writing (state, error))
    return FALSE;
  gboolean written = kigen_database_run (state->database, error, "DELETE FROM watched", "");
  for (gsize i = 0; written && paths[i] != NULL; i++)
    written = kigen_database_run (state->database, error, "INSERT OR IGNORE INTO watched (path) VALUES (?)",
                                  "s", paths[i]);
  return written ? kigen_state_commit (state, error) : kigen_state_undo (state);
}
