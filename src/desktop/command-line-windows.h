/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Words as one line, from which a program takes the same words again (Microsoft's C startup code,
 * "Parsing C command-line arguments").  `words` ends with NULL.  g_free(). */
wchar_t *kigen_command_line_new (const char *const *words);

G_END_DECLS
