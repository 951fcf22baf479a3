/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-workspace"

/* What is in the stores now, and what is to be said of it. */

#include <kigen/workspace/inventory.h>

#include <kigen/authority/authority.h>
#include <kigen/base/calendar.h>
#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#include <string.h>

static const KigenProfile *
profile_for (const GPtrArray *profiles, const KigenCertificate *certificate)
{
  for (guint i = 0; i < profiles->len; i++) {
    const KigenProfile *profile = g_ptr_array_index (profiles, i);
    if (kigen_profile_matches (profile, certificate))
      return profile;
  }
  return NULL;
}

static void
take (GPtrArray *found, GPtrArray *all, const GPtrArray *profiles, GHashTable *names)
{
  for (guint i = 0; i < all->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (all, i);
    const KigenProfile *profile = profile_for (profiles, one);
    if (profile == NULL)
      continue;
    KigenCertificate *own = kigen_certificate_copy (one);
    g_free (own->profile);
    own->profile = g_strdup (kigen_profile_id (profile));
    own->is_unserved = !kigen_authority_serves (profile);
    const char *name = names != NULL ? g_hash_table_lookup (names, own->id) : NULL;
    if (name != NULL) {
      g_free (own->label);
      own->label = g_strdup (name);
    }
    g_ptr_array_add (found, own);
  }
}

static gint
by_end (gconstpointer one, gconstpointer other)
{
  const KigenCertificate *first = *(const KigenCertificate *const *)one;
  const KigenCertificate *second = *(const KigenCertificate *const *)other;
  if (first->not_after != second->not_after)
    return first->not_after < second->not_after ? -1 : 1;
  return strcmp (first->id, second->id);
}

static void
note (const KigenWorkspace *workspace, const char *text)
{
  if (workspace->note != NULL)
    workspace->note (text, workspace->note_data);
}

static void
note_unreadable (const KigenWorkspace *workspace, const GError *problem)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s", problem->message, kigen_error_advice (problem));
  note (workspace, text);
}

GPtrArray *
kigen_inventory_look (KigenWorkspace *workspace, char ***readable, GError **error)
{
  const GPtrArray *profiles = kigen_workspace_profiles (workspace, error);
  if (profiles == NULL)
    return NULL;
  g_auto (GStrv) uris = kigen_workspace_store_uris (workspace);
  g_autoptr (GHashTable) names
      = workspace->state != NULL ? kigen_state_labels (workspace->state, NULL) : NULL;
  g_autoptr (GStrvBuilder) read = g_strv_builder_new ();
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_certificate_unref);
  for (char **uri = uris; *uri != NULL; uri++) {
    g_autoptr (GError) problem = NULL;
    g_autoptr (KigenStore) store = kigen_workspace_open_store (workspace, *uri, &problem);
    g_autoptr (GPtrArray) all = store != NULL ? kigen_store_list (store, &problem) : NULL;
    if (all == NULL && workspace->store_uris != NULL && !workspace->forgiving) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
    if (all == NULL) {
      note_unreadable (workspace, problem);
      continue;
    }
    g_strv_builder_add (read, *uri);
    take (found, all, profiles, names);
  }
  g_ptr_array_sort (found, by_end);
  if (readable != NULL)
    *readable = g_strv_builder_end (read);
  return g_steal_pointer (&found);
}

gboolean
kigen_inventory_record (KigenWorkspace *workspace, GPtrArray *certificates, char **readable, GError **error)
{
  return kigen_state_record_scan (workspace->state, certificates, (const char *const *)readable,
                                  kigen_clock_system (NULL), error);
}

gboolean
kigen_inventory_record_places (KigenWorkspace *workspace, GError **error)
{
  g_auto (GStrv) places = kigen_store_watch_places ((const char *const *)workspace->store_uris);
  KigenState *state = kigen_workspace_state (workspace, error);
  return state != NULL && kigen_state_set_watched (state, (const char *const *)places, error);
}

GPtrArray *
kigen_inventory_scan (KigenWorkspace *workspace, GError **error)
{
  g_auto (GStrv) readable = NULL;
  if (!kigen_inventory_record_places (workspace, error))
    return NULL;
  g_autoptr (GPtrArray) certificates = kigen_inventory_look (workspace, &readable, error);
  if (certificates == NULL || !kigen_inventory_record (workspace, certificates, readable, error))
    return NULL;
  workspace->is_rebuilt = FALSE;
  return g_steal_pointer (&certificates);
}

KigenState *
kigen_inventory_state (KigenWorkspace *workspace, GError **error)
{
  KigenState *state = kigen_workspace_state (workspace, error);
  if (state == NULL || !workspace->is_rebuilt)
    return state;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) certificates = kigen_inventory_scan (workspace, &problem);
  if (certificates == NULL)
    note (workspace, problem->message);
  workspace->is_rebuilt = FALSE;
  return state;
}

/* Conditions
 * ------------------------------------------------------------------------------------------------------ */

static const struct {
  const char *name;
  const char *words;
} conditions[] = {
  [KIGEN_CONDITION_VALID] = { "valid", N_ ("valid") },
  [KIGEN_CONDITION_DUE] = { "due", N_ ("due") },
  [KIGEN_CONDITION_RENEWING] = { "renewing", N_ ("renewing") },
  [KIGEN_CONDITION_RENEWED] = { "renewed", N_ ("renewed") },
  [KIGEN_CONDITION_EXPIRED] = { "expired", N_ ("expired") },
  [KIGEN_CONDITION_UNMANAGED] = { "unmanaged", N_ ("watched only") },
};

const char *
kigen_condition_name (KigenCondition condition)
{
  return conditions[condition].name;
}

const char *
kigen_condition_words (KigenCondition condition)
{
  return _ (conditions[condition].words);
}

const char *
kigen_inventory_unmanaged_words (const KigenCertificate *certificate)
{
  return certificate->is_unserved
             ? _ ("Kigen cannot renew it: renew it with the program that uses it, or as the authority tells "
                  "you.")
             : _ ("Its private key is not here: it is renewed on the computer that has the key.");
}

int
kigen_inventory_days_left (gint64 not_after)
{
  /* Making a zone reads a file each time. */
  static GTimeZone *zone = NULL;
  if (g_once_init_enter (&zone))
    g_once_init_leave (&zone, g_time_zone_new_local ());
  return (int)kigen_calendar_days_between (kigen_clock_system (NULL), not_after, zone);
}

/* Of which certificates a renewal is open: their IDs, owned by `open`. */
static GHashTable *
renewing_ids (GPtrArray *open)
{
  GHashTable *ids = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < open->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (open, i);
    if (record->old_id != NULL)
      g_hash_table_add (ids, record->old_id);
  }
  return ids;
}

/* Those of one subject, so that a successor need not be looked for among all. */
static GHashTable *
group_by_subject (GPtrArray *all)
{
  GHashTable *groups
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < all->len; i++) {
    KigenCertificate *one = g_ptr_array_index (all, i);
    GPtrArray *group = g_hash_table_lookup (groups, one->subject);
    if (group == NULL) {
      group = g_ptr_array_new ();
      g_hash_table_insert (groups, one->subject, group);
    }
    g_ptr_array_add (group, one);
  }
  return groups;
}

static KigenCondition
condition_of (KigenWorkspace *workspace, const KigenCertificate *one, GHashTable *renewing, GPtrArray *group)
{
  gint64 now = kigen_clock_system (NULL);
  const KigenProfile *profile = kigen_workspace_profile (workspace, one->profile, NULL);
  if (g_hash_table_contains (renewing, one->id))
    return KIGEN_CONDITION_RENEWING;
  if (kigen_certificate_successor (one, group, now) != NULL)
    return KIGEN_CONDITION_RENEWED;
  if (one->not_after < now)
    return KIGEN_CONDITION_EXPIRED;
  if (one->is_unserved || kigen_certificate_is_keyless (one, group))
    return KIGEN_CONDITION_UNMANAGED;
  if (profile != NULL && kigen_inventory_days_left (one->not_after) <= kigen_profile_renew_from (profile))
    return KIGEN_CONDITION_DUE;
  return KIGEN_CONDITION_VALID;
}

GArray *
kigen_inventory_conditions (KigenWorkspace *workspace, GPtrArray *certificates, GError **error)
{
  KigenState *state = kigen_inventory_state (workspace, error);
  g_autoptr (GPtrArray) open = state != NULL ? kigen_state_open_renewals (state, error) : NULL;
  if (open == NULL)
    return NULL;
  g_autoptr (GHashTable) renewing = renewing_ids (open);
  g_autoptr (GHashTable) groups = group_by_subject (certificates);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (KigenCondition));
  for (guint i = 0; i < certificates->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (certificates, i);
    KigenCondition condition
        = condition_of (workspace, one, renewing, g_hash_table_lookup (groups, one->subject));
    g_array_append_val (found, condition);
  }
  return found;
}

static gboolean
works (const KigenCertificate *certificate, gint64 now)
{
  return kigen_certificate_valid_at (certificate, now) && certificate->has_key != KIGEN_HAS_KEY_NO;
}

gboolean
kigen_inventory_is_only_one (const KigenCertificate *certificate, GPtrArray *all)
{
  gint64 now = kigen_clock_system (NULL);
  if (!works (certificate, now))
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    const KigenCertificate *other = g_ptr_array_index (all, i);
    if (!g_str_equal (other->id, certificate->id) && g_str_equal (other->subject, certificate->subject)
        && works (other, now))
      return FALSE;
  }
  return TRUE;
}
