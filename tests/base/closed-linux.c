/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "closed.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

void
closed_assert (const char *path)
{
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);
  g_assert_true (S_ISREG (status.st_mode) || S_ISDIR (status.st_mode));
  g_assert_cmpuint (status.st_mode & 07777, ==, S_ISREG (status.st_mode) ? 0600 : 0700);
  if (S_ISREG (status.st_mode))
    g_assert_cmpuint (status.st_nlink, ==, 1);
}

void
closed_make (const char *path)
{
  gboolean is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);

  g_assert_cmpint (g_chmod (path, is_folder ? 0700 : 0600), ==, 0);
}

void
closed_let_read (const char *path)
{
  gboolean is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);

  g_assert_cmpint (g_chmod (path, is_folder ? 0755 : 0644), ==, 0);
}

void
closed_let_write (const char *path)
{
  gboolean is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);

  g_assert_cmpint (g_chmod (path, is_folder ? 0777 : 0666), ==, 0);
}
