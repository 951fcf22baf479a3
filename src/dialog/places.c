/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Where to save: a drive that can be taken away is the best place for a backup, so these come first. */

#include "places.h"

#include "file-choice.h"

#include <kigen/desktop/drives.h>

#include <glib/gi18n-lib.h>

struct _Places {
  char *name;         /* the file's */
  char *other;        /* a path that the user chose by himself; NULL */
  GPtrArray *folders; /* char*, in the order of the fields */
  GPtrArray *fields;  /* Field, the page's */
  Field *other_field;
};

static void
free_places (gpointer data)
{
  Places *places = data;
  g_free (places->name);
  g_free (places->other);
  g_ptr_array_unref (places->folders);
  g_ptr_array_unref (places->fields);
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
add_folder (Page *page, Places *places, const char *folder, const char *label)
{
  g_autofree char *room = free_room (folder);
  g_autofree char *text = room != NULL ? g_strdup_printf (_ ("%s (%s free)"), label, room) : g_strdup (label);
  Field *first = places->fields->len > 0 ? g_ptr_array_index (places->fields, 0) : NULL;
  g_ptr_array_add (places->fields, page_add_radio (page, text, first));
  g_ptr_array_add (places->folders, g_strdup (folder));
}

static void
add_drives (Page *page, Places *places)
{
  g_autoptr (GPtrArray) drives = kigen_drive_list ();
  for (guint i = 0; i < drives->len; i++) {
    const KigenDrive *drive = g_ptr_array_index (drives, i);
    g_autofree char *label = g_strdup_printf (_ ("Drive “%s”"), drive->name);
    add_folder (page, places, drive->path, label);
  }
}

static void
take_other (Controller *controller G_GNUC_UNUSED, const char *path, gpointer data)
{
  Places *places = data;
  g_free (places->other);
  places->other = g_strdup (path);
  field_set_text (places->other_field, path);
  field_set_on (places->other_field, TRUE);
}

static void
choose_other (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data)
{
  Places *places = data;
  g_autofree char *suggestion = places_path (places);
  file_choose (controller, _ ("Where the backup goes"), suggestion, take_other, places);
}

Places *
page_add_places (Page *page, const char *suggestion)
{
  Places *places = g_new0 (Places, 1);
  g_autofree char *folder = g_path_get_dirname (suggestion);
  g_autofree char *shown = g_filename_display_name (folder);
  places->name = g_path_get_basename (suggestion);
  places->folders = g_ptr_array_new_with_free_func (g_free);
  places->fields = g_ptr_array_new ();
  page_keep (page, places, free_places);
  add_drives (page, places);
  add_folder (page, places, folder, shown);
  places->other_field = page_add_radio (page, _ ("Another place"), g_ptr_array_index (places->fields, 0));
  field_add_button (places->other_field, _ ("_Choose a file…"), choose_other, places);
  page_add_pair (page, _ ("Name of the file"), places->name);
  return places;
}

char *
places_path (const Places *places)
{
  if (places->other != NULL && field_is_on (places->other_field))
    return g_strdup (places->other);
  for (guint i = 0; i < places->fields->len; i++)
    if (field_is_on (g_ptr_array_index (places->fields, i)))
      return g_build_filename (g_ptr_array_index (places->folders, i), places->name, NULL);
  return g_build_filename (g_ptr_array_index (places->folders, 0), places->name, NULL);
}
