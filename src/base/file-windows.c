/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Files that are whole or not there, on Windows.  The bytes go into a temporary file beside the target, are
 * flushed, and get the target's name in one step that is written through to the disk.  A move that is not
 * told to replace anything is refused by the file system itself where the name is taken.
 */

#include "access-windows.h"

#include <kigen/error.h>
#include <kigen/paths.h>

#include <glib/gi18n-lib.h>

/* A name that somebody else has taken is tried again with another. */
#define MOST_NAMES 16
#define LONGEST_PATH 32768

typedef struct {
  wchar_t *temporary;
  wchar_t *target;
} Names;

static void
clear_names (Names *names)
{
  g_free (names->temporary);
  g_free (names->target);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Names, clear_names)

static wchar_t *
wide (const char *path)
{
  return g_utf8_to_utf16 (path, -1, NULL, NULL, NULL);
}

static wchar_t *
temporary_name (const char *folder)
{
  g_autofree char *name = g_strdup_printf (".kigen-%08x", g_random_int ());
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return wide (path);
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

static HANDLE
open_temporary (const char *folder, wchar_t **name)
{
  g_autoptr (SECURITY_ATTRIBUTES) own = is_remote (folder) ? NULL : kigen_access_own ();
  HANDLE file = INVALID_HANDLE_VALUE;
  for (int i = 0; i < MOST_NAMES && file == INVALID_HANDLE_VALUE; i++) {
    g_free (*name);
    *name = temporary_name (folder);
    file = *name == NULL
               ? INVALID_HANDLE_VALUE
               : CreateFileW (*name, GENERIC_WRITE, 0, own, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE && GetLastError () != ERROR_FILE_EXISTS)
      break;
  }
  return file;
}

static DWORD
write_temporary (const char *folder, wchar_t **name, const void *bytes, gsize size)
{
  HANDLE file = open_temporary (folder, name);
  if (file == INVALID_HANDLE_VALUE)
    return GetLastError ();
  DWORD fault = write_all (file, bytes, size);
  if (!CloseHandle (file) && fault == ERROR_SUCCESS)
    fault = GetLastError ();
  if (fault != ERROR_SUCCESS)
    DeleteFileW (*name);
  return fault;
}

/* `how` as MoveFileExW() takes it. */
static DWORD
put (const char *path, DWORD how, const void *bytes, gsize size)
{
  g_auto (Names) names = { NULL, wide (path) };
  g_autofree char *folder = g_path_get_dirname (path);
  if (names.target == NULL)
    return ERROR_INVALID_NAME;
  DWORD fault = write_temporary (folder, &names.temporary, bytes, size);
  if (fault != ERROR_SUCCESS)
    return fault;
  if (MoveFileExW (names.temporary, names.target, how | MOVEFILE_WRITE_THROUGH))
    return ERROR_SUCCESS;
  fault = GetLastError ();
  DeleteFileW (names.temporary);
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
kigen_file_close (const char *path)
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
