/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* The certificate and its key go into each new SSL_CTX of libcurl from memory; they are on no disk and in no
 * option string.
 *
 * libcurl reports a refused certificate by many codes, TLS 1.3's even as a failed read long after the
 * handshake (RFC 8446 4.4.2.4, 6.2).  What the server said is an alert, and OpenSSL hands each to the info
 * callback: it is taken from there. */

#include "tls.h"

#include <kigen/base/error.h>
#include <kigen/crypto/key.h>

#include <glib/gi18n-lib.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

/* RFC 8446 6; OpenSSL 3.0 has no public name for it. */
#define ALERT_CERTIFICATE_REQUIRED 116

struct _KigenTls {
  X509 *certificate; /* NULL: none is shown */
  KigenKey *key;     /* set with `certificate` */
  STACK_OF (X509) * chain;
  gboolean asked_for_certificate; /* the server has asked for it, and it (or nothing) has been sent */
  const char *refusal;            /* static, OpenSSL's */
  const char *distrust;           /* likewise: why we turned the server's certificate away */
};

static X509 *
decode (GBytes *der)
{
  gsize size = 0;
  const unsigned char *at = g_bytes_get_data (der, &size);
  return d2i_X509 (NULL, &at, (long)size);
}

static gboolean
take_credential (KigenTls *tls, const KigenCredential *credential)
{
  if (credential->key == NULL || credential->certificate->der == NULL
      || !kigen_key_fits (credential->key, credential->certificate->der))
    return FALSE;
  tls->certificate = decode (credential->certificate->der);
  tls->key = kigen_key_ref (credential->key);
  for (guint i = 0; i < credential->chain->len; i++) {
    X509 *link = decode (g_ptr_array_index (credential->chain, i));
    if (link != NULL)
      sk_X509_push (tls->chain, link);
  }
  return tls->certificate != NULL;
}

KigenTls *
kigen_tls_new (const KigenCredential *credential, GError **error)
{
  g_autoptr (KigenTls) tls = g_new0 (KigenTls, 1);
  tls->chain = sk_X509_new_null ();
  gboolean taken = credential == NULL || take_credential (tls, credential);
  ERR_clear_error ();
  if (taken)
    return g_steal_pointer (&tls);
  kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("The certificate “%s” and its key do not go together."),
              kigen_certificate_name (credential->certificate));
  return NULL;
}

void
kigen_tls_free (KigenTls *tls)
{
  if (tls == NULL)
    return;
  X509_free (tls->certificate);
  sk_X509_pop_free (tls->chain, X509_free);
  g_clear_pointer (&tls->key, kigen_key_unref);
  g_free (tls);
}

/* Where a KigenTls is found again from an SSL. */
static int
context_index (void)
{
  static gsize index = 0;
  if (g_once_init_enter (&index))
    g_once_init_leave (&index, (gsize)SSL_CTX_get_ex_new_index (0, NULL, NULL, NULL, NULL) + 1);
  return (int)index - 1;
}

static gboolean
is_about_certificate (const KigenTls *tls, int alert)
{
  switch (alert) {
  case SSL_AD_BAD_CERTIFICATE:
  case SSL_AD_UNSUPPORTED_CERTIFICATE:
  case SSL_AD_CERTIFICATE_REVOKED:
  case SSL_AD_CERTIFICATE_EXPIRED:
  case SSL_AD_CERTIFICATE_UNKNOWN:
  case SSL_AD_UNKNOWN_CA:
  case SSL_AD_ACCESS_DENIED:
  case ALERT_CERTIFICATE_REQUIRED:
    return TRUE;
  case SSL_AD_DECRYPT_ERROR:     /* a signature that does not fit: of an authority that only has the name */
  case SSL_AD_HANDSHAKE_FAILURE: /* TLS 1.2 for a missing certificate, but also for want of a common cipher */
    return tls->asked_for_certificate;
  default:
    return FALSE;
  }
}

static void
note_progress (const SSL *ssl, int where, int value)
{
  KigenTls *tls = SSL_CTX_get_ex_data (SSL_get_SSL_CTX (ssl), context_index ());
  if ((where & SSL_CB_LOOP) != 0 && SSL_get_state (ssl) == TLS_ST_CW_CERT)
    tls->asked_for_certificate = TRUE;
  /* libcurl knows it by OpenSSL's first error, which may be of whatever made the check fail. */
  if ((where & SSL_CB_WRITE_ALERT) == SSL_CB_WRITE_ALERT && SSL_get_verify_result (ssl) != X509_V_OK)
    tls->distrust = X509_verify_cert_error_string (SSL_get_verify_result (ssl));
  if ((where & SSL_CB_READ_ALERT) != SSL_CB_READ_ALERT || !is_about_certificate (tls, value & 0xff))
    return;
  tls->refusal = SSL_alert_desc_string_long (value);
}

static CURLcode
enter_context (CURL *curl G_GNUC_UNUSED, void *context, void *data)
{
  SSL_CTX *ssl_context = context;
  KigenTls *tls = data;
  if (!SSL_CTX_set_ex_data (ssl_context, context_index (), tls))
    return CURLE_OUT_OF_MEMORY;
  SSL_CTX_set_info_callback (ssl_context, note_progress);
  SSL_CTX_set_session_cache_mode (ssl_context, SSL_SESS_CACHE_OFF);
  if (tls->certificate == NULL)
    return CURLE_OK;
  if (SSL_CTX_use_certificate (ssl_context, tls->certificate) != 1
      || SSL_CTX_use_PrivateKey (ssl_context, kigen_key_evp (tls->key)) != 1
      || SSL_CTX_set1_chain (ssl_context, tls->chain) != 1)
    return CURLE_SSL_CERTPROBLEM;
  return CURLE_OK;
}

void
kigen_tls_attach (KigenTls *tls, CURL *curl, gboolean anchored G_GNUC_UNUSED)
{
  curl_easy_setopt (curl, CURLOPT_SSL_CTX_FUNCTION, enter_context);
  curl_easy_setopt (curl, CURLOPT_SSL_CTX_DATA, tls);
}

int
kigen_tls_patience (void)
{
  return 0;
}

void
kigen_tls_begin (KigenTls *tls)
{
  tls->refusal = NULL;
  tls->distrust = NULL;
  tls->asked_for_certificate = FALSE;
}

gboolean
kigen_tls_refused (const KigenTls *tls, const char **reason)
{
  *reason = tls->refusal;
  return tls->refusal != NULL;
}

gboolean
kigen_tls_distrusted (const KigenTls *tls, const char **reason)
{
  *reason = tls->distrust;
  return tls->distrust != NULL;
}
