/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Files: whole, closed, nothing left beside them, and where they are new never over what is there.
 */

#include "closed.h"
#include "scratch.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <glib/gstdio.h>

static void
assert_file (const char *path, const char *wanted)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
  closed_assert (path);
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
  closed_let_read (path);
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
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "控え.p12");
  g_autoptr (GError) error = NULL;

  kigen_file_create (path, "bytes", 5, &error);
  g_assert_no_error (error);
  assert_file (path, "bytes");
  assert_names (folder, "控え.p12");
}

static void
test_create_never_replaces (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_write (folder, "backup.p12", "old");
  g_autofree char *inner = scratch_name (folder, "inner");
  g_autoptr (GError) error = NULL;

  g_assert_false (kigen_file_create (path, "new", 3, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BACKUP_EXISTS);
  g_clear_error (&error);
  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  g_assert_false (kigen_file_create (inner, "new", 3, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BACKUP_EXISTS);
  assert_names (folder, "backup.p12 inner");
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
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

/* What a writer that was killed left is closed like all that we write. */
static void
test_sweep (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "state");
  g_autofree char *left = scratch_name (folder, ".kigen-unfinished-0123456789abcdef-01234567");
  g_autoptr (GError) error = NULL;

  scratch_put (folder, ".kigen-notes", "somebody's");
  kigen_file_replace (path, "half a fi", 9, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_rename (path, left), ==, 0);
  kigen_file_sweep (folder);
  assert_names (folder, ".kigen-notes");
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
  g_test_add_func ("/file/sweep", test_sweep);
  return g_test_run ();
}
