/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** How a resident program begins, and how a newer one of its kind takes its place. */

/** The words it was started with, its own name first, as GOption takes them; what it says from now on reaches
 * the terminal it was started from.  g_strfreev(). */
char **kigen_program_begin (int argc, char **argv);
/** It stays, and the terminal may go. */
void kigen_program_leave_terminal (void);
/** Starts another one, which stays when this one ends.  `words` end with NULL; words[0] is its path.  Errors:
 * the system's own. */
gboolean kigen_program_launch (const char *const *words, GError **error);
/** The program at `path` takes this one's place, with these words.  Returns only where that is not so. */
void kigen_program_become (const char *path, char **words);

G_END_DECLS
