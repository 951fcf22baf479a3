/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * Which act of a service a request asks for, and the faults on the way there.  The token decides what a
 * request is about; without a valid one there is the entrance only.
 */
#include "visit.h"

#include "address.h"

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
  return (Place){ .rendering = visit->site->options->rendering,
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
  if (visit->site->options->rendering->redirects && is_post (visit) && act->shows)
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
  g_autofree char *named = address_action (visit->site->options->rendering, visit->service, visit->path);
  const char *action = named != NULL ? named : form_action (visit->form);
  const Act *act = find_act (acts, action);
  visit->entrance = acts;
  visit->sends = act != NULL && act->point == POINT_SUBMIT;
  if (action == NULL && form_is_empty (visit->form)) {
    if (!visit_strike (visit, acts->point))
      acts->act (visit, NULL);
    return;
  }
  visit->session = visit_find_session (visit);
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
