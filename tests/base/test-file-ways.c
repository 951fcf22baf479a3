/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * In each of the three ways in which a file gets its name on Linux: whole, closed, nothing left beside it,
 * and never over what is there.
 */

#include "file-private.h"

#include "closed.h"
#include "scratch.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

static const KigenFileWay ways[] = { KIGEN_FILE_BY_RENAME, KIGEN_FILE_BY_LINK, KIGEN_FILE_BY_PLACE };

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
  g_test_add_func ("/file-ways/create", test_create);
  g_test_add_func ("/file-ways/create-never-replaces", test_create_never_replaces);
  g_test_add_func ("/file-ways/full-drive-leaves-nothing", test_full_drive_leaves_nothing);
  return g_test_run ();
}
