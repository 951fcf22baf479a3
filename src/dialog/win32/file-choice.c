/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"
/* Calls of objects in C. */
#define COBJMACROS

/* Windows' own dialogue for files. */

#include "file-choice.h"

#include "frame-win32.h"
#include "page.h"
#include "utf16.h"

#include <glib/gi18n-lib.h>
#include <shobjidl.h>

typedef struct {
  Controller *controller;
  char *title;
  char *suggestion; /* NULL to open one */
  FileChosen chosen;
  gpointer data;
  gboolean alone; /* there is no page to come back to */
} Choice;

/* The name and its folder; one that is not there yet is left to Windows. */
static void
suggest (IFileDialog *dialog, const char *suggestion)
{
  g_autofree char *folder = g_path_get_dirname (suggestion);
  g_autofree char *name = g_path_get_basename (suggestion);
  g_autofree wchar_t *wide_folder = kigen_wide_new (folder);
  g_autofree wchar_t *wide_name = kigen_wide_new (name);
  IShellItem *item = NULL;
  IFileDialog_SetFileName (dialog, wide_name);
  IFileDialog_SetDefaultExtension (dialog, L"p12");
  if (FAILED (SHCreateItemFromParsingName (wide_folder, NULL, &IID_IShellItem, (void **)&item)))
    return;
  IFileDialog_SetFolder (dialog, item);
  IShellItem_Release (item);
}

static void
set_kinds (IFileDialog *dialog)
{
  g_autofree wchar_t *backups = kigen_wide_new (_ ("Backup files (*.p12, *.pfx)"));
  g_autofree wchar_t *all = kigen_wide_new (_ ("All files"));
  const COMDLG_FILTERSPEC kinds[] = { { backups, L"*.p12;*.pfx" }, { all, L"*.*" } };
  IFileDialog_SetFileTypes (dialog, G_N_ELEMENTS (kinds), kinds);
}

static char *
result_of (IFileDialog *dialog)
{
  IShellItem *item = NULL;
  wchar_t *wide = NULL;
  char *path = NULL;
  if (FAILED (IFileDialog_GetResult (dialog, &item)))
    return NULL;
  if (SUCCEEDED (IShellItem_GetDisplayName (item, SIGDN_FILESYSPATH, &wide)))
    path = kigen_wide_to_utf8 (wide);
  CoTaskMemFree (wide);
  IShellItem_Release (item);
  return path;
}

static char *
ask_windows (const Choice *choice)
{
  IFileDialog *dialog = NULL;
  char *path = NULL;
  HRESULT made = choice->suggestion != NULL
                     ? CoCreateInstance (&CLSID_FileSaveDialog, NULL, CLSCTX_INPROC_SERVER, &IID_IFileDialog,
                                         (void **)&dialog)
                     : CoCreateInstance (&CLSID_FileOpenDialog, NULL, CLSCTX_INPROC_SERVER, &IID_IFileDialog,
                                         (void **)&dialog);
  if (FAILED (made))
    return NULL;
  g_autofree wchar_t *title = kigen_wide_new (choice->title);
  IFileDialog_SetTitle (dialog, title);
  set_kinds (dialog);
  if (choice->suggestion != NULL)
    suggest (dialog, choice->suggestion);
  if (SUCCEEDED (IFileDialog_Show (dialog, frame_window (controller_frame (choice->controller)))))
    path = result_of (dialog);
  IFileDialog_Release (dialog);
  return path;
}

/* In a call of its own, so that whoever asks goes on; the window may be gone when it is answered. */
static void
ask (gpointer data)
{
  Choice *choice = data;
  Frame *frame = controller_frame (choice->controller);
  if (frame != NULL) {
    g_autofree char *path = ask_windows (choice);
    if (controller_frame (choice->controller) == frame) {
      frame_set_modal (frame, FALSE);
      if (path != NULL)
        choice->chosen (choice->controller, path, choice->data);
      else if (choice->alone)
        controller_show_list (choice->controller);
    }
  }
  g_free (choice->title);
  g_free (choice->suggestion);
  controller_unref (choice->controller);
  g_free (choice);
}

void
file_choose (Controller *controller, const char *title, const char *suggestion, FileChosen chosen,
             gpointer data)
{
  Frame *frame = controller_frame (controller);
  if (frame_is_choosing (frame))
    return;
  Choice *choice = g_new0 (Choice, 1);
  choice->controller = controller_ref (controller);
  choice->title = g_strdup (title);
  choice->suggestion = g_strdup (suggestion);
  choice->chosen = chosen;
  choice->data = data;
  choice->alone = !frame_has_page (frame);
  frame_set_modal (frame, TRUE);
  if (choice->alone)
    controller_show (controller, page_new (controller, PAGE_MARK_NONE, title));
  frame_call (ask, choice);
}
