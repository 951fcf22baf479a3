/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "login.h"

#include <glib/gstdio.h>

#define OWN "user/autostart/kigen-agent.desktop"

/* GLib reads the environment once a process: each case is one. */
gboolean
login_is_apart (void)
{
  if (g_test_subprocess ())
    return TRUE;
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  return FALSE;
}

void
login_begin (const Scratch *folder, gboolean packaged)
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

/* GNOME's way. */
void
login_deny (const Scratch *folder)
{
  g_autofree char *autostart = scratch_name (folder, "user/autostart");
  g_mkdir (autostart, 0700);
  scratch_put (folder, OWN,
               "[Desktop Entry]\nType=Application\nName=Kigen\nX-GNOME-Autostart-enabled=false\n");
}

void
login_forbid (const Scratch *folder)
{
  scratch_put (folder, "user/autostart", "a file where the folder should be");
}

char *
login_own (const Scratch *folder)
{
  g_autofree char *own = scratch_name (folder, OWN);
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  if (!g_key_file_load_from_file (entry, own, G_KEY_FILE_NONE, NULL))
    return NULL;
  return g_key_file_get_string (entry, G_KEY_FILE_DESKTOP_GROUP, "Exec", NULL);
}
