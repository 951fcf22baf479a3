/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Files: whole, closed, nothing left beside them; and in each of the three ways never over what is there.
 */

#include "file-private.h"
#include "scratch.h"

#include <kigen/error.h>
#include <kigen/paths.h>

#include <glib/gstdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const KigenFileWay ways[] = { KIGEN_FILE_BY_RENAME, KIGEN_FILE_BY_LINK, KIGEN_FILE_BY_WRITING };

static void
assert_file (const char *path, const char *wanted)
{
  g_autofree char *text = NULL;
  struct stat status;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
  g_assert_cmpint (lstat (path, &status), ==, 0);
  g_assert_true (S_ISREG (status.st_mode));
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (status.st_nlink, ==, 1);
}

static void
assert_names (const Scratch *folder, const char *wanted)
{
  g_autofree char *names = scratch_list (folder);

  g_assert_cmpstr (names, ==, wanted);
}

static void
test_replace (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "file");
  g_autoptr (GError) error = NULL;

  kigen_file_replace (path, "one", 3, &error);
  g_assert_no_error (error);
  assert_file (path, "one");
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  kigen_file_replace (path, "other", 5, &error);
  g_assert_no_error (error);
  assert_file (path, "other");
  kigen_file_replace (path, "", 0, &error);
  g_assert_no_error (error);
  assert_file (path, "");
  assert_names (folder, "file");
}

static void
test_replace_fails_and_leaves_the_old_one (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *inner = scratch_name (folder, "inner");
  g_autofree char *absent = scratch_name (folder, "absent/file");
  g_autoptr (GError) error = NULL;

  g_assert_false (kigen_file_replace (absent, "one", 3, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  g_assert_false (kigen_file_replace (inner, "one", 3, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  assert_names (folder, "inner");
}

static void
test_create (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    SCRATCH folder = scratch_new ();
    g_autofree char *path = scratch_name (folder, "backup.p12");
    g_autoptr (GError) error = NULL;

    kigen_file_create_by (ways[i], path, "bytes", 5, &error);
    g_assert_no_error (error);
    assert_file (path, "bytes");
    assert_names (folder, "backup.p12");
  }
}

static void
test_create_never_replaces (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    SCRATCH folder = scratch_new ();
    g_autofree char *path = scratch_write (folder, "backup.p12", "old");
    g_autofree char *dangling = scratch_name (folder, "dangling");
    g_autofree char *target = scratch_name (folder, "target");
    g_autoptr (GError) error = NULL;

    g_assert_false (kigen_file_create_by (ways[i], path, "new", 3, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BACKUP_EXISTS);
    assert_file (path, "old");

    g_clear_error (&error);
    g_assert_cmpint (symlink (target, dangling), ==, 0);
    g_assert_false (kigen_file_create_by (ways[i], dangling, "new", 3, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BACKUP_EXISTS);
    assert_names (folder, "backup.p12 dangling");
  }
}

static void
test_create_where_there_is_no_folder (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "absent/backup.p12");
  g_autoptr (GError) error = NULL;

  g_assert_false (kigen_file_create (path, "bytes", 5, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BACKUP_UNWRITABLE);
}

/* A limit on the size of files stands for a drive that is full. */
static void
test_full_drive_leaves_nothing (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *fresh = scratch_name (folder, "fresh");
  g_autofree char *old = scratch_write (folder, "old", "old");
  g_autofree char *big = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  struct rlimit full;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  full = (struct rlimit){ 50000, before.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &full), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_clear_error (&error);
    g_assert_false (kigen_file_create_by (ways[i], fresh, big, 100000, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BACKUP_UNWRITABLE);
  }
  g_clear_error (&error);
  g_assert_false (kigen_file_replace (old, big, 100000, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  assert_file (old, "old");
  assert_names (folder, "old");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file/replace", test_replace);
  g_test_add_func ("/file/replace-fails-and-leaves-the-old-one", test_replace_fails_and_leaves_the_old_one);
  g_test_add_func ("/file/create", test_create);
  g_test_add_func ("/file/create-never-replaces", test_create_never_replaces);
  g_test_add_func ("/file/create-where-there-is-no-folder", test_create_where_there_is_no_folder);
  g_test_add_func ("/file/full-drive-leaves-nothing", test_full_drive_leaves_nothing);
  return g_test_run ();
}
