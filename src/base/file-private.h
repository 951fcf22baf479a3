/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** How a finished temporary file gets its name without replacing anything: each way is for file systems that
 * do not know the one before. */
typedef enum {
  KIGEN_FILE_BY_RENAME, /* renameat2 with RENAME_NOREPLACE */
  KIGEN_FILE_BY_LINK,   /* a hard link, then the temporary name goes */
  KIGEN_FILE_BY_WRITING /* the name itself, opened with O_EXCL: whole only once it is synced */
} KigenFileWay;

/** kigen_file_create() beginning with this way: for tests of file systems that are not at hand. */
gboolean kigen_file_create_by (KigenFileWay first, const char *path, const void *bytes, gsize size,
                               GError **error);

G_END_DECLS
