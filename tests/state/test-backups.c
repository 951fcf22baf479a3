/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "test-state"

/* Backups: newest first, a file counted once, and told in the history each time. */

#include "given.h"

static void
record (KigenState *state, const char *id, const char *path, gint64 at)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (kigen_state_record_backup (state, id, path, "written", at, &error));
  g_assert_no_error (error);
}

static void
test_newest_first (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  record (state, "aaaa", "/home/受付/a.p12", 100);
  record (state, "aaaa", "/media/STICK/a.p12", 200);
  record (state, "bbbb", "/home/受付/b.p12", 300);
  record (state, "aaaa", "/home/受付/a.p12", 400);

  g_autoptr (GPtrArray) backups = kigen_state_backups (state, "aaaa", NULL);
  g_assert_cmpuint (backups->len, ==, 2);
  const KigenBackupRecord *newest = g_ptr_array_index (backups, 0);
  g_assert_cmpstr (newest->path, ==, "/home/受付/a.p12");
  g_assert_cmpint (newest->at, ==, 400);
  g_autoptr (GPtrArray) history = kigen_state_history (state, 0, NULL);
  g_assert_cmpuint (history->len, ==, 4);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

/* Where something may have been left: noted before it is written, or known since. */
static void
test_folders (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  record (state, "aaaa", "/home/受付/a.p12", 100);
  record (state, "aaaa", "/home/受付/b.p12", 200);
  g_assert_true (kigen_state_note_folder (state, "/media/ONE", NULL));
  g_assert_true (kigen_state_note_folder (state, "/media/TWO", NULL));
  g_assert_true (kigen_state_note_folder (state, "/media/ONE", NULL));

  g_auto (GStrv) folders = kigen_state_folders (state);
  g_autofree char *told = g_strjoinv (" ", folders);
  g_assert_cmpstr (told, ==, "/media/ONE /media/TWO /home/受付");
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/backups/newest-first", test_newest_first);
  g_test_add_func ("/state/backups/folders", test_folders);
  return g_test_run ();
}
