/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** A folder of a test's own, removed with all that is in it when the variable goes out of scope. */
typedef char Scratch;

Scratch *scratch_new (void);
void scratch_remove (Scratch *folder);

/** A name in it.  g_free(). */
char *scratch_name (const Scratch *folder, const char *name);
/** Writes a file in it and gives its name.  g_free(). */
char *scratch_write (const Scratch *folder, const char *name, const char *text);
/** The same where the name is of no further use. */
void scratch_put (const Scratch *folder, const char *name, const char *text);
/** A path with slashes alone, which every platform takes: in a key file a backslash begins an escape.
 * g_free(). */
char *scratch_slashed (const char *path);
/** The names in it, sorted and joined by blanks.  g_free(). */
char *scratch_list (const Scratch *folder);

#define SCRATCH __attribute__ ((cleanup (scratch_clean))) Scratch *
void scratch_clean (Scratch **folder);

G_END_DECLS
