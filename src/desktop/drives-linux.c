/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* A desktop with GVfs knows which drives can be taken away.  Without it there are only mount points: what is
 * mounted for a user lies below /media or /run/media. */

#include <kigen/desktop/drives.h>

#include <glib/gstdio.h>
#include <unistd.h>

static gboolean
can_be_taken_away (GMount *mount, const char *path)
{
  g_autoptr (GDrive) drive = g_mount_get_drive (mount);
  return (drive != NULL && g_drive_is_removable (drive)) || g_mount_can_eject (mount)
         || g_str_has_prefix (path, "/media/") || g_str_has_prefix (path, "/run/media/");
}

GPtrArray *
kigen_drive_list (void)
{
  GPtrArray *drives = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_drive_free);
  g_autoptr (GVolumeMonitor) monitor = g_volume_monitor_get ();
  GList *mounts = g_volume_monitor_get_mounts (monitor);
  for (GList *item = mounts; item != NULL; item = item->next) {
    g_autoptr (GFile) root = g_mount_get_root (item->data);
    g_autofree char *path = g_file_get_path (root);
    if (path == NULL || !can_be_taken_away (item->data, path) || g_access (path, W_OK) != 0)
      continue;
    KigenDrive *drive = g_new0 (KigenDrive, 1);
    drive->path = g_steal_pointer (&path);
    drive->name = g_mount_get_name (item->data);
    g_ptr_array_add (drives, drive);
  }
  g_list_free_full (mounts, g_object_unref);
  return drives;
}
