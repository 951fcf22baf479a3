/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* Addresses as pages write them.  GUri resolves (RFC 3986 5); before that, what browsers forgive and a URL
 * may not hold is escaped: blanks, and characters outside ASCII, those of a query in the page's charset. */

#include "http-private.h"

#include <string.h>

#define FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED)

char *
kigen_url_origin (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, FLAGS, NULL);
  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 || g_uri_get_host (uri) == NULL
      || *g_uri_get_host (uri) == '\0' || g_uri_get_userinfo (uri) != NULL)
    return NULL;
  g_autofree char *host = g_ascii_strdown (g_uri_get_host (uri), -1);
  gboolean is_ipv6 = strchr (host, ':') != NULL;
  int port = g_uri_get_port (uri);
  g_autofree char *port_text = port > 0 && port != 443 ? g_strdup_printf (":%d", port) : g_strdup ("");
  return g_strdup_printf ("https://%s%s%s%s", is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "", port_text);
}

/* The reference with what a URL may not hold escaped.  Line breaks and tabs within are dropped, as browsers
 * do. */
static char *
escape (const char *reference)
{
  GString *escaped = g_string_sized_new (strlen (reference));
  for (const guchar *p = (const guchar *)reference; *p != '\0'; p++) {
    if (*p == '\n' || *p == '\r' || *p == '\t')
      continue;
    if (*p <= ' ' || *p >= 0x7f || strchr ("\"<>\\^`{|}", *p) != NULL)
      g_string_append_printf (escaped, "%%%02X", *p);
    else
      g_string_append_c (escaped, (char)*p);
  }
  return g_string_free (escaped, FALSE);
}

/* The query in the page's charset, where it can be written in that. */
static char *
recode_query (const char *reference, const char *charset)
{
  const char *query = strchr (reference, '?');
  if (query == NULL || charset == NULL)
    return g_strdup (reference);
  g_autofree char *recoded = g_convert (query, -1, charset, "UTF-8", NULL, NULL, NULL);
  if (recoded == NULL)
    return g_strdup (reference);
  g_autofree char *path = g_strndup (reference, (gsize)(query - reference));
  return g_strconcat (path, recoded, NULL);
}

char *
kigen_url_resolve (const char *base, const char *reference, const char *charset)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (reference));
  trimmed[strcspn (trimmed, "#")] = '\0';
  g_autofree char *recoded = recode_query (trimmed, charset);
  g_autofree char *escaped = escape (recoded);
  return g_uri_resolve_relative (base, escaped, FLAGS, NULL);
}
