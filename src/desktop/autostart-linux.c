/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* The user's file wins over the package's even where it only says "Hidden": that is how the user says no. */

#include <kigen/desktop/autostart.h>

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <errno.h>

#define ENTRY "kigen-agent.desktop"

static char *
user_entry (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", ENTRY, NULL);
}

static gboolean
has_system_entry (void)
{
  for (const char *const *folder = g_get_system_config_dirs (); *folder != NULL; folder++) {
    g_autofree char *path = g_build_filename (*folder, "autostart", ENTRY, NULL);
    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return TRUE;
  }
  return FALSE;
}

gboolean
kigen_autostart_is_on (void)
{
  g_autofree char *path = user_entry ();
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  if (!kigen_file_read_keys (entry, path, G_KEY_FILE_NONE, NULL))
    return has_system_entry ();
  /* GNOME's way to say no; a key that is missing says yes. */
  g_autofree char *enabled
      = g_key_file_get_string (entry, G_KEY_FILE_DESKTOP_GROUP, "X-GNOME-Autostart-enabled", NULL);
  return g_strcmp0 (enabled, "false") != 0
         && !g_key_file_get_boolean (entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL);
}

static gboolean
write_entry (const char *path, gboolean on, GError **error)
{
  g_autofree char *program = kigen_path_program ("kigen-agent");
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", program);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  g_key_file_set_string (entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_TYPE, "Application");
  g_key_file_set_string (entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_NAME, "Kigen");
  g_key_file_set_string (entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, quoted);
  g_key_file_set_boolean (entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, !on);
  gsize size = 0;
  g_autofree char *text = g_key_file_to_data (entry, &size, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The folder %s cannot be made: %s"), folder,
                       g_strerror (errno));
  return kigen_file_replace (path, text, size, error);
}

gboolean
kigen_autostart_set (gboolean on, GError **error)
{
  g_autofree char *path = user_entry ();
  if (on != has_system_entry ())
    return write_entry (path, on, error);
  if (g_unlink (path) != 0 && errno != ENOENT)
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The file %s cannot be removed: %s"), path,
                       g_strerror (errno));
  return TRUE;
}
