/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Makes `path` a symbolic link to `target`; FALSE, and the test is skipped, where nobody but the
 * administrator may. */
gboolean link_make (const char *target, const char *path);

G_END_DECLS
