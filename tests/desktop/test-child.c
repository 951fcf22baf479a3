/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What becomes of a child, and what is told of it. */

#include "parent.h"

#include <kigen/base/error.h>
#include <kigen/desktop/child.h>

static char *
run (const char *what, guint seconds)
{
  const char *words[] = { what, "8", NULL };
  return parent_of (words, seconds, NULL);
}

static void
expect (const char *line)
{
  g_autofree char *pattern = g_strconcat ("test-desktop-talker*: ", line, NULL);
  g_test_expect_message ("kigen-desktop", G_LOG_LEVEL_MESSAGE, pattern);
}

static void
test_ends_well (void)
{
  g_autofree char *quiet = run ("quiet", 60);
  expect ("one");
  expect ("two");
  g_autofree char *loud = run ("loud", 60);
  g_test_assert_expected_messages ();
  g_assert_null (quiet);
  g_assert_null (loud);
}

static void
assert_tells (const char *problem, const char *pattern)
{
  g_assert_nonnull (problem);
  if (!g_pattern_match_simple (pattern, problem))
    g_error ("“%s” is not “%s”", problem, pattern);
}

static void
test_fails (void)
{
  g_autofree char *status = run ("status", 60);
  g_autofree char *crash = run ("crash", 60);
  assert_tells (status, "test-desktop-talker* did not succeed (status 8).");
  assert_tells (crash, "test-desktop-talker* broke down (*).");
}

static void
test_hangs (void)
{
  g_autofree char *problem = run ("hang", 1);
  assert_tells (problem, "test-desktop-talker* did not come to an end and was stopped.");
}

static void
test_floods (void)
{
  g_autofree char *problem = run ("flood", 60);
  assert_tells (problem, "test-desktop-talker* said too much and was stopped.");
}

static void
test_is_not_there (void)
{
  g_autoptr (GError) error = NULL;
  const char *words[] = { "/nonexistent/kigen", "scan", NULL };
  g_assert_null (kigen_child_start (words, 60, NULL, NULL, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
}

/* Each word arrives as it was given, whatever is in it. */
static void
test_words (void)
{
  const char *words[]
      = { "words", "", "two words", "\"", "a\\\"b", "C:\\folder\\", "C:\\a b\\", "山田医院", NULL };
  for (const char **word = words + 1; *word != NULL; word++) {
    g_autofree char *line = g_strdup_printf ("<%s>", *word);
    expect (line);
  }
  g_assert_null (parent_of (words, 60, NULL));
  g_test_assert_expected_messages ();
}

static void
on_never (const char *problem G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  g_assert_not_reached ();
}

static gboolean
on_patience (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (void)
{
  g_autofree char *talker = parent_talker ();
  const char *words[] = { talker, "hang", NULL };
  GMainLoop *loop = g_main_loop_new (NULL, FALSE);
  KigenChild *child = kigen_child_start (words, 60, NULL, on_never, NULL, NULL);
  kigen_child_cancel (child);
  g_timeout_add_seconds (1, on_patience, loop);
  g_main_loop_run (loop);
  g_main_loop_unref (loop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/child/ends-well", test_ends_well);
  g_test_add_func ("/child/fails", test_fails);
  g_test_add_func ("/child/hangs", test_hangs);
  g_test_add_func ("/child/floods", test_floods);
  g_test_add_func ("/child/is-not-there", test_is_not_there);
  g_test_add_func ("/child/words", test_words);
  g_test_add_func ("/child/cancelled", test_cancelled);
  return g_test_run ();
}
