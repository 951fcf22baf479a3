/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* What all services share: the session's cookie, the token that a page sends back, and the shape of an
 * answer. */
#include "visit.h"

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

Session *
visit_find_session (const Visit *visit)
{
  g_autofree char *id = read_cookie (visit);
  return sessions_find (visit->site->sessions, id, visit->serial, visit->now / G_USEC_PER_SEC);
}

void
visit_begin_session (Visit *visit)
{
  visit->session = visit_find_session (visit);
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
