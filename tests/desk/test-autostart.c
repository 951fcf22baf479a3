/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Start at login: the package's entry, and what the user says to it. */

#include "scratch.h"

#include <kigen/autostart.h>
#include <kigen/error.h>

#include <glib/gstdio.h>

/* GLib reads the environment once a process: each case is one. */
static void
in_folder (const Scratch *folder, gboolean packaged)
{
  g_autofree char *user = scratch_name (folder, "user");
  g_autofree char *system = scratch_name (folder, "system");
  g_autofree char *autostart = g_build_filename (system, "autostart", NULL);
  g_mkdir_with_parents (autostart, 0700);
  g_mkdir (user, 0700);
  if (packaged)
    scratch_put (folder, "system/autostart/kigen-agent.desktop",
                 "[Desktop Entry]\nType=Application\nName=Kigen\nExec=kigen-agent\n");
  g_setenv ("XDG_CONFIG_HOME", user, TRUE);
  g_setenv ("XDG_CONFIG_DIRS", system, TRUE);
}

static void
assert_switches (void)
{
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < 2; i++) {
    g_assert_true (kigen_autostart_set (FALSE, &error));
    g_assert_no_error (error);
    g_assert_false (kigen_autostart_is_on ());
    g_assert_true (kigen_autostart_set (TRUE, &error));
    g_assert_no_error (error);
    g_assert_true (kigen_autostart_is_on ());
  }
}

static void
as_process (void)
{
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_packaged (void)
{
  if (!g_test_subprocess ()) {
    as_process ();
    return;
  }
  SCRATCH folder = scratch_new ();
  in_folder (folder, TRUE);
  g_assert_true (kigen_autostart_is_on ());
  assert_switches ();
  g_autofree char *own = scratch_name (folder, "user/autostart/kigen-agent.desktop");
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
}

static void
test_not_packaged (void)
{
  if (!g_test_subprocess ()) {
    as_process ();
    return;
  }
  SCRATCH folder = scratch_new ();
  in_folder (folder, FALSE);
  g_assert_false (kigen_autostart_is_on ());
  assert_switches ();
  g_autofree char *own = scratch_name (folder, "user/autostart/kigen-agent.desktop");
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  g_assert_true (g_key_file_load_from_file (entry, own, G_KEY_FILE_NONE, NULL));
  g_autofree char *program = g_key_file_get_string (entry, G_KEY_FILE_DESKTOP_GROUP, "Exec", NULL);
  g_assert_true (g_str_has_suffix (program, "/kigen-agent\""));
}

static void
test_switched_off_by_gnome (void)
{
  if (!g_test_subprocess ()) {
    as_process ();
    return;
  }
  SCRATCH folder = scratch_new ();
  g_autofree char *autostart = scratch_name (folder, "user/autostart");
  in_folder (folder, TRUE);
  g_mkdir (autostart, 0700);
  scratch_put (folder, "user/autostart/kigen-agent.desktop",
               "[Desktop Entry]\nType=Application\nName=Kigen\nX-GNOME-Autostart-enabled=false\n");
  g_assert_false (kigen_autostart_is_on ());
  assert_switches ();
}

static void
test_cannot_be_written (void)
{
  if (!g_test_subprocess ()) {
    as_process ();
    return;
  }
  SCRATCH folder = scratch_new ();
  g_autoptr (GError) error = NULL;
  in_folder (folder, FALSE);
  scratch_put (folder, "user/autostart", "a file where the folder should be");
  g_assert_false (kigen_autostart_set (TRUE, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_false (kigen_autostart_is_on ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autostart/packaged", test_packaged);
  g_test_add_func ("/autostart/not-packaged", test_not_packaged);
  g_test_add_func ("/autostart/switched-off-by-gnome", test_switched_off_by_gnome);
  g_test_add_func ("/autostart/cannot-be-written", test_cannot_be_written);
  return g_test_run ();
}
