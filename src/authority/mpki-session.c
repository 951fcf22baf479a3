/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-authority"

/* What every page of the site has in common: it is asked for, it is a page or a file, it may say that the
 * session is lost or that the authority refuses, and its controls are told by their texts.  A page's own
 * words are never paraphrased: what the authority says reaches the user as it stands. */

#include "mpki-session.h"

#include <kigen/base/error.h>
#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

#include <string.h>

/* Pages in a row that only say to wait. */
#define MOST_INTERLUDES 10

/* Buttons that lead out of a form instead of on.  They are not the profile's: no authority needs others. */
static const char *const leading_back[]
    = { "戻る",     "もどる", "キャンセル", "取消",   "中止",   "中断",  "クリア",
        "リセット", "閉じる", "ログアウト", "Back",   "Cancel", "Reset", "Clear",
        "Close",    "Logout", "Log out",    "Return", NULL };

void
mpki_session_close_page (MpkiSession *session)
{
  session->entry = NULL;
  session->listing = FALSE;
  session->repeatable = FALSE;
  session->would_act_again = FALSE;
  g_clear_pointer (&session->page, kigen_page_free);
  g_clear_pointer (&session->file, g_bytes_unref);
}

gboolean
mpki_session_says (const MpkiSession *session, const char *text, KigenLabel label)
{
  return text != NULL && kigen_text_has (text, kigen_profile_labels (session->profile, label));
}

/* Its title or heading says so; or its text does, and there is nothing else on it to go on with: a page that
 * works may well explain when a session ends. */
static gboolean
is_session_lost (const MpkiSession *session)
{
  const KigenPage *page = session->page;
  if (mpki_session_says (session, kigen_page_title (page), KIGEN_LABEL_SESSION_LOST)
      || mpki_session_says (session, kigen_page_heading (page), KIGEN_LABEL_SESSION_LOST))
    return TRUE;
  if (!mpki_session_says (session, kigen_page_text (page), KIGEN_LABEL_SESSION_LOST))
    return FALSE;
  g_autofree char *status = mpki_session_value (session, KIGEN_LABEL_STATUS);
  return status == NULL && mpki_session_control (session, KIGEN_LABEL_APPLY) == NULL
         && mpki_session_control (session, KIGEN_LABEL_SUBMIT) == NULL
         && mpki_session_control (session, KIGEN_LABEL_DOWNLOAD) == NULL;
}

static gboolean
is_passing_fault (int status)
{
  return status >= 500 || status == 408 || status == 429;
}

static gboolean
judge_answer (const MpkiSession *session, const KigenAnswer *answer, GError **error)
{
  if (session->page != NULL && is_session_lost (session)) {
    g_autofree char *words = mpki_quote (session);
    return kigen_fail (error, KIGEN_ERROR_SESSION_LOST, NULL, _ ("The authority ended the session: %s"),
                       words);
  }
  if (answer->status < 400)
    return TRUE;

  g_autofree char *words = session->page != NULL ? mpki_quote (session) : g_strdup ("");
  if (is_passing_fault (answer->status) || session->verdict == MPKI_VERDICT_LATER)
    return kigen_fail (error, KIGEN_ERROR_UNREACHABLE, NULL,
                       _ ("The authority's server reports a fault of its own (HTTP %d). %s"), answer->status,
                       words);
  return kigen_fail (error, KIGEN_ERROR_REFUSED, NULL, _ ("The authority refused (HTTP %d). %s"),
                     answer->status, words);
}

gboolean
mpki_session_is_cut_off (const MpkiSession *session)
{
  return session->page != NULL && !session->careless && !kigen_page_is_whole (session->page);
}

gboolean
mpki_session_would_repeat (const MpkiSession *session, const KigenRequest *request)
{
  return session->would_act_again && g_str_equal (request->url, kigen_page_url (session->page));
}

/* Nothing in it that could be read. */
static gboolean
is_blank (const MpkiSession *session)
{
  return session->page != NULL && *kigen_page_text (session->page) == '\0'
         && *kigen_page_title (session->page) == '\0';
}

/* One request and its answer, which lies open afterwards. */
static gboolean
send_one (MpkiSession *session, const KigenRequest *request, KigenHttpFlags flags, GCancellable *cancellable,
          GError **error)
{
  g_autoptr (KigenAnswer) answer = kigen_http_send (session->http, request, flags, cancellable, error);
  session->may_have_arrived = session->may_have_arrived || kigen_http_may_have_arrived (session->http);
  mpki_session_close_page (session);
  session->verdict = MPKI_VERDICT_NONE;
  if (answer == NULL)
    return FALSE;

  /* A query may hold the session's token. */
  g_debug ("%s %.*s: %d, %s, %" G_GSIZE_FORMAT " bytes", request->method, (int)strcspn (request->url, "?"),
           request->url, answer->status, answer->content_type, g_bytes_get_size (answer->body));
  session->page = kigen_page_of_answer (answer);
  /* Where a GET made an application, by itself or behind a redirect, its address would make another. */
  session->would_act_again = g_str_equal (answer->method, "GET") && (flags & KIGEN_HTTP_ONCE) != 0;
  session->repeatable = g_str_equal (answer->method, "GET") && !session->would_act_again;
  if (session->page == NULL && answer->status < 400)
    session->file = g_bytes_ref (answer->body);
  /* What a faulty server says is not the authority's no, whatever the words. */
  if (is_passing_fault (answer->status))
    session->verdict = MPKI_VERDICT_LATER;
  else if (!mpki_session_is_cut_off (session))
    session->verdict = mpki_verdict (session, NULL);
  if (judge_answer (session, answer, error))
    return TRUE;
  mpki_session_close_page (session);
  return FALSE;
}

/* 「しばらくお待ちください」: a page that only leads on, and says nothing of an application. */
static gboolean
is_interlude (const MpkiSession *session)
{
  if (session->page == NULL || !kigen_page_is_interlude (session->page))
    return FALSE;
  g_autofree char *status = mpki_session_value (session, KIGEN_LABEL_STATUS);
  g_autofree char *request_id = mpki_session_value (session, KIGEN_LABEL_REQUEST_ID);
  return status == NULL && request_id == NULL;
}

static gboolean
converse (MpkiSession *session, const KigenRequest *request, KigenHttpFlags flags, GCancellable *cancellable,
          GError **error)
{
  session->may_have_arrived = FALSE;
  if (!send_one (session, request, flags, cancellable, error))
    return FALSE;
  gboolean again = mpki_session_is_cut_off (session) && (flags & KIGEN_HTTP_REPEATABLE) != 0;
  if (again && !send_one (session, request, flags, cancellable, error))
    return FALSE;
  /* Twice cut off at its end is no accident. */
  session->careless
      = session->careless || (again && mpki_session_is_cut_off (session) && !is_blank (session));
  for (int i = 0; i < MOST_INTERLUDES && is_interlude (session); i++) {
    double seconds = 0;
    g_autoptr (KigenRequest) next = NULL;
    kigen_page_refresh (session->page, &seconds, &next);
    if (mpki_session_would_repeat (session, next))
      return TRUE;
    if (!kigen_http_wait (seconds, cancellable, error)
        || !send_one (session, next, flags, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
mpki_session_send (MpkiSession *session, const KigenRequest *request, GCancellable *cancellable,
                   GError **error)
{
  KigenHttpFlags flags = g_str_equal (request->method, "GET") ? KIGEN_HTTP_REPEATABLE : 0;
  return converse (session, request, flags, cancellable, error);
}

gboolean
mpki_session_press (MpkiSession *session, const KigenControl *control, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (KigenRequest) request = kigen_control_request (control);
  return mpki_session_send (session, request, cancellable, error);
}

gboolean
mpki_session_press_once (MpkiSession *session, const KigenControl *control, GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (KigenRequest) request = kigen_control_request (control);
  return converse (session, request, KIGEN_HTTP_ONCE, cancellable, error);
}

gboolean
mpki_session_open (MpkiSession *session, const char *endpoint, GCancellable *cancellable, GError **error)
{
  g_autofree char *url = kigen_profile_endpoint (session->profile, endpoint);
  if (url == NULL)
    return kigen_fail (error, KIGEN_ERROR_FAILED, _ ("Correct the profile's [Endpoints]."),
                       _ ("The profile “%s” names no page for this (%s)."),
                       kigen_profile_id (session->profile), endpoint);
  g_autoptr (KigenRequest) request = kigen_request_get (url);
  return mpki_session_send (session, request, cancellable, error);
}

gboolean
mpki_session_open_menu (MpkiSession *session, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean opened = mpki_session_open (session, "Renew", cancellable, &problem);
  if (g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_SESSION_LOST)) {
    g_clear_error (&problem);
    kigen_http_forget_session (session->http);
    opened = mpki_session_open (session, "Renew", cancellable, &problem);
  }
  if (!opened) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (mpki_session_control (session, KIGEN_LABEL_APPLY) == NULL
      && mpki_session_control (session, KIGEN_LABEL_FETCH) == NULL)
    return mpki_session_refused (session, error);
  return TRUE;
}

KigenControl *
mpki_session_control (const MpkiSession *session, KigenLabel label)
{
  if (session->page == NULL)
    return NULL;
  const char *const *labels = kigen_profile_labels (session->profile, label);
  KigenControl *control = kigen_page_control (session->page, labels, KIGEN_MATCH_WHOLE);
  return control != NULL ? control : kigen_page_control (session->page, labels, KIGEN_MATCH_PARTIAL);
}

char *
mpki_session_value (const MpkiSession *session, KigenLabel label)
{
  if (session->page == NULL)
    return NULL;
  return kigen_page_value (session->page, kigen_profile_labels (session->profile, label));
}

gboolean
mpki_session_refused (const MpkiSession *session, GError **error)
{
  if (session->page == NULL)
    return kigen_fail (error, KIGEN_ERROR_REFUSED, NULL,
                       _ ("The authority sent a file where one of its pages was expected."));
  if (is_blank (session))
    return kigen_fail (error, KIGEN_ERROR_UNREACHABLE, NULL,
                       _ ("The authority sent a page with nothing in it."));
  g_autofree char *words = mpki_quote (session);
  if (mpki_session_is_cut_off (session))
    return kigen_fail (error, KIGEN_ERROR_UNREACHABLE, NULL,
                       _ ("A page of the authority broke off in the middle: %s"), words);
  if (mpki_verdict (session, NULL) == MPKI_VERDICT_LATER)
    return kigen_fail (error, KIGEN_ERROR_UNREACHABLE, _ ("Try again later; nothing is lost."),
                       _ ("The authority asks to come back later. It says: %s"), words);
  return kigen_fail (error, KIGEN_ERROR_REFUSED, NULL, _ ("The authority did not go on. It says: %s"), words);
}

gboolean
mpki_session_asks_password (const MpkiSession *session)
{
  GPtrArray *forms = kigen_page_forms (session->page);
  for (guint f = 0; f < forms->len; f++) {
    GPtrArray *fields = kigen_form_fields (g_ptr_array_index (forms, f));
    for (guint i = 0; i < fields->len; i++)
      if (kigen_field_kind (g_ptr_array_index (fields, i)) == KIGEN_FIELD_PASSWORD)
        return TRUE;
  }
  return FALSE;
}

static gboolean
leads_on (const MpkiSession *session, const KigenControl *control)
{
  return !kigen_control_is (control, leading_back, KIGEN_MATCH_PARTIAL)
         && !kigen_control_is (control, kigen_profile_labels (session->profile, KIGEN_LABEL_APPLY),
                               KIGEN_MATCH_WHOLE)
         && !kigen_control_is (control, kigen_profile_labels (session->profile, KIGEN_LABEL_FETCH),
                               KIGEN_MATCH_WHOLE);
}

/* The first control of the form (any form or link for NULL) that matches and leads on; a button before a
 * link. */
static KigenControl *
first_leading_on (const MpkiSession *session, KigenForm *form, const char *const *labels, KigenMatch match)
{
  g_autoptr (GPtrArray) controls = kigen_page_controls_labelled (session->page, labels, match);
  KigenControl *link = NULL;
  for (guint i = 0; i < controls->len; i++) {
    KigenControl *control = g_ptr_array_index (controls, i);
    if (!leads_on (session, control) || (form != NULL && kigen_control_form (control) != form))
      continue;
    if (!kigen_control_is_link (control))
      return control;
    if (link == NULL)
      link = control;
  }
  return link;
}

static KigenControl *
only_way_on (const MpkiSession *session, KigenForm *form)
{
  GPtrArray *controls = kigen_form_controls (form);
  KigenControl *only = NULL;
  for (guint i = 0; i < controls->len; i++) {
    KigenControl *control = g_ptr_array_index (controls, i);
    if (!leads_on (session, control))
      continue;
    if (only != NULL)
      return NULL;
    only = control;
  }
  return only;
}

KigenControl *
mpki_session_submitter (const MpkiSession *session, KigenForm *form, const KigenLabel *labels)
{
  static const KigenMatch matches[] = { KIGEN_MATCH_WHOLE, KIGEN_MATCH_PARTIAL };
  for (gsize m = 0; m < G_N_ELEMENTS (matches); m++)
    for (gsize i = 0; labels[i] != KIGEN_N_LABELS; i++) {
      const char *const *texts = kigen_profile_labels (session->profile, labels[i]);
      KigenControl *control = first_leading_on (session, form, texts, matches[m]);
      if (control != NULL)
        return control;
    }
  return form != NULL ? only_way_on (session, form) : NULL;
}
