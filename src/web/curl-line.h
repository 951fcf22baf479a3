/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Whether one of the lines that libcurl says about its work may be logged: only those about TLS.  Others
 * name cookies, headers and addresses with what is in them. */
gboolean kigen_curl_line_is_about_tls (const char *line);

G_END_DECLS
