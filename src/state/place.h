/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/lock.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/* The database's files in the state folder. */

/** The database's path; g_free(). */
char *kigen_place_path (const char *folder);
/** Waits for the lock under which the database is begun or begun anew. */
KigenLock *kigen_place_lock (const char *folder, GError **error);
/**
 * Under the lock: sets aside what is there, if anything, and puts a new database into its place. `*set_aside`
 * (may be NULL; g_free) is the path of what was set aside, by this run or by one that got no further.
 */
gboolean kigen_place_renew (const char *folder, gint64 now, char **set_aside, GError **error);

G_END_DECLS
