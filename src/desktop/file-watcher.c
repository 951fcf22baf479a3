/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* A place that changed may be another one now: its marks are put anew before a change is told. */

#include <kigen/desktop/file-watcher.h>

#include "folder-marks.h"

#define QUIET_SECONDS 1
#define LONGEST_SECONDS 10

struct _KigenFileWatcher {
  KigenFolderMarks *marks; /* NULL where changes cannot be noticed */
  GStrv paths;
  guint quiet;
  gint64 first_at; /* monotonic, of the first change not told yet */
  KigenFileWatcherChanged changed;
  gpointer data;
};

char *
kigen_folder_marks_nearest (const char *path)
{
  g_autofree char *nearest = g_strdup (path);
  while (!g_file_test (nearest, G_FILE_TEST_EXISTS)) {
    g_autofree char *parent = g_path_get_dirname (nearest);
    if (g_str_equal (parent, nearest))
      break;
    g_free (nearest);
    nearest = g_steal_pointer (&parent);
  }
  return g_steal_pointer (&nearest);
}

static gboolean
tell (gpointer data)
{
  KigenFileWatcher *folders = data;
  folders->quiet = 0;
  kigen_folder_marks_put (folders->marks, (const char *const *)folders->paths);
  folders->changed (folders->data);
  return G_SOURCE_REMOVE;
}

static void
put_off (gpointer data)
{
  KigenFileWatcher *folders = data;
  gint64 now = g_get_monotonic_time ();
  if (folders->quiet == 0)
    folders->first_at = now;
  else if (now - folders->first_at > LONGEST_SECONDS * G_USEC_PER_SEC)
    return;
  else
    g_source_remove (folders->quiet);
  folders->quiet = g_timeout_add_seconds (QUIET_SECONDS, tell, folders);
}

KigenFileWatcher *
kigen_file_watcher_new (KigenFileWatcherChanged changed, gpointer data)
{
  KigenFileWatcher *folders = g_new0 (KigenFileWatcher, 1);
  folders->paths = g_new0 (char *, 1);
  folders->changed = changed;
  folders->data = data;
  folders->marks = kigen_folder_marks_new (put_off, folders);
  return folders;
}

void
kigen_file_watcher_free (KigenFileWatcher *folders)
{
  if (folders == NULL)
    return;
  g_clear_handle_id (&folders->quiet, g_source_remove);
  kigen_folder_marks_free (folders->marks);
  g_strfreev (folders->paths);
  g_free (folders);
}

static GStrv
copy (const char *const *paths)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (; *paths != NULL; paths++)
    g_strv_builder_add (builder, *paths);
  return g_strv_builder_end (builder);
}

gboolean
kigen_file_watcher_watch (KigenFileWatcher *folders, const char *const *paths)
{
  if (folders->marks == NULL || g_strv_equal (paths, (const char *const *)folders->paths))
    return FALSE;
  g_strfreev (folders->paths);
  folders->paths = copy (paths);
  kigen_folder_marks_put (folders->marks, paths);
  return TRUE;
}
