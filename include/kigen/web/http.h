/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/secret.h>
#include <kigen/crypto/credential.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/** How a request reaches the authority.  Strings are copied by kigen_http_new(). */
typedef struct {
  const char *anchors;  /* PEM: nothing else is trusted; NULL: the system's */
  const char *proxy;    /* URL; NULL or "": the system's settings, else the environment's (http_proxy …) */
  const char *no_proxy; /* hosts that are reached directly, as curl's NOPROXY; NULL: the environment's */
  const char *proxy_user;      /* NULL: none */
  KigenSecret *proxy_password; /* a reference is taken; NULL: none */
  int timeout;                 /* seconds for one answer, 0: 30 */
  gsize largest;               /* bytes of one answer's body, 0: 4 MiB */
} KigenHttpOptions;

/**
 * One identity at one origin: a libcurl handle with its connection (kept alive), cookies in memory, and the
 * certificate shown in its handshake.  A new identity takes a new object: no connection, TLS session or
 * ticket is ever taken over from another.  TLS is always verified.  One thread at a time.
 */
typedef struct _KigenHttp KigenHttp;

/** `origin` is "https://host[:port]"; requests to any other are refused, and so are redirects there.
 * `credential` may be NULL; a reference to its key is kept until kigen_http_free().  Errors: USAGE, FAILED,
 * KEY. */
KigenHttp *kigen_http_new (const char *origin, const KigenCredential *credential,
                           const KigenHttpOptions *options, GError **error);
void kigen_http_free (KigenHttp *http);
/** Closes the connection and forgets the cookies, so that the next request begins a new session of the same
 * identity. */
void kigen_http_forget_session (KigenHttp *http);

/** A request, made by hand or by a page's control. */
typedef struct {
  char *method;       /* "GET", "POST" */
  char *url;          /* absolute */
  char *content_type; /* of the body; NULL for GET */
  KigenSecret *body;  /* NULL for GET */
  char *referer;      /* the page it comes from; NULL for none */
} KigenRequest;

KigenRequest *kigen_request_get (const char *url);
void kigen_request_free (KigenRequest *request);

typedef struct {
  int status;         /* HTTP status, redirects followed */
  char *method;       /* of the request that was answered last: a redirect may have made a GET of a POST */
  char *url;          /* where it finally came from */
  char *content_type; /* lower case, without parameters; "" for none */
  char *charset;      /* of the header; NULL for none */
  char *refresh;      /* the Refresh header as it is; NULL for none */
  char *filename;     /* of Content-Disposition; NULL for none */
  gint64 retry_after; /* seconds to wait, of Retry-After (seconds or a date against the answer's Date); -1 for
                         none */
  gint64 date;        /* the answer's Date, an instant; 0 for none */
  GBytes *body;
} KigenAnswer;

void kigen_answer_free (KigenAnswer *answer);

typedef enum {
  /** Doing it again does no harm: tried again with growing waits when the connection breaks or the server has
   * a passing fault (500, 502, 503, 504, 429), honouring Retry-After up to a minute.  It holds for what a
   * redirect makes of the request, too, and so does its absence. */
  KIGEN_HTTP_REPEATABLE = 1 << 0,
  /** A redirect is an answer like any other. */
  KIGEN_HTTP_NO_REDIRECTS = 1 << 1,
  /** Each arrival may cost money: a redirect that asks for the same body again (307, 308) is not followed, to
   * whatever address.  Not together with REPEATABLE. */
  KIGEN_HTTP_ONCE = 1 << 2,
} KigenHttpFlags;

/** Where the way to the authority ended. */
typedef enum {
  KIGEN_HTTP_FAULT_NONE,
  KIGEN_HTTP_FAULT_NAME,       /* the network does not know the host */
  KIGEN_HTTP_FAULT_PROXY,      /* the network does not know the proxy, or that does not connect us */
  KIGEN_HTTP_FAULT_CONNECTION, /* nobody listens there, or it broke off */
  KIGEN_HTTP_FAULT_TIME,       /* no answer in time */
  KIGEN_HTTP_FAULT_TRUST,      /* its certificate does not prove that it is the authority */
} KigenHttpFault;

/**
 * Sends and waits for the whole answer; any HTTP status is an answer.  Redirects within the origin are
 * followed, ten at most: 307 and 308 with the same request, the others with a GET (RFC 9110 15.4).
 *
 * Without REPEATABLE nothing leaves this machine twice, whatever happens to a kept-alive connection
 * (libcurl's own second try is prevented): neither the request nor the GET that a redirect made of it, for a
 * GET may be what an application is made by, and a redirect's GET what takes note of it.  A redirect to where
 * the same method has already gone in this call is not followed: UNREACHABLE.  One with the same request to
 * another address is, once for each address, and never with ONCE (REFUSED).
 *
 * Errors: UNREACHABLE (name, connection, time-out, an answer that breaks off or is too large, redirects
 * without an end), UNTRUSTED (the server's certificate), REFUSED (the server's TLS turned our certificate
 * away, or a redirect left the origin), CANCELLED.  After an error `kigen_http_may_have_arrived()` tells
 * whether anything of the request may have reached the server: TRUE from its first byte on, also where only
 * what a redirect made of it failed, or a redirect was not followed.
 */
KigenAnswer *kigen_http_send (KigenHttp *http, const KigenRequest *request, KigenHttpFlags flags,
                              GCancellable *cancellable, GError **error);
gboolean kigen_http_may_have_arrived (const KigenHttp *http);
/** Why the last request was not answered; NONE where it was, or was refused. */
KigenHttpFault kigen_http_fault (const KigenHttp *http);

/** The libraries that do it and their versions, "libcurl/8.5.0 OpenSSL/3.0.13"; static. */
const char *kigen_http_library (void);

/** Waits up to `seconds`, less when cancelled (then FALSE and CANCELLED). */
gboolean kigen_http_wait (double seconds, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenHttp, kigen_http_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenRequest, kigen_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenAnswer, kigen_answer_free)

G_END_DECLS
