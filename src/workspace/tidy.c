/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-workspace"

/* What earlier runs that were killed have left beside their targets.  A thread looks for it: a folder on a
 * server that does not answer keeps whoever looks waiting, and the run only for a moment. */

#include "tidy.h"

#include <kigen/base/paths.h>

#define PATIENCE G_TIME_SPAN_SECOND

typedef struct {
  gatomicrefcount references; /* the thread and who waits for it */
  char **folders;
  GAsyncQueue *done;
} Sweep;

static void
unref_sweep (Sweep *sweep)
{
  if (!g_atomic_ref_count_dec (&sweep->references))
    return;
  g_strfreev (sweep->folders);
  g_async_queue_unref (sweep->done);
  g_free (sweep);
}

static gpointer
sweep_all (gpointer data)
{
  Sweep *sweep = data;
  for (char **folder = sweep->folders; *folder != NULL; folder++)
    kigen_file_sweep (*folder);
  g_async_queue_push (sweep->done, sweep);
  unref_sweep (sweep);
  return NULL;
}

/* The settings' own folder, that of backups, and where backups went. */
static char **
find_folders (const KigenSettings *settings, KigenState *state)
{
  g_autoptr (GStrvBuilder) folders = g_strv_builder_new ();
  g_auto (GStrv) files = kigen_settings_files ();
  g_auto (GStrv) known = kigen_state_folders (state);
  g_autofree char *backups = kigen_settings_backup_folder (settings);
  if (files[0] != NULL) {
    g_autofree char *own = g_path_get_dirname (files[0]);
    g_strv_builder_add (folders, own);
  }
  g_strv_builder_add (folders, backups);
  for (char **one = known; *one != NULL; one++)
    g_strv_builder_add (folders, *one);
  return g_strv_builder_end (folders);
}

void
tidy_up (const KigenSettings *settings, KigenState *state)
{
  Sweep *sweep = g_new0 (Sweep, 1);
  g_atomic_ref_count_init (&sweep->references);
  g_atomic_ref_count_inc (&sweep->references);
  sweep->folders = find_folders (settings, state);
  sweep->done = g_async_queue_new ();
  g_thread_unref (g_thread_new ("tidy", sweep_all, sweep));
  if (g_async_queue_timeout_pop (sweep->done, PATIENCE) == NULL)
    g_message ("a folder of backups does not answer");
  unref_sweep (sweep);
}
