/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* The proof: the new certificate logs in, in a session of its own.
 *
 * Whatever else comes back, both certificates stay and the proof is tried again: a page about maintenance
 * says nothing of the certificate, and a refusal may pass, too, since a new certificate need not be known
 * everywhere at once.  Only what is still refused after a day is taken out again; its file is kept. */

#include "received.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

/* Seconds of refusals after which they count as final. */
#define PATIENCE (24 * 60 * 60)

gboolean
kigen_run_withdraw (KigenRun *run, GError **error)
{
  g_clear_pointer (&run->renewed, kigen_certificate_unref);
  if (!kigen_store_remove (run->store, run->record->new_id, error))
    return FALSE;
  g_autoptr (KigenCertificate) stayed = kigen_store_find (run->store, run->record->new_id, NULL);
  return stayed == NULL
         || kigen_fail (error, KIGEN_ERROR_STORE_UNREADABLE, NULL,
                        _ ("The new certificate is still in the store %s."), kigen_store_uri (run->store));
}

static gboolean
give_up (KigenRun *run, GError *refusal, GError **error)
{
  g_autofree char *path = kigen_received_path (run, run->record->new_id);
  g_autoptr (GError) reason = refusal;
  if (!kigen_run_withdraw (run, error)
      || !kigen_state_abandon_renewal (run->place->state, run->record, reason->message, kigen_run_now (run),
                                       error))
    return FALSE;
  return kigen_fail (
      error, KIGEN_ERROR_REFUSED,
      _ ("The present certificate stays in use. Ask the authority's helpdesk, and quote this message."),
      _ ("The new certificate was refused at the login for a day, and was taken out of the store again; its "
         "file is kept as %s. %s"),
      path, reason->message);
}

/* An instant in the future counts as now: a clock was set back. */
static gboolean
note_refusal (KigenRun *run, gint64 now, GError **error)
{
  if (run->record->refused_at != 0 && run->record->refused_at <= now)
    return TRUE;
  run->record->refused_at = now;
  return kigen_state_save_renewal (run->place->state, run->record, now, error);
}

static gboolean
weigh_refusal (KigenRun *run, GError *refusal, GError **error)
{
  gint64 now = kigen_run_now (run);
  if (!note_refusal (run, now, error)) {
    g_error_free (refusal);
    return FALSE;
  }
  if (now - run->record->refused_at >= PATIENCE)
    return give_up (run, refusal, error);
  kigen_fail (
      error, KIGEN_ERROR_INTERRUPTED,
      _ ("It may not be known everywhere yet. Both certificates stay; “kigen resume” tries again, and "
         "“kigen abandon” takes the new one out of the store."),
      _ ("The new certificate was not let in: %s"), refusal->message);
  g_error_free (refusal);
  return FALSE;
}

static KigenAuthority *
authority_as_renewed (KigenRun *run, GError **error)
{
  g_autoptr (KigenCredential) credential = kigen_store_credential (run->store, run->record->new_id, error);
  if (credential == NULL)
    return NULL;
  KigenHttpOptions options = kigen_renewal_http_options (run->profile, run->place->settings);
  KigenAuthority *authority = kigen_authority_new (run->profile, credential, &options, error);
  g_clear_pointer (&options.proxy_password, kigen_secret_unref);
  return authority;
}

gboolean
kigen_run_prove (KigenRun *run, GError **error)
{
  if (!kigen_run_find_renewed (run, error))
    return FALSE;
  g_autoptr (KigenAuthority) authority = authority_as_renewed (run, error);
  if (authority == NULL)
    return FALSE;
  GError *problem = NULL;
  if (kigen_authority_log_in (authority, run->place->cancellable, &problem)) {
    run->record->refused_at = 0;
    return TRUE;
  }
  if (g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_REFUSED))
    return weigh_refusal (run, problem, error);
  g_propagate_error (error, problem);
  return FALSE;
}
