/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Files that are whole or not there, on Windows.  The bytes go into a temporary file beside the target, are
 * flushed, and get the target's name in one step that is written through to the disk.  A move that is not
 * told to replace anything is refused by the file system itself where the name is taken.
 *
 * The temporary file stays open for as long as it has that name, and lets others do no more than move it: one
 * that nobody has open is a dead writer's, and goes at the next sweep (sweep-windows.c).
 */

#include "access-windows.h"
#include "file-private.h"
#include "temporary.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <io.h>

/* A name that somebody else has taken is tried again with another. */
#define MOST_NAMES 16
#define LONGEST_PATH 32768

/* A file that is being written. */
typedef struct {
  wchar_t *path;
  HANDLE file;
} Temporary;

static void
clear_temporary (Temporary *temporary)
{
  if (temporary->file != INVALID_HANDLE_VALUE)
    CloseHandle (temporary->file);
  g_free (temporary->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Temporary, clear_temporary)

static wchar_t *
wide (const char *path)
{
  return g_utf8_to_utf16 (path, -1, NULL, NULL, NULL);
}

/* All of these return ERROR_SUCCESS, or what GetLastError() said. */

static DWORD
write_all (HANDLE file, const char *bytes, gsize size)
{
  while (size > 0) {
    DWORD written = 0;
    if (!WriteFile (file, bytes, (DWORD)MIN (size, G_MAXINT32), &written, NULL))
      return GetLastError ();
    bytes += written;
    size -= written;
  }
  return FlushFileBuffers (file) ? ERROR_SUCCESS : GetLastError ();
}

/* A server has users of its own, who this one is not: there the folder's rights hold. */
static gboolean
is_remote (const char *folder)
{
  g_autofree wchar_t *name = wide (folder);
  g_autofree wchar_t *root = g_new0 (wchar_t, LONGEST_PATH);
  return name != NULL && GetVolumePathNameW (name, root, LONGEST_PATH)
         && GetDriveTypeW (root) == DRIVE_REMOTE;
}

static DWORD
open_temporary (Temporary *temporary, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (SECURITY_ATTRIBUTES) own = is_remote (folder) ? NULL : kigen_access_own ();
  for (int i = 0; i < MOST_NAMES; i++) {
    g_autofree char *name = kigen_temporary_name (path);
    g_free (temporary->path);
    temporary->path = wide (name);
    if (temporary->path == NULL)
      return ERROR_INVALID_NAME;
    temporary->file = CreateFileW (temporary->path, GENERIC_WRITE, FILE_SHARE_DELETE, own, CREATE_NEW,
                                   FILE_ATTRIBUTE_NORMAL, NULL);
    if (temporary->file != INVALID_HANDLE_VALUE)
      return ERROR_SUCCESS;
    if (GetLastError () != ERROR_FILE_EXISTS)
      return GetLastError ();
  }
  return ERROR_FILE_EXISTS;
}

static DWORD
write_temporary (Temporary *temporary, const char *path, const void *bytes, gsize size)
{
  DWORD fault = open_temporary (temporary, path);
  if (fault != ERROR_SUCCESS)
    return fault;
  fault = write_all (temporary->file, bytes, size);
  if (fault != ERROR_SUCCESS)
    DeleteFileW (temporary->path);
  return fault;
}

/* `how` as MoveFileExW() takes it. */
static DWORD
put (const char *path, DWORD how, const void *bytes, gsize size)
{
  g_auto (Temporary) temporary = { NULL, INVALID_HANDLE_VALUE };
  g_autofree wchar_t *target = wide (path);
  if (target == NULL)
    return ERROR_INVALID_NAME;
  DWORD fault = write_temporary (&temporary, path, bytes, size);
  if (fault != ERROR_SUCCESS)
    return fault;
  if (MoveFileExW (temporary.path, target, how | MOVEFILE_WRITE_THROUGH))
    return ERROR_SUCCESS;
  fault = GetLastError ();
  DeleteFileW (temporary.path);
  return fault;
}

gboolean
kigen_file_replace (const char *path, const void *bytes, gsize size, GError **error)
{
  DWORD fault = put (path, MOVEFILE_REPLACE_EXISTING, bytes, size);
  if (fault == ERROR_SUCCESS)
    return TRUE;
  g_autofree char *words = kigen_access_words (fault);
  return kigen_fail (error, KIGEN_ERROR_FAILED,
                     _ ("Check the folder's owner and the free space of its drive."),
                     _ ("The file %s cannot be written: %s"), path, words);
}

gboolean
kigen_file_create (const char *path, const void *bytes, gsize size, GError **error)
{
  DWORD fault = put (path, 0, bytes, size);
  if (fault == ERROR_SUCCESS)
    return TRUE;
  if (fault == ERROR_ALREADY_EXISTS || fault == ERROR_FILE_EXISTS)
    return kigen_fail (error, KIGEN_ERROR_BACKUP_EXISTS, NULL, _ ("There is a file %s already."), path);
  g_autofree char *words = kigen_access_words (fault);
  return kigen_fail (error, KIGEN_ERROR_BACKUP_UNWRITABLE, NULL, _ ("The file %s cannot be written: %s"),
                     path, words);
}

gboolean
kigen_file_try (const char *folder, GError **error)
{
  g_autofree char *none = g_build_filename (folder, "none", NULL);
  g_auto (Temporary) temporary = { NULL, INVALID_HANDLE_VALUE };
  DWORD fault = open_temporary (&temporary, none);
  if (fault == ERROR_SUCCESS) {
    DeleteFileW (temporary.path);
    return TRUE;
  }
  g_autofree char *words = kigen_access_words (fault);
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, words);
  return FALSE;
}

int
kigen_file_open (const char *path, gboolean patiently G_GNUC_UNUSED)
{
  g_autofree wchar_t *name = wide (path);
  return name == NULL ? -1 : _wopen (name, _O_RDONLY | _O_BINARY | _O_NOINHERIT);
}

gboolean
kigen_file_make_private (const char *path)
{
  g_autofree wchar_t *name = wide (path);
  HANDLE file = name == NULL ? INVALID_HANDLE_VALUE
                             : CreateFileW (name, READ_CONTROL | WRITE_DAC,
                                            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                                            OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
  if (file == INVALID_HANDLE_VALUE)
    return GetLastError () == ERROR_FILE_NOT_FOUND;
  gboolean closed = !kigen_access_others_have (file, FILE_READ_DATA | FILE_WRITE_DATA | WRITE_DAC)
                    || kigen_access_take (file);
  CloseHandle (file);
  return closed;
}
