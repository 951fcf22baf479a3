/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* What was interrupted has a row of its own where its certificate has none: it can always be gone on with. */

#include "offer.h"

#include "windows.h"

#include <glib/gi18n-lib.h>

static gboolean
is_in_sight (const char *id, GPtrArray *certificates)
{
  for (guint i = 0; id != NULL && i < certificates->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (certificates, i);
    if (g_str_equal (one->id, id))
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
offers_find (KigenState *state, GPtrArray *certificates, GError **error)
{
  GPtrArray *open = kigen_state_open_renewals (state, error);
  for (guint i = open != NULL ? open->len : 0; i > 0; i--) {
    const KigenRenewalRecord *record = g_ptr_array_index (open, i - 1);
    if (is_in_sight (record->old_id, certificates))
      g_ptr_array_remove_index (open, i - 1);
  }
  return open;
}

static void
go_on (GtkButton *button, gpointer number)
{
  resume_window_show (g_object_get_data (G_OBJECT (button), "shell"), *(const gint64 *)number);
}

static void
free_number (gpointer number, GClosure *closure G_GNUC_UNUSED)
{
  g_free (number);
}

void
offers_add (Shell *shell, GtkWidget *sheet, GPtrArray *offers)
{
  for (guint i = 0; i < offers->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (offers, i);
    GtkWidget *row = sheet_add_remark (
        sheet, "view-refresh-symbolic",
        record->old_id == NULL
            ? _ ("Your first certificate was not fetched to the end.  Please go on with it.")
            : _ ("A renewal was interrupted.  Please go on with it."));
    GtkWidget *button = sheet_make_button (_ ("_Go on"));
    gtk_widget_add_css_class (button, "suggested-action");
    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    g_object_set_data (G_OBJECT (button), "shell", shell);
    g_signal_connect_data (button, "clicked", G_CALLBACK (go_on),
                           g_memdup2 (&record->number, sizeof record->number), free_number, 0);
    gtk_box_append (GTK_BOX (row), button);
  }
}
