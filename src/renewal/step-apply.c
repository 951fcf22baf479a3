/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* The application, and the wait for its certificate.  The one rule: never a second application for the same
 * certificate.
 *
 * The authority's list is looked at before every application, also the first: the state may have been
 * rebuilt, and the user may have applied with a browser.  Where an application was sent and its fate is not
 * known, it gets the profile's Settle time to show in the list before another is thought of; `applied_at` is
 * durable before the first byte leaves. */

#include "renewal-private.h"

#include <kigen/error.h>
#include <kigen/text.h>

#include <glib/gi18n-lib.h>

/* Applications that may be sent in one run after the list has shown each time that the one before was not
 * taken. */
#define MOST_SENDINGS 3
#define LONGEST_LOOK 8

static void
learn_application (KigenRun *run, KigenApplication *application)
{
  KigenRenewalRecord *record = run->record;
  g_clear_pointer (&run->application, kigen_application_free);
  run->application = application;
  if (application->request_id != NULL) {
    g_free (record->request_id);
    record->request_id = g_strdup (application->request_id);
  }
  if (application->reference_id != NULL) {
    g_free (record->reference_id);
    record->reference_id = g_strdup (application->reference_id);
  }
}

/* Looks into the authority's list; `*found` tells.  A request that we never made ourselves may be any. */
static gboolean
look_into_list (KigenRun *run, gboolean *found, GError **error)
{
  KigenAuthority *authority = kigen_run_authority (run, error);
  if (authority == NULL)
    return FALSE;
  GError *problem = NULL;
  KigenApplication *application
      = kigen_authority_find (authority, run->old, run->record->request_id,
                              (const char *const *)run->known_bad->pdata, run->place->cancellable, &problem);
  *found = application != NULL;
  if (application != NULL)
    learn_application (run, application);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}

static gboolean
confirm (GPtrArray *pairs, gpointer data, GError **error)
{
  const KigenRun *run = data;
  return run->questions->confirm (run->old, pairs, run->questions->data, error);
}

static gboolean
note_sending (gpointer data, GError **error)
{
  KigenRun *run = data;
  run->record->applied_at = kigen_run_now (run);
  return kigen_state_save_renewal (run->place->state, run->record, run->record->applied_at, error);
}

static gboolean
note_not_taken (KigenRun *run, GError **error)
{
  run->record->applied_at = 0;
  return kigen_state_save_renewal (run->place->state, run->record, kigen_run_now (run), error);
}

/* Looks again and again until the application shows or has had its time to. */
static gboolean
look_until_settled (KigenRun *run, gboolean *found, GError **error)
{
  gint64 settled = run->record->applied_at + kigen_profile_wait (run->profile, "Settle");
  for (gint64 wait = 1;; wait = MIN (wait * 2, LONGEST_LOOK)) {
    if (!look_into_list (run, found, error))
      return FALSE;
    gint64 left = settled - kigen_run_now (run);
    if (*found || left <= 0)
      return TRUE;
    kigen_run_tell (run, _ ("Looking whether the authority has taken the application"));
    if (!kigen_http_wait ((double)MIN (wait, left), run->place->cancellable, error))
      return FALSE;
  }
}

static gboolean
says_already (const KigenRun *run, const GError *problem)
{
  return g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_REFUSED)
         && kigen_text_has (problem->message, kigen_profile_labels (run->profile, KIGEN_LABEL_ALREADY));
}

/* One sending.  TRUE: the application is known (`run->application`), or it is worth another look into the
 * list; FALSE: `error` ends it. */
static gboolean
send_once (KigenRun *run, GError **error)
{
  gboolean fate_unknown = FALSE;
  g_autoptr (GError) problem = NULL;
  KigenApplication *application
      = kigen_authority_apply (kigen_run_authority (run, NULL), confirm, note_sending, run, &fate_unknown,
                               run->place->cancellable, &problem);
  if (application != NULL) {
    learn_application (run, application);
    return TRUE;
  }
  g_debug ("the application came to nothing (%s): %s", fate_unknown ? "fate unknown" : "not taken",
           problem->message);
  if (fate_unknown && !g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_CANCELLED))
    return TRUE;
  if (says_already (run, problem)) {
    gboolean found = FALSE;
    run->record->applied_at = kigen_run_now (run);
    if (!look_until_settled (run, &found, error) || found)
      return found;
    return kigen_fail (error, KIGEN_ERROR_UNREACHABLE, NULL,
                       _ ("The authority has an application already, but its list does not show it yet. %s"),
                       problem->message);
  }
  if (g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_REFUSED)) {
    gboolean found = FALSE;
    if (!look_into_list (run, &found, error) || found || !note_not_taken (run, error))
      return found;
  } else if (!fate_unknown && run->record->applied_at != 0 && !note_not_taken (run, error)) {
    return FALSE;
  }
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

gboolean
kigen_run_apply (KigenRun *run, GError **error)
{
  if (run->record->old_id == NULL)
    return TRUE;
  for (int sendings = 0;; sendings++) {
    gboolean found = FALSE;
    gboolean looked = run->record->applied_at != 0 ? look_until_settled (run, &found, error)
                                                   : look_into_list (run, &found, error);
    if (!looked)
      return FALSE;
    if (found)
      return TRUE;
    if (sendings == MOST_SENDINGS)
      return kigen_fail (
          error, KIGEN_ERROR_UNREACHABLE, NULL,
          _ ("The authority did not take the application; the connection broke off each time."));
    if (!send_once (run, error))
      return FALSE;
    if (run->application != NULL)
      return TRUE;
  }
}

/* The page that the application left open can be asked; after an interruption, or when it is lost, the list
 * is. */
static gboolean
await_once (KigenRun *run, GError **error)
{
  KigenAuthority *authority = kigen_run_authority (run, error);
  if (authority == NULL)
    return FALSE;
  if (run->application == NULL) {
    gboolean found = FALSE;
    if (!look_into_list (run, &found, error))
      return FALSE;
    if (!found)
      run->application = g_new0 (KigenApplication, 1);
  }
  return kigen_authority_wait_issued (authority, run->application, run->old, run->place->cancellable, error);
}

gboolean
kigen_run_await (KigenRun *run, GError **error)
{
  if (run->record->old_id == NULL)
    return TRUE;
  GError *problem = NULL;
  if (await_once (run, &problem))
    return TRUE;
  if (g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_SESSION_LOST)) {
    g_clear_error (&problem);
    g_clear_pointer (&run->application, kigen_application_free);
    if (await_once (run, &problem))
      return TRUE;
  }
  g_propagate_error (error, problem);
  return FALSE;
}
