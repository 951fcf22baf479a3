/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* One run over the table of steps: what every step needs of it, and what it tells and asks its user. */

#include "renewal-private.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

KigenRun *
kigen_run_new (const KigenRenewalPlace *place, KigenProfile *profile, const KigenRenewalQuestions *questions)
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

void
kigen_run_free (KigenRun *run)
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

gint64
kigen_run_now (const KigenRun *run)
{
  return run->place->clock (run->place->clock_data);
}

void
kigen_run_tell (const KigenRun *run, const char *text)
{
  if (run->questions->progress != NULL)
    run->questions->progress (run->step, FALSE, text, run->questions->data);
}

gboolean
kigen_run_passes_by_itself (const GError *problem)
{
  return g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_UNREACHABLE)
         || g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_SESSION_LOST)
         || g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_CANCELLED);
}

gboolean
kigen_run_ask_password (KigenRun *run, gboolean again, GError **error)
{
  if (run->password != NULL)
    return TRUE;
  g_autoptr (KigenSecret) password
      = run->questions->password (run->profile, again, run->questions->data, error);
  if (password == NULL)
    return FALSE;
  if (!kigen_profile_password_fits (run->profile, kigen_secret_text (password)))
    return kigen_fail (error, KIGEN_ERROR_PASSWORD_FORM, NULL, _ ("The password must be %s."),
                       kigen_profile_password_hint (run->profile));
  run->password = g_steal_pointer (&password);
  return TRUE;
}

gboolean
kigen_run_find_renewed (KigenRun *run, GError **error)
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
