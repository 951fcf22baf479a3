/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Files that are whole or not there.  The bytes go into a temporary file beside the target, are synced, and
 * get the target's name in one step; then the folder is synced, so that the name survives too.  A file that
 * must not replace anything gets its name by the kernel's own refusal, never by looking first.
 *
 * O_TMPFILE would leave nothing behind on a crash, but giving it a name needs /proc/self/fd, which a process
 * that is closed to debuggers may not use.  So the temporary file is locked for as long as it has that name:
 * one that nobody holds is a dead writer's, and goes at the next sweep (sweep-linux.c).
 */

#include "file-private.h"
#include "temporary.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* A name that somebody else has taken is tried again with another. */
#define MOST_NAMES 16

/* A file that is being written. */
typedef struct {
  char *path;
  int fd;
} Temporary;

/* The name is gone by then, in one way or another. */
static void
clear_temporary (Temporary *temporary)
{
  if (temporary->fd >= 0)
    close (temporary->fd);
  g_free (temporary->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Temporary, clear_temporary)

/* Where there are no locks, nobody sweeps what is new.  Between the making and the lock a sweeper may have
 * come by. */
static gboolean
hold (int fd)
{
  struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  struct stat status;

  if (TEMP_FAILURE_RETRY (fcntl (fd, F_OFD_SETLK, &all)) != 0 && (errno == EAGAIN || errno == EACCES))
    return FALSE;
  return fstat (fd, &status) != 0 || status.st_nlink > 0;
}

/* All of these return 0, or an errno. */

static int
open_temporary (Temporary *temporary, const char *path)
{
  for (int i = 0; i < MOST_NAMES; i++) {
    clear_temporary (temporary);
    temporary->path = kigen_temporary_name (path);
    temporary->fd
        = open (temporary->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (temporary->fd >= 0 && hold (temporary->fd))
      return 0;
    if (temporary->fd < 0 && errno != EEXIST)
      return errno;
  }
  return EEXIST;
}

static int
write_all (int fd, const char *bytes, gsize size)
{
  while (size > 0) {
    ssize_t written = TEMP_FAILURE_RETRY (write (fd, bytes, size));
    if (written < 0)
      return errno;
    bytes += written;
    size -= (gsize)written;
  }
  return TEMP_FAILURE_RETRY (fsync (fd)) == 0 ? 0 : errno;
}

/* Closing can be where a network file system tells that the disk is full.  What is closed is a second
 * descriptor, since the lock lasts as long as the first. */
static int
settle (int fd)
{
  int second = fcntl (fd, F_DUPFD_CLOEXEC, 0);

  if (second < 0)
    return errno;
  return close (second) == 0 || errno == EINTR ? 0 : errno;
}

static int
write_temporary (Temporary *temporary, const char *path, const void *bytes, gsize size)
{
  int fault = open_temporary (temporary, path);

  if (fault != 0)
    return fault;
  fault = write_all (temporary->fd, bytes, size);
  if (fault == 0)
    fault = settle (temporary->fd);
  if (fault != 0)
    unlink (temporary->path);
  return fault;
}

/* Some file systems cannot sync a folder and some folders cannot be read: then the name is as safe as it
 * gets. */
static int
sync_folder (const char *folder)
{
  int fault = 0;
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return 0;
  if (TEMP_FAILURE_RETRY (fsync (fd)) != 0 && errno != EINVAL && errno != ENOTSUP && errno != ENOSYS)
    fault = errno;
  close (fd);
  return fault;
}

static int
name_by_rename (const char *temporary, const char *path)
{
  return renameat2 (AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0 ? 0 : errno;
}

static int
name_by_link (const char *temporary, const char *path)
{
  if (link (temporary, path) != 0)
    return errno;
  unlink (temporary);
  return 0;
}

static gboolean
is_empty_file (const char *path)
{
  struct stat status;

  return lstat (path, &status) == 0 && S_ISREG (status.st_mode) && status.st_size == 0;
}

/* An empty file takes the name, which nobody else can do then, and the whole one takes its place.  Whoever is
 * killed in between leaves both, and the sweep knows the one by the other. */
static int
name_by_place (const char *temporary, const char *path)
{
  int fault;
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);

  if (fd < 0)
    return errno;
  close (fd);
  if (!is_empty_file (path))
    return EEXIST;
  if (rename (temporary, path) == 0)
    return 0;
  fault = errno;
  unlink (path);
  return fault;
}

/* Whether the file system merely does not know this way. */
static gboolean
is_unknown (int fault)
{
  return fault == EINVAL || fault == ENOSYS || fault == ENOTSUP || fault == EPERM || fault == EMLINK;
}

static int
name_by (KigenFileWay first, const char *temporary, const char *path)
{
  int fault = first <= KIGEN_FILE_BY_RENAME ? name_by_rename (temporary, path) : ENOSYS;

  if (is_unknown (fault))
    fault = first <= KIGEN_FILE_BY_LINK ? name_by_link (temporary, path) : ENOSYS;
  return is_unknown (fault) ? name_by_place (temporary, path) : fault;
}

static int
create (KigenFileWay first, const char *path, const void *bytes, gsize size)
{
  g_auto (Temporary) temporary = { NULL, -1 };
  int fault = write_temporary (&temporary, path, bytes, size);

  if (fault != 0)
    return fault;
  fault = name_by (first, temporary.path, path);
  if (fault != 0)
    unlink (temporary.path);
  return fault;
}

static int
replace (const char *path, const void *bytes, gsize size)
{
  g_auto (Temporary) temporary = { NULL, -1 };
  int fault = write_temporary (&temporary, path, bytes, size);

  if (fault != 0)
    return fault;
  if (rename (temporary.path, path) == 0)
    return 0;
  fault = errno;
  unlink (temporary.path);
  return fault;
}

gboolean
kigen_file_replace (const char *path, const void *bytes, gsize size, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fault = replace (path, bytes, size);

  if (fault == 0)
    fault = sync_folder (folder);
  if (fault != 0)
    return kigen_fail (error, KIGEN_ERROR_FAILED,
                       _ ("Check the folder's owner and the free space of its drive."),
                       _ ("The file %s cannot be written: %s"), path, g_strerror (fault));
  return TRUE;
}

gboolean
kigen_file_create_by (KigenFileWay first, const char *path, const void *bytes, gsize size, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fault = create (first, path, bytes, size);

  if (fault == 0)
    fault = sync_folder (folder);
  if (fault == EEXIST)
    return kigen_fail (error, KIGEN_ERROR_BACKUP_EXISTS, NULL, _ ("There is a file %s already."), path);
  if (fault != 0)
    return kigen_fail (error, KIGEN_ERROR_BACKUP_UNWRITABLE, NULL, _ ("The file %s cannot be written: %s"),
                       path, g_strerror (fault));
  return TRUE;
}

gboolean
kigen_file_create (const char *path, const void *bytes, gsize size, GError **error)
{
  return kigen_file_create_by (KIGEN_FILE_BY_RENAME, path, bytes, size, error);
}

gboolean
kigen_file_try (const char *folder, GError **error)
{
  g_autofree char *none = g_build_filename (folder, "none", NULL);
  g_auto (Temporary) temporary = { NULL, -1 };
  int fault = open_temporary (&temporary, none);

  if (fault != 0) {
    g_set_error_literal (error, G_FILE_ERROR, (int)g_file_error_from_errno (fault), g_strerror (fault));
    return FALSE;
  }
  unlink (temporary.path);
  return TRUE;
}

int
kigen_file_open (const char *path, gboolean patiently)
{
  return open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (patiently ? 0 : O_NONBLOCK));
}

gboolean
kigen_file_make_private (const char *path)
{
  struct stat status;

  return stat (path, &status) != 0 || (status.st_mode & 077) == 0 || chmod (path, 0600) == 0;
}
