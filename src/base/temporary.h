/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a file is called until it is whole: ".kigen-unfinished-", sixteen random digits, and eight that tell
 * which name it is to get.  Nobody else calls a file that. */

/** A name beside `path`, which the file is to get.  g_free(). */
char *kigen_temporary_name (const char *path);

/** Whether a file's name is one of these. */
gboolean kigen_temporary_is_name (const char *name);

/** Whether the temporary file `name` was to be called `target`; both without their folder. */
gboolean kigen_temporary_is_for (const char *name, const char *target);

G_END_DECLS
