/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* The ways into the table of steps: renew, resume, obtain.  Each claims its certificate and looks
 * a second time under the claim, since another Kigen may have finished in between. */

#include "renewal-private.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

static KigenRun *
open_run (const KigenRenewalPlace *place, KigenProfile *profile, const KigenRenewalQuestions *questions)
{
  KigenRun *run = g_new0 (KigenRun, 1);
  run->place = place;
  run->profile = profile;
  run->questions = questions;
  run->known_bad = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (run->known_bad, NULL);
  run->steps = g_ptr_array_new_with_free_func (g_free);
  return run;
}

static void
close_run (KigenRun *run)
{
  g_clear_pointer (&run->authority, kigen_authority_free);
  g_clear_pointer (&run->application, kigen_application_free);
  g_clear_pointer (&run->contents, kigen_pkcs12_free);
  g_clear_pointer (&run->old, kigen_certificate_unref);
  g_clear_pointer (&run->renewed, kigen_certificate_unref);
  g_clear_pointer (&run->password, kigen_secret_unref);
  g_clear_pointer (&run->reference_id, kigen_secret_unref);
  g_clear_pointer (&run->store, kigen_store_free);
  g_clear_pointer (&run->known_bad, g_ptr_array_unref);
  g_clear_pointer (&run->steps, g_ptr_array_unref);
  g_clear_pointer (&run->claim, kigen_claim_release);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenRun, close_run)

KigenHttpOptions
kigen_renewal_http_options (KigenProfile *profile, const KigenSettings *settings)
{
  KigenHttpOptions options = { 0 };
  options.anchors = kigen_profile_trust_anchors (profile);
  options.timeout = kigen_profile_wait (profile, "Timeout");
  options.proxy = kigen_settings_get (settings, "Network.Proxy");
  if (*options.proxy == '\0')
    return options;
  options.no_proxy = kigen_settings_get (settings, "Network.NoProxy");
  options.proxy_user = kigen_settings_get (settings, "Network.ProxyUser");
  const char *file = kigen_settings_get (settings, "Network.ProxyPasswordFile");
  g_autoptr (GError) problem = NULL;
  if (*file != '\0')
    options.proxy_password = kigen_secret_read_file (file, "Network.ProxyPasswordFile", NULL, &problem);
  if (problem != NULL)
    g_warning ("%s", problem->message);
  return options;
}

static void
tell_authority_progress (const char *text, gpointer data)
{
  kigen_run_tell (data, text);
}

KigenAuthority *
kigen_run_authority (KigenRun *run, GError **error)
{
  if (run->authority != NULL)
    return run->authority;
  g_autoptr (KigenCredential) credential = NULL;
  if (run->record->old_id != NULL) {
    credential = kigen_store_credential (run->store, run->record->old_id, error);
    if (credential == NULL)
      return NULL;
  }
  KigenHttpOptions options = kigen_renewal_http_options (run->profile, run->place->settings);
  run->authority = kigen_authority_new (run->profile, credential, &options, error);
  g_clear_pointer (&options.proxy_password, kigen_secret_unref);
  if (run->authority != NULL)
    kigen_authority_set_progress (run->authority, tell_authority_progress, run);
  return run->authority;
}

static gboolean
take_claim (KigenRun *run, const char *name, GError **error)
{
  run->claim = kigen_claim_take (kigen_state_folder (run->place->state), name, error);
  return run->claim != NULL;
}

static gboolean
open_store (KigenRun *run, const char *uri, GError **error)
{
  run->store = kigen_store_new (uri, error);
  if (run->store == NULL)
    return FALSE;
  kigen_store_set_exportable (run->store, kigen_settings_is_yes (run->place->settings, "Store.Exportable"));
  if (run->place->store_password != NULL)
    kigen_store_set_password_source (run->store, run->place->store_password, run->place->store_password_data);
  return TRUE;
}

static KigenRenewalResult *
make_result (const KigenRun *run)
{
  KigenRenewalResult *result = g_new0 (KigenRenewalResult, 1);
  result->id = g_strdup (run->record->old_id);
  result->new_id = g_strdup (run->record->new_id);
  result->not_after = run->renewed->not_after;
  result->backup = g_strdup (run->record->backup);
  result->old = g_strcmp0 (run->record->old_choice, "delete") == 0 ? KIGEN_OLD_DELETE : KIGEN_OLD_KEEP;
  result->steps = g_ptr_array_ref (run->steps);
  return result;
}

void
kigen_renewal_result_free (KigenRenewalResult *result)
{
  if (result == NULL)
    return;
  g_free (result->id);
  g_free (result->new_id);
  g_free (result->backup);
  g_ptr_array_unref (result->steps);
  g_free (result);
}

static KigenRenewalResult *
finish_run (KigenRun *run, KigenRenewalRecord *record, GError **error)
{
  run->record = record;
  return kigen_run_steps (run, error) ? make_result (run) : NULL;
}

/* Whether the certificate can be renewed now, whatever the authority may say. */
static gboolean
check_time (const KigenCertificate *old, const KigenProfile *profile, gboolean early, gint64 now,
            GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *end = kigen_calendar_date (old->not_after, zone);
  if (old->not_after < now)
    return kigen_fail (
        error, KIGEN_ERROR_CERTIFICATE_ENDED,
        _ ("Ask for a new certificate, and fetch it with “kigen obtain” once the notice has come by post."),
        _ ("The certificate of %s ran out on %s and cannot renew itself any more."), old->common_name, end);
  gint64 left = kigen_calendar_days_between (now, old->not_after, zone);
  int from = kigen_profile_renew_from (profile);
  if (early || left <= from)
    return TRUE;
  g_autofree char *first = kigen_calendar_date (old->not_after - (gint64)from * 24 * 60 * 60, zone);
  return kigen_fail (
      error, KIGEN_ERROR_TOO_EARLY,
      _ ("Wait until then. The new certificate's time counts from the day of its renewal, and the "
         "authority may refuse or charge for it; --early renews all the same."),
      _ ("The certificate of %s ends on %s; it can be renewed from %s on."), old->common_name, end, first);
}

static gboolean
check_not_renewed (KigenRun *run, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) all = kigen_store_list (run->store, error);
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    KigenCertificate *one = g_ptr_array_index (all, i);
    g_free (one->profile);
    one->profile
        = kigen_profile_matches (run->profile, one) ? g_strdup (kigen_profile_id (run->profile)) : NULL;
  }
  KigenCertificate *successor = kigen_certificate_successor (run->old, all, now);
  if (successor == NULL)
    return TRUE;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *end = kigen_calendar_date (successor->not_after, zone);
  return kigen_fail (error, KIGEN_ERROR_NOTHING_TO_DO, NULL,
                     _ ("The certificate of %s has been renewed already; its successor lasts until %s."),
                     run->old->common_name, end);
}

/* A new one, once the key has been seen to be there: what fails here leaves no trace. */
static KigenRenewalRecord *
begin_renewal (KigenRun *run, gboolean early, GError **error)
{
  gint64 now = kigen_run_now (run);
  if (!check_time (run->old, run->profile, early, now, error) || !check_not_renewed (run, now, error))
    return NULL;
  g_autoptr (KigenCredential) credential = kigen_store_credential (run->store, run->old->id, error);
  if (credential == NULL)
    return NULL;
  KigenRenewalRecord *record = kigen_state_begin_renewal (
      run->place->state, run->old, kigen_profile_id (run->profile), kigen_store_uri (run->store), now, error);
  if (record != NULL)
    kigen_state_add_history (run->place->state, "renewal-begun", run->old->id, _ ("The renewal was begun"),
                             now, NULL);
  return record;
}

KigenRenewalResult *
kigen_renewal_renew (const KigenRenewalPlace *place, KigenProfile *profile, const KigenCertificate *old,
                     gboolean early, const KigenRenewalQuestions *questions, GError **error)
{
  g_autoptr (KigenRun) run = open_run (place, profile, questions);
  run->old = kigen_certificate_copy (old);
  if (!take_claim (run, old->id, error) || !open_store (run, old->store, error))
    return NULL;
  GError *problem = NULL;
  g_autoptr (KigenRenewalRecord) record = kigen_state_open_renewal (place->state, old->id, &problem);
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return NULL;
  }
  if (record == NULL)
    record = begin_renewal (run, early, error);
  return record != NULL ? finish_run (run, record, error) : NULL;
}

/* The old certificate may have left the store already, if that was the last thing done. */
static gboolean
find_old (KigenRun *run, const KigenRenewalRecord *record, GError **error)
{
  if (record->old_id == NULL)
    return TRUE;
  g_autoptr (GError) problem = NULL;
  run->old = kigen_store_find (run->store, record->old_id, &problem);
  if (run->old != NULL)
    return TRUE;
  if (record->step >= KIGEN_STEP_BACKED_UP
      && g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_CERTIFICATE_ABSENT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* The record as it is now, under the claim: another process may have gone on with it. */
static gboolean
look_again (KigenRun *run, KigenRenewalRecord **record, const char *id, GError **error)
{
  GError *problem = NULL;
  *record = kigen_state_open_renewal (run->place->state, id, &problem);
  if (*record != NULL)
    return TRUE;
  if (problem == NULL)
    return kigen_fail (error, KIGEN_ERROR_NOTHING_TO_DO, NULL, _ ("This renewal is done already."));
  g_propagate_error (error, problem);
  return FALSE;
}

static char *
obtain_claim_name (const char *request_id)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, request_id, -1);
  return g_strconcat ("obtain-", digest, NULL);
}

KigenRenewalResult *
kigen_renewal_resume (const KigenRenewalPlace *place, KigenProfile *profile, KigenRenewalRecord *record,
                      const KigenRenewalQuestions *questions, GError **error)
{
  g_autoptr (KigenRun) run = open_run (place, profile, questions);
  if (record->old_id == NULL) {
    g_autofree char *name = obtain_claim_name (record->request_id);
    if (!take_claim (run, name, error) || !open_store (run, record->store, error))
      return NULL;
    if (record->reference_id != NULL)
      run->reference_id = kigen_secret_new (record->reference_id, strlen (record->reference_id));
    return finish_run (run, record, error);
  }
  g_autoptr (KigenRenewalRecord) current = NULL;
  if (!take_claim (run, record->old_id, error) || !look_again (run, &current, record->old_id, error)
      || !open_store (run, current->store, error) || !find_old (run, current, error))
    return NULL;
  return finish_run (run, current, error);
}

/* The open one with this request ID, or a new one. */
static KigenRenewalRecord *
open_or_begin_obtaining (KigenRun *run, const char *store, const char *request_id, GError **error)
{
  g_autoptr (GPtrArray) open = kigen_state_open_renewals (run->place->state, error);
  if (open == NULL)
    return NULL;
  for (guint i = 0; i < open->len; i++) {
    KigenRenewalRecord *record = g_ptr_array_index (open, i);
    if (record->old_id == NULL && g_strcmp0 (record->request_id, request_id) == 0)
      return g_ptr_array_steal_index (open, i);
  }
  return kigen_state_begin_obtaining (run->place->state, kigen_profile_id (run->profile), store, request_id,
                                      kigen_secret_text (run->reference_id), kigen_run_now (run), error);
}

KigenRenewalResult *
kigen_renewal_obtain (const KigenRenewalPlace *place, KigenProfile *profile, const char *store,
                      const char *request_id, const KigenSecret *reference_id,
                      const KigenRenewalQuestions *questions, GError **error)
{
  g_autoptr (KigenRun) run = open_run (place, profile, questions);
  g_autofree char *name = obtain_claim_name (request_id);
  run->reference_id
      = kigen_secret_new (kigen_secret_text (reference_id), strlen (kigen_secret_text (reference_id)));
  if (!take_claim (run, name, error))
    return NULL;
  g_autoptr (KigenRenewalRecord) record = open_or_begin_obtaining (run, store, request_id, error);
  if (record == NULL || !open_store (run, record->store, error))
    return NULL;
  return finish_run (run, record, error);
}

gboolean
kigen_renewal_abandon (const KigenRenewalPlace *place, KigenProfile *profile, KigenRenewalRecord *record,
                       const char *reason, GError **error)
{
  g_autoptr (KigenRun) run = open_run (place, profile, NULL);
  g_autoptr (KigenRenewalRecord) current = NULL;
  g_autofree char *name
      = record->old_id != NULL ? g_strdup (record->old_id) : obtain_claim_name (record->request_id);
  if (!take_claim (run, name, error) || !open_store (run, record->store, error))
    return FALSE;
  if (record->old_id != NULL && !look_again (run, &current, record->old_id, error))
    return FALSE;
  run->record = current != NULL ? current : record;
  gboolean is_unproved
      = run->record->step == KIGEN_STEP_RECEIVED || run->record->step == KIGEN_STEP_INSTALLED;
  if (is_unproved && !kigen_run_withdraw (run, error))
    return FALSE;
  gint64 now = kigen_run_now (run);
  if (!kigen_state_abandon_renewal (place->state, run->record, reason, now, error))
    return FALSE;
  return kigen_state_add_history (place->state, "abandoned", run->record->old_id, reason, now, error);
}
