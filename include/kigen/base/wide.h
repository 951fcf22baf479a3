/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Texts as Windows takes them, UTF-16.  What was UTF-8 and is not valid becomes so first.  g_free(). */
wchar_t *kigen_wide_new (const char *text);
/** What is to be shown (kigen_text_printable()), into a field of `size` characters, its end among them: what
 * does not fit is cut off at a whole character, and three points say so. */
void kigen_wide_fill (wchar_t *field, gsize size, const char *text);
/** Back again.  g_free(). */
char *kigen_wide_to_utf8 (const wchar_t *text);

G_END_DECLS
