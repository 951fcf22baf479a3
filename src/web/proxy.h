/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <curl/curl.h>
#include <glib.h>

G_BEGIN_DECLS

/** The proxy that the system's settings have for an origin, "http://host:port"; NULL where they have none, or
 * have this host reached directly, and where the system has no such settings: libcurl looks at the
 * environment then.  g_free(). */
char *kigen_proxy_for (const char *origin);

/** Lets the handle log in at a proxy of the system's settings as the user of this session, if it is asked to.
 */
void kigen_proxy_log_in (CURL *curl);

/** Whether a list of the system's settings ("*.example.jp;<local>;10.*") has this host reached directly.
 * Microsoft, WINHTTP_PROXY_INFO: patterns between ';' or blanks; "<local>" are names without a dot. */
gboolean kigen_proxy_bypasses (const char *list, const char *host);

/** The proxy for https in such settings: "host:port", or "http=…;https=host:port"; NULL for none.  g_free().
 */
char *kigen_proxy_for_https (const char *settings);

G_END_DECLS
