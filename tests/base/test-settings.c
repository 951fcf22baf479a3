/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Settings: the administrator's over the user's over the default; writing keeps what others wrote.
 */

#include "scratch.h"

#include <kigen/base/error.h>
#include <kigen/base/settings.h>

#include <string.h>

static KigenSettings *
load (const char *user, const char *administrator)
{
  g_autoptr (GError) problem = NULL;
  KigenSettings *settings = kigen_settings_load_files (user, administrator, &problem);

  g_assert_no_error (problem);
  return settings;
}

static char *
contents (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static const char *
fallback_of (const char *name)
{
  if (strcmp (name, "Backup.Format") == 0)
    return "modern";
  return strcmp (name, "Store.Exportable") == 0 ? "no" : "";
}

static void
test_defaults (void)
{
  g_autoptr (KigenSettings) settings = load (NULL, NULL);
  const char *const *names = kigen_settings_names ();

  for (; *names != NULL; names++) {
    g_assert_cmpstr (kigen_settings_get (settings, *names), ==, fallback_of (*names));
    g_assert_false (kigen_settings_is_locked (settings, *names));
    g_assert_cmpstr (kigen_settings_meaning (*names), !=, "");
  }
  g_assert_true (g_strv_contains (kigen_settings_names (), "Network.ProxyPasswordFile"));
}

static void
test_administrator_wins (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *user = scratch_write (
      folder, "user.conf", "[Helper]\nName=me\nTelephone=03-1234-5678\n[Backup]\nFormat=modern\n");
  g_autofree char *administrator = scratch_write (folder, "site.conf", "[Helper]\nName = 保守会社 \n");
  g_autoptr (KigenSettings) settings = load (user, administrator);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (kigen_settings_get (settings, "Helper.Name"), ==, "保守会社");
  g_assert_cmpstr (kigen_settings_get (settings, "Helper.Telephone"), ==, "03-1234-5678");
  g_assert_true (kigen_settings_is_locked (settings, "Helper.Name"));
  g_assert_false (kigen_settings_is_locked (settings, "Helper.Telephone"));
  g_assert_false (kigen_settings_set (settings, "Helper.Name", "me again", &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_cmpstr (kigen_settings_get (settings, "Helper.Name"), ==, "保守会社");
}

static void
test_set_and_take_out (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "new/kigen.conf");
  g_autoptr (KigenSettings) settings = load (path, NULL);
  g_autoptr (KigenSettings) again = NULL;
  g_autoptr (KigenSettings) bare = NULL;
  g_autoptr (GError) error = NULL;

  kigen_settings_set (settings, "Notices.Hour", "8", &error);
  g_assert_no_error (error);
  kigen_settings_set (settings, "Helper.Name", " 山田 ", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kigen_settings_get (settings, "Notices.Hour"), ==, "8");
  again = load (path, NULL);
  g_assert_cmpstr (kigen_settings_get (again, "Notices.Hour"), ==, "8");
  g_assert_cmpstr (kigen_settings_get (again, "Helper.Name"), ==, "山田");

  kigen_settings_set (again, "Notices.Hour", NULL, &error);
  g_assert_no_error (error);
  kigen_settings_set (again, "Network.Proxy", "proxy.example:8080", &error);
  g_assert_no_error (error);
  kigen_settings_set (again, "Network.Proxy", "http://proxy.example:8080", &error);
  g_assert_no_error (error);
  kigen_settings_set (again, "Network.Proxy", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kigen_settings_get (again, "Notices.Hour"), ==, "");
  bare = load (path, NULL);
  g_assert_cmpstr (kigen_settings_get (bare, "Notices.Hour"), ==, "");
  g_assert_cmpstr (kigen_settings_get (bare, "Helper.Name"), ==, "山田");
}

static void
test_writing_keeps_what_others_wrote (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path
      = scratch_write (folder, "kigen.conf", "# by hand\n[Helper]\n# the shop\nName=shop\n");
  g_autoptr (KigenSettings) settings = load (path, NULL);
  g_autoptr (KigenSettings) meanwhile = load (path, NULL);
  g_autofree char *text = NULL;
  g_autofree char *names = NULL;

  g_assert_true (kigen_settings_set (meanwhile, "Backup.Format", "legacy", NULL));
  g_assert_true (kigen_settings_set (settings, "Helper.Telephone", "110", NULL));
  text = contents (path);
  g_assert_nonnull (strstr (text, "# by hand"));
  g_assert_nonnull (strstr (text, "# the shop"));
  g_assert_nonnull (strstr (text, "Name=shop"));
  g_assert_nonnull (strstr (text, "Format=legacy"));
  g_assert_nonnull (strstr (text, "Telephone=110"));
  names = scratch_list (folder);
  g_assert_cmpstr (names, ==, "kigen.conf");
}

static void
test_values_that_are_not_taken (void)
{
  static const char *const rows[][2] = {
    { "Backup.Format", "zip" },
    { "Notices.Hour", "24" },
    { "Notices.Hour", "-1" },
    { "Notices.Hour", "morning" },
    { "Helper.Name", "a\nb" },
    { "Helper.Email", "a@b" },
    { "Network.Proxy", "nonsense" },
    { "Network.Proxy", "http://proxy" },
    { "Network.Proxy", "ftp://proxy:21" },
  };
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "kigen.conf");
  g_autoptr (KigenSettings) settings = load (path, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (kigen_settings_set (settings, rows[i][0], rows[i][1], &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_USAGE);
  }
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_damaged_file_is_kept (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_write (folder, "kigen.conf", "no key file\n");
  g_autoptr (GError) problem = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenSettings) settings = kigen_settings_load_files (path, NULL, &problem);
  g_autofree char *text = NULL;

  g_assert_error (problem, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_nonnull (strstr (problem->message, path));
  g_assert_cmpstr (kigen_settings_get (settings, "Backup.Format"), ==, "modern");
  g_assert_false (kigen_settings_set (settings, "Helper.Name", "x", &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  text = contents (path);
  g_assert_cmpstr (text, ==, "no key file\n");
}

static void
test_wrong_value_is_as_if_not_there (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_write (folder, "kigen.conf", "[Notices]\nHour=noon\n[Helper]\nName=shop\n");
  g_autoptr (GError) problem = NULL;
  g_autoptr (KigenSettings) settings = kigen_settings_load_files (path, NULL, &problem);

  g_assert_error (problem, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_nonnull (strstr (problem->message, "Notices.Hour"));
  g_assert_cmpstr (kigen_settings_get (settings, "Notices.Hour"), ==, "");
  g_assert_cmpstr (kigen_settings_get (settings, "Helper.Name"), ==, "shop");
}

static void
test_backup_folder (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "kigen.conf");
  g_autoptr (KigenSettings) settings = load (path, NULL);
  g_autofree char *fallback = kigen_settings_backup_folder (settings);
  g_autofree char *home = NULL;
  g_autofree char *absolute = NULL;
  g_autofree char *relative = NULL;
  g_autofree char *home_wanted = g_build_filename (g_get_home_dir (), "backups", NULL);

  kigen_settings_set (settings, "Backup.Folder", "~/backups", NULL);
  home = kigen_settings_backup_folder (settings);
  kigen_settings_set (settings, "Backup.Folder", "backups", NULL);
  relative = kigen_settings_backup_folder (settings);
  /* As one types it who means a folder. */
  kigen_settings_set (settings, "Backup.Folder", "/mnt/usb/", NULL);
  absolute = kigen_settings_backup_folder (settings);

  g_assert_true (g_path_is_absolute (fallback));
  g_assert_true (g_str_has_suffix (fallback, G_DIR_SEPARATOR_S "Kigen"));
  g_assert_cmpstr (home, ==, home_wanted);
  g_assert_cmpstr (relative, ==, home_wanted);
  g_assert_cmpstr (absolute, ==, G_DIR_SEPARATOR_S "mnt" G_DIR_SEPARATOR_S "usb");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/defaults", test_defaults);
  g_test_add_func ("/settings/administrator-wins", test_administrator_wins);
  g_test_add_func ("/settings/set-and-take-out", test_set_and_take_out);
  g_test_add_func ("/settings/writing-keeps-what-others-wrote", test_writing_keeps_what_others_wrote);
  g_test_add_func ("/settings/values-that-are-not-taken", test_values_that_are_not_taken);
  g_test_add_func ("/settings/damaged-file-is-kept", test_damaged_file_is_kept);
  g_test_add_func ("/settings/wrong-value-is-as-if-not-there", test_wrong_value_is_as_if_not_there);
  g_test_add_func ("/settings/backup-folder", test_backup_folder);
  return g_test_run ();
}
