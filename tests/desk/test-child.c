/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What becomes of a child, and what is told of it. */

#include <kigen/child.h>

#include <kigen/error.h>

typedef struct {
  GMainLoop *loop;
  char *problem;
  guint times;
} Parent;

static void
on_ended (const char *problem, gpointer data)
{
  Parent *parent = data;
  parent->problem = g_strdup (problem);
  parent->times++;
  g_main_loop_quit (parent->loop);
}

/* What is told of a shell that runs this; g_free(). */
static char *
run (const char *script, guint seconds)
{
  g_autoptr (GError) error = NULL;
  const char *words[] = { "/bin/sh", "-c", script, NULL };
  Parent parent = { g_main_loop_new (NULL, FALSE), NULL, 0 };
  g_assert_nonnull (kigen_child_start (words, seconds, NULL, on_ended, &parent, &error));
  g_assert_no_error (error);
  g_main_loop_run (parent.loop);
  /* What was still on its way of its output. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_main_loop_unref (parent.loop);
  g_assert_cmpuint (parent.times, ==, 1);
  return parent.problem;
}

static void
test_ends_well (void)
{
  g_autofree char *quiet = run ("exit 0", 60);
  g_test_expect_message ("kigen-desk", G_LOG_LEVEL_MESSAGE, "sh: one");
  g_test_expect_message ("kigen-desk", G_LOG_LEVEL_MESSAGE, "sh: two");
  g_autofree char *loud = run ("echo one; echo two >&2; exec sleep 0.2", 60);
  g_test_assert_expected_messages ();
  g_assert_null (quiet);
  g_assert_null (loud);
}

static void
test_fails (void)
{
  g_autofree char *status = run ("exit 8", 60);
  g_autofree char *crash = run ("kill -SEGV $$", 60);
  g_assert_cmpstr (status, ==, "sh did not succeed (status 8).");
  g_assert_cmpstr (crash, ==, "sh broke down (signal 11).");
}

static void
test_hangs (void)
{
  g_autofree char *problem = run ("exec tail -f /dev/null", 1);
  g_assert_cmpstr (problem, ==, "sh did not come to an end and was stopped.");
}

static void
test_floods (void)
{
  g_autofree char *problem = run ("exec head -c 100000000 /dev/zero", 60);
  g_assert_cmpstr (problem, ==, "sh said too much and was stopped.");
}

static void
test_is_not_there (void)
{
  g_autoptr (GError) error = NULL;
  const char *words[] = { "/nonexistent/kigen", "scan", NULL };
  g_assert_null (kigen_child_start (words, 60, NULL, on_ended, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
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
  const char *words[] = { "/bin/sh", "-c", "exec tail -f /dev/null", NULL };
  Parent parent = { g_main_loop_new (NULL, FALSE), NULL, 0 };
  KigenChild *child = kigen_child_start (words, 60, NULL, on_ended, &parent, NULL);
  kigen_child_cancel (child);
  g_timeout_add_seconds (1, on_patience, parent.loop);
  g_main_loop_run (parent.loop);
  g_assert_cmpuint (parent.times, ==, 0);
  g_main_loop_unref (parent.loop);
}

static void
test_token (void)
{
  const char *words[] = { "/bin/sh", "-c", "test \"$XDG_ACTIVATION_TOKEN\" = tok", NULL };
  Parent parent = { g_main_loop_new (NULL, FALSE), NULL, 0 };
  kigen_child_start (words, 60, "tok", on_ended, &parent, NULL);
  g_main_loop_run (parent.loop);
  g_assert_null (parent.problem);
  g_main_loop_unref (parent.loop);
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
  g_test_add_func ("/child/cancelled", test_cancelled);
  g_test_add_func ("/child/token", test_token);
  return g_test_run ();
}
