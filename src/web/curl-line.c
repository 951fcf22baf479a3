/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

#include "curl-line.h"

/* What libcurl's part for Schannel begins each of its lines with (lib/vtls/schannel.c). */
#define SCHANNEL "schannel:"

gboolean
kigen_curl_line_is_about_tls (const char *line)
{
  return g_str_has_prefix (line, SCHANNEL);
}
