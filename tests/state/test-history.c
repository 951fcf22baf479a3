/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "test-state"

/* History: newest first, in the order of writing. */

#include "given.h"

static void
add (KigenState *state, const char *id, const char *text, gint64 at)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kigen_state_add_history (state, "noticed", id, text, at, &error));
  g_assert_no_error (error);
}

static const KigenHistoryEntry *
entry (GPtrArray *history, guint i)
{
  return g_ptr_array_index (history, i);
}

static void
test_newest_first (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) some = NULL;

  add (state, "aaaa", "最初", 200);
  add (state, NULL, "the clock was set back", 100);
  add (state, "aaaa", "last", 150);
  g_clear_pointer (&state, kigen_state_close);

  state = given_state (folder);
  all = kigen_state_history (state, 0, NULL);
  some = kigen_state_history (state, 2, NULL);

  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpstr (entry (all, 0)->text, ==, "last");
  g_assert_cmpstr (entry (all, 1)->text, ==, "the clock was set back");
  g_assert_null (entry (all, 1)->id);
  g_assert_cmpint (entry (all, 1)->at, ==, 100);
  g_assert_cmpstr (entry (all, 2)->text, ==, "最初");
  g_assert_cmpstr (entry (all, 2)->kind, ==, "noticed");
  g_assert_cmpstr (entry (all, 2)->id, ==, "aaaa");
  g_assert_cmpuint (some->len, ==, 2);
  g_assert_cmpstr (entry (some, 0)->text, ==, "last");
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/history/newest-first", test_newest_first);
  return g_test_run ();
}
