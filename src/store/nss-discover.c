/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* Where this user's browsers keep their certificates on Linux: Chromium's database first, then Firefox's
 * profiles, then the same two from Snap and Flatpak.  A folder that is reached by two ways (links) counts
 * once. */

#include "nss-private.h"

#include <kigen/base/paths.h>

#include <glib/gstdio.h>

/* Chromium's family puts its database below the home folder that Flatpak gives it. */
static const char *const FLATPAK_CHROMIUM[] = {
  "org.chromium.Chromium", "com.google.Chrome",   "com.microsoft.Edge",
  "com.brave.Browser",     "com.vivaldi.Vivaldi", "com.opera.Opera",
};

static void
add (GPtrArray *paths, char *path)
{
  g_ptr_array_add (paths, path);
}

static GPtrArray *
new_paths (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

/* Chromium's and its relatives' databases, there or not. */
static GPtrArray *
chromium_folders (void)
{
  const char *home = g_get_home_dir ();
  GPtrArray *folders = new_paths ();
  add (folders, g_build_filename (home, ".pki", "nssdb", NULL));
  add (folders, g_build_filename (g_get_user_data_dir (), "pki", "nssdb", NULL));
  return folders;
}

static GPtrArray *
boxed_chromium_folders (void)
{
  const char *home = g_get_home_dir ();
  GPtrArray *folders = new_paths ();
  add (folders, g_build_filename (home, "snap", "chromium", "current", ".pki", "nssdb", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (FLATPAK_CHROMIUM); i++) {
    add (folders, g_build_filename (home, ".var", "app", FLATPAK_CHROMIUM[i], "data", "pki", "nssdb", NULL));
    add (folders, g_build_filename (home, ".var", "app", FLATPAK_CHROMIUM[i], ".pki", "nssdb", NULL));
  }
  return folders;
}

/* The folders that hold Firefox's profiles.ini, there or not. */
static GPtrArray *
firefox_folders (void)
{
  const char *home = g_get_home_dir ();
  GPtrArray *folders = new_paths ();
  add (folders, g_build_filename (g_get_user_config_dir (), "mozilla", "firefox", NULL));
  add (folders, g_build_filename (home, ".mozilla", "firefox", NULL));
  add (folders, g_build_filename (home, "snap", "firefox", "common", ".mozilla", "firefox", NULL));
  add (folders, g_build_filename (home, ".var", "app", "org.mozilla.firefox", ".mozilla", "firefox", NULL));
  add (folders,
       g_build_filename (home, ".var", "app", "org.mozilla.firefox", "config", "mozilla", "firefox", NULL));
  return folders;
}

static void
add_profile (GPtrArray *profiles, const char *folder, const char *path)
{
  if (path != NULL && path[0] != '\0')
    add (profiles, g_canonicalize_filename (path, folder));
}

/* The profiles of one profiles.ini, the one in use first.  That is what an [Install…] section names;
 * Default=1 is what older versions used. */
static GPtrArray *
firefox_profiles (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "profiles.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GPtrArray *profiles = new_paths ();
  if (!kigen_file_read_keys (file, path, G_KEY_FILE_NONE, NULL))
    return profiles;

  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  g_autoptr (GPtrArray) others = new_paths ();
  for (char **group = groups; *group != NULL; group++) {
    g_autofree char *in_use = g_key_file_get_string (file, *group, "Default", NULL);
    g_autofree char *listed = g_key_file_get_string (file, *group, "Path", NULL);
    if (g_str_has_prefix (*group, "Install"))
      add_profile (profiles, folder, in_use);
    else if (g_strcmp0 (in_use, "1") == 0 && others->len > 0)
      g_ptr_array_insert (others, 0, g_canonicalize_filename (listed != NULL ? listed : "", folder));
    else
      add_profile (others, folder, listed);
  }
  g_ptr_array_extend_and_steal (profiles, g_steal_pointer (&others));
  return profiles;
}

static char *
database_of (const char *folder)
{
  return g_build_filename (folder, "cert9.db", NULL);
}

/* Adds the folder's URI if it holds a database that was not met before. */
static void
discover (GPtrArray *uris, GHashTable *met, const char *folder)
{
  g_autofree char *database = database_of (folder);
  GStatBuf status;
  if (g_stat (database, &status) != 0)
    return;
  char *identity = g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64)status.st_dev,
                                    (guint64)status.st_ino);
  if (g_hash_table_add (met, identity))
    add (uris, g_strconcat ("nss:", folder, NULL));
}

static void
discover_all (GPtrArray *uris, GHashTable *met, GPtrArray *folders)
{
  for (guint i = 0; i < folders->len; i++)
    discover (uris, met, g_ptr_array_index (folders, i));
}

void
kigen_nss_discover (GPtrArray *uris)
{
  g_autoptr (GPtrArray) chromium = chromium_folders ();
  g_autoptr (GPtrArray) firefox = firefox_folders ();
  g_autoptr (GPtrArray) boxed = boxed_chromium_folders ();
  g_autoptr (GHashTable) met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  discover_all (uris, met, chromium);
  for (guint i = 0; i < firefox->len; i++) {
    g_autoptr (GPtrArray) profiles = firefox_profiles (g_ptr_array_index (firefox, i));
    discover_all (uris, met, profiles);
  }
  discover_all (uris, met, boxed);
}

static void
add_databases (GPtrArray *places, const GPtrArray *folders)
{
  for (guint i = 0; i < folders->len; i++) {
    g_autofree char *path = database_of (g_ptr_array_index (folders, i));
    if (!g_ptr_array_find_with_equal_func (places, path, g_str_equal, NULL))
      add (places, g_steal_pointer (&path));
  }
}

void
kigen_nss_discover_places (GPtrArray *places)
{
  g_autoptr (GPtrArray) chromium = chromium_folders ();
  g_autoptr (GPtrArray) firefox = firefox_folders ();
  g_autoptr (GPtrArray) boxed = boxed_chromium_folders ();

  add_databases (places, chromium);
  for (guint i = 0; i < firefox->len; i++) {
    const char *folder = g_ptr_array_index (firefox, i);
    g_autoptr (GPtrArray) profiles = firefox_profiles (folder);
    add (places, g_build_filename (folder, "profiles.ini", NULL));
    add_databases (places, profiles);
  }
  add_databases (places, boxed);
}

char *
kigen_nss_usual (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "pki", "nssdb", NULL);
  return g_strconcat ("nss:", folder, NULL);
}
