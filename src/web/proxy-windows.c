/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* The user's settings of a proxy ("Internet Options"), and the machine's (netsh winhttp) where the user has
 * none: the online-billing network's PCs are set up by one or the other, and by their list of hosts that are
 * reached directly.  A script (PAC) is asked by Windows itself. */

#include "proxy.h"

#include <windows.h>

#include <winhttp.h>

static char *
narrow (wchar_t *text)
{
  char *made = text != NULL ? g_utf16_to_utf8 (text, -1, NULL, NULL, NULL) : NULL;
  GlobalFree (text);
  return made;
}

static char *
host_of (const char *origin)
{
  char *host = NULL;
  g_uri_split_network (origin, G_URI_FLAGS_NONE, NULL, &host, NULL, NULL);
  return host != NULL ? host : g_strdup ("");
}

static char *
choose (const char *proxy, const char *bypass, const char *origin)
{
  g_autofree char *host = host_of (origin);
  if (proxy == NULL || (bypass != NULL && kigen_proxy_bypasses (bypass, host)))
    return NULL;
  return kigen_proxy_for_https (proxy);
}

/* FALSE where there is none, or it cannot be asked; an answer of none is one, too. */
static gboolean
ask_script (const char *origin, wchar_t *script, BOOL detect, char **answer)
{
  WINHTTP_PROXY_INFO found = { 0 };
  WINHTTP_AUTOPROXY_OPTIONS options = {
    .dwFlags
    = (script != NULL ? WINHTTP_AUTOPROXY_CONFIG_URL : 0) | (detect ? WINHTTP_AUTOPROXY_AUTO_DETECT : 0),
    .dwAutoDetectFlags = detect ? WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A : 0,
    .lpszAutoConfigUrl = script,
    .fAutoLogonIfChallenged = TRUE,
  };
  g_autofree wchar_t *url = g_utf8_to_utf16 (origin, -1, NULL, NULL, NULL);
  HINTERNET session = WinHttpOpen (L"Kigen", WINHTTP_ACCESS_TYPE_NO_PROXY, WINHTTP_NO_PROXY_NAME,
                                   WINHTTP_NO_PROXY_BYPASS, 0);
  gboolean told = session != NULL && WinHttpGetProxyForUrl (session, url, &options, &found);
  if (session != NULL)
    WinHttpCloseHandle (session);
  if (!told)
    return FALSE;
  g_autofree char *proxy = narrow (found.lpszProxy);
  g_autofree char *bypass = narrow (found.lpszProxyBypass);
  *answer = choose (proxy, bypass, origin);
  return TRUE;
}

static char *
of_machine (const char *origin)
{
  WINHTTP_PROXY_INFO found = { 0 };
  if (!WinHttpGetDefaultProxyConfiguration (&found))
    return NULL;
  g_autofree char *proxy = narrow (found.lpszProxy);
  g_autofree char *bypass = narrow (found.lpszProxyBypass);
  return choose (proxy, bypass, origin);
}

char *
kigen_proxy_for (const char *origin)
{
  WINHTTP_CURRENT_USER_IE_PROXY_CONFIG user = { 0 };
  if (!WinHttpGetIEProxyConfigForCurrentUser (&user))
    return of_machine (origin);
  char *of_script = NULL;
  gboolean told = (user.fAutoDetect || user.lpszAutoConfigUrl != NULL)
                  && ask_script (origin, user.lpszAutoConfigUrl, user.fAutoDetect, &of_script);
  GlobalFree (user.lpszAutoConfigUrl);
  g_autofree char *proxy = narrow (user.lpszProxy);
  g_autofree char *bypass = narrow (user.lpszProxyBypass);
  if (told)
    return of_script;
  return proxy != NULL ? choose (proxy, bypass, origin) : of_machine (origin);
}

/* Without a name it is the one who is logged in, if the proxy asks: as in every program of Windows. */
void
kigen_proxy_log_in (CURL *curl)
{
  curl_easy_setopt (curl, CURLOPT_PROXYAUTH, CURLAUTH_NEGOTIATE | CURLAUTH_NTLM);
  curl_easy_setopt (curl, CURLOPT_PROXYUSERPWD, ":");
}
