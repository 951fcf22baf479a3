/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-authority"

/* From the application to the file: the status until it is 「発行済み」, 「鍵の取得」 with the password
 * twice, 「Download」 (user manual 2.2, 5 to 9), and the one form of /p/rcd (1.1).
 *
 * The way to the file is not a list of pages but a rule: look at what the open page offers and take the first
 * of these: a form that asks for the password or the IDs, a download, the way to the key, the page's own
 * refresh.  Sites put two of these on one page or leave one out.  A form that comes back after it was filled
 * is a refusal. */

#include "mpki-session.h"

#include <kigen/base/error.h>
#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

#include <string.h>

/* More pages than any site has between the status and the file. */
#define MOST_PAGES 12
/* Each wait for the status is longer by this, up to the profile's LongestPoll. */
#define WAIT_GROWTH 1.5

typedef struct {
  const char *request_id;          /* NULL where not known */
  const KigenSecret *reference_id; /* likewise */
  const KigenSecret *password;
} Answers;

/* The status
 * ----------------------------------------------------------------------------------------------------- */

typedef enum {
  ISSUE_PENDING,
  ISSUE_DONE,
  ISSUE_FAILED,
} Issue;

static const KigenLabel key_labels[] = { KIGEN_LABEL_GET_KEY, KIGEN_LABEL_DOWNLOAD, KIGEN_N_LABELS };

/* A page without a status is through when it asks for the password, or offers the key. */
static Issue
read_issue (const MpkiSession *session)
{
  g_autofree char *status = mpki_session_value (session, KIGEN_LABEL_STATUS);
  if (status != NULL) {
    kigen_authority_tell (session->authority, status);
    if (mpki_session_says (session, status, KIGEN_LABEL_PENDING))
      return ISSUE_PENDING;
    if (mpki_session_says (session, status, KIGEN_LABEL_ISSUED))
      return ISSUE_DONE;
    if (mpki_session_says (session, status, KIGEN_LABEL_FAILED))
      return ISSUE_FAILED;
    return ISSUE_PENDING;
  }
  if (mpki_session_asks_password (session) || mpki_session_submitter (session, NULL, key_labels) != NULL)
    return ISSUE_DONE;
  return ISSUE_PENDING;
}

/* How the open page can be asked again: its own refresh, its button for that, its address if a GET brought
 * it.  NULL: only through the list. */
static KigenRequest *
ask_again_request (const MpkiSession *session, double *seconds)
{
  KigenRequest *request = NULL;
  if (session->page == NULL || session->listing)
    return NULL;
  if (kigen_page_refresh (session->page, seconds, &request)) {
    if (!mpki_session_would_repeat (session, request))
      return request;
    g_clear_pointer (&request, kigen_request_free);
  }
  *seconds = 0;
  const char *const *labels = kigen_profile_labels (session->profile, KIGEN_LABEL_REFRESH);
  KigenControl *refresh = kigen_page_control (session->page, labels, KIGEN_MATCH_WHOLE);
  if (refresh != NULL)
    return kigen_control_request (refresh);
  return session->repeatable ? kigen_request_get (kigen_page_url (session->page)) : NULL;
}

/* Asks the open page again, or the list where it can't be asked or has been lost. */
static gboolean
ask_again (MpkiSession *session, KigenApplication *application, const KigenCertificate *old,
           KigenRequest *request, GCancellable *cancellable, GError **error)
{
  if (request != NULL) {
    g_autoptr (GError) problem = NULL;
    if (mpki_session_send (session, request, cancellable, &problem))
      return TRUE;
    if (!g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_SESSION_LOST)
        && !g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_UNREACHABLE)) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    g_debug ("the status page is lost, the list is next: %s", problem->message);
    kigen_http_forget_session (session->http);
  }
  GError *problem = NULL;
  g_autoptr (KigenApplication) found
      = mpki_find (session, old, application->request_id, NULL, cancellable, &problem);
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  application->issued = found != NULL && found->issued;
  if (application->request_id == NULL && found != NULL)
    application->request_id = g_steal_pointer (&found->request_id);
  return TRUE;
}

static gboolean
fail_issue (const MpkiSession *session, GError **error)
{
  g_autofree char *status = mpki_session_value (session, KIGEN_LABEL_STATUS);
  g_autoptr (GError) words = NULL;
  mpki_session_refused (session, &words);
  return kigen_fail (error, KIGEN_ERROR_REFUSED, NULL,
                     _ ("The authority did not issue the certificate (%s). %s"), status, words->message);
}

gboolean
mpki_wait_issued (gpointer data, KigenApplication *application, const KigenCertificate *old,
                  GCancellable *cancellable, GError **error)
{
  MpkiSession *session = data;
  double longest = kigen_profile_wait (session->profile, "LongestPoll");
  double wait = kigen_profile_wait (session->profile, "FirstPoll");
  gint64 deadline
      = g_get_monotonic_time () + (gint64)kigen_profile_wait (session->profile, "Issue") * G_USEC_PER_SEC;

  while (!application->issued) {
    Issue issue = session->page != NULL && !session->listing ? read_issue (session) : ISSUE_PENDING;
    if (issue == ISSUE_FAILED)
      return fail_issue (session, error);
    application->issued = issue == ISSUE_DONE;
    if (application->issued)
      break;
    if (g_get_monotonic_time () >= deadline)
      return kigen_fail (error, KIGEN_ERROR_UNREACHABLE,
                         _ ("The application is safe with the authority. Go on later with “kigen resume”."),
                         _ ("The authority has not issued the certificate yet."));
    double seconds = 0;
    g_autoptr (KigenRequest) request = ask_again_request (session, &seconds);
    if (!kigen_http_wait (MIN (MAX (seconds, wait), longest), cancellable, error)
        || !ask_again (session, application, old, request, cancellable, error))
      return FALSE;
    wait = MIN (wait * WAIT_GROWTH, longest);
  }
  return TRUE;
}

/* The file
 * ------------------------------------------------------------------------------------------------------- */

static gboolean
field_is_for (const MpkiSession *session, const KigenField *field, KigenLabel label)
{
  const char *const *texts = kigen_field_labels (field);
  for (gsize i = 0; texts[i] != NULL; i++)
    if (mpki_session_says (session, texts[i], label))
      return TRUE;
  return FALSE;
}

/* What a field wants; NULL where it is none of ours to fill. */
static const KigenSecret *
answer_for (const MpkiSession *session, const KigenField *field, const Answers *answers, KigenSecret **made)
{
  KigenFieldKind kind = kigen_field_kind (field);
  if ((kind != KIGEN_FIELD_TEXT && kind != KIGEN_FIELD_PASSWORD) || kigen_field_is_read_only (field))
    return NULL;
  if (field_is_for (session, field, KIGEN_LABEL_REFERENCE_ID))
    return answers->reference_id;
  if (field_is_for (session, field, KIGEN_LABEL_REQUEST_ID)) {
    if (answers->request_id == NULL)
      return NULL;
    *made = kigen_secret_new (answers->request_id, strlen (answers->request_id));
    return *made;
  }
  if (kind == KIGEN_FIELD_PASSWORD || field_is_for (session, field, KIGEN_LABEL_PASSWORD)
      || field_is_for (session, field, KIGEN_LABEL_PASSWORD_AGAIN))
    return answers->password;
  return NULL;
}

/* Fills what it can; the number of fields filled.  `shape` collects what was asked, to know the form again.
 */
static guint
fill_form (const MpkiSession *session, KigenForm *form, const Answers *answers, GString *shape)
{
  GPtrArray *fields = kigen_form_fields (form);
  guint filled = 0;
  for (guint i = 0; i < fields->len; i++) {
    KigenField *field = g_ptr_array_index (fields, i);
    g_autoptr (KigenSecret) made = NULL;
    const KigenSecret *answer = answer_for (session, field, answers, &made);
    if (answer == NULL)
      continue;
    const char *const *labels = kigen_field_labels (field);
    g_string_append_printf (shape, "%d %s;", (int)kigen_field_kind (field),
                            labels[0] != NULL ? labels[0] : "");
    kigen_field_fill (field, answer);
    filled++;
  }
  return filled;
}

static const KigenLabel sending_labels[]
    = { KIGEN_LABEL_SUBMIT, KIGEN_LABEL_OBTAIN, KIGEN_LABEL_DOWNLOAD, KIGEN_LABEL_GET_KEY, KIGEN_N_LABELS };

/* The request of the page's form that asks for something of ours; NULL where there is none. */
static KigenRequest *
answer_form (const MpkiSession *session, const Answers *answers, GString *shape)
{
  GPtrArray *forms = kigen_page_forms (session->page);
  for (guint i = 0; i < forms->len; i++) {
    KigenForm *form = g_ptr_array_index (forms, i);
    if (fill_form (session, form, answers, shape) == 0)
      continue;
    KigenControl *control = mpki_session_submitter (session, form, sending_labels);
    return control != NULL ? kigen_control_request (control) : kigen_form_request (form);
  }
  return NULL;
}

static const KigenLabel leading_labels[] = { KIGEN_LABEL_DOWNLOAD, KIGEN_LABEL_DOWNLOAD_KEY,
                                             KIGEN_LABEL_GET_KEY, KIGEN_LABEL_SUBMIT, KIGEN_N_LABELS };

/* What the open page offers as the next thing on the way to the file; NULL where it offers nothing. */
static KigenRequest *
next_request (const MpkiSession *session, const Answers *answers, GHashTable *answered, double *seconds,
              GError **error)
{
  g_autoptr (GString) shape = g_string_new (NULL);
  g_autoptr (KigenRequest) request = answer_form (session, answers, shape);
  if (request != NULL && !g_hash_table_add (answered, g_strdup (shape->str))) {
    mpki_session_refused (session, error);
    return NULL;
  }
  if (request != NULL)
    return g_steal_pointer (&request);
  KigenControl *control = mpki_session_submitter (session, NULL, leading_labels);
  if (control != NULL)
    return kigen_control_request (control);
  if (kigen_page_refresh (session->page, seconds, &request))
    return g_steal_pointer (&request);
  mpki_session_refused (session, error);
  return NULL;
}

/* Goes on from the open page until a file comes. */
static GBytes *
walk_to_file (MpkiSession *session, const Answers *answers, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (int pages = 0; pages < MOST_PAGES && session->file == NULL; pages++) {
    double seconds = 0;
    g_autoptr (KigenRequest) request = next_request (session, answers, answered, &seconds, error);
    if (request == NULL)
      return NULL;
    if ((seconds > 0 && !kigen_http_wait (seconds, cancellable, error))
        || !mpki_session_send (session, request, cancellable, error))
      return NULL;
  }
  if (session->file != NULL)
    return g_steal_pointer (&session->file);
  mpki_session_refused (session, error);
  return NULL;
}

GBytes *
mpki_download (gpointer data, const KigenApplication *application, const KigenSecret *password,
               GCancellable *cancellable, GError **error)
{
  MpkiSession *session = data;
  if (session->page == NULL) {
    kigen_fail (error, KIGEN_ERROR_SESSION_LOST, NULL, _ ("The authority's page is not open any more."));
    return NULL;
  }
  g_autoptr (KigenSecret) reference_id = NULL;
  if (application->reference_id != NULL)
    reference_id = kigen_secret_new (application->reference_id, strlen (application->reference_id));
  Answers answers = { application->request_id, reference_id, password };
  if (session->entry != NULL && !mpki_session_press (session, session->entry, cancellable, error))
    return NULL;
  GBytes *file = walk_to_file (session, &answers, cancellable, error);
  mpki_session_close_page (session);
  return file;
}

GBytes *
mpki_obtain (gpointer data, const char *request_id, const KigenSecret *reference_id,
             const KigenSecret *password, GCancellable *cancellable, GError **error)
{
  MpkiSession *session = data;
  Answers answers = { request_id, reference_id, password };
  g_clear_pointer (&session->secret, kigen_secret_unref);
  session->secret
      = kigen_secret_new (kigen_secret_text (reference_id), strlen (kigen_secret_text (reference_id)));
  if (!mpki_session_open (session, "Download", cancellable, error))
    return NULL;
  GBytes *file = walk_to_file (session, &answers, cancellable, error);
  mpki_session_close_page (session);
  return file;
}
