/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* The PKCS#12 on its way from the authority into the state folder.
 *
 * It is on the disk before anything else happens to it, and then held against what was asked for.  Half a
 * file, rubbish, an error page in its place: the authority's list is gone through again, a few times.  What
 * was found in the list without our having applied, and is no successor, is noted as such, and the
 * application begins anew. */

#include "renewal-private.h"

#include <kigen/error.h>
#include <kigen/paths.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define DOWNLOAD_TRIES 4

char *
kigen_run_file (const KigenRun *run)
{
  g_autofree char *name = g_strdup_printf ("renewal-%" G_GINT64_FORMAT ".p12", run->record->number);
  return g_build_filename (kigen_state_folder (run->place->state), name, NULL);
}

static gboolean
ask_password (KigenRun *run, gboolean again, GError **error)
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

/* Takes what lies in the state folder from an earlier run, if it is whole, ours, and opens.  FALSE: it has to
 * be fetched. */
static gboolean
take_earlier_file (KigenRun *run)
{
  g_autofree char *path = kigen_run_file (run);
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, NULL);
  if (mapped == NULL)
    return FALSE;
  g_autoptr (GBytes) file = g_mapped_file_get_bytes (mapped);
  g_autoptr (GError) problem = NULL;
  run->contents
      = kigen_issued_open (file, run->password, run->profile, run->old, kigen_run_now (run), &problem);
  if (problem != NULL)
    g_debug ("the file of an earlier run does not do: %s", problem->message);
  return run->contents != NULL;
}

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
  GBytes *file = kigen_authority_download (run->authority, run->application, run->password,
                                           run->place->cancellable, error);
  return file;
}

static GBytes *
fetch_file (KigenRun *run, GError **error)
{
  g_autoptr (GBytes) file
      = run->record->old_id == NULL ? obtain_file (run, error) : download_file (run, error);
  if (file == NULL)
    return NULL;
  g_autofree char *path = kigen_run_file (run);
  gsize size = 0;
  const void *bytes = g_bytes_get_data (file, &size);
  return kigen_file_replace (path, bytes, size, error) ? g_steal_pointer (&file) : NULL;
}

static gboolean
fetch_once (KigenRun *run, GError **error)
{
  g_autoptr (GBytes) file = fetch_file (run, error);
  if (file == NULL)
    return FALSE;
  run->contents = kigen_issued_open (file, run->password, run->profile, run->old, kigen_run_now (run), error);
  return run->contents != NULL;
}

/* An entry that we did not apply for, and that brought no successor, is one of an earlier renewal. */
static gboolean
is_an_old_entry (const KigenRun *run, const GError *problem)
{
  return run->record->applied_at == 0 && run->application != NULL && run->application->entry != NULL
         && g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_NOT_OURS);
}

static gboolean
start_over_without_entry (KigenRun *run, GError **error)
{
  g_autofree char *path = kigen_run_file (run);
  (void)g_remove (path);
  g_ptr_array_insert (run->known_bad, (int)run->known_bad->len - 1, g_strdup (run->application->entry));
  g_clear_pointer (&run->application, kigen_application_free);
  g_clear_pointer (&run->record->request_id, g_free);
  g_clear_pointer (&run->record->reference_id, g_free);
  run->start_over = TRUE;
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
    return TRUE;
  default:
    return FALSE;
  }
}

/* What arrived was broken each time: for the user that is an authority that does not deliver, not a file of
 * theirs. */
static gboolean
fail_receipt (GError *problem, GError **error)
{
  if (g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_FILE_DAMAGED)
      || g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_PASSWORD_WRONG)) {
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
    if (is_an_old_entry (run, problem)) {
      g_error_free (problem);
      return start_over_without_entry (run, error);
    }
    if (!is_worth_another_try (run, problem) || tries == DOWNLOAD_TRIES)
      return fail_receipt (problem, error);
    g_debug ("the download is tried again: %s", problem->message);
    g_error_free (problem);
    g_clear_pointer (&run->application, kigen_application_free);
    if (!kigen_http_wait (tries, run->place->cancellable, error))
      return FALSE;
  }
}

static void
tell_oddities (KigenRun *run)
{
  g_autoptr (GPtrArray) oddities = kigen_issued_oddities (run->contents->certificate, run->profile, run->old);
  for (guint i = 0; i < oddities->len && run->questions->warning != NULL; i++)
    run->questions->warning (g_ptr_array_index (oddities, i), run->questions->data);
}

gboolean
kigen_run_receive (KigenRun *run, GError **error)
{
  if (!ask_password (run, FALSE, error))
    return FALSE;
  /* A first certificate's name is not known before it is here; a renewed one's backup is settled before the
   * download. */
  if (run->record->old_id != NULL && !kigen_run_settle_backup (run, error))
    return FALSE;
  if (!take_earlier_file (run) && !fetch_with_tries (run, error))
    return FALSE;
  if (run->start_over)
    return TRUE;

  tell_oddities (run);
  g_free (run->record->new_id);
  run->record->new_id = g_strdup (run->contents->certificate->id);
  return TRUE;
}

gboolean
kigen_run_open_received (KigenRun *run, GError **error)
{
  if (run->contents != NULL)
    return TRUE;
  if (!ask_password (run, TRUE, error))
    return FALSE;
  if (take_earlier_file (run))
    return TRUE;
  if (run->record->old_id == NULL)
    return kigen_fail (error, KIGEN_ERROR_PASSWORD_WRONG,
                       _ ("Give the password that was set when the certificate was fetched."),
                       _ ("The password does not open the certificate that was received."));
  if (!fetch_with_tries (run, error))
    return FALSE;
  if (run->contents != NULL && g_strcmp0 (run->contents->certificate->id, run->record->new_id) == 0)
    return TRUE;
  return kigen_fail (
      error, KIGEN_ERROR_NOT_OURS, NULL,
      _ ("The authority now sends another certificate than the one that was received before."));
}
