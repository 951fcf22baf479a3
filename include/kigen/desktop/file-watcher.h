/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Watches files that are there or may come to be there.  A file that exists is watched itself, so that what
 * else happens in its folder wakes nobody; for one that does not, the nearest parent that exists.  Many
 * changes in a row are told as one, when it has been quiet for a second, or after ten.
 */
typedef struct _KigenFileWatcher KigenFileWatcher;

typedef void (*KigenFileWatcherChanged) (gpointer data);

/** Tells in the main context of the thread that made it. */
KigenFileWatcher *kigen_file_watcher_new (KigenFileWatcherChanged changed, gpointer data);
void kigen_file_watcher_free (KigenFileWatcher *folders);
/** These and no others from now on; the same ones again cost nothing.  `paths` ends with NULL.  TRUE where
 * they are others than before: what changed up to now was not seen. */
gboolean kigen_file_watcher_watch (KigenFileWatcher *folders, const char *const *paths);

G_END_DECLS
