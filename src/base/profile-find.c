/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Where profiles come from: the program itself, the administrator's folder, a path.  An administrator's
 * profile goes by the Id in it and takes the place of a built-in one.
 */

#include "paths-private.h"
#include "profile-private.h"

#include "kigen-profiles.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <glib/gi18n-lib.h>
#include <string.h>

/* A profile has some kilobytes, a bundle of all authorities there are some hundred. */
#define LARGEST_FILE (4 * 1024 * 1024)

static const char *const builtin[] = { "obn", "orca", NULL };

static char *
read_embedded (const char *name, const char *folder G_GNUC_UNUSED, GError **error)
{
  const char *text = kigen_embedded_find (kigen_profiles, name);

  if (text == NULL)
    kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("There is no built-in profile “%s”."), name);
  return g_strdup (text);
}

static char *
read_beside (const char *name, const char *folder, GError **error)
{
  g_autofree char *path = g_path_is_absolute (name) ? g_strdup (name) : g_build_filename (folder, name, NULL);

  return kigen_file_read (path, KIGEN_FILE_ORDINARY, LARGEST_FILE, NULL, error);
}

KigenProfile *
kigen_profile_load_builtin (const char *id, GError **error)
{
  g_autofree char *name = g_strconcat (id, ".profile", NULL);
  g_autofree char *text = NULL;

  if (g_strv_contains (builtin, id))
    text = read_embedded (name, NULL, NULL);
  if (text == NULL) {
    kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("There is no built-in profile “%s”."), id);
    return NULL;
  }
  return kigen_profile_read (text, strlen (text), name, NULL, read_embedded, error);
}

KigenProfile *
kigen_profile_load_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) fault = NULL;
  gsize size;
  g_autofree char *text = kigen_file_read (path, KIGEN_FILE_ORDINARY, LARGEST_FILE, &size, &fault);

  if (text == NULL) {
    kigen_fail (error, KIGEN_ERROR_FAILED, _ ("Check the name of the profile."),
                _ ("The profile %s cannot be read: %s"), path, fault->message);
    return NULL;
  }
  return kigen_profile_read (text, size, path, folder, read_beside, error);
}

static int
compare_names (gconstpointer one, gconstpointer other)
{
  const char *const *a = one;
  const char *const *b = other;

  return strcmp (*a, *b);
}

/* The administrator's files, in the order of their names. */
static GPtrArray *
site_files (const char *site)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (site, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    if (g_str_has_suffix (name, ".profile"))
      g_ptr_array_add (files, g_build_filename (site, name, NULL));
  }
  g_ptr_array_sort (files, compare_names);
  return files;
}

/* Takes the profile. */
static void
put (GPtrArray *profiles, KigenProfile *profile)
{
  for (guint i = 0; i < profiles->len; i++) {
    KigenProfile *there = g_ptr_array_index (profiles, i);
    if (strcmp (kigen_profile_id (there), kigen_profile_id (profile)) != 0)
      continue;
    kigen_profile_unref (there);
    profiles->pdata[i] = profile;
    return;
  }
  g_ptr_array_add (profiles, profile);
}

static void
put_or_warn (GPtrArray *profiles, KigenProfile *profile, const GError *fault)
{
  if (profile != NULL)
    put (profiles, profile);
  else
    g_warning ("%s", fault->message);
}

GPtrArray *
kigen_profile_all_in (const char *site)
{
  GPtrArray *profiles = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_profile_unref);
  g_autoptr (GPtrArray) files = site_files (site);

  for (const char *const *id = builtin; *id != NULL; id++) {
    g_autoptr (GError) fault = NULL;
    KigenProfile *profile = kigen_profile_load_builtin (*id, &fault);
    put_or_warn (profiles, profile, fault);
  }
  for (guint i = 0; i < files->len; i++) {
    g_autoptr (GError) fault = NULL;
    KigenProfile *profile = kigen_profile_load_file (g_ptr_array_index (files, i), &fault);
    put_or_warn (profiles, profile, fault);
  }
  return profiles;
}

static gboolean
looks_like_path (const char *name)
{
  return strchr (name, G_DIR_SEPARATOR) != NULL || strchr (name, '/') != NULL
         || g_str_has_suffix (name, ".profile");
}

static char *
known_ids (GPtrArray *profiles)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < profiles->len; i++)
    g_string_append_printf (ids, "%s%s", i == 0 ? "" : ", ",
                            kigen_profile_id (g_ptr_array_index (profiles, i)));
  return g_string_free (ids, FALSE);
}

KigenProfile *
kigen_profile_find_in (const char *site, const char *name_or_file, GError **error)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *ids = NULL;
  g_autofree char *advice = NULL;

  if (looks_like_path (name_or_file))
    return kigen_profile_load_file (name_or_file, error);
  all = kigen_profile_all_in (site);
  for (guint i = 0; i < all->len; i++) {
    KigenProfile *profile = g_ptr_array_index (all, i);
    if (strcmp (kigen_profile_id (profile), name_or_file) == 0)
      return kigen_profile_ref (profile);
  }
  if (g_file_test (name_or_file, G_FILE_TEST_IS_REGULAR))
    return kigen_profile_load_file (name_or_file, error);
  ids = known_ids (all);
  advice = g_strdup_printf (_ ("Give one of %s, or a profile's file."), ids);
  kigen_fail (error, KIGEN_ERROR_USAGE, advice, _ ("There is no profile “%s”."), name_or_file);
  return NULL;
}

static char *
site_folder (void)
{
  return g_build_filename (kigen_path_site_folder (), "profiles", NULL);
}

KigenProfile *
kigen_profile_find (const char *name_or_file, GError **error)
{
  g_autofree char *site = site_folder ();

  return kigen_profile_find_in (site, name_or_file, error);
}

GPtrArray *
kigen_profile_all (void)
{
  g_autofree char *site = site_folder ();

  return kigen_profile_all_in (site);
}
