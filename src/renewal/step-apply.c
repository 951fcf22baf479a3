/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* The application.  The one rule: never a second application for the same certificate, unless the authority
 * refused the first in words or the user says so.
 *
 * What was received earlier is gone on with before anything is applied for.  The authority's list is looked
 * at before every application, also the first: the state may have been begun anew, and the user may have
 * applied with a browser.  The instant of an application is durable, in the journal and in the user's claim,
 * before its first byte leaves.  From then on its fate is open until the authority shows it: the list is
 * looked at with growing waits for the profile's Issue and Settle, counted from that instant across restarts,
 * for a list may show only what is issued, and late.  Where it stays empty, only the user can say that
 * another is to be made. */

#include "received.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

#define LONGEST_LOOK 30

/* The sending
 * ------------------------------------------------------------------------------------------------------- */

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
  gint64 now = kigen_run_now (run);
  if (!kigen_claim_note_sent (run->claim, now, error))
    return FALSE;
  run->record->applied_at = now;
  run->record->applications++;
  return kigen_state_save_renewal (run->place->state, run->record, now, error);
}

/* One that was sent before it (the user had another made) is as open as it was. */
static gboolean
note_not_taken (KigenRun *run, gint64 sent_before, GError **error)
{
  run->record->applied_at = sent_before;
  if (sent_before == 0)
    kigen_claim_forget_sent (run->claim);
  else if (!kigen_claim_note_sent (run->claim, sent_before, error))
    return FALSE;
  return kigen_state_save_renewal (run->place->state, run->record, kigen_run_now (run), error);
}

static gboolean
says_already (const KigenRun *run, const GError *problem)
{
  return g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_REFUSED)
         && kigen_text_has (problem->message, kigen_profile_labels (run->profile, KIGEN_LABEL_ALREADY));
}

/* The authority has one already, of this or of another computer: its fate is known, and the list will show
 * it. */
static void
learn_already (KigenRun *run, const GError *problem)
{
  g_debug ("the authority has an application: %s", problem->message);
  run->is_applied_for = TRUE;
  if (run->record->applied_at == 0)
    run->record->applied_at = kigen_run_now (run);
}

/* One sending.  TRUE: the application is known, or its fate is open; FALSE: `error` ends it. */
static gboolean
send_application (KigenRun *run, GError **error)
{
  gboolean fate_unknown = FALSE;
  g_autoptr (GError) problem = NULL;
  gint64 sent_before = run->record->applied_at;
  gint64 sent_earlier = run->record->applications;
  KigenApplication *application
      = kigen_authority_apply (kigen_run_authority (run, NULL), confirm, note_sending, run, &fate_unknown,
                               run->place->cancellable, &problem);
  if (application != NULL) {
    kigen_run_learn_application (run, application);
    return TRUE;
  }
  g_debug ("the application came to nothing (%s): %s", fate_unknown ? "its fate is open" : "not taken",
           problem->message);
  if (says_already (run, problem)) {
    learn_already (run, problem);
    return TRUE;
  }
  if (fate_unknown && !g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_CANCELLED))
    return TRUE;
  gboolean was_sent = run->record->applications != sent_earlier;
  if (!fate_unknown && was_sent && !note_not_taken (run, sent_before, error))
    return FALSE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* An open fate
 * ----------------------------------------------------------------------------------------------------- */

/* Whether a look that failed is worth another: the authority, its server or its pages were not as they should
 * be. */
static gboolean
is_worth_another_look (const GError *problem)
{
  return !g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_CANCELLED)
         && (kigen_run_passes_by_itself (problem)
             || g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_REFUSED));
}

/* Looks again and again until the application shows or has had its time to. */
static gboolean
look_until_settled (KigenRun *run, gboolean *found, GError **error)
{
  gint64 settled = run->record->applied_at + kigen_profile_wait (run->profile, "Issue")
                   + kigen_profile_wait (run->profile, "Settle");
  for (gint64 wait = 1;; wait = MIN (wait * 2, LONGEST_LOOK)) {
    g_autoptr (GError) problem = NULL;
    gboolean looked = kigen_run_look_into_list (run, found, &problem);
    gint64 left = settled - kigen_run_now (run);
    if (looked && (*found || left <= 0))
      return TRUE;
    if (!looked && (left <= 0 || !is_worth_another_look (problem))) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    if (problem != NULL)
      g_debug ("the list is asked again: %s", problem->message);
    kigen_run_tell (run, _ ("Looking whether the authority has taken the application"));
    if (!kigen_http_wait ((double)CLAMP (left, 1, wait), run->place->cancellable, error))
      return FALSE;
  }
}

static gboolean
fail_unknown (const KigenRun *run, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *day = kigen_calendar_date (run->record->applied_at, zone);
  return kigen_fail (
      error, KIGEN_ERROR_APPLICATION_UNKNOWN, NULL,
      _ ("An application for the renewal of %s was sent on %s, but the authority does not show "
         "it: it was probably not taken. Another is not made by itself, since a fee may fall "
         "due for each."),
      run->old->common_name, day);
}

/* The user's word, good for one application. */
static gboolean
may_apply_again (KigenRun *run, GError **error)
{
  gboolean yes = FALSE;
  if (run->questions->apply_again != NULL
      && !run->questions->apply_again (run->old, run->record->applied_at, &yes, run->questions->data, error))
    return FALSE;
  return yes || fail_unknown (run, error);
}

/* What another state of this user has sent is as open as what this one has; and a clock that was set back
 * must not make an instant lie in the future for ever. */
static gboolean
adopt_claim (KigenRun *run, GError **error)
{
  gint64 now = kigen_run_now (run);
  gint64 known = run->record->applied_at;
  gint64 sent_at = MIN (MAX (known, kigen_claim_sent_at (run->claim, now)), now);
  if (sent_at == known)
    return TRUE;
  run->record->applied_at = sent_at;
  return kigen_state_save_renewal (run->place->state, run->record, now, error);
}

/* Looks, and sends where nothing is there and nothing is open.  At most one application without the user's
 * word, and one for each word. */
static gboolean
find_or_send (KigenRun *run, GError **error)
{
  while (run->application == NULL && !run->is_applied_for) {
    gboolean found = FALSE;
    gboolean is_open = run->record->applied_at != 0;
    gboolean looked
        = is_open ? look_until_settled (run, &found, error) : kigen_run_look_into_list (run, &found, error);
    if (!looked)
      return FALSE;
    if (found)
      return TRUE;
    if (is_open && !may_apply_again (run, error))
      return FALSE;
    if (!is_open && run->has_unopened)
      return kigen_fail (
          error, KIGEN_ERROR_PASSWORD_WRONG,
          _ ("Give the password that was set when the certificate was fetched for the first time."),
          _ ("The password does not open the certificate that was received."));
    /* What would stop the renewal later is found before anything that costs money. */
    if (!kigen_store_check_writable (run->store, error) || !send_application (run, error))
      return FALSE;
  }
  return TRUE;
}

/* A successor that was received by an earlier run, of whatever state: nothing has to be applied for. */
static gboolean
take_received (KigenRun *run, GError **error)
{
  if (!kigen_received_is_there (run))
    return TRUE;
  if (!kigen_run_ask_password (run, TRUE, error))
    return FALSE;
  run->contents = kigen_received_find (run, &run->has_unopened);
  if (run->contents == NULL)
    return TRUE;
  if (!kigen_run_settle_backup (run, error))
    return FALSE;
  kigen_run_tell_oddities (run);
  g_free (run->record->new_id);
  run->record->new_id = g_strdup (run->contents->certificate->id);
  run->moved = TRUE;
  return kigen_state_complete_step (run->place->state, run->record, KIGEN_STEP_RECEIVED, kigen_run_now (run),
                                    error);
}

gboolean
kigen_run_apply (KigenRun *run, GError **error)
{
  if (run->record->old_id == NULL)
    return TRUE;
  if (!take_received (run, error))
    return FALSE;
  return run->moved || (adopt_claim (run, error) && find_or_send (run, error));
}
