/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Folders that tests make and leave no trace of.  A link is removed, never followed.
 */

#include "scratch.h"

#include <glib/gstdio.h>
#include <string.h>

Scratch *
scratch_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("kigen-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

char *
scratch_name (const Scratch *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

char *
scratch_write (const Scratch *folder, const char *name, const char *text)
{
  char *path = scratch_name (folder, name);
  g_autoptr (GError) error = NULL;

  /* With G_FILE_SET_CONTENTS_NONE, GLib 2.74 leaves the end of a longer old file. */
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
  g_assert_no_error (error);
  return path;
}

void
scratch_put (const Scratch *folder, const char *name, const char *text)
{
  g_free (scratch_write (folder, name, text));
}

char *
scratch_slashed (const char *path)
{
  return g_strdelimit (g_strdup (path), G_DIR_SEPARATOR_S, '/');
}

static int
compare (gconstpointer one, gconstpointer other)
{
  const char *const *a = one;
  const char *const *b = other;

  return strcmp (*a, *b);
}

static GPtrArray *
names_in (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare);
  return names;
}

char *
scratch_list (const Scratch *folder)
{
  g_autoptr (GPtrArray) names = names_in (folder);

  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **)names->pdata);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GPtrArray) names = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR)) {
    names = names_in (path);
    for (guint i = 0; i < names->len; i++) {
      g_autofree char *inner = g_build_filename (path, g_ptr_array_index (names, i), NULL);
      remove_tree (inner);
    }
  }
  g_remove (path);
}

void
scratch_remove (Scratch *folder)
{
  remove_tree (folder);
  g_free (folder);
}

void
scratch_clean (Scratch **folder)
{
  if (*folder != NULL)
    scratch_remove (*folder);
}
