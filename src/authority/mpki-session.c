/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-authority"

/* What every page of the site has in common: it is asked for, it is a page or a file, and it may say
 * that the session is lost or that the authority refuses.  A page's own words are never paraphrased: what the
 * authority says reaches the user as it stands. */

#include "mpki-session.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#include <string.h>

/* Pages in a row that only say to wait. */
#define MOST_INTERLUDES 10

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
mpki_session_would_repeat (const MpkiSession *session, const KigenRequest *request)
{
  return session->would_act_again && g_str_equal (request->url, kigen_page_url (session->page));
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
      = session->careless || (again && mpki_session_is_cut_off (session) && !mpki_session_is_blank (session));
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

gboolean
mpki_session_refused (const MpkiSession *session, GError **error)
{
  if (session->page == NULL)
    return kigen_fail (error, KIGEN_ERROR_REFUSED, NULL,
                       _ ("The authority sent a file where one of its pages was expected."));
  if (mpki_session_is_blank (session))
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
