/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* The house style: one column, a heading, plain widgets, buttons at the foot with the preferred one last. */

#include "sheet.h"

#include "windows.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define MARGIN 24
#define SPACING 12
#define LONG_WAIT 400 /* milliseconds */
/* The least, so that large text still fits a small screen. */
#define TEXT_COLUMNS 24
#define HEADING_COLUMNS 18

typedef struct {
  Shell *shell;
  GtkWidget *body; /* where things are added: the sheet's, or the group's that is begun */
  GtkWidget *whole;
  GtkWidget *foot;
  GtkWidget *grid; /* of the pairs that were added last; NULL for none */
  int rows;
  GtkWidget *first_field; /* takes the focus */
  GtkWidget *preferred;
} Parts;

static Parts *
parts_of (GtkWidget *sheet)
{
  return g_object_get_data (G_OBJECT (sheet), "parts");
}

GtkWidget *
sheet_line_new (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = sheet_line_new (text, style);
  gtk_label_set_width_chars (GTK_LABEL (label), TEXT_COLUMNS);
  return label;
}

static GtkWidget *
make_heading (const char *icon, const char *heading)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  if (icon != NULL) {
    GtkWidget *image = gtk_image_new_from_icon_name (icon);
    gtk_image_set_pixel_size (GTK_IMAGE (image), 32);
    gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
    gtk_box_append (GTK_BOX (box), image);
  }
  GtkWidget *label = make_label (heading, "kigen-heading");
  gtk_label_set_width_chars (GTK_LABEL (label), HEADING_COLUMNS);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

GtkWidget *
sheet_new (Shell *shell, const char *icon, const char *heading)
{
  GtkWidget *sheet = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  Parts *parts = g_new0 (Parts, 1);
  g_object_set_data_full (G_OBJECT (sheet), "parts", parts, g_free);
  parts->shell = shell;
  gtk_widget_set_margin_start (sheet, MARGIN);
  gtk_widget_set_margin_end (sheet, MARGIN);
  gtk_widget_set_margin_top (sheet, MARGIN);
  gtk_widget_set_margin_bottom (sheet, MARGIN);
  gtk_box_append (GTK_BOX (sheet), make_heading (icon, heading));

  parts->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  parts->whole = parts->body;
  gtk_widget_set_vexpand (parts->body, TRUE);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), parts->body);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (sheet), scrolled);

  parts->foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  gtk_widget_set_halign (parts->foot, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (sheet), parts->foot);
  return sheet;
}

void
sheet_keep (GtkWidget *sheet, gpointer data, GDestroyNotify free_data)
{
  g_object_set_data_full (G_OBJECT (sheet), "kept", data, free_data);
}

void
sheet_add (GtkWidget *sheet, GtkWidget *widget)
{
  Parts *parts = parts_of (sheet);
  parts->grid = NULL;
  gtk_box_append (GTK_BOX (parts->body), widget);
}

void
sheet_add_scrolled (GtkWidget *sheet, GtkWidget *widget)
{
  gtk_widget_set_vexpand (widget, TRUE);
  sheet_add (sheet, widget);
}

GtkWidget *
sheet_add_text (GtkWidget *sheet, const char *text)
{
  GtkWidget *label = make_label (text, NULL);
  sheet_add (sheet, label);
  return label;
}

void
sheet_add_pair (GtkWidget *sheet, const char *label, const char *value)
{
  Parts *parts = parts_of (sheet);
  if (parts->grid == NULL) {
    GtkWidget *grid = gtk_grid_new ();
    gtk_grid_set_column_spacing (GTK_GRID (grid), MARGIN);
    gtk_grid_set_row_spacing (GTK_GRID (grid), SPACING / 2);
    sheet_add (sheet, grid);
    parts->grid = grid;
    parts->rows = 0;
  }
  GtkWidget *left = gtk_label_new (label);
  gtk_label_set_xalign (GTK_LABEL (left), 0);
  gtk_widget_set_valign (left, GTK_ALIGN_START);
  gtk_widget_add_css_class (left, "dim-label");
  GtkWidget *right = make_label (value, NULL);
  gtk_label_set_selectable (GTK_LABEL (right), TRUE);
  gtk_widget_set_can_focus (right, FALSE);
  gtk_widget_set_hexpand (right, TRUE);
  gtk_grid_attach (GTK_GRID (parts->grid), left, 0, parts->rows, 1, 1);
  gtk_grid_attach (GTK_GRID (parts->grid), right, 1, parts->rows++, 1, 1);
}

void
sheet_add_pairs (GtkWidget *sheet, GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++) {
    char *const *pair = g_ptr_array_index (pairs, i);
    sheet_add_pair (sheet, pair[0], pair[1]);
  }
}

void
sheet_add_field (GtkWidget *sheet, const char *label, GtkWidget *field)
{
  Parts *parts = parts_of (sheet);
  GtkWidget *caption = gtk_label_new_with_mnemonic (label);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (caption), field);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_LABELLED_BY, caption, NULL,
                                  -1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING / 3);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), field);
  sheet_add (sheet, box);
  if (parts->first_field == NULL)
    parts->first_field = field;
}

GtkWidget *
sheet_add_switch (GtkWidget *sheet, const char *label)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *caption = gtk_label_new_with_mnemonic (label);
  GtkWidget *field = gtk_switch_new ();
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_widget_set_hexpand (caption, TRUE);
  gtk_widget_set_valign (field, GTK_ALIGN_CENTER);
  gtk_label_set_mnemonic_widget (GTK_LABEL (caption), field);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_LABELLED_BY, caption, NULL,
                                  -1);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), field);
  sheet_add (sheet, box);
  return field;
}

GtkWidget *
sheet_make_expander (const char *label)
{
  GtkWidget *expander = gtk_expander_new_with_mnemonic (label);
  const char *line = strchr (label, '_');
  g_autofree char *plain
      = line != NULL ? g_strdup_printf ("%.*s%s", (int)(line - label), label, line + 1) : g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL, plain, -1);
  return expander;
}

GtkWidget *
sheet_begin_group (GtkWidget *sheet, const char *label)
{
  Parts *parts = parts_of (sheet);
  GtkWidget *expander = sheet_make_expander (label);
  sheet_add (sheet, expander);
  parts->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  gtk_widget_set_margin_top (parts->body, SPACING);
  gtk_expander_set_child (GTK_EXPANDER (expander), parts->body);
  return expander;
}

void
sheet_end_group (GtkWidget *sheet)
{
  Parts *parts = parts_of (sheet);
  parts->grid = NULL;
  parts->body = parts->whole;
}

GtkWidget *
sheet_add_remark (GtkWidget *sheet, const char *icon, const char *text)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *label = make_label (text, NULL);
  gtk_image_set_pixel_size (GTK_IMAGE (image), 24);
  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (row, "kigen-row");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (row), image);
  gtk_box_append (GTK_BOX (row), label);
  sheet_add (sheet, row);
  return row;
}

GtkWidget *
sheet_add_problem (GtkWidget *sheet)
{
  GtkWidget *label = make_label ("", "kigen-ended");
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  sheet_add (sheet, label);
  return label;
}

/* Buttons
 * ---------------------------------------------------------------------------------------------------------
 */

typedef struct {
  SheetPressed pressed;
  gpointer data;
  GtkWidget *sheet;
} Press;

static void
on_clicked (GtkButton *button G_GNUC_UNUSED, gpointer data)
{
  const Press *press = data;
  /* What is pressed may lay another sheet open, and this one must outlive its own callback. */
  g_autoptr (GtkWidget) sheet = g_object_ref (press->sheet);
  press->pressed (parts_of (sheet)->shell, sheet, press->data);
}

static void
free_press (gpointer press, GClosure *closure G_GNUC_UNUSED)
{
  g_free (press);
}

GtkWidget *
sheet_make_button (const char *label)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  GtkWidget *words = gtk_button_get_child (GTK_BUTTON (button));
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (words), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (words), GTK_JUSTIFY_CENTER);
  /* GTK 4.8 would have it read "_Save Save". */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
  return button;
}

GtkWidget *
sheet_add_button (GtkWidget *sheet, SheetButton kind, const char *label, SheetPressed pressed, gpointer data)
{
  Parts *parts = parts_of (sheet);
  GtkWidget *button = sheet_make_button (label);
  Press *press = g_new0 (Press, 1);
  press->pressed = pressed;
  press->data = data;
  press->sheet = sheet;
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_clicked), press, free_press, 0);
  if (kind == SHEET_BUTTON_PREFERRED) {
    gtk_widget_add_css_class (button, "suggested-action");
    parts->preferred = button;
  } else if (kind == SHEET_BUTTON_HARMFUL) {
    gtk_widget_add_css_class (button, "destructive-action");
  }
  gtk_box_append (GTK_BOX (parts->foot), button);
  return button;
}

static void
go_back (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  list_window_show (shell);
}

void
sheet_add_back (GtkWidget *sheet)
{
  sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("_Back to the list"), go_back, NULL);
}

void
sheet_set_focus (GtkWidget *sheet)
{
  const Parts *parts = parts_of (sheet);
  GtkRoot *root = gtk_widget_get_root (sheet);
  if (parts->preferred != NULL && GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), parts->preferred);
  if (parts->first_field != NULL)
    gtk_widget_grab_focus (parts->first_field);
  else if (parts->preferred != NULL)
    gtk_widget_grab_focus (parts->preferred);
}

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

GtkWidget *
sheet_new_waiting (Shell *shell, const char *heading)
{
  GtkWidget *sheet = sheet_new (shell, NULL, heading);
  GtkWidget *spinner = gtk_spinner_new ();
  gtk_widget_set_visible (spinner, FALSE);
  g_object_set_data (G_OBJECT (spinner), "start",
                     GUINT_TO_POINTER (g_timeout_add (LONG_WAIT, start_spinner, spinner)));
  g_signal_connect (spinner, "destroy", G_CALLBACK (cancel_start), NULL);
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_START);
  sheet_add (sheet, spinner);
  return sheet;
}
