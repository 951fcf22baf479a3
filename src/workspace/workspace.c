/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-workspace"

/* Settings, state, profiles and stores, opened when they are first needed. */

#include <kigen/workspace/inventory.h>

#include "tidy.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <glib/gi18n-lib.h>

static void tell (const KigenWorkspace *workspace, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
tell (const KigenWorkspace *workspace, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (workspace->note != NULL)
    workspace->note (text, workspace->note_data);
}

void
kigen_workspace_clear (KigenWorkspace *workspace)
{
  g_strfreev (workspace->profile_names);
  g_strfreev (workspace->store_uris);
  g_free (workspace->state_folder);
  g_clear_pointer (&workspace->settings, kigen_settings_free);
  g_clear_pointer (&workspace->state, kigen_state_close);
  g_clear_pointer (&workspace->profiles, g_ptr_array_unref);
  *workspace = (KigenWorkspace){ 0 };
}

KigenSettings *
kigen_workspace_settings (KigenWorkspace *workspace)
{
  g_autoptr (GError) problem = NULL;
  if (workspace->settings != NULL)
    return workspace->settings;
  workspace->settings = kigen_settings_load (&problem);
  if (problem != NULL)
    tell (workspace, "%s", problem->message);
  return workspace->settings;
}

KigenState *
kigen_workspace_state (KigenWorkspace *workspace, GError **error)
{
  if (workspace->state != NULL)
    return workspace->state;
  g_autofree char *folder
      = workspace->state_folder != NULL ? g_strdup (workspace->state_folder) : kigen_path_default_state ();
  g_autofree char *set_aside = NULL;
  if (!kigen_path_prepare_state (folder, error))
    return NULL;
  workspace->state = kigen_state_open (folder, kigen_clock_system (NULL), &set_aside, error);
  if (workspace->state != NULL)
    tidy_up (kigen_workspace_settings (workspace), workspace->state);
  if (workspace->state != NULL && set_aside != NULL) {
    workspace->is_rebuilt = TRUE;
    tell (
        workspace,
        _ ("What Kigen remembers was damaged.  The file was set aside as %s, and a new one was made from the "
           "certificate stores."),
        set_aside);
    kigen_state_add_history (workspace->state, "state-rebuilt", NULL, _ ("The damaged state was set aside"),
                             kigen_clock_system (NULL), NULL);
  }
  return workspace->state;
}

GPtrArray *
kigen_workspace_profiles (KigenWorkspace *workspace, GError **error)
{
  if (workspace->profiles != NULL)
    return workspace->profiles;
  if (workspace->profile_names == NULL) {
    workspace->profiles = kigen_profile_all ();
    return workspace->profiles;
  }
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_profile_unref);
  for (char **name = workspace->profile_names; *name != NULL; name++) {
    KigenProfile *profile = kigen_profile_find (*name, error);
    if (profile == NULL)
      return NULL;
    g_ptr_array_add (profiles, profile);
  }
  workspace->profiles = g_steal_pointer (&profiles);
  return workspace->profiles;
}

KigenProfile *
kigen_workspace_profile (KigenWorkspace *workspace, const char *id, GError **error)
{
  GPtrArray *profiles = kigen_workspace_profiles (workspace, error);
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
kigen_workspace_only_profile (KigenWorkspace *workspace, GError **error)
{
  const GPtrArray *profiles = kigen_workspace_profiles (workspace, error);
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
kigen_workspace_store_uris (const KigenWorkspace *workspace)
{
  return workspace->store_uris != NULL ? g_strdupv (workspace->store_uris) : kigen_store_discover ();
}

char *
kigen_workspace_first_store (const KigenWorkspace *workspace)
{
  g_auto (GStrv) uris = kigen_workspace_store_uris (workspace);
  return uris[0] != NULL ? g_strdup (uris[0]) : kigen_store_default ();
}

KigenStore *
kigen_workspace_open_store (KigenWorkspace *workspace, const char *uri, GError **error)
{
  KigenStore *store = kigen_store_new (uri, error);
  if (store == NULL)
    return NULL;
  kigen_store_set_exportable (
      store, kigen_settings_is_yes (kigen_workspace_settings (workspace), "Store.Exportable"));
  if (workspace->store_password != NULL)
    kigen_store_set_password_source (store, workspace->store_password, workspace->store_password_data);
  return store;
}
