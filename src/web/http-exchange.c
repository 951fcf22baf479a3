/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* One request on the wire.
 *
 * libcurl repeats a request by itself when a kept-alive connection turns out to be dead, also a POST.  The
 * callback before each sending counts: the second sending of one exchange is not made.  So a request leaves
 * this machine once, and `may_have_arrived` is true from that callback on. */

#include "http-private.h"
#include "proxy.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#include <string.h>

/* libcurl looks up at least this often, in milliseconds; a cancellation wakes it at once. */
#define LONGEST_POLL 1000
#define LONGEST_CONNECT 15

typedef struct {
  KigenHttp *http;
  GByteArray *body;
  guint sendings;
  gboolean is_stale; /* the server has already closed the idle connection */
  gboolean too_large;
  char detail[CURL_ERROR_SIZE];
} Exchange;

static int
note_socket (void *data, curl_socket_t socket, curlsocktype purpose G_GNUC_UNUSED)
{
  KigenHttp *http = data;
  http->socket = socket;
  return CURL_SOCKOPT_OK;
}

/* libcurl 7.88 takes a connection that TLS has closed for a living one, because bytes are waiting there. */
static gboolean
is_on_stale_connection (const KigenHttp *http)
{
  long connects = 0;
  curl_easy_getinfo (http->curl, CURLINFO_NUM_CONNECTS, &connects);
  if (connects != 0)
    return FALSE;
  /* The handle's own pool may not be asked from within it. */
  struct curl_waitfd waiting = { .fd = http->socket, .events = CURL_WAIT_POLLIN };
  CURLM *pool = curl_multi_init ();
  int ready = 0;
  curl_multi_wait (pool, &waiting, 1, 0, &ready);
  curl_multi_cleanup (pool);
  return ready > 0;
}

static int
before_sending (void *data, char *their_address G_GNUC_UNUSED, char *our_address G_GNUC_UNUSED,
                int their_port G_GNUC_UNUSED, int our_port G_GNUC_UNUSED)
{
  Exchange *exchange = data;
  exchange->is_stale = exchange->sendings == 0 && is_on_stale_connection (exchange->http);
  if (exchange->is_stale)
    return CURL_PREREQFUNC_ABORT;
  exchange->http->may_have_arrived = TRUE;
  return exchange->sendings++ == 0 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

static size_t
take_body (char *bytes, size_t one G_GNUC_UNUSED, size_t size, void *data)
{
  Exchange *exchange = data;
  exchange->too_large = exchange->body->len + size > exchange->http->largest;
  if (exchange->too_large)
    return 0;
  g_byte_array_append (exchange->body, (const guint8 *)bytes, (guint)size);
  return size;
}

static void
set_trust (const KigenHttp *http)
{
  CURL *curl = http->curl;
  curl_easy_setopt (curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (curl, CURLOPT_SSL_SESSIONID_CACHE, 0L);
  if (http->anchors == NULL)
    return;
  struct curl_blob anchors = { http->anchors, strlen (http->anchors), CURL_BLOB_COPY };
  curl_easy_setopt (curl, CURLOPT_CAINFO_BLOB, &anchors);
  /* The system's folder of certificates would be trusted besides. */
  curl_easy_setopt (curl, CURLOPT_CAPATH, NULL);
}

static void
set_proxy (const KigenHttp *http)
{
  CURL *curl = http->curl;
  gboolean chosen = http->proxy != NULL && *http->proxy != '\0';
  g_autofree char *system = chosen ? NULL : kigen_proxy_for (http->origin);
  if (chosen || system != NULL)
    curl_easy_setopt (curl, CURLOPT_PROXY, chosen ? http->proxy : system);
  if (system != NULL)
    kigen_proxy_log_in (curl);
  if (http->no_proxy != NULL)
    curl_easy_setopt (curl, CURLOPT_NOPROXY, http->no_proxy);
  if (http->proxy_user == NULL || *http->proxy_user == '\0')
    return;
  curl_easy_setopt (curl, CURLOPT_PROXYAUTH, CURLAUTH_ANY);
  curl_easy_setopt (curl, CURLOPT_PROXYUSERNAME, http->proxy_user);
  if (http->proxy_password != NULL)
    curl_easy_setopt (curl, CURLOPT_PROXYPASSWORD, kigen_secret_text (http->proxy_password));
}

void
kigen_http_set_up (KigenHttp *http)
{
  if (http->curl != NULL)
    return;
  http->curl = curl_easy_init ();
  http->pool = curl_multi_init ();
  CURL *curl = http->curl;
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt (curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt (curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (curl, CURLOPT_COOKIEFILE, "");
  curl_easy_setopt (curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt (curl, CURLOPT_USERAGENT, "Mozilla/5.0 (compatible; Kigen/" KIGEN_VERSION ")");
  int patience = kigen_tls_patience ();
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, (long)http->timeout + patience);
  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, (long)MIN (http->timeout, LONGEST_CONNECT) + patience);
  /* Once it is connected, a server that says nothing is waited for no longer than any other. */
  curl_easy_setopt (curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt (curl, CURLOPT_LOW_SPEED_TIME, (long)http->timeout);
  curl_easy_setopt (curl, CURLOPT_SOCKOPTFUNCTION, note_socket);
  curl_easy_setopt (curl, CURLOPT_SOCKOPTDATA, http);
  curl_easy_setopt (curl, CURLOPT_PREREQFUNCTION, before_sending);
  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, take_body);
  set_trust (http);
  set_proxy (http);
  kigen_tls_attach (http->tls, curl, http->anchors != NULL);
}

static struct curl_slist *
make_headers (const KigenRequest *request)
{
  struct curl_slist *headers = NULL;
  headers
      = curl_slist_append (headers, "Accept: text/html,application/xhtml+xml,application/x-pkcs12,*/*;q=0.8");
  headers = curl_slist_append (headers, "Accept-Language: ja,en;q=0.5");
  headers = curl_slist_append (headers, "Expect:");
  if (request->content_type != NULL) {
    g_autofree char *type = g_strconcat ("Content-Type: ", request->content_type, NULL);
    headers = curl_slist_append (headers, type);
  }
  return headers;
}

/* The body is not copied: it stays in its secret. */
static void
set_request (Exchange *exchange, const KigenRequest *request, struct curl_slist *headers)
{
  CURL *curl = exchange->http->curl;
  curl_easy_setopt (curl, CURLOPT_URL, request->url);
  curl_easy_setopt (curl, CURLOPT_REFERER, request->referer);
  curl_easy_setopt (curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt (curl, CURLOPT_PREREQDATA, exchange);
  curl_easy_setopt (curl, CURLOPT_WRITEDATA, exchange);
  curl_easy_setopt (curl, CURLOPT_ERRORBUFFER, exchange->detail);
  if (request->body == NULL) {
    curl_easy_setopt (curl, CURLOPT_HTTPGET, 1L);
    return;
  }
  gsize size = 0;
  const void *bytes = kigen_secret_bytes (request->body, &size);
  curl_easy_setopt (curl, CURLOPT_POST, 1L);
  curl_easy_setopt (curl, CURLOPT_POSTFIELDS, bytes);
  curl_easy_setopt (curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
}

/* Nothing of the request may be pointed to when it is gone. */
static void
forget_request (const KigenHttp *http)
{
  curl_easy_setopt (http->curl, CURLOPT_HTTPGET, 1L);
  curl_easy_setopt (http->curl, CURLOPT_POSTFIELDS, NULL);
  curl_easy_setopt (http->curl, CURLOPT_HTTPHEADER, NULL);
  curl_easy_setopt (http->curl, CURLOPT_ERRORBUFFER, NULL);
}

static CURLcode
result_of (CURLM *pool)
{
  int left = 0;
  for (const CURLMsg *message; (message = curl_multi_info_read (pool, &left)) != NULL;)
    if (message->msg == CURLMSG_DONE)
      return message->data.result;
  return CURLE_FAILED_INIT;
}

static void
wake (GCancellable *cancellable G_GNUC_UNUSED, gpointer pool)
{
  curl_multi_wakeup (pool);
}

/* Runs the transfer to its end; CURLE_ABORTED_BY_CALLBACK where it is cancelled. */
static CURLcode
transfer (KigenHttp *http, GCancellable *cancellable)
{
  int running = 1;
  gulong handler = 0;
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (wake), http->pool, NULL);
  curl_multi_add_handle (http->pool, http->curl);
  CURLMcode state = curl_multi_perform (http->pool, &running);
  while (state == CURLM_OK && running > 0 && !g_cancellable_is_cancelled (cancellable)) {
    state = curl_multi_poll (http->pool, NULL, 0, LONGEST_POLL, NULL);
    if (state == CURLM_OK)
      state = curl_multi_perform (http->pool, &running);
  }
  CURLcode code = running > 0 ? CURLE_ABORTED_BY_CALLBACK : result_of (http->pool);
  g_cancellable_disconnect (cancellable, handler);
  return code;
}

static KigenAnswer *
read_outcome (Exchange *exchange, const KigenRequest *request, CURLcode code, GCancellable *cancellable,
              GError **error)
{
  KigenHttp *http = exchange->http;
  if (code == CURLE_OK) {
    g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&exchange->body));
    return kigen_answer_read (http->curl, request->method, body);
  }
  if (g_cancellable_is_cancelled (cancellable)) {
    kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, _ ("Stopped as you asked."));
    return NULL;
  }
  if (exchange->too_large) {
    http->fault = KIGEN_HTTP_FAULT_CONNECTION;
    kigen_fail (error, KIGEN_ERROR_UNREACHABLE, NULL, _ ("%s sent more than a page can be (over %zu bytes)."),
                http->host, http->largest);
    return NULL;
  }
  return kigen_http_fail (http, code, exchange->detail, error);
}

KigenAnswer *
kigen_http_exchange (KigenHttp *http, const KigenRequest *request, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_is_cancelled (cancellable)) {
    kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, _ ("Stopped as you asked."));
    return NULL;
  }
  kigen_http_set_up (http);
  http->fault = KIGEN_HTTP_FAULT_NONE;
  kigen_tls_begin (http->tls);
  Exchange exchange = { .http = http, .body = g_byte_array_new () };
  struct curl_slist *headers = make_headers (request);
  set_request (&exchange, request, headers);
  CURLcode code = transfer (http, cancellable);
  if (exchange.is_stale) { /* nothing has left */
    curl_multi_remove_handle (http->pool, http->curl);
    curl_easy_setopt (http->curl, CURLOPT_FRESH_CONNECT, 1L);
    code = transfer (http, cancellable);
    curl_easy_setopt (http->curl, CURLOPT_FRESH_CONNECT, 0L);
  }
  KigenAnswer *answer = read_outcome (&exchange, request, code, cancellable, error);
  curl_multi_remove_handle (http->pool, http->curl);
  forget_request (http);
  curl_slist_free_all (headers);
  if (exchange.body != NULL)
    g_byte_array_unref (exchange.body);
  return answer;
}
