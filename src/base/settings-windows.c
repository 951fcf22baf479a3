/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/* The administrator's settings: values of HKLM\Software\Kigen, each named as the setting is ("Helper.Name").
 * The 64-bit half of the registry, whatever reads it. */

#include "settings-private.h"

#include <kigen/base/settings.h>

#include <string.h>
#include <windows.h>

#define KEY L"Software\\Kigen"
/* In UTF-16; a folder's path is the longest. */
#define LONGEST_VALUE 32768

static char *
read_value (HKEY key, const char *name)
{
  g_autofree wchar_t *wide_name = g_utf8_to_utf16 (name, -1, NULL, NULL, NULL);
  g_autofree wchar_t *value = g_new0 (wchar_t, LONGEST_VALUE);
  DWORD size = (LONGEST_VALUE - 1) * sizeof *value;

  if (RegGetValueW (key, NULL, wide_name, RRF_RT_REG_SZ, NULL, value, &size) != ERROR_SUCCESS)
    return NULL;
  return g_utf16_to_utf8 (value, -1, NULL, NULL, NULL);
}

GKeyFile *
kigen_settings_read_site (char **place, GError **error)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  HKEY key = NULL;

  *place = g_strdup ("HKLM\\Software\\Kigen");
  if (RegOpenKeyExW (HKEY_LOCAL_MACHINE, KEY, 0, KEY_READ | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS) {
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, *place);
    return NULL;
  }
  for (const char *const *name = kigen_settings_names (); *name != NULL; name++) {
    g_autofree char *value = read_value (key, *name);
    g_auto (GStrv) parts = g_strsplit (*name, ".", 2);
    if (value != NULL)
      g_key_file_set_string (keys, parts[0], parts[1], value);
  }
  RegCloseKey (key);
  return g_steal_pointer (&keys);
}
