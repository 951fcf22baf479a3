/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* The folder and its commands.  Anything that goes wrong here is the test's fault and ends it. */

#include "workshop.h"

#include <glib/gstdio.h>

char *
workshop_open (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("kigen-test-XXXXXX", &error);
  g_assert_no_error (error);
  return folder;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);
    remove_tree (child);
  }
  g_remove (path);
}

void
workshop_close (char *folder)
{
  remove_tree (folder);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_free (folder);
}

char *
workshop_path (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

void
workshop_write (const char *folder, const char *name, GBytes *bytes)
{
  g_autofree char *path = workshop_path (folder, name);
  g_autoptr (GError) error = NULL;
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
}

void
workshop_write_text (const char *folder, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  workshop_write (folder, name, bytes);
}

GBytes *
workshop_read (const char *folder, const char *name)
{
  g_autofree char *path = workshop_path (folder, name);
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  gsize size = 0;
  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, size);
}

void *
workshop_search (void *bytes, gsize size, const void *wanted, gsize length)
{
  for (char *at = bytes; size >= length; at++, size--)
    if (memcmp (at, wanted, length) == 0)
      return at;
  return NULL;
}

char *
workshop_run (const char *folder, int *status, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *line = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_auto (GStrv) argv = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int ended = 0;
  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_spawn_sync (folder, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, &errors, &ended, &error);
  g_assert_no_error (error);
  if (status != NULL)
    *status = ended;
  else if (ended != 0)
    g_error ("%s: %s%s", line, output, errors);
  return output;
}

KigenSecret *
workshop_secret (const char *text)
{
  return kigen_secret_new (text, strlen (text));
}
