/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** A drive that can be taken away and has something mounted: a USB stick, a memory card. */
typedef struct {
  char *path; /* where it is mounted */
  char *name; /* as the desktop calls it */
} KigenDrive;

void kigen_drive_free (KigenDrive *drive);

/** Those that are there now and can be written to, in the order in which the desktop lists them; KigenDrive
 * elements.  g_ptr_array_unref(). */
GPtrArray *kigen_drive_list (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenDrive, kigen_drive_free)

G_END_DECLS
