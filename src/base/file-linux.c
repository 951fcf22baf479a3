/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Files that are whole or not there.  The bytes go into a temporary file beside the target, are synced, and
 * get the target's name in one step; then the folder is synced, so that the name survives too.  A file that
 * must not replace anything gets its name by the kernel's own refusal, never by looking first.
 *
 * O_TMPFILE would leave nothing behind on a crash, but giving it a name needs /proc/self/fd, which a process
 * that is closed to debuggers may not use.
 */

#include "file-private.h"

#include <kigen/error.h>
#include <kigen/paths.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* All of these return 0, or an errno. */

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

/* Closing can be where a network file system tells that the disk is full. */
static int
write_and_close (int fd, const void *bytes, gsize size)
{
  int fault = write_all (fd, bytes, size);

  if (close (fd) != 0 && fault == 0 && errno != EINTR)
    fault = errno;
  return fault;
}

static int
write_temporary (char *temporary, const void *bytes, gsize size)
{
  int fault;
  int fd = mkostemp (temporary, O_CLOEXEC);

  if (fd < 0)
    return errno;
  fault = write_and_close (fd, bytes, size);
  if (fault != 0)
    unlink (temporary);
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

static int
write_directly (const char *path, const void *bytes, gsize size)
{
  int fault;
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);

  if (fd < 0)
    return errno;
  fault = write_and_close (fd, bytes, size);
  if (fault != 0)
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
create (KigenFileWay first, const char *path, char *temporary, const void *bytes, gsize size)
{
  int fault = write_temporary (temporary, bytes, size);

  if (fault != 0)
    return fault;
  fault = first <= KIGEN_FILE_BY_RENAME ? name_by_rename (temporary, path) : ENOSYS;
  if (is_unknown (fault))
    fault = first <= KIGEN_FILE_BY_LINK ? name_by_link (temporary, path) : ENOSYS;
  if (fault != 0)
    unlink (temporary);
  return is_unknown (fault) ? write_directly (path, bytes, size) : fault;
}

static int
replace (const char *path, char *temporary, const void *bytes, gsize size)
{
  int fault = write_temporary (temporary, bytes, size);

  if (fault != 0)
    return fault;
  if (rename (temporary, path) == 0)
    return 0;
  fault = errno;
  unlink (temporary);
  return fault;
}

gboolean
kigen_file_replace (const char *path, const void *bytes, gsize size, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *temporary = g_build_filename (folder, ".kigen-XXXXXX", NULL);
  int fault = replace (path, temporary, bytes, size);

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
  g_autofree char *temporary = g_build_filename (folder, ".kigen-XXXXXX", NULL);
  int fault = create (first, path, temporary, bytes, size);

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
kigen_file_close (const char *path)
{
  struct stat status;

  return stat (path, &status) != 0 || (status.st_mode & 077) == 0 || chmod (path, 0600) == 0;
}
