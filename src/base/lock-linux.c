/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * An open file description lock: it belongs to this opening of the file, so it holds against the same process
 * too, goes when the process goes, and works on network file systems.  The file is never removed: removing it
 * would let two processes hold locks on two files of one name.
 */

#include <kigen/base/lock.h>

#include <kigen/base/error.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

struct _KigenLock {
  int fd;
};

KigenLock *
kigen_lock_take (const char *path, GError **error)
{
  struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  g_autoptr (KigenLock) lock = NULL;
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);

  if (fd < 0) {
    kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The lock file %s cannot be opened: %s"), path,
                g_strerror (errno));
    return NULL;
  }
  lock = g_new (KigenLock, 1);
  lock->fd = fd;
  if (TEMP_FAILURE_RETRY (fcntl (fd, F_OFD_SETLK, &all)) == 0)
    return g_steal_pointer (&lock);
  if (errno == EAGAIN || errno == EACCES)
    kigen_fail (error, KIGEN_ERROR_BUSY, NULL, _ ("Another Kigen is at work on this."));
  else
    kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The lock file %s cannot be locked: %s"), path,
                g_strerror (errno));
  return NULL;
}

void
kigen_lock_release (KigenLock *lock)
{
  if (lock == NULL)
    return;
  close (lock->fd);
  g_free (lock);
}
