/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* The settings: one field each, in the order of the table in base.  What an administrator has set is shown,
 * and cannot be changed. */

#include "sheet.h"
#include "windows.h"

#include <glib/gi18n-lib.h>

#include <string.h>

typedef struct {
  GPtrArray *names; /* static strings */
  GPtrArray *entries;
  GtkWidget *problem;
} Form;

static void
free_form (gpointer data)
{
  Form *form = data;
  g_ptr_array_unref (form->names);
  g_ptr_array_unref (form->entries);
  g_free (form);
}

static void
save (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer data)
{
  const Form *form = data;
  KigenSettings *settings = kigen_watch_settings (shell_watch (shell));
  for (guint i = 0; i < form->names->len; i++) {
    const char *name = g_ptr_array_index (form->names, i);
    g_autofree char *value
        = g_strstrip (g_strdup (gtk_editable_get_text (g_ptr_array_index (form->entries, i))));
    g_autoptr (GError) error = NULL;
    if (strcmp (value, kigen_settings_get (settings, name)) == 0
        || kigen_settings_set (settings, name, *value != '\0' ? value : NULL, &error))
      continue;
    gtk_label_set_text (GTK_LABEL (form->problem), error->message);
    gtk_widget_grab_focus (g_ptr_array_index (form->entries, i));
    return;
  }
  list_window_show (shell);
}

static void
add_setting (GtkWidget *sheet, Form *form, const KigenSettings *settings, const char *name)
{
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *escaped = g_strdup (kigen_settings_meaning (name));
  gtk_editable_set_text (GTK_EDITABLE (entry), kigen_settings_get (settings, name));
  gboolean locked = kigen_settings_is_locked (settings, name);
  gtk_widget_set_sensitive (entry, !locked);
  g_autofree char *label
      = locked ? g_strdup_printf (_ ("%s (set by the administrator)"), escaped) : g_strdup (escaped);
  sheet_add_field (sheet, label, entry);
  g_ptr_array_add (form->names, (gpointer)(guintptr)name);
  g_ptr_array_add (form->entries, entry);
}

void
settings_window_show (Shell *shell)
{
  const KigenSettings *settings = kigen_watch_settings (shell_watch (shell));
  GtkWidget *sheet = sheet_new (shell, NULL, _ ("Settings"));
  Form *form = g_new0 (Form, 1);
  form->names = g_ptr_array_new ();
  form->entries = g_ptr_array_new ();
  sheet_keep (sheet, form, free_form);
  for (const char *const *name = kigen_settings_names (); *name != NULL; name++)
    add_setting (sheet, form, settings, *name);
  form->problem = sheet_add_problem (sheet);
  sheet_add_back (sheet);
  sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Save"), save, form);
  shell_show (shell, sheet);
}
