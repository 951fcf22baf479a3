/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Lines with a mark: rows, steps, and what moves while one waits. */

#include "page-gtk.h"

#include <glib/gi18n-lib.h>

#define SPACING 12
#define LONG_WAIT 400 /* milliseconds */

/* Freed with its box. */
struct _Row {
  Page *page;
  GtkWidget *box;
  GtkWidget *words;
  GtkWidget *icon;
};

static GtkWidget *
make_icon (PageMark mark, const char *mark_words, gboolean framed)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (page_mark_icon (mark));
  gtk_image_set_pixel_size (GTK_IMAGE (icon), framed ? 24 : 16);
  if (!framed)
    gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (icon, mark_words);
  if (mark_words != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, mark_words, -1);
  else
    gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  return icon;
}

Row *
page_add_row (Page *page, PageMark mark, const char *mark_words, gboolean framed)
{
  Row *row = g_new0 (Row, 1);
  row->page = page;
  row->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  row->icon = make_icon (mark, mark_words, framed);
  row->words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_object_set_data_full (G_OBJECT (row->box), "row", row, g_free);
  gtk_widget_set_hexpand (row->words, TRUE);
  gtk_widget_set_valign (row->words, framed ? GTK_ALIGN_CENTER : GTK_ALIGN_START);
  if (framed)
    gtk_widget_add_css_class (row->box, "kigen-row");
  gtk_box_append (GTK_BOX (row->box), row->icon);
  gtk_box_append (GTK_BOX (row->box), row->words);
  page_add (page, row->box);
  return row;
}

void
row_add_line (Row *row, const char *text, PageStyle style)
{
  gtk_box_append (GTK_BOX (row->words), page_line_new (text, page_style_class (style)));
  if (style != PAGE_STYLE_PLAIN && style != PAGE_STYLE_NAME && style != PAGE_STYLE_DIM)
    gtk_widget_add_css_class (row->icon, page_style_class (style));
}

void
row_add_button (Row *row, PageButton kind, const char *label, PagePressed pressed, gpointer data,
                GDestroyNotify free_data)
{
  GtkWidget *button = page_make_button (row->page, kind, label, pressed, data, free_data);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row->box), button);
}

/* Steps
 * ---------------------------------------------------------------------------------------------------------
 */

Field *
page_add_step (Page *page, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *icon = gtk_image_new ();
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  page_add (page, box);
  return field_new (page, icon);
}

void
field_set_progress (Field *field, PageProgress progress)
{
  static const char *const icons[] = {
    [PAGE_STEP_AHEAD] = "media-record-symbolic",
    [PAGE_STEP_GOING_ON] = "go-next-symbolic",
    [PAGE_STEP_COMPLETE] = "object-select-symbolic",
  };
  gtk_image_set_from_icon_name (GTK_IMAGE (field->widget), icons[progress]);
  gtk_widget_set_opacity (field->widget, progress == PAGE_STEP_AHEAD ? 0.25 : 1);
}

Field *
page_add_activity (Page *page)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *spinner = gtk_spinner_new ();
  GtkWidget *label = gtk_label_new ("");
  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("What is going on"), -1);
  gtk_box_append (GTK_BOX (line), spinner);
  gtk_box_append (GTK_BOX (line), label);
  page_add (page, line);
  return field_new (page, label);
}

/* Waiting
 * ------------------------------------------------------------------------------------------------------- */

/* A spinner turns only where the wait is one: its picture alone takes longer to draw than the window. */
static gboolean
start_spinner (gpointer spinner)
{
  gtk_widget_set_visible (spinner, TRUE);
  gtk_spinner_start (GTK_SPINNER (spinner));
  g_object_set_data (spinner, "start", NULL);
  return G_SOURCE_REMOVE;
}

static void
cancel_start (GtkWidget *spinner, gpointer data G_GNUC_UNUSED)
{
  guint start = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (spinner), "start"));
  if (start != 0)
    g_source_remove (start);
}

Page *
page_new_waiting (Controller *controller, const char *heading)
{
  Page *page = page_new (controller, PAGE_MARK_NONE, heading);
  GtkWidget *spinner = gtk_spinner_new ();
  gtk_widget_set_visible (spinner, FALSE);
  g_object_set_data (G_OBJECT (spinner), "start",
                     GUINT_TO_POINTER (g_timeout_add (LONG_WAIT, start_spinner, spinner)));
  g_signal_connect (spinner, "destroy", G_CALLBACK (cancel_start), NULL);
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_START);
  page_add (page, spinner);
  return page;
}
