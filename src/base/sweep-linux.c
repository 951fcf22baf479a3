/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Temporary files of writers that were killed.  One goes only if its name is ours, it is an ordinary file of
 * this user's that nobody else gets at, and its lock can be had: a living writer has it.
 *
 * File systems of sticks and of servers know no owners and modes, or none of ours; there the name and the
 * lock have to do.  Where there are no locks, only what is a day old is dead.
 */

#include <kigen/base/paths.h>

#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#define LONG_AGO (24 * 60 * 60)

/* statfs(2) of FAT, exFAT, NTFS (two drivers), SMB (two versions), and whatever stands behind FUSE. */
static gboolean
keeps_owners (int fd)
{
  static const guint32 without[]
      = { 0x4d44, 0x2011bab0, 0x5346544e, 0x7366746e, 0xff534d42, 0xfe534d42, 0x65735546 };
  struct statfs system;

  if (fstatfs (fd, &system) != 0)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (without); i++)
    if ((guint32)system.f_type == without[i])
      return FALSE;
  return TRUE;
}

static gboolean
is_ours (int fd, const struct stat *status)
{
  if (!S_ISREG (status->st_mode))
    return FALSE;
  return !keeps_owners (fd) || (status->st_uid == geteuid () && (status->st_mode & 077) == 0);
}

static gboolean
is_dead (int fd, const struct stat *status)
{
  struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  if (TEMP_FAILURE_RETRY (fcntl (fd, F_OFD_SETLK, &all)) == 0)
    return TRUE;
  return errno != EAGAIN && errno != EACCES && status->st_mtime < time (NULL) - LONG_AGO;
}

/* Whether the name still leads to what was looked at. */
static gboolean
is_still (const char *path, const struct stat *status)
{
  struct stat now;

  return lstat (path, &now) == 0 && now.st_dev == status->st_dev && now.st_ino == status->st_ino;
}

static int
open_found (const char *path, int how, struct stat *status)
{
  int fd = open (path, how | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (fd >= 0 && fstat (fd, status) == 0)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

/* The name that the dead writer had taken and not given yet. */
static void
remove_place (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat status;
  int fd = open_found (path, O_RDONLY, &status);

  if (fd < 0)
    return;
  if (is_ours (fd, &status) && status.st_size == 0 && is_still (path, &status) && unlink (path) == 0)
    g_message ("an empty file of a run that was cut off has been removed: %s", path);
  close (fd);
}

/* The places go first: they are known by the temporary file. */
static void
remove_with_places (const char *folder, GPtrArray *names, const char *name, const char *path)
{
  for (guint i = 0; i < names->len; i++)
    if (kigen_temporary_is_for (name, g_ptr_array_index (names, i)))
      remove_place (folder, g_ptr_array_index (names, i));
  if (unlink (path) == 0)
    g_message ("a file of a run that was cut off has been removed: %s", path);
}

static void
look_at (const char *folder, GPtrArray *names, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat status;
  int fd = open_found (path, O_RDWR, &status);

  if (fd < 0)
    return;
  if (is_ours (fd, &status) && is_dead (fd, &status) && is_still (path, &status))
    remove_with_places (folder, names, name, path);
  close (fd);
}

void
kigen_file_sweep (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  for (guint i = 0; i < names->len; i++)
    if (kigen_temporary_is_name (g_ptr_array_index (names, i)))
      look_at (folder, names, g_ptr_array_index (names, i));
}
