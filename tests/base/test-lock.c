/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Locks: one holder at a time, in this process and others, and none after a holder is gone, however it went.
 */

#include "scratch.h"

#include <kigen/error.h>
#include <kigen/lock.h>

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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
  struct stat status;

  g_assert_no_error (error);
  assert_busy (path);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  kigen_lock_release (first);
  second = kigen_lock_take (path, &error);
  g_assert_no_error (error);
  kigen_lock_release (second);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* A child that takes the lock, tells so and waits to be killed. */
static pid_t
start_holder (const char *path)
{
  int ends[2];
  char told;
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0) {
    if (kigen_lock_take (path, NULL) != NULL && write (ends[1], "!", 1) == 1)
      pause ();
    _exit (1);
  }
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &told, 1), ==, 1);
  close (ends[0]);
  return child;
}

static void
test_killed_holder_lets_go (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "lock");
  pid_t holder = start_holder (path);
  g_autoptr (KigenLock) lock = NULL;

  assert_busy (path);
  g_assert_cmpint (kill (holder, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (holder, NULL, 0), ==, holder);
  lock = kigen_lock_take (path, NULL);
  g_assert_nonnull (lock);
}

static void
test_what_cannot_be_a_lock (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *absent = scratch_name (folder, "absent/lock");
  g_autofree char *link = scratch_name (folder, "link");
  g_autofree char *target = scratch_name (folder, "target");
  g_autoptr (GError) error = NULL;

  g_assert_null (kigen_lock_take (absent, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (symlink (target, link), ==, 0);
  g_assert_null (kigen_lock_take (link, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lock/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/lock/killed-holder-lets-go", test_killed_holder_lets_go);
  g_test_add_func ("/lock/what-cannot-be-a-lock", test_what_cannot_be_a_lock);
  return g_test_run ();
}
