/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* Something went wrong: what happened, what to do, whom to call, and what the helpdesk wants to know.  An
 * error's message never holds a secret, so all of it may be copied. */

#include "sheet.h"

#include <kigen/error.h>

#include <glib/gi18n-lib.h>

static char *
details_of (const GError *error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d %H:%M:%S %z");
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  return g_strdup_printf ("Kigen " KIGEN_VERSION "\n%s\n%s (%d)\n%s\n%s\n%s", when,
                          kigen_error_code_name (error), kigen_error_exit_status (error), error->message,
                          kigen_error_advice (error), system != NULL ? system : "");
}

static void
copy (GtkButton *button, gpointer data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), data);
}

static void
free_text (gpointer text, GClosure *closure G_GNUC_UNUSED)
{
  g_free (text);
}

static GtkWidget *
make_details (const GError *error)
{
  char *details = details_of (error);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (details);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  GtkWidget *button = sheet_make_button (_ ("_Copy the details"));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy), details, free_text, 0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  GtkWidget *expander = gtk_expander_new_with_mnemonic (_ ("_Details for the helpdesk"));
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
  return expander;
}

GtkWidget *
sheet_new_trouble (Shell *shell, const GError *error)
{
  const KigenSettings *settings = kigen_watch_settings (shell_watch (shell));
  const char *name = kigen_settings_get (settings, "Helper.Name");
  const char *telephone = kigen_settings_get (settings, "Helper.Telephone");
  GtkWidget *sheet = sheet_new (shell, "dialog-warning-symbolic", _ ("It did not work"));
  sheet_add_text (sheet, error->message);
  sheet_add_text (sheet, kigen_error_advice (error));
  if (*name != '\0' || *telephone != '\0') {
    g_autofree char *helper = g_strdup_printf (_ ("Help: %s %s"), name, telephone);
    sheet_add_text (sheet, helper);
  }
  sheet_add (sheet, make_details (error));
  return sheet;
}
