/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "test-state"

/* The modes of the files, which on Linux are their own and not the folder's. */

#include "given.h"

#include <glib/gstdio.h>

static guint
mode_of (const char *folder, const char *name)
{
  g_autofree char *path = given_path (folder, name);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static void
test_new (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);

  g_assert_cmpuint (mode_of (folder, "kigen.db"), ==, 0600);
  g_assert_cmpuint (mode_of (folder, "kigen.db-wal"), ==, 0600);
  g_assert_cmpuint (mode_of (folder, "kigen.db-shm"), ==, 0600);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/modes/new", test_new);
  return g_test_run ();
}
