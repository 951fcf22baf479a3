/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * What writers that were killed leave is found and removed, and nothing else.  The writers are this program
 * itself, killed or held up by strace at a system call.
 */

#include "file-private.h"
#include "temporary.h"

#include "scratch.h"

#include <kigen/base/paths.h>

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MILLISECONDS 1000
#define PATIENCE 10000

static char *program;

/* test-base-file-sweep --write WAY PATH; the way "replace" is kigen_file_replace(). */
static int
write_file (const char *way, const char *path)
{
  if (strcmp (way, "replace") == 0)
    return kigen_file_replace (path, "bytes", 5, NULL) ? 0 : 1;
  return kigen_file_create_by ((KigenFileWay)atoi (way), path, "bytes", 5, NULL) ? 0 : 1;
}

static GPid
start_writer (const char *fault, const char *way, const char *path)
{
  g_autofree char *inject = g_strconcat ("inject=", fault, NULL);
  const char *words[] = { "strace", "-o", "/dev/null", "-e", inject, program, "--write", way, path, NULL };
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_autoptr (GError) error = NULL;
  GPid pid = 0;

  g_spawn_async (NULL, (char **)(guintptr)words, environment, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD,
                 NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

static int
end_of (GPid pid)
{
  int status = 0;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return status;
}

static gboolean
has_temporary (const Scratch *folder)
{
  g_autofree char *names = scratch_list (folder);

  return strstr (names, ".kigen-unfinished-") != NULL;
}

static gboolean
has_whole_temporary (const Scratch *folder)
{
  g_autofree char *names = scratch_list (folder);
  g_autofree char *path = scratch_name (folder, names);
  g_autofree char *text = NULL;

  return kigen_temporary_is_name (names) && g_file_get_contents (path, &text, NULL, NULL)
         && g_str_equal (text, "bytes");
}

static void
assert_names (const Scratch *folder, const char *wanted)
{
  g_autofree char *names = scratch_list (folder);

  g_assert_cmpstr (names, ==, wanted);
}

typedef struct {
  const char *name;
  const char *fault;
  const char *way;
  const char *left;  /* beside the temporary file */
  const char *after; /* what the sweep leaves */
} Death;

static const Death deaths[] = {
  { "/sweep/killed-before-the-sync", "fsync:signal=KILL", "replace", "", "" },
  { "/sweep/killed-before-replacing", "rename:signal=KILL", "replace", "", "" },
  { "/sweep/killed-before-the-name", "renameat2:signal=KILL", "0", "", "" },
  { "/sweep/killed-before-the-link", "link:signal=KILL", "1", "", "" },
  { "/sweep/killed-behind-the-link", "unlink:signal=KILL", "1", " backup.p12", "backup.p12" },
  { "/sweep/killed-on-the-place", "rename:signal=KILL", "2", " backup.p12", "" },
};

static void
test_death (gconstpointer data)
{
  const Death *death = data;
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "backup.p12");

  /* given a writer that was killed */
  int status = end_of (start_writer (death->fault, death->way, path));
  g_assert_true (WIFSIGNALED (status));
  g_assert_true (has_temporary (folder));
  g_autofree char *names = scratch_list (folder);
  g_assert_true (g_str_has_suffix (names, death->left));

  /* when the folder is swept, then only what is whole is left */
  kigen_file_sweep (folder);
  assert_names (folder, death->after);

  /* and the name is free for the next try, or holds the whole file */
  g_assert_true (*death->after != '\0' || kigen_file_create (path, "bytes", 5, NULL));
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "bytes");
}

/* Its file is whole and has no name yet: the lock alone tells that somebody is at it. */
static void
test_living (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "backup.p12");
  GPid pid = start_writer ("renameat2:delay_enter=2s", "0", path);

  /* what is written into is held */
  for (int i = 0; i < PATIENCE && !has_whole_temporary (folder); i++) {
    g_usleep (MILLISECONDS);
  }
  g_assert_true (has_whole_temporary (folder));
  kigen_file_sweep (folder);
  g_assert_true (has_temporary (folder));

  g_assert_cmpint (end_of (pid), ==, 0);
  assert_names (folder, "backup.p12");
}

/* Swept between its making and its lock, a file is begun once more. */
static void
test_swept_before_the_lock (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "backup.p12");
  GPid pid = start_writer ("fcntl:delay_enter=1s", "0", path);

  for (int i = 0; i < PATIENCE && !has_temporary (folder); i++) {
    g_usleep (MILLISECONDS);
  }
  kigen_file_sweep (folder);
  g_assert_cmpint (end_of (pid), ==, 0);
  assert_names (folder, "backup.p12");
}

/* Sweepers that never rest take no file from a writer, not even between its making and its lock. */
static gpointer
sweep_on (gpointer data)
{
  const char *folder = data;
  g_autofree char *end = g_build_filename (folder, "end", NULL);

  while (!g_file_test (end, G_FILE_TEST_EXISTS))
    kigen_file_sweep (folder);
  return NULL;
}

static void
test_restless (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "state");
  g_autofree char *end = scratch_name (folder, "end");
  GThread *sweeper = g_thread_new ("sweeper", sweep_on, folder);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 200; i++) {
    kigen_file_replace (path, "bytes", 5, &error);
    g_assert_no_error (error);
  }
  scratch_put (folder, "end", "");
  g_thread_join (sweeper);
  assert_names (folder, "end state");
}

#define OURS ".kigen-unfinished-0123456789abcdef-01234567"

static void
test_not_ours (void)
{
  SCRATCH folder = scratch_new ();
  static const char *const others[] = {
    ".kigen-notes",  ".kigen-unfinished-notes",
    ".kigen-AbCdEf", ".kigen-unfinished-0123456789ABCDEF-01234567",
    OURS "~",        OURS ".txt",
    "empty.p12",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    scratch_put (folder, others[i], "");
  g_autofree char *before = scratch_list (folder);
  kigen_file_sweep (folder);
  assert_names (folder, before);

  /* but of that very name, it goes */
  scratch_put (folder, OURS, "half a fi");
  kigen_file_sweep (folder);
  assert_names (folder, before);
}

static void
assert_stays (const Scratch *folder)
{
  kigen_file_sweep (folder);
  assert_names (folder, OURS);
}

static void
test_our_name_but_not_our_file (void)
{
  SCRATCH folder = scratch_new ();
  SCRATCH elsewhere = scratch_new ();
  g_autofree char *path = scratch_name (folder, OURS);
  g_autofree char *target = scratch_write (elsewhere, "target", "");

  g_assert_cmpint (symlink (target, path), ==, 0);
  assert_stays (folder);
  g_assert_true (g_file_test (target, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_unlink (path), ==, 0);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  assert_stays (folder);
  g_assert_cmpint (g_rmdir (path), ==, 0);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_stays (folder);
  g_assert_cmpint (g_unlink (path), ==, 0);

  scratch_put (folder, OURS, "");
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  assert_stays (folder);
  if (geteuid () != 0)
    return;
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  g_assert_cmpint (chown (path, 65534, 65534), ==, 0);
  assert_stays (folder);
}

/* The empty file that a name was taken with goes only beside its own temporary file. */
static void
test_places (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "desk.p12");
  g_autofree char *temporary = kigen_temporary_name (path);

  g_assert_true (g_file_set_contents_full (temporary, "whole", 5, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  scratch_put (folder, "desk.p12", "");
  scratch_put (folder, "other.p12", "");
  kigen_file_sweep (folder);
  assert_names (folder, "other.p12");

  /* one with something in it is nobody's to remove */
  g_assert_true (g_file_set_contents_full (temporary, "whole", 5, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  scratch_put (folder, "desk.p12", "bytes");
  kigen_file_sweep (folder);
  assert_names (folder, "desk.p12 other.p12");
}

static void
test_nowhere (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *absent = scratch_name (folder, "absent");
  g_autofree char *file = scratch_write (folder, "file", "");

  kigen_file_sweep (absent);
  kigen_file_sweep (file);
  assert_names (folder, "file");
}

static void
test_trying_leaves_nothing (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *absent = scratch_name (folder, "absent");
  g_autoptr (GError) error = NULL;

  g_assert_true (kigen_file_try (folder, &error));
  g_assert_no_error (error);
  assert_names (folder, "");
  g_assert_false (kigen_file_try (absent, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--write") == 0)
    return write_file (argv[2], argv[3]);
  program = g_file_read_link ("/proc/self/exe", NULL);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (deaths); i++)
    g_test_add_data_func (deaths[i].name, &deaths[i], test_death);
  g_test_add_func ("/sweep/living", test_living);
  g_test_add_func ("/sweep/swept-before-the-lock", test_swept_before_the_lock);
  g_test_add_func ("/sweep/restless", test_restless);
  g_test_add_func ("/sweep/not-ours", test_not_ours);
  g_test_add_func ("/sweep/our-name-but-not-our-file", test_our_name_but_not_our_file);
  g_test_add_func ("/sweep/places", test_places);
  g_test_add_func ("/sweep/nowhere", test_nowhere);
  g_test_add_func ("/sweep/trying-leaves-nothing", test_trying_leaves_nothing);
  int status = g_test_run ();
  g_free (program);
  return status;
}
