/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* How the answer of a visit gets into its HTTP message. */
#include "html.h"
#include "text.h"
#include "visit.h"

#include <string.h>

static const char *
content_type (const Rendering *rendering)
{
  if (!rendering->charset_in_header)
    return "text/html";
  if (g_str_equal (rendering->charset, "SHIFT_JIS"))
    return "text/html; charset=Shift_JIS";
  return g_str_equal (rendering->charset, "EUC-JP") ? "text/html; charset=EUC-JP"
                                                    : "text/html; charset=UTF-8";
}

static void
put_body (const Visit *visit, const char *type, GBytes *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (visit->message);
  gsize length = g_bytes_get_size (body);
  g_autoptr (GBytes) part = NULL;
  soup_message_headers_replace (headers, "Content-Type", type);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  if (visit->damage == TROUBLE_BROKEN)
    soup_message_headers_set_content_length (headers, (goffset)length);
  if (visit->damage == TROUBLE_BROKEN || visit->damage == TROUBLE_TRUNCATED)
    length /= 2;
  if (length == 0)
    return;
  part = g_bytes_new_from_bytes (body, 0, length);
  soup_message_body_append_bytes (soup_server_message_get_response_body (visit->message), part);
}

static void
put_page (const Visit *visit)
{
  const Rendering *rendering = visit->site->options->rendering;
  const Page *page = visit->page;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (visit->message);
  const Place place
      = { .rendering = rendering, .base = visit->site->base, .service = visit->service, .path = visit->path };
  g_autofree char *html = html_draw (page, &place);
  g_autoptr (GBytes) body = text_encode (rendering, html);
  soup_server_message_set_status (visit->message, page->status, NULL);
  if (page->refresh != NULL && rendering->refresh == REFRESH_HEADER) {
    g_autofree char *address = address_of_link (&place, page->refresh);
    g_autofree char *refresh = g_strdup_printf ("1; url=%s", address);
    soup_message_headers_replace (headers, "Refresh", refresh);
  }
  if (page->retry_after > 0) {
    g_autofree char *seconds = g_strdup_printf ("%d", page->retry_after);
    soup_message_headers_replace (headers, "Retry-After", seconds);
  }
  put_body (visit, content_type (rendering), body);
}

static void
put_file (const Visit *visit)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (visit->message);
  g_autofree char *disposition = g_strdup_printf ("attachment; filename=\"%s\"", visit->file_name);
  soup_server_message_set_status (visit->message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (headers, "Content-Disposition", disposition);
  put_body (visit, visit->file_type, visit->file);
}

static void
put_location (const Visit *visit)
{
  unsigned status = visit->location_status != 0 ? visit->location_status : SOUP_STATUS_SEE_OTHER;
  soup_server_message_set_status (visit->message, status, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (visit->message), "Location",
                                visit->location);
}

static void
put_bare (const Visit *visit)
{
  g_autoptr (GBytes) body = g_bytes_new_static (visit->bare_body, strlen (visit->bare_body));
  soup_server_message_set_status (visit->message, visit->bare_status, NULL);
  put_body (visit, "text/html", body);
}

void
visit_answer (Visit *visit)
{
  if (visit->location != NULL)
    put_location (visit);
  else if (visit->bare_status != 0)
    put_bare (visit);
  else if (visit->file != NULL)
    put_file (visit);
  else if (visit->page != NULL)
    put_page (visit);
}
