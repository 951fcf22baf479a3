/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* GTK's own file chooser, which is the desktop's where it has one. */

#include "file-choice.h"

#include "frame-gtk.h"
#include "page.h"

#include <glib/gi18n-lib.h>

typedef struct {
  Controller *controller;
  FileChosen chosen;
  gpointer data;
  gboolean alone; /* there is no page to come back to */
} Choice;

static void
on_response (GtkNativeDialog *dialog, int response, gpointer data)
{
  Choice *choice = data;
  frame_set_chooser (controller_frame (choice->controller), NULL);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    choice->chosen (choice->controller, path, choice->data);
  else if (choice->alone)
    controller_show_list (choice->controller);
  g_free (choice);
  g_object_unref (dialog);
}

void
file_choose (Controller *controller, const char *title, const char *suggestion, FileChosen chosen,
             gpointer data)
{
  Frame *frame = controller_frame (controller);
  GtkWindow *window = frame_window (frame);
  if (frame_is_choosing (frame))
    return;
  GtkFileChooserAction action
      = suggestion != NULL ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN;
  GtkFileChooserNative *native = gtk_file_chooser_native_new (
      title, window, action, suggestion != NULL ? _ ("_Save") : _ ("_Open"), _ ("_Cancel"));
  Choice *choice = g_new0 (Choice, 1);
  choice->controller = controller;
  choice->chosen = chosen;
  choice->data = data;
  choice->alone = gtk_window_get_child (window) == NULL;
  if (choice->alone)
    controller_show (controller, page_new (controller, PAGE_MARK_NONE, title));
  frame_set_chooser (frame, GTK_NATIVE_DIALOG (native));
  /* The chooser comes to lie over the window only when that is there. */
  gtk_window_present (window);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  if (suggestion != NULL) {
    g_autofree char *folder = g_path_get_dirname (suggestion);
    g_autofree char *name = g_path_get_basename (suggestion);
    g_autoptr (GFile) place = g_file_new_for_path (folder);
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (native), place, NULL);
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), name);
  }
  g_signal_connect (native, "response", G_CALLBACK (on_response), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}
