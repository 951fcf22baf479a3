/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/crypto/credential.h>

#include <curl/curl.h>

G_BEGIN_DECLS

/**
 * How a credential enters the TLS handshakes of one libcurl handle, and what the server's TLS thinks of it.
 * Back ends: tls-openssl.c; one file each.  It outlives the handles that it is attached to.
 */
typedef struct _KigenTls KigenTls;

/** `credential` may be NULL: no certificate is shown.  Errors: KEY where certificate and key do not go
 * together. */
KigenTls *kigen_tls_new (const KigenCredential *credential, GError **error);
void kigen_tls_free (KigenTls *tls);

/** Makes the handle's new connections show the credential.  `anchored`: nothing but the caller's own anchors
 * is trusted, and libcurl itself judges the server by them. */
void kigen_tls_attach (KigenTls *tls, CURL *curl, gboolean anchored);

/** Seconds that a handshake may take longer than any other: there are those in which a user is asked for
 * something, or a list of revoked certificates is waited for. */
int kigen_tls_patience (void);

/** Forgets what a server said before. */
void kigen_tls_begin (KigenTls *tls);
/** Whether the server's TLS turned our certificate (or its absence) away since kigen_tls_begin(); `*reason`
 * is its word for that, static. */
gboolean kigen_tls_refused (const KigenTls *tls, const char **reason);
/** Whether we turned the server's certificate away since then, whatever code libcurl has for it; `*reason` is
 * static. */
gboolean kigen_tls_distrusted (const KigenTls *tls, const char **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenTls, kigen_tls_free)

G_END_DECLS
