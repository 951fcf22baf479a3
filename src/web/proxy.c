/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* What Windows' settings of a proxy mean; they are text, and read anywhere. */

#include "proxy.h"

#include <string.h>

#define SEPARATORS "; \t\r\n"

static gboolean
matches (const char *pattern, const char *host)
{
  if (g_ascii_strcasecmp (pattern, "<local>") == 0)
    return strchr (host, '.') == NULL;
  const char *scheme = strstr (pattern, "://");
  g_autofree char *wanted = g_ascii_strdown (scheme != NULL ? scheme + 3 : pattern, -1);
  return *wanted != '\0' && g_pattern_match_simple (wanted, host);
}

gboolean
kigen_proxy_bypasses (const char *list, const char *host)
{
  g_auto (GStrv) patterns = g_strsplit_set (list, SEPARATORS, -1);
  g_autofree char *folded = g_ascii_strdown (host, -1);
  for (char **pattern = patterns; *pattern != NULL; pattern++)
    if (**pattern != '\0' && matches (*pattern, folded))
      return TRUE;
  return FALSE;
}

static char *
as_url (const char *proxy)
{
  return strstr (proxy, "://") != NULL ? g_strdup (proxy) : g_strconcat ("http://", proxy, NULL);
}

char *
kigen_proxy_for_https (const char *settings)
{
  g_auto (GStrv) entries = g_strsplit_set (settings, SEPARATORS, -1);
  for (char **entry = entries; *entry != NULL; entry++) {
    const char *value = strchr (*entry, '=');
    if (value == NULL && **entry != '\0')
      return as_url (*entry);
    if (value != NULL && g_ascii_strncasecmp (*entry, "https=", strlen ("https=")) == 0 && value[1] != '\0')
      return as_url (value + 1);
  }
  return NULL;
}
