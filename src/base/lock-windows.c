/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * A lock on the first byte of an open file: it belongs to this opening of it, so it holds against the same
 * process too, and goes when the process goes.  The file is never removed.
 */

#include "access-windows.h"

#include <kigen/base/error.h>
#include <kigen/base/lock.h>

#include <glib/gi18n-lib.h>

struct _KigenLock {
  HANDLE file;
};

KigenLock *
kigen_lock_take (const char *path, GError **error)
{
  g_autoptr (SECURITY_ATTRIBUTES) own = kigen_access_own ();
  g_autofree wchar_t *name = g_utf8_to_utf16 (path, -1, NULL, NULL, NULL);
  HANDLE file = name == NULL
                    ? INVALID_HANDLE_VALUE
                    : CreateFileW (name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                   own, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
  if (file == INVALID_HANDLE_VALUE) {
    g_autofree char *words = kigen_access_words (GetLastError ());
    kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The lock file %s cannot be opened: %s"), path, words);
    return NULL;
  }
  OVERLAPPED start = { 0 };
  g_autoptr (KigenLock) lock = g_new (KigenLock, 1);
  lock->file = file;
  if (LockFileEx (file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &start))
    return g_steal_pointer (&lock);
  DWORD fault = GetLastError ();
  g_autofree char *words = kigen_access_words (fault);
  if (fault == ERROR_LOCK_VIOLATION || fault == ERROR_IO_PENDING)
    kigen_fail (error, KIGEN_ERROR_BUSY, NULL, _ ("Another Kigen is at work on this."));
  else
    kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The lock file %s cannot be locked: %s"), path, words);
  return NULL;
}

void
kigen_lock_release (KigenLock *lock)
{
  if (lock == NULL)
    return;
  CloseHandle (lock->file);
  g_free (lock);
}
