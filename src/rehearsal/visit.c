/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * What all services share: the session's cookie, the token that a page sends back, the faults on the way, and
 * the shape of an answer.  The token decides what a request is about; without a valid one there is the
 * entrance only.
 */
#include "visit.h"

#include "html.h"
#include "text.h"

#include <string.h>

static const Rendering *
rendering_of (const Visit *visit)
{
  return visit->site->options->rendering;
}

Visit *
visit_new (Site *site, SoupServerMessage *message, const char *service, X509 *peer, gint64 now)
{
  Visit *visit = g_new0 (Visit, 1);
  visit->site = site;
  visit->message = g_object_ref (message);
  visit->service = service;
  visit->path = g_uri_get_path (soup_server_message_get_uri (message));
  visit->now = now;
  visit->form = form_read (site->options->rendering, message);
  visit->peer = peer;
  if (visit->peer != NULL) {
    visit->serial = certificate_serial (visit->peer);
    visit->common_name = certificate_common_name (visit->peer);
  }
  return visit;
}

void
visit_free (Visit *visit)
{
  g_object_unref (visit->message);
  g_free (visit->serial);
  g_free (visit->common_name);
  form_free (visit->form);
  g_clear_pointer (&visit->page, page_free);
  g_clear_pointer (&visit->file, g_bytes_unref);
  g_free (visit->file_name);
  g_free (visit->location);
  g_free (visit->request_id);
  g_free (visit);
}

static char *
read_cookie (const Visit *visit)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (visit->message);
  const char *cookies = soup_message_headers_get_list (headers, "Cookie");
  g_auto (GStrv) parts = g_strsplit (cookies != NULL ? cookies : "", ";", -1);
  g_autofree char *prefix = g_strconcat (rendering_of (visit)->cookie, "=", NULL);
  for (char **part = parts; *part != NULL; part++)
    if (g_str_has_prefix (g_strstrip (*part), prefix))
      return g_strdup (*part + strlen (prefix));
  return NULL;
}

static Session *
find_session (const Visit *visit)
{
  g_autofree char *id = read_cookie (visit);
  return sessions_find (visit->site->sessions, id, visit->serial, visit->now / G_USEC_PER_SEC);
}

void
visit_begin_session (Visit *visit)
{
  visit->session = find_session (visit);
  if (visit->session != NULL)
    return;
  visit->session = sessions_begin (visit->site->sessions, visit->serial, visit->now / G_USEC_PER_SEC);
  g_autofree char *cookie
      = g_strdup_printf ("%s=%s; Path=/; Secure; HttpOnly", rendering_of (visit)->cookie, visit->session->id);
  soup_message_headers_append (soup_server_message_get_response_headers (visit->message), "Set-Cookie",
                               cookie);
}

const char *
visit_give_token (Visit *visit, const char *page, const char *request_id)
{
  return session_give_token (visit->session, page, request_id);
}

void
visit_show (Visit *visit, Page *page)
{
  g_clear_pointer (&visit->page, page_free);
  visit->page = page;
}

void
visit_send_file (Visit *visit, GBytes *file, const char *type, char *name)
{
  visit->file = file;
  visit->file_type = type;
  visit->file_name = name;
}

void
visit_refuse (Visit *visit, unsigned status, const char *title, const char *words)
{
  Page *page = page_new (title);
  page->status = status;
  page_complain (page, words);
  visit_show (visit, page);
}

static void
reject (Visit *visit, const char *reason)
{
  events_note (visit->site->events, "rejected", "reason", reason);
  visit_refuse (visit, 400, "画面遷移エラー",
                "画面の操作が正しくありません。最初のページからやり直してください。");
}

static const Act *
find_act (const Act *acts, const char *name)
{
  for (const Act *act = acts; act->name != NULL; act++)
    if (g_strcmp0 (act->name, name) == 0)
      return act;
  return NULL;
}

static gboolean
is_post (const Visit *visit)
{
  return g_str_equal (soup_server_message_get_method (visit->message), "POST");
}

static Place
place_of (const Visit *visit)
{
  return (Place){ .rendering = rendering_of (visit),
                  .base = visit->site->base,
                  .service = visit->service,
                  .path = visit->path };
}

static void
redirect (Visit *visit, const char *action, const char *token)
{
  g_autofree char *copy = g_strdup (token);
  const Control control = { .action = action, .text = NULL, .token = copy };
  const Place place = place_of (visit);
  visit->location = address_of_link (&place, &control);
}

void
visit_go_on (Visit *visit, const Act *acts, const char *name, const char *token)
{
  const Act *act = find_act (acts, name);
  if (rendering_of (visit)->redirects && is_post (visit) && act->shows)
    redirect (visit, name, token);
  else
    act->act (visit, session_ticket (visit->session, token));
}

/* nothing but tokens of this service's pages count: the ticket's page is one of its acts */
static gboolean
belongs_here (const Act *acts, const Act *act, const Ticket *ticket)
{
  return ticket != NULL && find_act (acts, ticket->page) != NULL
         && (!act->about || ticket->request_id != NULL);
}

void
visit_dispatch (Visit *visit, const Act *acts)
{
  g_autofree char *named = address_action (rendering_of (visit), visit->service, visit->path);
  const char *action = named != NULL ? named : form_action (visit->form);
  const Act *act = find_act (acts, action);
  visit->entrance = acts;
  visit->sends = act != NULL && act->point == POINT_SUBMIT;
  if (action == NULL && form_is_empty (visit->form)) {
    if (!visit_strike (visit, acts->point))
      acts->act (visit, NULL);
    return;
  }
  visit->session = find_session (visit);
  if (visit->session == NULL) {
    visit_lose_session (visit);
    return;
  }
  const char *row = form_value (visit->form, "row");
  const char *token = row != NULL ? row : form_value (visit->form, "token");
  if (act == NULL)
    reject (visit, action != NULL ? "no such act" : "no button");
  else if (!belongs_here (acts, act, session_ticket (visit->session, token)))
    reject (visit, token != NULL ? "a token unknown" : "no token");
  else if (!visit_strike (visit, act->point))
    visit_go_on (visit, acts, act->name, token);
}
