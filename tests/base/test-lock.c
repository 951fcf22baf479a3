/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Locks: one holder at a time, in this process and others, and none after a holder is gone, however it went.
 * The other process is this program again: `--hold FILE` takes the lock, says so and waits to be killed.
 */

#include "closed.h"
#include "link.h"
#include "scratch.h"

#include <kigen/base/error.h>
#include <kigen/base/lock.h>

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

static char *own_path;

static void
assert_busy (const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kigen_lock_take (path, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BUSY);
}

static void
test_one_at_a_time (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "lock");
  g_autoptr (GError) error = NULL;
  KigenLock *first = kigen_lock_take (path, &error);
  KigenLock *second;

  g_assert_no_error (error);
  assert_busy (path);
  closed_assert (path);
  kigen_lock_release (first);
  second = kigen_lock_take (path, &error);
  g_assert_no_error (error);
  kigen_lock_release (second);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static int
hold (const char *path)
{
  if (kigen_lock_take (path, NULL) == NULL)
    return 1;
  puts ("!");
  fflush (stdout);
  getchar ();
  return 0;
}

static GSubprocess *
start_holder (const char *path)
{
  g_autoptr (GError) error = NULL;
  char told = 0;
  GSubprocess *child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                         &error, own_path, "--hold", path, NULL);

  g_assert_no_error (error);
  g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (child), &told, 1, NULL, NULL), ==, 1);
  return child;
}

static void
test_killed_holder_lets_go (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "lock");
  g_autoptr (GSubprocess) holder = start_holder (path);
  g_autoptr (KigenLock) lock = NULL;

  assert_busy (path);
  g_subprocess_force_exit (holder);
  g_assert_true (g_subprocess_wait (holder, NULL, NULL));
  lock = kigen_lock_take (path, NULL);
  g_assert_nonnull (lock);
}

static void
test_what_cannot_be_a_lock (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *absent = scratch_name (folder, "absent/lock");
  g_autoptr (GError) error = NULL;

  g_assert_null (kigen_lock_take (absent, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (kigen_lock_take (folder, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
}

static void
test_link_is_no_lock (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *link = scratch_name (folder, "link");
  g_autofree char *target = scratch_name (folder, "target");
  g_autoptr (GError) error = NULL;

  if (!link_make (target, link))
    return;
  g_assert_null (kigen_lock_take (link, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--hold") == 0)
    return hold (argv[2]);
  own_path = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lock/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/lock/killed-holder-lets-go", test_killed_holder_lets_go);
  g_test_add_func ("/lock/what-cannot-be-a-lock", test_what_cannot_be_a_lock);
  g_test_add_func ("/lock/link-is-no-lock", test_link_is_no_lock);
  return g_test_run ();
}
