/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* Schannel takes the certificate by its place in the user's store, and its key does not leave that.  Where
 * the key is guarded, Windows asks the user itself, in the middle of the handshake, which waits for it.
 *
 * A list of revoked certificates that a closed network does not let through is done without; one that is
 * there is heeded.
 *
 * What the server's TLS thinks of our certificate is an alert, which Schannel turns into a code, and libcurl
 * into a line of words with the code's name in it. */

#include "tls.h"

#include "curl-line.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#include <string.h>

/* Seconds in which somebody reads Windows' question for the password of a guarded key, and answers it. */
#define PATIENCE 120

struct _KigenTls {
  char *place; /* NULL: none is shown */
  gboolean anchored;
  const char *refusal; /* static */
};

/* Microsoft, "Schannel Error Codes for TLS and SSL Alerts": those that tell of a certificate (RFC 8446 6.2).
 * Where libcurl judges the server by our anchors, they are the server's word on ours.  Else Schannel judges,
 * and they may be its word on the server's: then they prove nothing. */
static const char *const refusals[] = {
  "SEC_E_CERT_UNKNOWN", "SEC_E_CERT_EXPIRED",   "SEC_E_CERT_WRONG_USAGE",
  "CRYPT_E_REVOKED",    "SEC_E_UNTRUSTED_ROOT",
};

KigenTls *
kigen_tls_new (const KigenCredential *credential, GError **error)
{
  if (credential != NULL && credential->place == NULL) {
    kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("The certificate “%s” and its key do not go together."),
                kigen_certificate_name (credential->certificate));
    return NULL;
  }
  KigenTls *tls = g_new0 (KigenTls, 1);
  tls->place = credential != NULL ? g_strdup (credential->place) : NULL;
  return tls;
}

void
kigen_tls_free (KigenTls *tls)
{
  if (tls == NULL)
    return;
  g_free (tls->place);
  g_free (tls);
}

static int
hear (CURL *curl G_GNUC_UNUSED, curl_infotype type, char *text, size_t size, void *data)
{
  KigenTls *tls = data;
  if (type != CURLINFO_TEXT)
    return 0;
  g_autofree char *line = g_strchomp (g_strndup (text, size));
  if (!kigen_curl_line_is_about_tls (line))
    return 0;
  g_debug ("%s", line);
  if (!tls->anchored)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (strstr (line, refusals[i]) != NULL)
      tls->refusal = refusals[i];
  return 0;
}

void
kigen_tls_attach (KigenTls *tls, CURL *curl, gboolean anchored)
{
  tls->anchored = anchored;
  curl_easy_setopt (curl, CURLOPT_SSL_OPTIONS, (long)CURLSSLOPT_REVOKE_BEST_EFFORT);
  curl_easy_setopt (curl, CURLOPT_DEBUGFUNCTION, hear);
  curl_easy_setopt (curl, CURLOPT_DEBUGDATA, tls);
  curl_easy_setopt (curl, CURLOPT_VERBOSE, 1L);
  if (tls->place != NULL)
    curl_easy_setopt (curl, CURLOPT_SSLCERT, tls->place);
}

int
kigen_tls_patience (void)
{
  return PATIENCE;
}

void
kigen_tls_begin (KigenTls *tls)
{
  tls->refusal = NULL;
}

gboolean
kigen_tls_refused (const KigenTls *tls, const char **reason)
{
  *reason = tls->refusal;
  return tls->refusal != NULL;
}

/* libcurl has codes of its own for that. */
gboolean
kigen_tls_distrusted (const KigenTls *tls G_GNUC_UNUSED, const char **reason)
{
  *reason = NULL;
  return FALSE;
}
