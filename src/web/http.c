/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* Requests of one identity at one origin.  libcurl moves the bytes; what it would do by itself (redirects to
 * anywhere, a second POST on a connection that died) is done here instead, by the rules of http.h.
 *
 * Two layers: an exchange is one request on the wire and its answer (http-exchange.c); here are the redirects
 * around it and the second tries around one exchange that may be repeated. */

#include "http-private.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#define DEFAULT_TIMEOUT 30
#define DEFAULT_LARGEST (4 * 1024 * 1024)
#define MOST_REDIRECTS 10
/* A server that asks for more than this is not waited for: its answer is handed on. */
#define LONGEST_RETRY_AFTER 60

/* Seconds before the second, third … try. */
static const double retry_waits[] = { 0.3, 1, 3 };

KigenHttp *
kigen_http_new (const char *origin, const KigenCredential *credential, const KigenHttpOptions *options,
                GError **error)
{
  g_autofree char *own_origin = kigen_url_origin (origin);
  if (own_origin == NULL) {
    kigen_fail (error, KIGEN_ERROR_USAGE, _ ("Correct “Base” in the profile."),
                _ ("“%s” is not an address that begins with https://."), origin);
    return NULL;
  }
  KigenTls *tls = kigen_tls_new (credential, error);
  if (tls == NULL)
    return NULL;

  KigenHttp *http = g_new0 (KigenHttp, 1);
  http->origin = g_steal_pointer (&own_origin);
  http->host = g_strdup (http->origin + strlen ("https://"));
  http->anchors = g_strdup (options->anchors);
  http->proxy = g_strdup (options->proxy);
  http->no_proxy = g_strdup (options->no_proxy);
  http->proxy_user = g_strdup (options->proxy_user);
  if (options->proxy_password != NULL)
    http->proxy_password = kigen_secret_ref (options->proxy_password);
  http->timeout = options->timeout > 0 ? options->timeout : DEFAULT_TIMEOUT;
  http->largest = options->largest > 0 ? options->largest : DEFAULT_LARGEST;
  http->tls = tls;
  return http;
}

void
kigen_http_forget_session (KigenHttp *http)
{
  g_clear_pointer (&http->curl, curl_easy_cleanup);
  g_clear_pointer (&http->pool, curl_multi_cleanup);
}

void
kigen_http_free (KigenHttp *http)
{
  if (http == NULL)
    return;
  kigen_http_forget_session (http);
  g_clear_pointer (&http->proxy_password, kigen_secret_unref);
  kigen_tls_free (http->tls);
  g_free (http->origin);
  g_free (http->host);
  g_free (http->anchors);
  g_free (http->proxy);
  g_free (http->no_proxy);
  g_free (http->proxy_user);
  g_free (http);
}

gboolean
kigen_http_may_have_arrived (const KigenHttp *http)
{
  return http->may_have_arrived;
}

KigenHttpFault
kigen_http_fault (const KigenHttp *http)
{
  return http->fault;
}

const char *
kigen_http_library (void)
{
  static gsize text = 0;
  if (g_once_init_enter (&text)) {
    const curl_version_info_data *info = curl_version_info (CURLVERSION_NOW);
    char *made = g_strdup_printf ("libcurl/%s %s", info->version,
                                  info->ssl_version != NULL ? info->ssl_version : "");
    g_once_init_leave (&text, (gsize)made);
  }
  return (const char *)text;
}

gboolean
kigen_http_wait (double seconds, GCancellable *cancellable, GError **error)
{
  int milliseconds = (int)(CLAMP (seconds, 0, G_MAXINT / 1000) * 1000);
  GPollFD cancelled = { 0 };
  if (g_cancellable_make_pollfd (cancellable, &cancelled)) {
    g_poll (&cancelled, 1, milliseconds);
    g_cancellable_release_fd (cancellable);
  } else {
    g_usleep ((gulong)milliseconds * 1000);
  }
  if (!g_cancellable_is_cancelled (cancellable))
    return TRUE;
  return kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, _ ("Stopped as you asked."));
}

/* Second tries
 * ---------------------------------------------------------------------------------------------------- */

static gboolean
is_passing_fault (const KigenAnswer *answer)
{
  switch (answer->status) {
  case 429:
  case 500:
  case 502:
  case 503:
  case 504:
    return answer->retry_after <= LONGEST_RETRY_AFTER;
  default:
    return FALSE;
  }
}

/* The same password again would at worst lock the user out there. */
static gboolean
is_turned_away_by_proxy (const KigenHttp *http)
{
  long status = 0;
  curl_easy_getinfo (http->curl, CURLINFO_HTTP_CONNECTCODE, &status);
  return status == 407;
}

/* An exchange that may be repeated: what comes of the last try is what came of it. */
static KigenAnswer *
exchange_repeatedly (KigenHttp *http, const KigenRequest *request, GCancellable *cancellable, GError **error)
{
  for (gsize tries = 0;; tries++) {
    g_autoptr (GError) problem = NULL;
    g_autoptr (KigenAnswer) answer = kigen_http_exchange (http, request, cancellable, &problem);
    gboolean again = answer != NULL ? is_passing_fault (answer)
                                    : g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_UNREACHABLE)
                                          && !is_turned_away_by_proxy (http);
    if (!again || tries == G_N_ELEMENTS (retry_waits)) {
      if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
      return g_steal_pointer (&answer);
    }
    double wait = retry_waits[tries];
    if (answer != NULL && answer->retry_after > 0)
      wait = MAX (wait, (double)answer->retry_after);
    g_debug ("%s is tried again in %.1f s: %s", request->method, wait,
             problem != NULL ? problem->message : "a passing fault");
    if (!kigen_http_wait (wait, cancellable, error))
      return NULL;
  }
}

/* Redirects
 * ------------------------------------------------------------------------------------------------------- */

static gboolean
is_redirect (int status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* What a redirect asks for: 307 and 308 the same again elsewhere, the others a GET, as every browser does
 * (RFC 9110 15.4). */
static KigenRequest *
redirected (const KigenRequest *request, int status, const char *url)
{
  KigenRequest *next = kigen_request_get (url);
  next->referer = g_strdup (request->referer);
  if (status != 307 && status != 308)
    return next;
  g_free (next->method);
  next->method = g_strdup (request->method);
  next->content_type = g_strdup (request->content_type);
  next->body = request->body != NULL ? kigen_secret_ref (request->body) : NULL;
  return next;
}

static gboolean
asks_for_the_body_again (const KigenRequest *request, int status)
{
  return (status == 307 || status == 308) && request->body != NULL;
}

/* Where an answer sends us; NULL where it sends us nowhere, or with the error set where it may not. */
static KigenRequest *
read_redirect (const KigenHttp *http, const KigenRequest *request, const KigenAnswer *answer, GError **error)
{
  struct curl_header *location = NULL;
  if (!is_redirect (answer->status)
      || curl_easy_header (http->curl, "Location", 0, CURLH_HEADER, -1, &location) != CURLHE_OK)
    return NULL;
  g_autofree char *url = kigen_url_resolve (answer->url, location->value, NULL);
  g_autofree char *origin = url != NULL ? kigen_url_origin (url) : NULL;
  if (g_strcmp0 (origin, http->origin) == 0)
    return redirected (request, answer->status, url);
  kigen_fail (error, KIGEN_ERROR_REFUSED, NULL,
              _ ("%s sent Kigen on to another place (%s), which is not followed."), http->host,
              origin != NULL ? origin : location->value);
  return NULL;
}

static gboolean
check_origin (const KigenHttp *http, const KigenRequest *request, GError **error)
{
  g_autofree char *origin = kigen_url_origin (request->url);
  if (g_strcmp0 (origin, http->origin) == 0)
    return TRUE;
  return kigen_fail (error, KIGEN_ERROR_REFUSED, NULL,
                     _ ("A page of %s leads to another place (%s), which is not followed."), http->host,
                     origin != NULL ? origin : "?");
}

/* Notes that the request goes out; FALSE where the same has gone out to the same address before.  Its body is
 * no part of that: a redirect leaves it as it was or takes it away together with the method. */
static gboolean
note_sending (GHashTable *sent, const KigenRequest *request)
{
  /* Of the origin, which is the same for all, the case may differ. */
  g_autofree char *url = kigen_url_resolve (request->url, request->url, NULL);
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL) : NULL;
  if (uri == NULL)
    return g_hash_table_add (sent, g_strconcat (request->method, " ", request->url, NULL));
  const char *path = *g_uri_get_path (uri) != '\0' ? g_uri_get_path (uri) : "/";
  const char *query = g_uri_get_query (uri) != NULL ? g_uri_get_query (uri) : "";
  return g_hash_table_add (sent, g_strconcat (request->method, " ", path, "?", query, NULL));
}

KigenAnswer *
kigen_http_send (KigenHttp *http, const KigenRequest *request, KigenHttpFlags flags,
                 GCancellable *cancellable, GError **error)
{
  gboolean may_be_repeated = (flags & KIGEN_HTTP_REPEATABLE) != 0;
  g_autoptr (KigenRequest) next = NULL;
  g_autoptr (GHashTable) sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  http->may_have_arrived = FALSE;
  http->fault = KIGEN_HTTP_FAULT_NONE;
  if (!check_origin (http, request, error))
    return NULL;
  for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const KigenRequest *now = next != NULL ? next : request;
    GError *problem = NULL;
    if (!note_sending (sent, now) && !may_be_repeated)
      break;
    g_autoptr (KigenAnswer) answer = may_be_repeated ? exchange_repeatedly (http, now, cancellable, error)
                                                     : kigen_http_exchange (http, now, cancellable, error);
    if (answer == NULL || (flags & KIGEN_HTTP_NO_REDIRECTS) != 0)
      return g_steal_pointer (&answer);
    if ((flags & KIGEN_HTTP_ONCE) != 0 && asks_for_the_body_again (now, answer->status)) {
      kigen_fail (error, KIGEN_ERROR_REFUSED, NULL,
                  _ ("%s asked for the same form to be sent again, which is not done."), http->host);
      return NULL;
    }
    KigenRequest *following = read_redirect (http, now, answer, &problem);
    if (problem != NULL) {
      g_propagate_error (error, problem);
      return NULL;
    }
    if (following == NULL)
      return g_steal_pointer (&answer);
    kigen_request_free (next);
    next = following;
  }
  kigen_fail (error, KIGEN_ERROR_UNREACHABLE, NULL, _ ("Too many redirects from %s."), http->host);
  return NULL;
}

KigenRequest *
kigen_request_get (const char *url)
{
  KigenRequest *request = g_new0 (KigenRequest, 1);
  request->method = g_strdup ("GET");
  request->url = g_strdup (url);
  return request;
}

void
kigen_request_free (KigenRequest *request)
{
  if (request == NULL)
    return;
  g_free (request->method);
  g_free (request->url);
  g_free (request->content_type);
  g_clear_pointer (&request->body, kigen_secret_unref);
  g_free (request->referer);
  g_free (request);
}
