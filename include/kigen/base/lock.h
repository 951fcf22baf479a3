/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * A kernel lock on a file: it goes with the process that holds it, however that ends.  The file stays.
 */
typedef struct _KigenLock KigenLock;

/** Takes the lock without waiting.  Errors: BUSY where another process holds it, FAILED. */
KigenLock *kigen_lock_take (const char *path, GError **error);
void kigen_lock_release (KigenLock *lock);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenLock, kigen_lock_release)

G_END_DECLS
