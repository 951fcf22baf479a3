/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* What came back: the headers that we go by, and a failed transfer in words. */

#include "http-private.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#include <string.h>

/* The last of its name, as browsers take it; NULL for none; owned by the handle until its next transfer. */
static const char *
header (CURL *curl, const char *name)
{
  struct curl_header *found = NULL;
  if (curl_easy_header (curl, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK)
    return NULL;
  if (found->amount > 1)
    curl_easy_header (curl, name, found->amount - 1, CURLH_HEADER, -1, &found);
  return found->value;
}

/* A header's parameter (RFC 9110 5.6.6), quoted or not; NULL for none. */
static char *
parameter (const char *value, const char *name)
{
  if (value == NULL)
    return NULL;
  g_autofree char *pattern = g_strdup_printf (";\\s*%s\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;\"]+))", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  if (!g_regex_match (regex, value, 0, &match))
    return NULL;
  g_autofree char *quoted = g_match_info_fetch (match, 1);
  if (quoted != NULL && *quoted != '\0')
    return g_steal_pointer (&quoted);
  return g_match_info_fetch (match, 2);
}

static char *
media_type (const char *value)
{
  if (value == NULL)
    return g_strdup ("");
  g_autofree char *bare = g_strndup (value, strcspn (value, ";"));
  return g_ascii_strdown (g_strstrip (bare), -1);
}

/* Only a file has one, or is an attachment without. */
static char *
attachment_name (const char *disposition)
{
  if (disposition == NULL || g_ascii_strncasecmp (disposition, "inline", strlen ("inline")) == 0)
    return NULL;
  char *name = parameter (disposition, "filename");
  return name != NULL ? name : g_strdup ("");
}

static gint64
read_date (const char *value)
{
  time_t instant = value != NULL ? curl_getdate (value, NULL) : -1;
  return instant > 0 ? (gint64)instant : 0;
}

/* Seconds, or a date that is held against the server's own clock (RFC 9110 10.2.3). */
static gint64
read_retry_after (const char *value, gint64 date)
{
  guint64 seconds = 0;
  if (value == NULL)
    return -1;
  if (g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT32, &seconds, NULL))
    return (gint64)seconds;
  gint64 until = read_date (value);
  return until != 0 && date != 0 ? MAX (until - date, 0) : -1;
}

KigenAnswer *
kigen_answer_read (CURL *curl, const char *method, GBytes *body)
{
  long status = 0;
  const char *url = NULL;
  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (curl, CURLINFO_EFFECTIVE_URL, &url);
  const char *type = header (curl, "Content-Type");

  KigenAnswer *answer = g_new0 (KigenAnswer, 1);
  answer->status = (int)status;
  answer->method = g_strdup (method);
  answer->url = g_strdup (url);
  answer->content_type = media_type (type);
  answer->charset = parameter (type, "charset");
  answer->refresh = g_strdup (header (curl, "Refresh"));
  answer->filename = attachment_name (header (curl, "Content-Disposition"));
  answer->date = read_date (header (curl, "Date"));
  answer->retry_after = read_retry_after (header (curl, "Retry-After"), answer->date);
  answer->body = g_bytes_ref (body);
  return answer;
}

void
kigen_answer_free (KigenAnswer *answer)
{
  if (answer == NULL)
    return;
  g_free (answer->method);
  g_free (answer->url);
  g_free (answer->content_type);
  g_free (answer->charset);
  g_free (answer->refresh);
  g_free (answer->filename);
  g_bytes_unref (answer->body);
  g_free (answer);
}

static gboolean
proxy_refused (const KigenHttp *http, GError **error)
{
  long status = 0;
  curl_easy_getinfo (http->curl, CURLINFO_HTTP_CONNECTCODE, &status);
  if (status == 407) {
    kigen_fail (error, KIGEN_ERROR_UNREACHABLE,
                _ ("Correct the proxy's user name and password in the settings."),
                _ ("The network's proxy does not accept the user name or the password for it."));
    return TRUE;
  }
  if (status >= 400) {
    kigen_fail (error, KIGEN_ERROR_UNREACHABLE,
                _ ("Ask whoever looks after the network whether the proxy may reach this address."),
                _ ("The network's proxy does not connect to %s (HTTP %ld)."), http->host, status);
    return TRUE;
  }
  return FALSE;
}

static KigenHttpFault
fault_of (const KigenHttp *http, CURLcode code)
{
  const char *distrust = NULL;
  if (kigen_tls_distrusted (http->tls, &distrust))
    return KIGEN_HTTP_FAULT_TRUST;
  switch ((int)code) {
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS:
  case CURLE_SSL_CACERT_BADFILE:
    return KIGEN_HTTP_FAULT_TRUST;
  case CURLE_COULDNT_RESOLVE_HOST:
    return KIGEN_HTTP_FAULT_NAME;
  case CURLE_COULDNT_RESOLVE_PROXY:
    return KIGEN_HTTP_FAULT_PROXY;
  case CURLE_OPERATION_TIMEDOUT:
    return KIGEN_HTTP_FAULT_TIME;
  default:
    return KIGEN_HTTP_FAULT_CONNECTION;
  }
}

KigenAnswer *
kigen_http_fail (KigenHttp *http, CURLcode code, const char *detail, GError **error)
{
  const char *refusal = NULL;
  if (*detail == '\0')
    detail = curl_easy_strerror (code);
  g_debug ("curl %d: %s", (int)code, detail);
  if (kigen_tls_refused (http->tls, &refusal)) {
    kigen_fail (error, KIGEN_ERROR_REFUSED, NULL, _ ("%s does not accept the certificate."), http->host);
    kigen_error_set_detail (error, refusal);
    return NULL;
  }
  if (proxy_refused (http, error)) {
    http->fault = KIGEN_HTTP_FAULT_PROXY;
    return NULL;
  }
  http->fault = fault_of (http, code);
  const char *distrust = NULL;
  if (kigen_tls_distrusted (http->tls, &distrust)) {
    kigen_fail (error, KIGEN_ERROR_UNTRUSTED, NULL, _ ("%s could not prove that it is the authority."),
                http->host);
    kigen_error_set_detail (error, distrust);
    return NULL;
  }

  switch ((int)code) {
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS:
    kigen_fail (error, KIGEN_ERROR_UNTRUSTED, NULL, _ ("%s could not prove that it is the authority."),
                http->host);
    break;
  case CURLE_SSL_CACERT_BADFILE:
    kigen_fail (error, KIGEN_ERROR_UNTRUSTED, _ ("Correct “CaFile” in the profile."),
                _ ("The certificates that the authority is to be known by cannot be read."));
    break;
  case CURLE_COULDNT_RESOLVE_HOST:
    kigen_fail (error, KIGEN_ERROR_UNREACHABLE, NULL, _ ("This network does not know the name %s."),
                http->host);
    break;
  case CURLE_COULDNT_RESOLVE_PROXY:
    kigen_fail (error, KIGEN_ERROR_UNREACHABLE, _ ("Correct the proxy in the settings."),
                _ ("This network does not know the proxy's name."));
    break;
  case CURLE_COULDNT_CONNECT:
    kigen_fail (error, KIGEN_ERROR_UNREACHABLE, NULL, _ ("%s cannot be reached."), http->host);
    break;
  case CURLE_OPERATION_TIMEDOUT:
    kigen_fail (error, KIGEN_ERROR_UNREACHABLE, NULL, _ ("%s did not answer within %d seconds."), http->host,
                http->timeout);
    break;
  default:
    kigen_fail (error, KIGEN_ERROR_UNREACHABLE, NULL, _ ("The connection to %s broke off."), http->host);
    break;
  }
  kigen_error_set_detail (error, detail);
  return NULL;
}
