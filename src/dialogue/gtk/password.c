/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* Passwords in windows: twice for a new one, shown on request, and what is wrong is said while it is typed.
 */

#include "sheet.h"

#include <kigen/error.h>

#include <glib/gi18n-lib.h>

#include <string.h>

static const char *
text_of (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static gboolean
has_form (const PasswordFields *fields)
{
  const char *text = text_of (fields->first);
  return fields->profile != NULL ? kigen_profile_password_fits (fields->profile, text) : *text != '\0';
}

void
password_fields_check (PasswordFields *fields)
{
  g_autofree char *problem = NULL;
  gboolean same = fields->second == NULL || strcmp (text_of (fields->first), text_of (fields->second)) == 0;
  gboolean fits = has_form (fields);
  if (*text_of (fields->first) != '\0' && !fits && fields->profile != NULL)
    problem = g_strdup_printf (_ ("The password must be %s."), kigen_profile_password_hint (fields->profile));
  else if (fits && !same && *text_of (fields->second) != '\0')
    problem = g_strdup (_ ("The two are not the same yet."));
  gtk_label_set_text (GTK_LABEL (fields->problem), problem != NULL ? problem : "");
  if (fields->button != NULL)
    gtk_widget_set_sensitive (fields->button, fits && same);
}

static void
on_changed (GtkEditable *entry G_GNUC_UNUSED, gpointer fields)
{
  password_fields_check (fields);
}

static void
on_shown (GtkCheckButton *check, gpointer data)
{
  const PasswordFields *fields = data;
  gboolean visible = gtk_check_button_get_active (check);
  gtk_entry_set_visibility (GTK_ENTRY (fields->first), visible);
  if (fields->second != NULL)
    gtk_entry_set_visibility (GTK_ENTRY (fields->second), visible);
}

/* An entry that keeps what is typed out of swap, undo and input methods' memory. */
static GtkWidget *
make_entry (PasswordFields *fields)
{
  g_autoptr (GtkEntryBuffer) buffer = gtk_password_entry_buffer_new ();
  GtkWidget *entry = gtk_entry_new_with_buffer (buffer);
  gtk_entry_set_visibility (GTK_ENTRY (entry), FALSE);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_PASSWORD);
  gtk_entry_set_input_hints (GTK_ENTRY (entry), GTK_INPUT_HINT_PRIVATE | GTK_INPUT_HINT_NO_SPELLCHECK);
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  g_signal_connect (entry, "changed", G_CALLBACK (on_changed), fields);
  return entry;
}

static void
free_fields (gpointer data)
{
  PasswordFields *fields = data;
  g_clear_pointer (&fields->profile, kigen_profile_unref);
  g_free (fields);
}

PasswordFields *
sheet_add_password (GtkWidget *sheet, KigenProfile *profile, gboolean twice)
{
  PasswordFields *fields = g_new0 (PasswordFields, 1);
  fields->profile = profile != NULL ? kigen_profile_ref (profile) : NULL;
  g_object_set_data_full (G_OBJECT (sheet), "password", fields, free_fields);
  fields->first = make_entry (fields);
  sheet_add_field (sheet, _ ("_Password"), fields->first);
  if (twice) {
    fields->second = make_entry (fields);
    sheet_add_field (sheet, _ ("Password (_again)"), fields->second);
  }
  GtkWidget *check = gtk_check_button_new_with_mnemonic (_ ("_Show the password"));
  g_auto (GStrv) parts = g_strsplit (_ ("_Show the password"), "_", 2);
  g_autofree char *plain = g_strjoinv ("", parts);
  /* GTK 4.8 would have the underline read. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, plain, -1);
  g_signal_connect (check, "toggled", G_CALLBACK (on_shown), fields);
  sheet_add (sheet, check);
  fields->problem = sheet_add_problem (sheet);
  return fields;
}

KigenSecret *
password_fields_take (const PasswordFields *fields)
{
  const char *text = text_of (fields->first);
  return kigen_secret_new (text, strlen (text));
}

/* A store's own
 * --------------------------------------------------------------------------------------------------- */

static void
give_store_password (Shell *shell, GtkWidget *sheet, gpointer fields)
{
  (void)sheet;
  shell_answer (shell, password_fields_take (fields));
  shell_show (shell, sheet_new_waiting (shell, _ ("One moment, please")));
}

static void
leave (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  shell_answer (shell, NULL);
}

void
sheet_ask_store_password (Shell *shell, const StorePasswordQuestion *question)
{
  GtkWidget *sheet
      = sheet_new (shell, "dialog-password-symbolic", _ ("The certificate store has a password"));
  sheet_add_pair (sheet, _ ("Certificate store"), question->uri);
  PasswordFields *fields = sheet_add_password (sheet, NULL, FALSE);
  sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("_Not now"), leave, NULL);
  fields->button = sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Open"), give_store_password, fields);
  password_fields_check (fields);
  if (question->was_wrong)
    gtk_label_set_text (GTK_LABEL (fields->problem), _ ("This password does not open it."));
  shell_show (shell, sheet);
}
