/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* Windows tells of changes by the folder they are in, and names what changed.  A store of Windows' own, named
 * as in its URI ("windows:MY"), has its certificates in the registry, or in files of the roaming profile:
 * both are watched, and what CryptoAPI itself tells of the store is heard, too. */

#include "folder-marks.h"

#include "handle-windows.h"

#include <kigen/base/wide.h>

#include <shlobj.h>
#include <string.h>
#include <wincrypt.h>

#define STORE "windows:"
/* Not FILE_NOTIFY_CHANGE_LAST_ACCESS or _ATTRIBUTES: a look at a file must not call for the next. */
#define OF_FILE                                                                                              \
  (FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME | FILE_NOTIFY_CHANGE_SIZE                      \
   | FILE_NOTIFY_CHANGE_LAST_WRITE | FILE_NOTIFY_CHANGE_SECURITY)
#define OF_PARENT (FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME)
#define OF_KEY (REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET)

/* One place, by its folder or by its key. */
typedef struct {
  KigenFolderMarks *marks;
  guint source;
  OVERLAPPED reading;
  HANDLE folder;    /* INVALID_HANDLE_VALUE for none */
  HKEY key;         /* NULL for none */
  HCERTSTORE store; /* likewise */
  char *path;
  char *nearest;
  gunichar2 *name; /* what in the folder concerns it; NULL for all */
  gboolean parent; /* the folder is not the place's own, and only what comes or goes in it is of interest */
  union {
    FILE_NOTIFY_INFORMATION first;
    char bytes[8192];
  } changes;
} Mark;

struct _KigenFolderMarks {
  GPtrArray *all; /* Mark */
  KigenFolderMarksTouched touched;
  gpointer data;
};

static void
free_mark (gpointer data)
{
  Mark *mark = data;
  DWORD size;
  g_clear_handle_id (&mark->source, g_source_remove);
  if (mark->folder != INVALID_HANDLE_VALUE) {
    if (CancelIoEx (mark->folder, &mark->reading))
      GetOverlappedResult (mark->folder, &mark->reading, &size, TRUE);
    CloseHandle (mark->folder);
  }
  if (mark->key != NULL)
    RegCloseKey (mark->key);
  if (mark->store != NULL)
    CertCloseStore (mark->store, 0);
  CloseHandle (mark->reading.hEvent);
  g_free (mark->path);
  g_free (mark->nearest);
  g_free (mark->name);
  g_free (mark);
}

static Mark *
add_mark (KigenFolderMarks *marks, GSourceFunc told)
{
  Mark *mark = g_new0 (Mark, 1);
  mark->marks = marks;
  mark->folder = INVALID_HANDLE_VALUE;
  mark->reading.hEvent = CreateEventW (NULL, FALSE, FALSE, NULL);
  mark->source = kigen_handle_watch (mark->reading.hEvent, told, mark);
  g_ptr_array_add (marks->all, mark);
  return mark;
}

/* Folders
 * ------------------------------------------------------------------------------------------------------- */

static gboolean
read_on (Mark *mark)
{
  return ReadDirectoryChangesW (mark->folder, &mark->changes, sizeof mark->changes, mark->name == NULL,
                                mark->parent ? OF_PARENT : OF_FILE, NULL, &mark->reading, NULL);
}

static gboolean
is_nearer (const Mark *mark)
{
  g_autofree char *nearest = kigen_folder_marks_nearest (mark->path);
  return !g_str_equal (nearest, mark->nearest);
}

/* Too many changes to be told one by one come as none. */
static gboolean
concerns (const Mark *mark, DWORD size)
{
  if (size == 0 || mark->name == NULL)
    return TRUE;
  if (mark->parent && is_nearer (mark))
    return TRUE;
  const FILE_NOTIFY_INFORMATION *change = &mark->changes.first;
  while (CompareStringOrdinal (change->FileName, (int)(change->FileNameLength / sizeof (WCHAR)),
                               (const wchar_t *)mark->name, -1, TRUE)
         != CSTR_EQUAL) {
    if (change->NextEntryOffset == 0)
      return FALSE;
    change = (gconstpointer)((const char *)change + change->NextEntryOffset);
  }
  return !mark->parent;
}

/* A folder that is gone is told of, and no longer listened to. */
static gboolean
on_folder (gpointer data)
{
  Mark *mark = data;
  DWORD size = 0;
  gboolean goes_on = GetOverlappedResult (mark->folder, &mark->reading, &size, FALSE);
  gboolean concerned = !goes_on || concerns (mark, size);
  if (!goes_on || !read_on (mark))
    mark->source = 0;
  gboolean listens = mark->source != 0;
  if (concerned)
    mark->marks->touched (mark->marks->data);
  return listens;
}

static void
put_folder (KigenFolderMarks *marks, const char *path)
{
  Mark *mark = add_mark (marks, on_folder);
  mark->path = g_strdup (path);
  mark->nearest = kigen_folder_marks_nearest (path);
  mark->parent = !g_str_equal (mark->nearest, path);
  g_autofree char *folder = g_strdup (mark->nearest);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR)) {
    g_autofree char *name = g_path_get_basename (folder);
    mark->name = (gunichar2 *)kigen_wide_new (name);
    g_free (folder);
    folder = g_path_get_dirname (mark->nearest);
  } else if (mark->parent) {
    mark->name = (gunichar2 *)kigen_wide_new ("");
  }
  g_autofree wchar_t *wide = kigen_wide_new (folder);
  mark->folder
      = CreateFileW (wide, FILE_LIST_DIRECTORY, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                     OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OVERLAPPED, NULL);
  if (mark->folder == INVALID_HANDLE_VALUE || !read_on (mark))
    g_debug ("%s is not watched: error %lu", folder, GetLastError ());
}

/* Stores
 * -------------------------------------------------------------------------------------------------------- */

static gboolean
arm (const Mark *mark)
{
  return RegNotifyChangeKeyValue (mark->key, !mark->parent, OF_KEY, mark->reading.hEvent, TRUE)
         == ERROR_SUCCESS;
}

static gboolean
on_key (gpointer data)
{
  Mark *mark = data;
  if (!arm (mark))
    mark->source = 0;
  gboolean listens = mark->source != 0;
  mark->marks->touched (mark->marks->data);
  return listens;
}

/* The key, or the nearest above it that is there. */
static void
open_nearest_key (Mark *mark, const char *path)
{
  g_autofree char *nearest = g_strdup (path);
  char *end = nearest;
  for (; end != NULL; end = strrchr (nearest, '\\')) {
    *end = end == nearest ? *end : '\0';
    g_autofree wchar_t *wide = kigen_wide_new (nearest);
    if (RegOpenKeyExW (HKEY_CURRENT_USER, wide, 0, KEY_NOTIFY, &mark->key) == ERROR_SUCCESS)
      return;
    mark->parent = TRUE;
  }
}

/* Begins to listen (NOTIFY_CHANGE), or looks at the store anew and listens on (RESYNC). */
static gboolean
listen_to_store (Mark *mark, DWORD how)
{
  return CertControlStore (mark->store, CERT_STORE_CTRL_INHIBIT_DUPLICATE_HANDLE_FLAG, how,
                           &mark->reading.hEvent);
}

static gboolean
on_store (gpointer data)
{
  Mark *mark = data;
  if (!listen_to_store (mark, CERT_STORE_CTRL_RESYNC))
    mark->source = 0;
  gboolean listens = mark->source != 0;
  mark->marks->touched (mark->marks->data);
  return listens;
}

static void
put_provider (KigenFolderMarks *marks, const char *name)
{
  Mark *mark = add_mark (marks, on_store);
  g_autofree wchar_t *wide = kigen_wide_new (name);
  mark->store = CertOpenStore (CERT_STORE_PROV_SYSTEM_W, 0, 0,
                               CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_READONLY_FLAG, wide);
  if (mark->store == NULL || !listen_to_store (mark, CERT_STORE_CTRL_NOTIFY_CHANGE))
    g_debug ("CryptoAPI tells nothing of %s: error %lu", name, GetLastError ());
}

static void
put_store (KigenFolderMarks *marks, const char *name)
{
  put_provider (marks, name);
  g_autofree char *key = g_strconcat ("Software\\Microsoft\\SystemCertificates\\", name, NULL);
  wchar_t roaming[MAX_PATH];
  Mark *mark = add_mark (marks, on_key);
  open_nearest_key (mark, key);
  if (mark->key == NULL || !arm (mark))
    g_debug ("the registry's %s is not watched", key);
  if (SHGetFolderPathW (NULL, CSIDL_APPDATA, NULL, SHGFP_TYPE_CURRENT, roaming) != S_OK)
    return;
  g_autofree char *profile = kigen_wide_to_utf8 (roaming);
  g_autofree char *files = g_build_filename (profile, "Microsoft", "SystemCertificates", name, NULL);
  put_folder (marks, files);
}

/* Both
 * ----------------------------------------------------------------------------------------------------------
 */

KigenFolderMarks *
kigen_folder_marks_new (KigenFolderMarksTouched touched, gpointer data)
{
  KigenFolderMarks *marks = g_new0 (KigenFolderMarks, 1);
  marks->all = g_ptr_array_new_with_free_func (free_mark);
  marks->touched = touched;
  marks->data = data;
  return marks;
}

void
kigen_folder_marks_free (KigenFolderMarks *marks)
{
  if (marks == NULL)
    return;
  g_ptr_array_unref (marks->all);
  g_free (marks);
}

void
kigen_folder_marks_put (KigenFolderMarks *marks, const char *const *paths)
{
  g_ptr_array_set_size (marks->all, 0);
  for (; *paths != NULL; paths++) {
    if (g_str_has_prefix (*paths, STORE))
      put_store (marks, *paths + strlen (STORE));
    else
      put_folder (marks, *paths);
  }
}
