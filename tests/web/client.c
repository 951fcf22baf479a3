/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "client.h"

#include <kigen/base/error.h>

KigenHttp *
client_new_with (const Site *site, const KigenCredential *credential, KigenHttpOptions options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *origin = site_url (site, "");
  if (options.anchors == NULL)
    options.anchors = site_anchors (site);
  KigenHttp *http = kigen_http_new (origin, credential, &options, &error);
  g_assert_no_error (error);
  return http;
}

KigenHttp *
client_new (const Site *site, const KigenCredential *credential)
{
  return client_new_with (site, credential, (KigenHttpOptions){ .timeout = 20 });
}

KigenAnswer *
client_get (KigenHttp *http, const Site *site, const char *path, KigenHttpFlags flags, GError **error)
{
  g_autofree char *url = site_url (site, path);
  g_autoptr (KigenRequest) request = kigen_request_get (url);
  return kigen_http_send (http, request, flags, NULL, error);
}

KigenAnswer *
client_post (KigenHttp *http, const Site *site, const char *path, const char *body, KigenHttpFlags flags,
             GError **error)
{
  g_autofree char *url = site_url (site, path);
  g_autoptr (KigenRequest) request = kigen_request_get (url);
  g_free (request->method);
  request->method = g_strdup ("POST");
  request->content_type = g_strdup ("application/x-www-form-urlencoded");
  request->body = workshop_secret (body);
  return kigen_http_send (http, request, flags, NULL, error);
}

void
client_must_get (KigenHttp *http, const Site *site, const char *path, const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_get (http, site, path, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->status, ==, 200);
  g_autofree char *text = answer_text (answer);
  g_assert_cmpstr (text, ==, body);
}

void
client_must_fail (KigenHttp *http, const Site *site, const char *path, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_get (http, site, path, 0, &error);
  g_assert_null (answer);
  g_assert_error (error, KIGEN_ERROR, code);
}

char *
answer_text (const KigenAnswer *answer)
{
  gsize size = 0;
  const char *bytes = g_bytes_get_data (answer->body, &size);
  return size > 0 ? g_strndup (bytes, size) : g_strdup ("");
}
