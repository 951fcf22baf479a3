/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "database.h"

G_BEGIN_DECLS

/** Adds a row to the history; `id` may be NULL.  Begins and commits nothing. */
gboolean kigen_history_write (sqlite3 *database, const char *kind, const char *id, const char *text,
                              gint64 now, GError **error);

G_END_DECLS
