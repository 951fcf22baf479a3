/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Places on Windows.  What the administrator adds lies beside the programs, where nobody else may write:
 * anybody may make folders in ProgramData.
 */

#include "paths-private.h"

#include "access-windows.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <shlobj.h>

/* Paths of NTFS are never longer. */
#define LONGEST_PATH 32768

char *
kigen_path_program_folder (void)
{
  g_autofree wchar_t *name = g_new0 (wchar_t, LONGEST_PATH);
  DWORD length = GetModuleFileNameW (NULL, name, LONGEST_PATH - 1);
  g_autofree char *path = length == 0 ? NULL : g_utf16_to_utf8 (name, -1, NULL, NULL, NULL);

  return path == NULL ? NULL : g_path_get_dirname (path);
}

const char *
kigen_path_program_suffix (void)
{
  return ".exe";
}

const char *
kigen_path_folder_name (void)
{
  return "Kigen";
}

const char *
kigen_path_site_folder (void)
{
  static gsize folder = 0;

  if (g_once_init_enter (&folder)) {
    char *programs = kigen_path_program_folder ();
    g_once_init_leave (&folder, (gsize)(programs != NULL ? programs : g_strdup (".")));
  }
  return (const char *)folder;
}

/* It goes with the user from one PC to another; GLib's own is the one that stays. */
char *
kigen_path_config_folder (void)
{
  wchar_t *known = NULL;
  g_autofree char *roaming = NULL;

  if (SHGetKnownFolderPath (&FOLDERID_RoamingAppData, 0, NULL, &known) == S_OK)
    roaming = g_utf16_to_utf8 (known, -1, NULL, NULL, NULL);
  CoTaskMemFree (known);
  return g_build_filename (roaming != NULL ? roaming : g_get_user_config_dir (), kigen_path_folder_name (),
                           NULL);
}

static gboolean
fail_unsafe (const char *folder, const char *message, GError **error)
{
  g_autofree char *advice
      = g_strdup_printf (_ ("Let only yourself in (Properties of %s, “Security”), or choose another folder "
                            "with --state."),
                         folder);

  return kigen_fail (error, KIGEN_ERROR_STATE_UNSAFE, advice, "%s", message);
}

/* The folder itself is nobody else's; those above it as they come. */
static gboolean
make (const char *folder, GError **error)
{
  g_autoptr (SECURITY_ATTRIBUTES) own = kigen_access_own ();
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree wchar_t *name = g_utf8_to_utf16 (folder, -1, NULL, NULL, NULL);

  if (name != NULL && g_mkdir_with_parents (parent, 0700) == 0
      && (CreateDirectoryW (name, own) || GetLastError () == ERROR_ALREADY_EXISTS))
    return TRUE;
  g_autofree char *words = kigen_access_words (GetLastError ());
  return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The state folder %s cannot be made: %s"), folder,
                     words);
}

static gboolean
is_folder (HANDLE handle)
{
  BY_HANDLE_FILE_INFORMATION status = { 0 };

  return GetFileInformationByHandle (handle, &status)
         && (status.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

gboolean
kigen_path_prepare_state (const char *folder, GError **error)
{
  g_autofree wchar_t *name = g_utf8_to_utf16 (folder, -1, NULL, NULL, NULL);

  if (!make (folder, error))
    return FALSE;
  HANDLE handle = CreateFileW (name, READ_CONTROL | FILE_LIST_DIRECTORY,
                               FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                               FILE_FLAG_BACKUP_SEMANTICS, NULL);
  if (handle == INVALID_HANDLE_VALUE) {
    g_autofree char *words = kigen_access_words (GetLastError ());
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The state folder %s cannot be opened: %s"),
                       folder, words);
  }
  gboolean right_kind = is_folder (handle);
  gboolean open = kigen_access_others_have (handle, FILE_ADD_FILE | FILE_DELETE_CHILD | WRITE_DAC);
  CloseHandle (handle);
  if (!right_kind)
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The state folder %s cannot be opened: %s"),
                       folder, g_strerror (ENOTDIR));
  if (!open)
    return kigen_path_check_contents (folder, error);
  g_autofree char *message
      = g_strdup_printf (_ ("The state folder %s can be written to by other users."), folder);
  return fail_unsafe (folder, message, error);
}
