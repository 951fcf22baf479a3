/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Files that change, go, and come to be, and those that are nobody's business. */

#include "scratch.h"

#include <kigen/desktop/file-watcher.h>

#include <glib/gstdio.h>

#define PATIENCE_SECONDS 30
#define QUIET_SECONDS 3

typedef struct {
  GMainLoop *loop;
  KigenFileWatcher *folders;
  guint times;
} Watch;

static void
on_changed (gpointer data)
{
  Watch *watch = data;
  watch->times++;
  g_main_loop_quit (watch->loop);
}

static gboolean
on_patience (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static void
begin (Watch *watch, const char *path)
{
  const char *paths[] = { path, NULL };
  watch->loop = g_main_loop_new (NULL, FALSE);
  watch->times = 0;
  watch->folders = kigen_file_watcher_new (on_changed, watch);
  kigen_file_watcher_watch (watch->folders, paths);
}

static void
end (Watch *watch)
{
  kigen_file_watcher_free (watch->folders);
  g_main_loop_unref (watch->loop);
}

/* Whether something is told within this time. */
static gboolean
told (Watch *watch, guint seconds)
{
  guint before = watch->times;
  guint patience = g_timeout_add_seconds (seconds, on_patience, watch->loop);
  g_main_loop_run (watch->loop);
  if (watch->times > before)
    g_source_remove (patience);
  return watch->times > before;
}

static void
test_changes (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_write (folder, "cert9.db", "one");
  Watch watch;
  begin (&watch, path);
  scratch_put (folder, "cert9.db", "two");
  g_assert_true (told (&watch, PATIENCE_SECONDS));

  /* what is replaced is watched on */
  g_autofree char *other = scratch_write (folder, "other", "three");
  g_assert_cmpint (g_rename (other, path), ==, 0);
  g_assert_true (told (&watch, PATIENCE_SECONDS));
  scratch_put (folder, "cert9.db", "four");
  g_assert_true (told (&watch, PATIENCE_SECONDS));

  /* and so is what went and comes back */
  g_unlink (path);
  g_assert_true (told (&watch, PATIENCE_SECONDS));
  scratch_put (folder, "cert9.db", "five");
  g_assert_true (told (&watch, PATIENCE_SECONDS));
  end (&watch);
}

static void
test_many_are_one (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_write (folder, "cert9.db", "one");
  Watch watch;
  begin (&watch, path);
  for (guint i = 0; i < 100; i++)
    scratch_put (folder, "cert9.db", "again");
  g_assert_true (told (&watch, PATIENCE_SECONDS));
  g_assert_false (told (&watch, QUIET_SECONDS));
  end (&watch);
}

static void
test_comes_to_be (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "a/b/c/cert9.db");
  g_autofree char *parent = g_path_get_dirname (path);
  Watch watch;
  begin (&watch, path);
  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (told (&watch, PATIENCE_SECONDS));
  scratch_put (folder, "a/b/c/cert9.db", "one");
  g_assert_true (told (&watch, PATIENCE_SECONDS));
  end (&watch);
}

static void
test_others_wake_nobody (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_write (folder, "cert9.db", "one");
  g_autofree char *missing = scratch_name (folder, "missing/cert9.db");
  const char *paths[] = { path, missing, NULL };
  Watch watch;
  begin (&watch, path);
  kigen_file_watcher_watch (watch.folders, paths);
  scratch_put (folder, "places.sqlite", "what a browser writes all day");
  scratch_put (folder, "places.sqlite", "and again");
  /* who only reads a database opens it for writing, too */
  FILE *file = g_fopen (path, "r+");
  fclose (file);
  g_assert_false (told (&watch, QUIET_SECONDS));
  end (&watch);
}

static void
test_no_longer_watched (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_write (folder, "cert9.db", "one");
  const char *none[] = { NULL };
  Watch watch;
  begin (&watch, path);
  kigen_file_watcher_watch (watch.folders, none);
  scratch_put (folder, "cert9.db", "two");
  g_assert_false (told (&watch, QUIET_SECONDS));
  end (&watch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folders/changes", test_changes);
  g_test_add_func ("/folders/many-are-one", test_many_are_one);
  g_test_add_func ("/folders/comes-to-be", test_comes_to_be);
  g_test_add_func ("/folders/others-wake-nobody", test_others_wake_nobody);
  g_test_add_func ("/folders/no-longer-watched", test_no_longer_watched);
  return g_test_run ();
}
