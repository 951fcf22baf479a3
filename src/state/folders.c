/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-state"

/* Folders where a run that was killed may have left something.  A backup's folder is noted before anything is
 * written there, in a file of its own: the database knows a backup only when it is done. */

#include "state-private.h"

#include <kigen/base/paths.h>

#include <string.h>

#define NAME "kigen.db.folders"
#define MOST_FOLDERS 16
#define LARGEST_FILE (1024 * 1024)

static char *
read_path (sqlite3_stmt *row)
{
  return kigen_statement_text (row, 0);
}

static const KigenStateRow path_row = { (gpointer (*) (sqlite3_stmt *))read_path, g_free };

static void
add (GPtrArray *folders, const char *folder)
{
  if (*folder != '\0' && folders->len < MOST_FOLDERS
      && !g_ptr_array_find_with_equal_func (folders, folder, g_str_equal, NULL))
    g_ptr_array_add (folders, g_strdup (folder));
}

static void
add_noted (GPtrArray *folders, const char *file)
{
  g_autofree char *text = kigen_file_read (file, KIGEN_FILE_ORDINARY, LARGEST_FILE, NULL, NULL);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    add (folders, *line);
}

static void
add_known (GPtrArray *folders, KigenState *state)
{
  g_autoptr (GPtrArray) paths
      = kigen_state_read (state, &path_row, NULL,
                          "SELECT path FROM (SELECT path, at FROM backup"
                          " UNION ALL SELECT backup, changed_at FROM renewal WHERE backup IS NOT NULL)"
                          " ORDER BY at DESC LIMIT 32",
                          "");

  for (guint i = 0; paths != NULL && i < paths->len; i++) {
    g_autofree char *folder = g_path_get_dirname (g_ptr_array_index (paths, i));
    add (folders, folder);
  }
}

gboolean
kigen_state_note_folder (KigenState *state, const char *folder, GError **error)
{
  g_autofree char *file = g_build_filename (state->folder, NAME, NULL);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);

  add (folders, folder);
  add_noted (folders, file);
  g_ptr_array_add (folders, NULL);
  g_autofree char *text = g_strjoinv ("\n", (char **)folders->pdata);
  return kigen_file_replace (file, text, strlen (text), error);
}

char **
kigen_state_folders (KigenState *state)
{
  g_autofree char *file = g_build_filename (state->folder, NAME, NULL);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);

  add_noted (folders, file);
  add_known (folders, state);
  g_ptr_array_add (folders, NULL);
  return (char **)g_ptr_array_steal (folders, NULL);
}
