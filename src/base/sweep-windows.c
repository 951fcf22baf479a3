/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Temporary files of writers that were killed.  One goes only if its name is ours, it is an ordinary file
 * that no other user may write to, and nobody has it open for writing: a living writer does.  A name is never
 * taken before it is given here, so no empty file can be left.
 */

#include <kigen/base/paths.h>

#include "access-windows.h"
#include "temporary.h"

static gboolean
is_ours (HANDLE file)
{
  BY_HANDLE_FILE_INFORMATION status = { 0 };
  DWORD other = FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT;
  return GetFileInformationByHandle (file, &status) && (status.dwFileAttributes & other) == 0
         && !kigen_access_others_have (file, FILE_WRITE_DATA);
}

static void
look_at (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree wchar_t *wide = g_utf8_to_utf16 (path, -1, NULL, NULL, NULL);
  FILE_DISPOSITION_INFO gone = { .DeleteFile = TRUE };
  HANDLE file = wide == NULL
                    ? INVALID_HANDLE_VALUE
                    : CreateFileW (wide, DELETE | READ_CONTROL | FILE_READ_ATTRIBUTES, FILE_SHARE_DELETE,
                                   NULL, OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT, NULL);
  if (file == INVALID_HANDLE_VALUE)
    return;
  if (is_ours (file) && SetFileInformationByHandle (file, FileDispositionInfo, &gone, sizeof gone))
    g_message ("a file of a run that was cut off has been removed: %s", path);
  CloseHandle (file);
}

void
kigen_file_sweep (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (kigen_temporary_is_name (name))
      look_at (folder, name);
}
