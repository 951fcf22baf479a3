/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What another start of the program asks for; its words end with NULL.  FALSE where there is no such window.
 */
typedef gboolean (*ProgramWish) (const char *const *words, gpointer data);

/** Becomes the one program of this name, TRUE; or, where there is one already, has it take the words, FALSE
 * with `*known` as it says. */
gboolean program_begin (const char *name, const char *const *words, gboolean *known, ProgramWish wish,
                        gpointer data);
/** Until nothing holds it any more. */
void program_run (void);

G_END_DECLS
