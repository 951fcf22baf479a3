/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-conversation"

/* The conversation between a user and a renewal.  The renewal asks when it needs to know; here each answer is
 * held against what can be known at once, and asked for again with what was wrong, so that no view has to. */

#include <kigen/conversation/conversation.h>

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

typedef struct {
  KigenView *view;
  const KigenRenewalPlace *place;
  gboolean left;         /* the user has left at a question */
  KigenSecret *password; /* that was given in this conversation, until it turns out not to do; NULL */
  gboolean is_former;    /* it was given as the one of an earlier run */
  char *backup;          /* likewise the backup's path */
  KigenSecret *opening;  /* likewise what opens the certificate's store */
} Talk;

/* Whether a question was answered; a renewal that is under way calls leaving an interruption. */
static gboolean
answered (Talk *talk, gboolean given)
{
  talk->left = talk->left || !given;
  return given;
}

/* The store is opened for one thing at a time, and is asked about each time. */
static KigenSecret *
store_password (const char *uri, gboolean was_wrong, gpointer data, GError **error)
{
  Talk *talk = data;
  if (talk->opening == NULL || was_wrong) {
    g_clear_pointer (&talk->opening, kigen_secret_unref);
    talk->opening = talk->place->store_password (uri, was_wrong, talk->place->store_password_data, error);
  }
  talk->left
      = talk->left || g_error_matches (error != NULL ? *error : NULL, KIGEN_ERROR, KIGEN_ERROR_CANCELLED);
  return talk->opening != NULL ? kigen_secret_ref (talk->opening) : NULL;
}

static gboolean
confirm (const KigenCertificate *old, GPtrArray *pairs, gpointer data, GError **error)
{
  Talk *talk = data;
  return answered (talk, talk->view->confirm (talk->view, old, pairs, error));
}

static gboolean
apply_again (const KigenCertificate *old, gint64 sent_at, gboolean *yes, gpointer data, GError **error)
{
  Talk *talk = data;
  return answered (talk, talk->view->apply_again (talk->view, old, sent_at, yes, error));
}

static KigenSecret *
password (KigenProfile *profile, gboolean again, gpointer data, GError **error)
{
  Talk *talk = data;
  g_autofree char *problem = NULL;
  /* Whoever asks for a new one after a former one has seen that the former one does not do. */
  if (talk->is_former && !again)
    g_clear_pointer (&talk->password, kigen_secret_unref);
  talk->is_former = again;
  while (talk->password == NULL) {
    g_autoptr (KigenSecret) password = talk->view->password (talk->view, profile, again, problem, error);
    if (!answered (talk, password != NULL))
      return NULL;
    if (kigen_profile_password_fits (profile, kigen_secret_text (password)))
      talk->password = g_steal_pointer (&password);
    g_free (problem);
    problem = g_strdup_printf (_ ("The password must be %s."), kigen_profile_password_hint (profile));
  }
  return kigen_secret_ref (talk->password);
}

static char *
backup (const char *suggestion, gpointer data, GError **error)
{
  Talk *talk = data;
  g_autofree char *problem = NULL;
  if (talk->backup != NULL)
    return g_strdup (talk->backup);
  for (;;) {
    g_autoptr (GError) fault = NULL;
    g_autofree char *path = talk->view->backup (talk->view, suggestion, problem, error);
    /* Going on, the file may be our own of an earlier run: whether it is will be seen. */
    if (!answered (talk, path != NULL))
      return NULL;
    if (g_str_equal (path, suggestion) || kigen_backup_path_check (path, &fault)) {
      talk->backup = g_strdup (path);
      return g_steal_pointer (&path);
    }
    g_free (problem);
    problem = g_strdup (fault->message);
  }
}

static gboolean
old_choice (const KigenCertificate *old, const KigenCertificate *renewed, KigenOldChoice *choice,
            gpointer data, GError **error)
{
  Talk *talk = data;
  return answered (talk, talk->view->old (talk->view, old, renewed, choice, error));
}

static void
progress (KigenStep step, gboolean complete, const char *text, gpointer data)
{
  const Talk *talk = data;
  talk->view->progress (talk->view, step, complete, text);
}

static void
warning (const char *text, gpointer data)
{
  const Talk *talk = data;
  talk->view->note (talk->view, text);
}

/* The open renewal with this number, or of this certificate. */
static KigenRenewalRecord *
find_open (KigenState *state, const KigenTask *task, GError **error)
{
  g_autoptr (GPtrArray) open = kigen_state_open_renewals (state, error);
  for (guint i = 0; open != NULL && i < open->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (open, i);
    if (record->number == task->open)
      return g_ptr_array_steal_index (open, i);
  }
  if (open != NULL)
    kigen_fail (error, KIGEN_ERROR_NOTHING_TO_DO, NULL, _ ("This renewal is done already."));
  return NULL;
}

static KigenRenewalResult *
run_once (const KigenTask *task, Talk *talk, GError **error)
{
  KigenRenewalQuestions questions = {
    .confirm = confirm,
    .apply_again = apply_again,
    .password = password,
    .backup = backup,
    .old = old_choice,
    .progress = progress,
    .warning = warning,
    .data = talk,
  };
  KigenRenewalPlace place = *talk->place;
  place.store_password = place.store_password != NULL ? store_password : NULL;
  place.store_password_data = talk;
  if (task->old != NULL)
    return kigen_renewal_renew (&place, task->profile, task->old, task->early, &questions, error);
  if (task->request_id != NULL)
    return kigen_renewal_obtain (&place, task->profile, task->store, task->request_id, task->reference_id,
                                 &questions, error);
  g_autoptr (KigenRenewalRecord) record = find_open (talk->place->state, task, error);
  if (record == NULL)
    return NULL;
  return kigen_renewal_resume (&place, task->profile, record, &questions, error);
}

/* An answer that turned out not to do is asked for again, the others are not.  A password holds for another
 * application, too: the authority learns it only when it gives out the key. */
static void
forget_what_failed (Talk *talk, const GError *problem)
{
  if (g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_PASSWORD_WRONG))
    g_clear_pointer (&talk->password, kigen_secret_unref);
  if (g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_BACKUP_EXISTS)
      || g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_BACKUP_UNWRITABLE))
    g_clear_pointer (&talk->backup, g_free);
}

KigenRenewalResult *
kigen_conversation_run (const KigenRenewalPlace *place, const KigenTask *task, KigenView *view,
                        GError **error)
{
  Talk talk = { .view = view, .place = place };
  KigenRenewalResult *result = NULL;
  for (gboolean again = TRUE; again;) {
    g_autoptr (GError) problem = NULL;
    result = run_once (task, &talk, &problem);
    if (result == NULL)
      forget_what_failed (&talk, problem);
    again = result == NULL && !talk.left && !g_cancellable_is_cancelled (place->cancellable)
            && view->trouble (view, problem) == KIGEN_TROUBLE_AGAIN;
    if (result == NULL && !again)
      g_propagate_error (error, g_steal_pointer (&problem));
  }
  g_clear_pointer (&talk.password, kigen_secret_unref);
  g_clear_pointer (&talk.opening, kigen_secret_unref);
  g_free (talk.backup);
  if (result != NULL)
    view->done (view, result);
  return result;
}
