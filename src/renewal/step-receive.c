/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* The PKCS#12 on its way from the authority into the state folder.
 *
 * It is on the disk before anything else happens to it, under a name of its own, and then held against what
 * was asked for.  What passes is recorded, certificate and key, before it counts as received; from then on
 * only the same pair will do, for an authority may make another at each download, or give it out once.  Half
 * a file, rubbish, an error page in its place: the authority's list is gone through again, a few times.  What
 * was found in the list without our having applied, and is the present certificate or one from before, is
 * noted as such, and the application begins anew. */

#include "received.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define DOWNLOAD_TRIES 4

static GBytes *
obtain_file (KigenRun *run, GError **error)
{
  KigenAuthority *authority = kigen_run_authority (run, error);
  if (authority == NULL)
    return NULL;
  return kigen_authority_obtain (authority, run->record->request_id, run->reference_id, run->password,
                                 run->place->cancellable, error);
}

/* From the page that the application left open; else through the list. */
static GBytes *
download_file (KigenRun *run, GError **error)
{
  if (run->application == NULL && !kigen_run_await (run, error))
    return NULL;
  return kigen_authority_download (run->authority, run->application, run->password, run->place->cancellable,
                                   error);
}

/* A download that is not what was asked for: the first that may be worth something to somebody stays. */
static void
put_aside (const char *path, gboolean is_first, const GError *problem)
{
  gboolean may_be_worth = g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_NOT_OURS)
                          || g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_PASSWORD_WRONG);
  if (!may_be_worth || !is_first)
    (void)g_remove (path);
}

/* Recorded before it gets the name of what counts as received: a process that is killed in between finds the
 * download, which opens and fits the record. */
static gboolean
accept_download (KigenRun *run, KigenPkcs12 *contents, const char *path, GError **error)
{
  const char *id = contents->certificate->id;
  if (run->record->new_id != NULL && !g_str_equal (run->record->new_id, id))
    return kigen_fail (
        error, KIGEN_ERROR_PASSWORD_WRONG,
        _ ("Give the password that was set when the certificate was fetched for the first time."),
        _ ("The password does not open the certificate that was received, and the authority now gives out "
           "another one. What was received is kept."));
  if (run->record->new_id == NULL) {
    run->record->new_id = g_strdup (id);
    if (!kigen_state_save_renewal (run->place->state, run->record, kigen_run_now (run), error))
      return FALSE;
  }
  return kigen_received_keep (run, path, id, error);
}

static gboolean
fetch_once (KigenRun *run, GError **error)
{
  g_autoptr (GBytes) file
      = run->record->old_id == NULL ? obtain_file (run, error) : download_file (run, error);
  gboolean is_first = !kigen_received_is_there (run);
  g_autofree char *path = file != NULL ? kigen_received_write (run, file, error) : NULL;
  if (path == NULL)
    return FALSE;
  GError *problem = NULL;
  g_autoptr (KigenPkcs12) contents
      = kigen_issued_open (file, run->password, run->profile, run->old, kigen_run_now (run), &problem);
  if (contents != NULL && accept_download (run, contents, path, &problem)) {
    run->contents = g_steal_pointer (&contents);
    return TRUE;
  }
  /* A successor that could not be written down or named stays, too: it may be given out once. */
  if (contents == NULL)
    put_aside (path, is_first, problem);
  if (contents == NULL && run->application != NULL)
    run->is_old_entry = kigen_issued_is_from_before (file, run->password, run->profile, run->old);
  g_propagate_error (error, problem);
  return FALSE;
}

/* An entry that we did not apply for, and that brought the present certificate or one from before. */
static gboolean
is_an_old_entry (const KigenRun *run)
{
  return run->record->applied_at == 0 && run->application != NULL && run->application->entry != NULL
         && run->is_old_entry;
}

static gboolean
start_over_without_entry (KigenRun *run, GError **error)
{
  g_ptr_array_insert (run->known_bad, (int)run->known_bad->len - 1, g_strdup (run->application->entry));
  g_clear_pointer (&run->application, kigen_application_free);
  g_clear_pointer (&run->record->request_id, g_free);
  g_clear_pointer (&run->record->reference_id, g_free);
  run->is_old_entry = FALSE;
  run->moved = TRUE;
  return kigen_state_complete_step (run->place->state, run->record, KIGEN_STEP_BEGUN, kigen_run_now (run),
                                    error);
}

/* Whether another try may bring what this one did not: nothing that the user, the store or the trust is to
 * blame for. */
static gboolean
is_worth_another_try (const KigenRun *run, const GError *problem)
{
  if (run->record->old_id == NULL || problem->domain != KIGEN_ERROR)
    return FALSE;
  switch (problem->code) {
  case KIGEN_ERROR_UNREACHABLE:
  case KIGEN_ERROR_SESSION_LOST:
  case KIGEN_ERROR_REFUSED:
  case KIGEN_ERROR_NOT_OURS:
  case KIGEN_ERROR_FILE_DAMAGED:
  case KIGEN_ERROR_PASSWORD_WRONG:
    return run->record->new_id == NULL || problem->code != KIGEN_ERROR_PASSWORD_WRONG;
  default:
    return FALSE;
  }
}

/* What arrived was broken each time: for the user that is an authority that does not deliver, not a file of
 * theirs. */
static gboolean
fail_receipt (const KigenRun *run, GError *problem, GError **error)
{
  gboolean wrong_password
      = g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_PASSWORD_WRONG) && run->record->new_id == NULL;
  if (wrong_password || g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_FILE_DAMAGED)) {
    kigen_fail (error, KIGEN_ERROR_UNREACHABLE, NULL, _ ("What the authority sent cannot be used: %s"),
                problem->message);
    kigen_error_set_detail (error, kigen_error_detail (problem));
    g_error_free (problem);
    return FALSE;
  }
  g_propagate_error (error, problem);
  return FALSE;
}

static gboolean
fetch_with_tries (KigenRun *run, GError **error)
{
  for (int tries = 1;; tries++) {
    GError *problem = NULL;
    if (fetch_once (run, &problem))
      return TRUE;
    if (is_an_old_entry (run)) {
      g_error_free (problem);
      return start_over_without_entry (run, error);
    }
    if (!is_worth_another_try (run, problem) || tries == DOWNLOAD_TRIES)
      return fail_receipt (run, problem, error);
    g_debug ("the download is tried again: %s", problem->message);
    g_error_free (problem);
    g_clear_pointer (&run->application, kigen_application_free);
    if (!kigen_http_wait (tries, run->place->cancellable, error))
      return FALSE;
  }
}

/* Where the authority does not give it out again, the file of an earlier run is all there is. */
static gboolean
blame_password (GError *problem, GError **error)
{
  if (!g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_REFUSED)) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  kigen_fail (error, KIGEN_ERROR_PASSWORD_WRONG,
              _ ("Give the password that was set when the certificate was fetched for the first time."),
              _ ("The password does not open the certificate that was received, and the authority does not "
                 "give it out again: %s"),
              problem->message);
  g_error_free (problem);
  return FALSE;
}

gboolean
kigen_run_open_received (KigenRun *run, GError **error)
{
  gboolean unopened = FALSE;
  if (run->contents != NULL)
    return TRUE;
  if (!kigen_run_ask_password (run, kigen_received_is_there (run), error))
    return FALSE;
  run->contents = kigen_received_find (run, &unopened);
  if (run->contents != NULL)
    return TRUE;
  if (run->record->old_id == NULL && run->record->new_id != NULL)
    return kigen_fail (error, KIGEN_ERROR_PASSWORD_WRONG,
                       _ ("Give the password that was set when the certificate was fetched."),
                       _ ("The password does not open the certificate that was received."));
  GError *problem = NULL;
  if (fetch_with_tries (run, &problem))
    return TRUE;
  if (unopened)
    return blame_password (problem, error);
  g_propagate_error (error, problem);
  return FALSE;
}

/* A first certificate's name is not known before it is here; a renewed one's backup is settled before the
 * download. */
gboolean
kigen_run_receive (KigenRun *run, GError **error)
{
  if (!kigen_run_ask_password (run, kigen_received_is_there (run), error)
      || (run->record->old_id != NULL && !kigen_run_settle_backup (run, error))
      || !kigen_run_open_received (run, error))
    return FALSE;
  if (run->moved)
    return TRUE;
  kigen_run_tell_oddities (run);
  g_free (run->record->new_id);
  run->record->new_id = g_strdup (run->contents->certificate->id);
  return TRUE;
}
