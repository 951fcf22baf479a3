/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* Settings, state, profiles and stores, opened when they are first needed. */

#include <kigen/watch.h>

#include "tidy.h"

#include <kigen/calendar.h>
#include <kigen/error.h>
#include <kigen/paths.h>

#include <glib/gi18n-lib.h>

static void tell (const KigenWatch *watch, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
tell (const KigenWatch *watch, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (watch->note != NULL)
    watch->note (text, watch->note_data);
}

void
kigen_watch_clear (KigenWatch *watch)
{
  g_strfreev (watch->profile_names);
  g_strfreev (watch->store_uris);
  g_free (watch->state_folder);
  g_clear_pointer (&watch->settings, kigen_settings_free);
  g_clear_pointer (&watch->state, kigen_state_close);
  g_clear_pointer (&watch->profiles, g_ptr_array_unref);
  *watch = (KigenWatch){ 0 };
}

KigenSettings *
kigen_watch_settings (KigenWatch *watch)
{
  g_autoptr (GError) problem = NULL;
  if (watch->settings != NULL)
    return watch->settings;
  watch->settings = kigen_settings_load (&problem);
  if (problem != NULL)
    tell (watch, "%s", problem->message);
  return watch->settings;
}

/* A damaged database has been set aside: what can be known again is read out of the stores. */
static void
rebuild (KigenWatch *watch, const char *set_aside)
{
  g_autoptr (GError) problem = NULL;
  tell (watch,
        _ ("What Kigen remembers was damaged.  The file was set aside as %s, and a new one was made from the "
           "certificate stores."),
        set_aside);
  kigen_state_add_history (watch->state, "state-rebuilt", NULL, _ ("The damaged state was set aside"),
                           kigen_clock_system (NULL), NULL);
  g_autoptr (GPtrArray) certificates = kigen_watch_scan (watch, &problem);
  if (certificates == NULL)
    tell (watch, "%s", problem->message);
}

KigenState *
kigen_watch_state (KigenWatch *watch, GError **error)
{
  if (watch->state != NULL)
    return watch->state;
  g_autofree char *folder
      = watch->state_folder != NULL ? g_strdup (watch->state_folder) : kigen_path_default_state ();
  g_autofree char *set_aside = NULL;
  if (!kigen_path_prepare_state (folder, error))
    return NULL;
  watch->state = kigen_state_open (folder, kigen_clock_system (NULL), &set_aside, error);
  if (watch->state != NULL)
    tidy_up (watch);
  if (watch->state != NULL && set_aside != NULL)
    rebuild (watch, set_aside);
  return watch->state;
}

GPtrArray *
kigen_watch_profiles (KigenWatch *watch, GError **error)
{
  if (watch->profiles != NULL)
    return watch->profiles;
  if (watch->profile_names == NULL) {
    watch->profiles = kigen_profile_all ();
    return watch->profiles;
  }
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_profile_unref);
  for (char **name = watch->profile_names; *name != NULL; name++) {
    KigenProfile *profile = kigen_profile_find (*name, error);
    if (profile == NULL)
      return NULL;
    g_ptr_array_add (profiles, profile);
  }
  watch->profiles = g_steal_pointer (&profiles);
  return watch->profiles;
}

KigenProfile *
kigen_watch_profile (KigenWatch *watch, const char *id, GError **error)
{
  GPtrArray *profiles = kigen_watch_profiles (watch, error);
  for (guint i = 0; profiles != NULL && i < profiles->len; i++) {
    KigenProfile *profile = g_ptr_array_index (profiles, i);
    if (g_strcmp0 (kigen_profile_id (profile), id) == 0)
      return profile;
  }
  if (profiles != NULL)
    kigen_fail (error, KIGEN_ERROR_USAGE, _ ("Name its profile with --profile."),
                _ ("The authority “%s” is not known here."), id);
  return NULL;
}

KigenProfile *
kigen_watch_only_profile (KigenWatch *watch, GError **error)
{
  const GPtrArray *profiles = kigen_watch_profiles (watch, error);
  KigenProfile *found = NULL;
  for (guint i = 0; profiles != NULL && i < profiles->len; i++) {
    KigenProfile *profile = g_ptr_array_index (profiles, i);
    if (!g_str_equal (kigen_profile_provider (profile), "mpki"))
      continue;
    if (found != NULL) {
      kigen_fail (error, KIGEN_ERROR_USAGE, _ ("Name one with --profile."),
                  _ ("More than one authority could be meant."));
      return NULL;
    }
    found = profile;
  }
  if (found == NULL && profiles != NULL)
    kigen_fail (error, KIGEN_ERROR_USAGE, _ ("Name one with --profile."),
                _ ("No authority is known that gives out certificates by a paper notice."));
  return found;
}

char **
kigen_watch_store_uris (const KigenWatch *watch)
{
  return watch->store_uris != NULL ? g_strdupv (watch->store_uris) : kigen_store_discover ();
}

char *
kigen_watch_first_store (const KigenWatch *watch)
{
  g_auto (GStrv) uris = kigen_watch_store_uris (watch);
  return uris[0] != NULL ? g_strdup (uris[0]) : kigen_store_default ();
}

KigenStore *
kigen_watch_open_store (KigenWatch *watch, const char *uri, GError **error)
{
  KigenStore *store = kigen_store_new (uri, error);
  if (store == NULL)
    return NULL;
  kigen_store_set_exportable (store,
                              kigen_settings_is_yes (kigen_watch_settings (watch), "Store.Exportable"));
  if (watch->store_password != NULL)
    kigen_store_set_password_source (store, watch->store_password, watch->store_password_data);
  return store;
}
