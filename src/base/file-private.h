/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** How a finished temporary file gets its name without replacing anything: each way is for file systems that
 * do not know the one before. */
typedef enum {
  KIGEN_FILE_BY_RENAME, /* renameat2 with RENAME_NOREPLACE */
  KIGEN_FILE_BY_LINK,   /* a hard link, then the temporary name goes */
  KIGEN_FILE_BY_PLACE   /* the name itself, taken with O_EXCL by an empty file that is then replaced */
} KigenFileWay;

/** kigen_file_create() beginning with this way: for tests of file systems that are not at hand. */
gboolean kigen_file_create_by (KigenFileWay first, const char *path, const void *bytes, gsize size,
                               GError **error);

/** Opens a file for reading, not inherited by children; -1 and errno.  A pipe that has no writer is waited
 * for only `patiently`. */
int kigen_file_open (const char *path, gboolean patiently);

G_END_DECLS
