/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * The administrator's settings on Windows: values of HKLM\\Software\\Kigen, which win over the user's file
 * and are shown as fixed.
 */

#include <kigen/base/error.h>
#include <kigen/base/settings.h>

#include <windows.h>

#define KEY L"Software\\Kigen"

static void
set (const char *name, DWORD kind, const void *value, gsize size)
{
  g_autofree wchar_t *wide_name = g_utf8_to_utf16 (name, -1, NULL, NULL, NULL);
  HKEY key = NULL;

  g_assert_cmpint (RegCreateKeyExW (HKEY_LOCAL_MACHINE, KEY, 0, NULL, 0, KEY_SET_VALUE | KEY_WOW64_64KEY,
                                    NULL, &key, NULL),
                   ==, ERROR_SUCCESS);
  g_assert_cmpint (RegSetValueExW (key, wide_name, 0, kind, value, (DWORD)size), ==, ERROR_SUCCESS);
  RegCloseKey (key);
}

static void
set_text (const char *name, const char *text)
{
  glong length = 0;
  g_autofree wchar_t *wide = g_utf8_to_utf16 (text, -1, NULL, &length, NULL);

  set (name, REG_SZ, wide, (gsize)(length + 1) * sizeof *wide);
}

static void
take_out (void)
{
  RegDeleteKeyExW (HKEY_LOCAL_MACHINE, KEY, KEY_WOW64_64KEY, 0);
}

static KigenSettings *
load (void)
{
  g_autoptr (GError) problem = NULL;
  KigenSettings *settings = kigen_settings_load (&problem);

  g_assert_no_error (problem);
  return settings;
}

static void
test_none (void)
{
  take_out ();
  g_autoptr (KigenSettings) settings = load ();

  g_assert_cmpstr (kigen_settings_get (settings, "Store.Exportable"), ==, "no");
  g_assert_false (kigen_settings_is_locked (settings, "Store.Exportable"));
}

static void
test_administrator_wins (void)
{
  g_autoptr (GError) error = NULL;
  set_text ("Helper.Name", "保守会社");
  set_text ("Store.Exportable", "yes");
  set_text ("Helper.Email", "no setting of ours");
  g_autoptr (KigenSettings) settings = load ();

  g_assert_cmpstr (kigen_settings_get (settings, "Helper.Name"), ==, "保守会社");
  g_assert_true (kigen_settings_is_yes (settings, "Store.Exportable"));
  g_assert_true (kigen_settings_is_locked (settings, "Helper.Name"));
  g_assert_false (kigen_settings_is_locked (settings, "Helper.Telephone"));
  g_assert_false (kigen_settings_set (settings, "Helper.Name", "me", &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  take_out ();
}

/* The user's own are in AppData, and stay when the administrator's come and go. */
static void
test_user_beside_administrator (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenSettings) before = load ();
  kigen_settings_set (before, "Helper.Telephone", "03-1234-5678", &error);
  g_assert_no_error (error);
  set_text ("Helper.Telephone", "110");
  g_autoptr (KigenSettings) overruled = load ();
  g_assert_cmpstr (kigen_settings_get (overruled, "Helper.Telephone"), ==, "110");

  take_out ();
  g_autoptr (KigenSettings) after = load ();
  g_assert_cmpstr (kigen_settings_get (after, "Helper.Telephone"), ==, "03-1234-5678");
  g_assert_true (kigen_settings_set (after, "Helper.Telephone", NULL, NULL));
}

static void
test_values_that_are_not_taken (void)
{
  const DWORD number = 9;
  g_autoptr (GError) problem = NULL;
  set ("Notices.Hour", REG_DWORD, &number, sizeof number);
  set_text ("Backup.Format", "zip");
  g_autoptr (KigenSettings) settings = kigen_settings_load (&problem);

  g_assert_error (problem, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_nonnull (strstr (problem->message, "HKLM\\Software\\Kigen"));
  g_assert_nonnull (strstr (problem->message, "Backup.Format"));
  g_assert_cmpstr (kigen_settings_get (settings, "Backup.Format"), ==, "modern");
  g_assert_cmpstr (kigen_settings_get (settings, "Notices.Hour"), ==, "");
  take_out ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings-registry/none", test_none);
  g_test_add_func ("/settings-registry/administrator-wins", test_administrator_wins);
  g_test_add_func ("/settings-registry/user-beside-administrator", test_user_beside_administrator);
  g_test_add_func ("/settings-registry/values-that-are-not-taken", test_values_that_are_not_taken);
  return g_test_run ();
}
