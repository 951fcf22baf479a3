/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Each secret has pages of its own, so that locking and unlocking one never touches another's.  Where the
 * working set has no room for another locked page, a secret is merely not locked.
 */

#include "secret-memory.h"

#include "access-windows.h"

#include <kigen/base/secret.h>

#include <fcntl.h>
#include <io.h>
#include <string.h>

#define STANDARD_INPUT 0

void *
kigen_secret_memory_new (gsize size)
{
  void *memory = VirtualAlloc (NULL, size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);

  if (memory == NULL)
    g_error ("no memory for a secret of %" G_GSIZE_FORMAT " bytes", size);
  if (!VirtualLock (memory, size))
    g_debug ("a secret could not be locked into memory");
  return memory;
}

void
kigen_secret_memory_free (void *memory, gsize size)
{
  kigen_cleanse (memory, size);
  VirtualFree (memory, 0, MEM_RELEASE);
}

void
kigen_cleanse (void *bytes, gsize size)
{
  SecureZeroMemory (bytes, size);
}

/* Windows would make a picture of the memory for its report of the crash. */
static LONG WINAPI
end_at_once (EXCEPTION_POINTERS *crash G_GNUC_UNUSED)
{
  return EXCEPTION_EXECUTE_HANDLER;
}

void
kigen_secret_protect_process (void)
{
  SetErrorMode (SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
  SetUnhandledExceptionFilter (end_at_once);
}

int
kigen_secret_memory_open (const char *path)
{
  if (strcmp (path, "-") == 0)
    return STANDARD_INPUT;
  g_autofree wchar_t *name = g_utf8_to_utf16 (path, -1, NULL, NULL, NULL);
  return name == NULL ? -1 : _wopen (name, _O_RDONLY | _O_BINARY | _O_NOINHERIT);
}

int
kigen_secret_memory_read_byte (int fd, char *byte)
{
  return _read (fd, byte, 1);
}

void
kigen_secret_memory_close (int fd)
{
  if (fd != STANDARD_INPUT)
    _close (fd);
}

gboolean
kigen_secret_memory_readable_by_others (int fd)
{
  HANDLE file = (HANDLE)_get_osfhandle (fd);

  if (fd == STANDARD_INPUT || file == INVALID_HANDLE_VALUE || GetFileType (file) != FILE_TYPE_DISK)
    return FALSE;
  return kigen_access_others_have (file, FILE_READ_DATA);
}
