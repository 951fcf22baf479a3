/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* From the received file to the end: beside the old certificate into its store, the proof, the backup, and
 * only then the old one out of it.  At every instant the store has a certificate that works; each of these
 * may be run again. */

#include "renewal-private.h"

#include <kigen/error.h>
#include <kigen/paths.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static gboolean
find_renewed (KigenRun *run, GError **error)
{
  if (run->renewed != NULL)
    return TRUE;
  run->renewed = kigen_store_find (run->store, run->record->new_id, error);
  if (run->renewed == NULL)
    return FALSE;
  g_free (run->renewed->profile);
  run->renewed->profile = g_strdup (kigen_profile_id (run->profile));
  return TRUE;
}

gboolean
kigen_run_install (KigenRun *run, GError **error)
{
  if (!kigen_run_open_received (run, error) || !kigen_store_create (run->store, error)
      || !kigen_store_import (run->store, run->contents, NULL, error) || !find_renewed (run, error))
    return FALSE;
  if (run->renewed->has_key == KIGEN_HAS_KEY_NO)
    return kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("The store did not keep the new certificate's key."));
  return TRUE;
}

/* The proof failed: out it goes again, but its file stays in the state folder for whoever looks into it. */
static gboolean
withdraw (KigenRun *run, GError *refusal, GError **error)
{
  g_autoptr (GError) problem = NULL;
  if (!kigen_store_remove (run->store, run->record->new_id, &problem))
    g_warning ("the new certificate stays in the store: %s", problem->message);
  kigen_state_abandon_renewal (run->place->state, run->record, refusal->message, kigen_run_now (run), NULL);
  g_autofree char *path = kigen_run_file (run);
  kigen_fail (
      error, KIGEN_ERROR_REFUSED,
      _ ("The present certificate stays in use. Ask the authority's helpdesk, and quote this message."),
      _ ("The new certificate was refused at the login, and was taken out of the store again; its file is "
         "kept "
         "as %s. %s"),
      path, refusal->message);
  g_error_free (refusal);
  return FALSE;
}

gboolean
kigen_run_prove (KigenRun *run, GError **error)
{
  if (!find_renewed (run, error))
    return FALSE;
  g_autoptr (KigenCredential) credential = kigen_store_credential (run->store, run->record->new_id, error);
  if (credential == NULL)
    return FALSE;
  KigenHttpOptions options = kigen_renewal_http_options (run->profile, run->place->settings);
  g_autoptr (KigenAuthority) authority = kigen_authority_new (run->profile, credential, &options, error);
  g_clear_pointer (&options.proxy_password, kigen_secret_unref);
  if (authority == NULL)
    return FALSE;

  GError *problem = NULL;
  if (kigen_authority_log_in (authority, run->place->cancellable, &problem))
    return TRUE;
  if (g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_REFUSED))
    return withdraw (run, problem, error);
  g_propagate_error (error, problem);
  return FALSE;
}

gboolean
kigen_run_settle_backup (KigenRun *run, GError **error)
{
  if (run->backup_settled)
    return TRUE;
  KigenRenewalRecord *record = run->record;
  const KigenCertificate *named = run->old != NULL ? run->old : run->renewed;
  g_autofree char *suggestion
      = record->backup != NULL ? g_strdup (record->backup)
                               : kigen_backup_suggestion (run->place->settings, named, kigen_run_now (run));
  g_autofree char *path = run->questions->backup (suggestion, run->questions->data, error);
  if (path == NULL)
    return FALSE;
  kigen_backup_make_folder (run->place->settings, path);
  if (record->step < KIGEN_STEP_RECEIVED && !kigen_backup_path_check (path, error))
    return FALSE;
  if (g_strcmp0 (record->backup, path) != 0) {
    g_free (record->backup);
    record->backup = g_steal_pointer (&path);
    if (!kigen_state_save_renewal (run->place->state, record, kigen_run_now (run), error))
      return FALSE;
  }
  run->backup_settled = TRUE;
  return TRUE;
}

gboolean
kigen_run_back_up (KigenRun *run, GError **error)
{
  if (!kigen_run_settle_backup (run, error) || !kigen_run_open_received (run, error))
    return FALSE;
  gboolean legacy = g_str_equal (kigen_settings_get (run->place->settings, "Backup.Format"), "legacy");
  return kigen_backup_write (run->record->backup, run->contents, run->password,
                             legacy ? KIGEN_PKCS12_LEGACY : KIGEN_PKCS12_MODERN, error);
}

/* The last look before the old one goes: the new one is in the store, with its key, and is valid. */
static gboolean
renewed_holds (KigenRun *run, GError **error)
{
  g_clear_pointer (&run->renewed, kigen_certificate_unref);
  if (!find_renewed (run, error))
    return FALSE;
  if (run->renewed->has_key == KIGEN_HAS_KEY_NO || run->renewed->not_after <= kigen_run_now (run))
    return kigen_fail (error, KIGEN_ERROR_KEY, NULL,
                       _ ("The new certificate is not usable; the old one stays where it is."));
  return TRUE;
}

static gboolean
decide (KigenRun *run, KigenOldChoice *choice, GError **error)
{
  KigenRenewalRecord *record = run->record;
  if (!run->questions->old (run->old, run->renewed, choice, run->questions->data, error))
    return FALSE;
  g_free (record->old_choice);
  record->old_choice = g_strdup (*choice == KIGEN_OLD_DELETE ? "delete" : "keep");
  return kigen_state_save_renewal (run->place->state, record, kigen_run_now (run), error);
}

gboolean
kigen_run_retire (KigenRun *run, GError **error)
{
  if (run->old == NULL)
    return TRUE;
  KigenOldChoice choice = KIGEN_OLD_KEEP;
  if (!renewed_holds (run, error) || !decide (run, &choice, error))
    return FALSE;
  return choice == KIGEN_OLD_KEEP || kigen_store_remove (run->store, run->record->old_id, error);
}

/* The name that the user gave the old one goes over to the new one; the received file has served. */
gboolean
kigen_run_finish (KigenRun *run, GError **error)
{
  KigenState *state = run->place->state;
  if (!find_renewed (run, error))
    return FALSE;
  if (run->record->old_id != NULL) {
    g_autofree char *label = kigen_state_label (state, run->record->old_id);
    if (label != NULL && !kigen_state_set_label (state, run->record->new_id, label, error))
      return FALSE;
  }
  g_autofree char *path = kigen_run_file (run);
  (void)g_remove (path);
  return TRUE;
}
