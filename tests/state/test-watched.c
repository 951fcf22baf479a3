/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "test-state"

/* The places that a resident watches: replaced as a whole, and unchanged ones wake nobody. */

#include "given.h"

static void
assert_watched (KigenState *state, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = kigen_state_watched (state, &error);
  g_assert_no_error (error);
  g_autofree char *joined = g_strjoinv (" ", paths);
  g_assert_cmpstr (joined, ==, wanted);
}

static void
test_replaced (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GError) error = NULL;
  const char *two[] = { "/home/受付/b", "/home/受付/a", NULL };
  const char *other[] = { "/c", NULL };

  assert_watched (state, "");
  g_assert_true (kigen_state_set_watched (state, two, &error));
  assert_watched (state, "/home/受付/a /home/受付/b");
  g_assert_true (kigen_state_set_watched (state, other, &error));
  assert_watched (state, "/c");
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

static void
test_same_again_is_no_news (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (KigenState) reader = given_state (folder);
  const char *paths[] = { "/b", "/a", NULL };

  g_assert_true (kigen_state_set_watched (state, paths, NULL));
  gint64 version = kigen_state_version (reader);
  g_assert_true (kigen_state_set_watched (state, paths, NULL));
  g_assert_cmpint (kigen_state_version (reader), ==, version);
  g_clear_pointer (&state, kigen_state_close);
  g_clear_pointer (&reader, kigen_state_close);
  given_folder_removed (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/watched/replaced", test_replaced);
  g_test_add_func ("/state/watched/same-again-is-no-news", test_same_again_is_no_news);
  return g_test_run ();
}
