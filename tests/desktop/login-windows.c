/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Keys that stand for HKLM and HKCU in this process, and go with it. */

#include "login.h"

#include <windows.h>

#define RUN L"Software\\Microsoft\\Windows\\CurrentVersion\\Run"
#define APPROVED L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\StartupApproved\\Run"
#define COMMAND L"kigen-agent.exe"

static HKEY base;

gboolean
login_is_apart (void)
{
  return TRUE;
}

static void
override (HKEY root, const wchar_t *name)
{
  HKEY key;
  RegDeleteTreeW (base, name);
  g_assert_cmpint (RegCreateKeyExW (base, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL), ==, 0);
  g_assert_cmpint (RegOverridePredefKey (root, key), ==, 0);
  RegCloseKey (key);
}

static void
leave_none (void)
{
  RegOverridePredefKey (HKEY_CURRENT_USER, NULL);
  RegDeleteTreeW (HKEY_CURRENT_USER, L"Software\\Kigen tests");
}

void
login_begin (const Scratch *folder G_GNUC_UNUSED, gboolean packaged)
{
  if (base == NULL) {
    RegCreateKeyExW (HKEY_CURRENT_USER, L"Software\\Kigen tests", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &base,
                     NULL);
    atexit (leave_none);
  }
  override (HKEY_LOCAL_MACHINE, L"machine");
  override (HKEY_CURRENT_USER, L"user");
  if (packaged)
    RegSetKeyValueW (HKEY_LOCAL_MACHINE, RUN, L"Kigen", REG_SZ, COMMAND, sizeof COMMAND);
}

/* As Task Manager and the settings do. */
void
login_deny (const Scratch *folder G_GNUC_UNUSED)
{
  static const BYTE no[12] = { 3 };
  RegSetKeyValueW (HKEY_CURRENT_USER, APPROVED, L"Kigen", REG_BINARY, no, sizeof no);
}

/* What was deleted can be neither read nor written. */
void
login_forbid (const Scratch *folder G_GNUC_UNUSED)
{
  override (HKEY_CURRENT_USER, L"user");
  RegDeleteKeyW (base, L"user");
}

char *
login_own (const Scratch *folder G_GNUC_UNUSED)
{
  wchar_t value[1024];
  DWORD size = sizeof value;
  if (RegGetValueW (HKEY_CURRENT_USER, RUN, L"Kigen", RRF_RT_REG_SZ, NULL, value, &size) != ERROR_SUCCESS)
    return NULL;
  return g_utf16_to_utf8 ((const gunichar2 *)value, -1, NULL, NULL, NULL);
}
