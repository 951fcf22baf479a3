/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* The end of a temporary folder.  Links are removed, never followed. */
#include "folder.h"

#include <glib.h>
#include <glib/gstdio.h>

void
folder_remove (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  for (const char *name; directory != NULL && (name = g_dir_read_name (directory)) != NULL;) {
    g_autofree char *child = g_build_filename (path, name, NULL);
    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      folder_remove (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}
