/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a platform does for secrets; one file a platform. */

/** Zeroed memory for a secret, locked and left out of core files where the system allows it.  Never NULL. */
void *kigen_secret_memory_new (gsize size);
/** Cleanses it and gives it back; `size` as it was asked for. */
void kigen_secret_memory_free (void *memory, gsize size);

/** Opens a file for reading, not inherited by children; -1 and errno.  "-" is the standard input. */
int kigen_secret_memory_open (const char *path);
/** Reads one byte: 1, 0 at the end, -1 and errno. */
int kigen_secret_memory_read_byte (int fd, char *byte);
void kigen_secret_memory_close (int fd);
/** Whether another user could read what is open there. */
gboolean kigen_secret_memory_readable_by_others (int fd);

G_END_DECLS
