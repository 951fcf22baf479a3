/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

#include <kigen/desktop/drives.h>

void
kigen_drive_free (KigenDrive *drive)
{
  if (drive == NULL)
    return;
  g_free (drive->path);
  g_free (drive->name);
  g_free (drive);
}
