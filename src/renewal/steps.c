/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* The table of steps and the loop over it.
 *
 * Before a step the journal says that it is entered, after it that it is complete; both are durable before
 * anything else happens.  A process that is killed leaves a step entered: it is run again, and every step is
 * written so that running it again does no harm.  A step whose precondition no longer holds (an entry of the
 * authority's list that turned out to be an old one), or that finds later ones done already, sets the record
 * to where it is and says `moved`. */

#include "renewal-private.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

typedef struct {
  KigenStep step; /* complete when run() has succeeded */
  gboolean (*run) (KigenRun *run, GError **error);
  const char *doing; /* what is being done */
  const char *done;  /* what has been done, for the history */
} StepRow;

static const StepRow table[] = {
  { KIGEN_STEP_APPLIED, kigen_run_apply, N_ ("Opening the authority's pages"),
    N_ ("The renewal was applied for") },
  { KIGEN_STEP_ISSUED, kigen_run_await, N_ ("Waiting for the authority to issue the certificate"),
    N_ ("The authority has issued the certificate") },
  { KIGEN_STEP_RECEIVED, kigen_run_receive, N_ ("Fetching the certificate and its key"),
    N_ ("The certificate and its key were received") },
  { KIGEN_STEP_INSTALLED, kigen_run_install, N_ ("Installing the certificate"),
    N_ ("The certificate was installed") },
  { KIGEN_STEP_PROVED, kigen_run_prove, N_ ("Proving that the new certificate logs in"),
    N_ ("The new certificate logs in") },
  { KIGEN_STEP_BACKED_UP, kigen_run_back_up, N_ ("Writing the backup"),
    N_ ("The backup was written and read back") },
  { KIGEN_STEP_RETIRED, kigen_run_retire, N_ ("Looking after the old certificate"),
    N_ ("The old certificate has been dealt with") },
  { KIGEN_STEP_DONE, kigen_run_finish, N_ ("Tidying up"), N_ ("The renewal is done") },
};

static const StepRow *
next_row (const KigenRenewalRecord *record)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].step > record->step)
      return &table[i];
  return NULL;
}

static gboolean
complete_row (KigenRun *run, const StepRow *row, GError **error)
{
  if (!kigen_state_complete_step (run->place->state, run->record, row->step, kigen_run_now (run), error))
    return FALSE;
  const char *id = run->record->old_id != NULL ? run->record->old_id : run->record->new_id;
  kigen_state_add_history (run->place->state, kigen_step_name (row->step), id, _ (row->done),
                           kigen_run_now (run), NULL);
  g_ptr_array_add (run->steps, g_strdup (kigen_step_name (row->step)));
  if (run->questions->progress != NULL)
    run->questions->progress (row->step, TRUE, _ (row->done), run->questions->data);
  return TRUE;
}

/* The authority has, or may have, an application of ours. */
static gboolean
application_is_out (const KigenRenewalRecord *record)
{
  return record->step >= KIGEN_STEP_APPLIED || record->applied_at != 0;
}

/* What the run ends with.  With an application out, whatever passes by itself is an interruption: `resume`
 * goes on. Without one, only an authority that cannot be reached is worth keeping the renewal open for. */
static void
end_run (KigenRun *run, GError *problem, GError **error)
{
  if (application_is_out (run->record) && run->record->step < KIGEN_STEP_DONE
      && kigen_run_passes_by_itself (problem)) {
    kigen_fail (error, KIGEN_ERROR_INTERRUPTED,
                _ ("Nothing is lost: go on with “kigen resume”. The present certificate works as before."),
                "%s", problem->message);
    kigen_error_set_detail (error, kigen_error_detail (problem));
    g_error_free (problem);
    return;
  }
  gboolean keeps_open = application_is_out (run->record) || run->record->step == KIGEN_STEP_ABANDONED
                        || g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_UNREACHABLE)
                        || g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_SESSION_LOST);
  if (!keeps_open)
    kigen_state_abandon_renewal (run->place->state, run->record, problem->message, kigen_run_now (run), NULL);
  g_propagate_error (error, problem);
}

static gboolean
run_row (KigenRun *run, const StepRow *row, GError **error)
{
  if (g_cancellable_is_cancelled (run->place->cancellable))
    return kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, _ ("It was stopped."));
  if (!kigen_state_enter_step (run->place->state, run->record, kigen_run_now (run), error))
    return FALSE;
  run->step = row->step;
  kigen_run_tell (run, _ (row->doing));
  run->moved = FALSE;
  if (!row->run (run, error))
    return FALSE;
  return run->moved || complete_row (run, row, error);
}

gboolean
kigen_run_steps (KigenRun *run, GError **error)
{
  for (const StepRow *row = next_row (run->record); row != NULL; row = next_row (run->record)) {
    GError *problem = NULL;
    if (!run_row (run, row, &problem)) {
      end_run (run, problem, error);
      return FALSE;
    }
  }
  return TRUE;
}
