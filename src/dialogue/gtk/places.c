/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* Where to save: a drive that can be taken away is the best place for a backup, so these come first. */

#include "places.h"

#include "file-choice.h"

#include <kigen/drives.h>

#include <glib/gi18n-lib.h>

struct _Places {
  char *name;         /* the file's */
  char *other;        /* a path that the user chose by himself; NULL */
  GPtrArray *folders; /* char*, in the order of the buttons */
  GPtrArray *buttons; /* GtkCheckButton */
  GtkWidget *other_button;
};

static void
free_places (gpointer data)
{
  Places *places = data;
  g_free (places->name);
  g_free (places->other);
  g_ptr_array_unref (places->folders);
  g_ptr_array_unref (places->buttons);
  g_free (places);
}

/* Of a folder that is still to be made: where it will come to lie. */
static char *
free_room (const char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  while (!g_file_query_exists (file, NULL) && g_file_has_parent (file, NULL)) {
    GFile *parent = g_file_get_parent (file);
    g_object_unref (file);
    file = parent;
  }
  g_autoptr (GFileInfo) info
      = g_file_query_filesystem_info (file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);
  if (info == NULL || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE))
    return NULL;
  return g_format_size (g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE));
}

static void
add_folder (GtkWidget *sheet, Places *places, const char *folder, const char *label)
{
  g_autofree char *room = free_room (folder);
  g_autofree char *text = room != NULL ? g_strdup_printf (_ ("%s (%s free)"), label, room) : g_strdup (label);
  GtkWidget *button = gtk_check_button_new_with_label (text);
  if (places->buttons->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button),
                                GTK_CHECK_BUTTON (g_ptr_array_index (places->buttons, 0)));
  else
    gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
  g_ptr_array_add (places->buttons, button);
  g_ptr_array_add (places->folders, g_strdup (folder));
  sheet_add (sheet, button);
}

static void
add_drives (GtkWidget *sheet, Places *places)
{
  g_autoptr (GPtrArray) drives = kigen_drive_list ();
  for (guint i = 0; i < drives->len; i++) {
    const KigenDrive *drive = g_ptr_array_index (drives, i);
    g_autofree char *label = g_strdup_printf (_ ("Drive “%s”"), drive->name);
    add_folder (sheet, places, drive->path, label);
  }
}

static void
take_other (Shell *shell G_GNUC_UNUSED, const char *path, gpointer data)
{
  Places *places = data;
  g_free (places->other);
  places->other = g_strdup (path);
  gtk_check_button_set_label (GTK_CHECK_BUTTON (places->other_button), path);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (places->other_button), TRUE);
}

static void
choose_other (GtkButton *button, gpointer data)
{
  Places *places = data;
  Shell *shell = g_object_get_data (G_OBJECT (button), "shell");
  g_autofree char *suggestion = places_path (places);
  file_choose (shell, _ ("Where the backup goes"), suggestion, take_other, places);
}

static void
add_other (Shell *shell, GtkWidget *sheet, Places *places)
{
  places->other_button = gtk_check_button_new_with_label (_ ("Another place"));
  gtk_check_button_set_group (GTK_CHECK_BUTTON (places->other_button),
                              GTK_CHECK_BUTTON (g_ptr_array_index (places->buttons, 0)));
  GtkWidget *choose = sheet_make_button (_ ("_Choose a file…"));
  g_object_set_data (G_OBJECT (choose), "shell", shell);
  g_signal_connect (choose, "clicked", G_CALLBACK (choose_other), places);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (line), places->other_button);
  gtk_box_append (GTK_BOX (line), choose);
  sheet_add (sheet, line);
}

Places *
sheet_add_places (Shell *shell, GtkWidget *sheet, const char *suggestion)
{
  Places *places = g_new0 (Places, 1);
  g_autofree char *folder = g_path_get_dirname (suggestion);
  g_autofree char *shown = g_filename_display_name (folder);
  places->name = g_path_get_basename (suggestion);
  places->folders = g_ptr_array_new_with_free_func (g_free);
  places->buttons = g_ptr_array_new ();
  g_object_set_data_full (G_OBJECT (sheet), "places", places, free_places);
  add_drives (sheet, places);
  add_folder (sheet, places, folder, shown);
  add_other (shell, sheet, places);
  sheet_add_pair (sheet, _ ("Name of the file"), places->name);
  return places;
}

char *
places_path (const Places *places)
{
  if (places->other != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (places->other_button)))
    return g_strdup (places->other);
  for (guint i = 0; i < places->buttons->len; i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (g_ptr_array_index (places->buttons, i))))
      return g_build_filename (g_ptr_array_index (places->folders, i), places->name, NULL);
  return g_build_filename (g_ptr_array_index (places->folders, 0), places->name, NULL);
}
