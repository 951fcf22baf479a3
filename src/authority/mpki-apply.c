/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-authority"

/* The application: menu → 「証明書更新申請」 → confirmation → 「Submit」 → 「送信完了」 (user manual 2.2, 3
 * to 5).
 *
 * Everything up to the confirmation may be done again.  From the moment before_send() says yes, the
 * application may be with the authority.  An answer that shows its IDs or its status tells that it was taken,
 * a whole page that refuses in words that it was not, and so does a connection that was never made.  Anything
 * else (a redirect to nowhere, a server's fault, thanks without IDs, a file, half a page, silence) leaves its
 * fate open, and the caller asks the list.  Submit is sent once, whatever its method. */

#include "mpki-session.h"

#include <kigen/base/error.h>
#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

/* Tries to reach the confirmation when sessions are lost or connections break on the way. */
#define CONFIRMATION_TRIES 3

/* Where a form asks for it, what stands beside or below its label may be the next label. */
static char *
clean_value (const MpkiSession *session, KigenLabel label)
{
  g_autofree char *value = mpki_session_value (session, label);
  if (value == NULL || mpki_session_says (session, value, KIGEN_LABEL_REQUEST_ID)
      || mpki_session_says (session, value, KIGEN_LABEL_REFERENCE_ID))
    return NULL;
  g_autofree char *clean = kigen_text_clean_id (value);
  return *clean != '\0' ? g_steal_pointer (&clean) : NULL;
}

/* A status tells of an application, unless the page refuses or puts off: then only one that it is on its way.
 */
static gboolean
status_tells (const MpkiSession *session, const char *status)
{
  return status != NULL
         && (session->verdict == MPKI_VERDICT_NONE || mpki_session_says (session, status, KIGEN_LABEL_PENDING)
             || mpki_session_says (session, status, KIGEN_LABEL_ISSUED));
}

/* The application that the open page tells of: it shows a request ID or a status.  NULL where it tells of
 * none. */
static KigenApplication *
read_application (const MpkiSession *session)
{
  if (session->page == NULL)
    return NULL;
  g_autofree char *request_id = clean_value (session, KIGEN_LABEL_REQUEST_ID);
  g_autofree char *reference_id = clean_value (session, KIGEN_LABEL_REFERENCE_ID);
  g_autofree char *status = mpki_session_value (session, KIGEN_LABEL_STATUS);
  if (request_id == NULL && !status_tells (session, status))
    return NULL;
  return kigen_application_new (request_id, reference_id);
}

static const KigenLabel submit_labels[] = { KIGEN_LABEL_SUBMIT, KIGEN_N_LABELS };

/* A box that a browser would insist on is a confirmation like the one the user has just given. */
static void
tick_required_boxes (KigenForm *form)
{
  GPtrArray *fields = kigen_form_fields (form);
  for (guint i = 0; i < fields->len; i++) {
    KigenField *field = g_ptr_array_index (fields, i);
    if (kigen_field_kind (field) != KIGEN_FIELD_CHECK || !kigen_field_is_required (field))
      continue;
    g_autoptr (KigenSecret) yes = kigen_secret_new ("on", 2);
    kigen_field_fill (field, yes);
  }
}

static gboolean
open_confirmation_once (MpkiSession *session, GCancellable *cancellable, GError **error)
{
  if (!mpki_session_open_menu (session, cancellable, error))
    return FALSE;
  KigenControl *apply = mpki_session_control (session, KIGEN_LABEL_APPLY);
  if (apply == NULL)
    return mpki_session_refused (session, error);
  return mpki_session_press (session, apply, cancellable, error);
}

static gboolean
passes (const GError *problem)
{
  return g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_SESSION_LOST)
         || g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_UNREACHABLE);
}

static gboolean
open_confirmation (MpkiSession *session, GCancellable *cancellable, GError **error)
{
  for (int tries = 1;; tries++) {
    g_autoptr (GError) problem = NULL;
    if (open_confirmation_once (session, cancellable, &problem))
      return TRUE;
    if (!passes (problem) || tries == CONFIRMATION_TRIES) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    g_debug ("the confirmation is not reached yet: %s", problem->message);
    kigen_http_forget_session (session->http);
    if (!kigen_http_wait (tries, cancellable, error))
      return FALSE;
  }
}

/* Whether it is certain that the application was not taken. */
static gboolean
was_not_taken (const MpkiSession *session)
{
  return !session->may_have_arrived || session->verdict == MPKI_VERDICT_NO;
}

KigenApplication *
mpki_apply (gpointer data, KigenAuthorityConfirm confirm, KigenAuthorityBeforeSend before_send,
            gpointer user_data, gboolean *fate_unknown, GCancellable *cancellable, GError **error)
{
  MpkiSession *session = data;
  if (!open_confirmation (session, cancellable, error))
    return NULL;

  KigenControl *submit = session->page != NULL ? mpki_session_submitter (session, NULL, submit_labels) : NULL;
  if (submit == NULL) {
    KigenApplication *made_already = read_application (session);
    if (made_already == NULL)
      mpki_session_refused (session, error);
    return made_already;
  }
  g_autoptr (GPtrArray) pairs = kigen_page_pairs (session->page);
  if (!confirm (pairs, user_data, error) || !before_send (user_data, error))
    return NULL;
  if (kigen_control_form (submit) != NULL)
    tick_required_boxes (kigen_control_form (submit));

  gboolean answered = mpki_session_press_once (session, submit, cancellable, error);
  KigenApplication *application = answered ? read_application (session) : NULL;
  if (application == NULL) {
    *fate_unknown = !was_not_taken (session);
    if (answered)
      mpki_session_refused (session, error);
    return NULL;
  }
  g_autofree char *status = mpki_session_value (session, KIGEN_LABEL_STATUS);
  application->issued = mpki_session_says (session, status, KIGEN_LABEL_ISSUED);
  return application;
}
