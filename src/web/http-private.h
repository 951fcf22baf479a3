/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/web/http.h>

#include "tls.h"

#include <curl/curl.h>

G_BEGIN_DECLS

struct _KigenHttp {
  char *origin; /* "https://host[:port]", as kigen_url_origin() writes it */
  char *host;   /* for messages */
  char *anchors;
  char *proxy;
  char *no_proxy;
  char *proxy_user;
  KigenSecret *proxy_password;
  int timeout;
  gsize largest;
  KigenTls *tls;
  CURLM *pool;          /* holds the connection; NULL until it is needed */
  CURL *curl;           /* holds the cookies; likewise */
  curl_socket_t socket; /* of the connection that was opened last */
  gboolean may_have_arrived;
  KigenHttpFault fault; /* of the last request */
};

/** One request and its answer, no redirect followed, no second try.  Errors as kigen_http_send(). */
KigenAnswer *kigen_http_exchange (KigenHttp *http, const KigenRequest *request, GCancellable *cancellable,
                                  GError **error);

/** Sets the options that are the same for all requests of one identity. */
void kigen_http_set_up (KigenHttp *http);

/** The answer in a handle whose transfer is complete; takes a reference to `body`. */
KigenAnswer *kigen_answer_read (CURL *curl, const char *method, GBytes *body);

/** Sets the error and the fault for a transfer that failed by `code`; `detail` are libcurl's words.  Always
 * NULL. */
KigenAnswer *kigen_http_fail (KigenHttp *http, CURLcode code, const char *detail, GError **error);

/** "https://host[:port]" of an https URL in lower case, the default port left out; NULL for any other. */
char *kigen_url_origin (const char *url);
/** A reference in a page against a base, as browsers read it: blanks trimmed, what a URL may not hold
 * escaped (in a query by `charset`, NULL: UTF-8), the fragment cut off.  NULL where it is none; g_free(). */
char *kigen_url_resolve (const char *base, const char *reference, const char *charset);

G_END_DECLS
