/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* 「はじめての証明書」: the two IDs of the paper notice (user manual 1.1), as they stand there or as they
 * were pasted. */

#include "sheet.h"
#include "windows.h"

#include <kigen/text.h>

#include <glib/gi18n-lib.h>

#include <string.h>

typedef struct {
  GtkWidget *request_id;
  GtkWidget *reference_id;
  GtkWidget *button;
} Ids;

static char *
clean (GtkWidget *entry)
{
  return kigen_text_clean_id (gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
on_changed (GtkEditable *entry G_GNUC_UNUSED, gpointer data)
{
  const Ids *ids = data;
  g_autofree char *request_id = clean (ids->request_id);
  g_autofree char *reference_id = clean (ids->reference_id);
  gtk_widget_set_sensitive (ids->button, *request_id != '\0' && *reference_id != '\0');
  kigen_cleanse (reference_id, strlen (reference_id));
}

static GtkWidget *
make_entry (Ids *ids)
{
  GtkWidget *entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  g_signal_connect (entry, "changed", G_CALLBACK (on_changed), ids);
  return entry;
}

static void
obtain (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer data)
{
  const Ids *ids = data;
  g_autofree char *request_id = clean (ids->request_id);
  g_autofree char *text = clean (ids->reference_id);
  g_autoptr (KigenSecret) reference_id = kigen_secret_new (text, strlen (text));
  kigen_cleanse (text, strlen (text));
  obtaining_show (shell, request_id, reference_id);
}

void
obtain_window_show (Shell *shell)
{
  GtkWidget *sheet = sheet_new (shell, NULL, _ ("Your first certificate"));
  Ids *ids = g_new0 (Ids, 1);
  sheet_keep (sheet, ids, g_free);
  sheet_add_text (sheet, _ ("Please enter the two IDs as they stand on the paper notice.  Blanks and "
                            "full-width digits do not matter."));
  ids->request_id = make_entry (ids);
  ids->reference_id = make_entry (ids);
  sheet_add_field (sheet, _ ("_Request ID"), ids->request_id);
  sheet_add_field (sheet, _ ("Re_ference ID"), ids->reference_id);
  sheet_add_back (sheet);
  ids->button = sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Obtain it"), obtain, ids);
  gtk_widget_set_sensitive (ids->button, FALSE);
  shell_show (shell, sheet);
}
