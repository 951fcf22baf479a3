/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/*
 * The package's entry is under HKLM and the user's own under HKCU, and both would start it.  StartupApproved,
 * beside either, is where Windows' own settings say no; only an administrator changes it for the package's.
 * So a user's no to that stands in the user's own, where Windows may or may not look for it, and the agent
 * that is started by an entry ("--at-login") asks here whether it is wanted.
 */

#include <kigen/desktop/autostart.h>

#include <kigen/base/error.h>
#include <kigen/base/paths.h>
#include <kigen/base/wide.h>

#include <glib/gi18n-lib.h>
#include <wchar.h>
#include <windows.h>

#define ENTRY L"Kigen"
#define RUN L"Software\\Microsoft\\Windows\\CurrentVersion\\Run"
#define APPROVED L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\StartupApproved\\Run"
/* The first byte of a value there is odd where it says no. */
#define NO 3

static gboolean
has_entry (HKEY root)
{
  return RegGetValueW (root, RUN, ENTRY, RRF_RT_REG_SZ | RRF_RT_REG_EXPAND_SZ | RRF_NOEXPAND, NULL, NULL,
                       NULL)
         == ERROR_SUCCESS;
}

static gboolean
is_denied (HKEY root)
{
  BYTE value[64] = { 0 };
  DWORD size = sizeof value;
  return RegGetValueW (root, APPROVED, ENTRY, RRF_RT_REG_BINARY, NULL, value, &size) == ERROR_SUCCESS
         && (value[0] & 1) != 0;
}

/* The package's, unless an administrator has switched it off. */
static gboolean
has_system_entry (void)
{
  return has_entry (HKEY_LOCAL_MACHINE) && !is_denied (HKEY_LOCAL_MACHINE);
}

gboolean
kigen_autostart_is_on (void)
{
  return (has_system_entry () || has_entry (HKEY_CURRENT_USER)) && !is_denied (HKEY_CURRENT_USER);
}

static gboolean
conclude (LSTATUS status, const wchar_t *key, GError **error)
{
  if (status == ERROR_SUCCESS || status == ERROR_FILE_NOT_FOUND)
    return TRUE;
  g_autofree char *name = kigen_wide_to_utf8 (key);
  g_autofree char *reason = g_win32_error_message ((gint)status);
  return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The registry's %s cannot be changed: %s"), name,
                     reason);
}

static gboolean
put (const wchar_t *key, DWORD type, const void *value, gsize size, GError **error)
{
  return conclude (RegSetKeyValueW (HKEY_CURRENT_USER, key, ENTRY, type, value, (DWORD)size), key, error);
}

static gboolean
take_away (const wchar_t *key, GError **error)
{
  return conclude (RegDeleteKeyValueW (HKEY_CURRENT_USER, key, ENTRY), key, error);
}

static gboolean
put_entry (GError **error)
{
  g_autofree char *program = kigen_path_program ("kigen-agent");
  g_autofree char *line = g_strdup_printf ("\"%s\" --at-login", program);
  g_autofree wchar_t *wide = kigen_wide_new (line);
  return put (RUN, REG_SZ, wide, (wcslen (wide) + 1) * sizeof *wide, error);
}

/* As Windows' own settings do: with the time at which it was said. */
static gboolean
deny (GError **error)
{
  struct {
    DWORD answer;
    FILETIME at;
  } value = { .answer = NO };
  GetSystemTimeAsFileTime (&value.at);
  return put (APPROVED, REG_BINARY, &value, sizeof value, error);
}

gboolean
kigen_autostart_set (gboolean on, GError **error)
{
  gboolean system = has_system_entry ();
  if (!on)
    return take_away (RUN, error) && (system ? deny (error) : take_away (APPROVED, error));
  return take_away (APPROVED, error) && (system ? take_away (RUN, error) : put_entry (error));
}
