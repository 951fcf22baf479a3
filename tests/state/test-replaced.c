/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "test-state"

/* A file that is replaced or taken away while it is in use, which Linux lets anybody do. */

#include "given.h"

#include <kigen/base/error.h>

#include <glib/gstdio.h>

static guint
count_history (const char *folder)
{
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GPtrArray) history = kigen_state_history (state, 0, NULL);

  g_assert_nonnull (history);
  return history->len;
}

/* Another program finds the file damaged and begins a new one, and writes into it. */
static KigenState *
rebuild (const char *folder)
{
  g_autofree char *path = given_path (folder, "kigen.db");
  g_autofree char *set_aside = NULL;
  KigenState *state;

  g_assert_true (g_file_set_contents (path, "no database", -1, NULL));
  state = kigen_state_open (folder, GIVEN_NOW + 5, &set_aside, NULL);
  g_assert_nonnull (set_aside);
  g_assert_true (kigen_state_add_history (state, "backup", NULL, "into the new one", GIVEN_NOW + 6, NULL));
  return state;
}

static void
test_follows_the_name (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) resident = given_state (folder);
  g_autoptr (KigenState) other = NULL;
  g_autoptr (GPtrArray) history = NULL;
  gint64 version = kigen_state_version (resident);

  other = rebuild (folder);

  g_assert_cmpint (kigen_state_version (resident), !=, version);
  g_assert_cmpint (kigen_state_rebuilt_at (resident), ==, GIVEN_NOW + 5);
  g_assert_true (kigen_state_add_history (resident, "backup", NULL, "by the resident", GIVEN_NOW + 7, NULL));
  history = kigen_state_history (other, 0, NULL);
  g_assert_cmpuint (history->len, ==, 3);
  g_clear_pointer (&resident, kigen_state_close);
  g_clear_pointer (&other, kigen_state_close);
  given_folder_removed (folder);
}

/* Whoever still has the old file open and closes it does not take the new one's log along. */
static void
test_old_one_closes (void)
{
  char *folder = given_folder ();
  g_autofree char *log = given_path (folder, "kigen.db-wal");
  g_autoptr (KigenState) resident = given_state (folder);
  g_autoptr (KigenState) other = NULL;

  g_assert_true (kigen_state_add_history (resident, "backup", NULL, "into the old one", GIVEN_NOW, NULL));
  other = rebuild (folder);
  g_clear_pointer (&resident, kigen_state_close);

  g_assert_cmpuint (count_history (folder), ==, 2);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  g_clear_pointer (&other, kigen_state_close);
  given_folder_removed (folder);
}

static void
test_taken_away (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");
  g_autoptr (KigenState) state = given_state (folder);

  g_assert_cmpint (g_remove (path), ==, 0);

  for (int i = 0; i < 2; i++) {
    g_assert_false (kigen_state_add_history (state, "backup", NULL, "nowhere", GIVEN_NOW, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
    g_clear_error (&error);
    kigen_state_version (state);
  }
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/replaced/follows-the-name", test_follows_the_name);
  g_test_add_func ("/state/replaced/old-one-closes", test_old_one_closes);
  g_test_add_func ("/state/replaced/taken-away", test_taken_away);
  return g_test_run ();
}
