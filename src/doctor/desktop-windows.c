/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-doctor"

/* The taskbar shows icons and notices alike; the user or an administrator may have switched the latter off.
 */

#include "desktop.h"

#include <glib/gi18n-lib.h>
#include <windows.h>

#define NOTICES L"Software\\Microsoft\\Windows\\CurrentVersion\\PushNotifications"
#define POLICY L"Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\PushNotifications"

static gboolean
has_taskbar (void)
{
  return FindWindowW (L"Shell_TrayWnd", NULL) != NULL;
}

static DWORD
read_number (const wchar_t *key, const wchar_t *name, DWORD otherwise)
{
  DWORD value;
  DWORD size = sizeof value;
  if (RegGetValueW (HKEY_CURRENT_USER, key, name, RRF_RT_REG_DWORD, NULL, &value, &size) != ERROR_SUCCESS)
    return otherwise;
  return value;
}

static void
examine_tray (KigenExamination *examination)
{
  if (has_taskbar ())
    kigen_doctor_add (examination, "tray", KIGEN_FINDING_OK, NULL, _ ("This desktop shows Kigen's icon."));
  else
    kigen_doctor_add (examination, "tray", KIGEN_FINDING_HINT,
                      _ ("Nothing is lost: the start menu and “kigen” lead to everything."),
                      _ ("This desktop has no place for Kigen's icon."));
}

static void
examine_notices (KigenExamination *examination)
{
  gboolean on = read_number (NOTICES, L"ToastEnabled", 1) != 0
                && read_number (POLICY, L"NoToastApplicationNotification", 0) == 0;
  if (on)
    kigen_doctor_add (examination, "notifications", KIGEN_FINDING_OK, NULL, _ ("Windows shows notices."));
  else
    kigen_doctor_add (examination, "notifications", KIGEN_FINDING_PROBLEM,
                      _ ("Switch them on in Windows' settings, under System and Notifications."),
                      _ ("Notices are switched off in Windows."));
}

/* A session without a screen, such as a service's, has its own window station. */
gboolean
kigen_doctor_examine_screen (KigenExamination *examination)
{
  USEROBJECTFLAGS flags = { 0 };
  DWORD size;
  if (!GetUserObjectInformationW (GetProcessWindowStation (), UOI_FLAGS, &flags, sizeof flags, &size)
      || (flags.dwFlags & WSF_VISIBLE) == 0)
    return FALSE;
  examine_tray (examination);
  examine_notices (examination);
  return TRUE;
}

KigenFindingLevel
kigen_doctor_level_of_absence (void)
{
  return KIGEN_FINDING_PROBLEM;
}
