/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* The house style: one column, a heading, plain widgets, buttons at the foot with the preferred one last. */

#include "sheet-gtk.h"

#include "sheets.h"

#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

#define MARGIN 24
#define SPACING 12
/* The least, so that large text still fits a small screen. */
#define TEXT_COLUMNS 24
#define HEADING_COLUMNS 18

const char *
sheet_mark_icon (SheetMark mark)
{
  static const char *const icons[] = {
    [SHEET_MARK_NONE] = NULL,
    [SHEET_MARK_GOOD] = "object-select-symbolic",
    [SHEET_MARK_KNOWN] = "dialog-information-symbolic",
    [SHEET_MARK_WARNING] = "dialog-warning-symbolic",
    [SHEET_MARK_WRONG] = "dialog-error-symbolic",
    [SHEET_MARK_QUESTION] = "dialog-question-symbolic",
    [SHEET_MARK_PASSWORD] = "dialog-password-symbolic",
    [SHEET_MARK_BACKUP] = "document-save-symbolic",
    [SHEET_MARK_RENEWING] = "view-refresh-symbolic",
  };
  return icons[mark];
}

const char *
sheet_style_class (SheetStyle style)
{
  static const char *const classes[] = {
    [SHEET_STYLE_PLAIN] = NULL,        [SHEET_STYLE_NAME] = "kigen-name", [SHEET_STYLE_DIM] = "dim-label",
    [SHEET_STYLE_GOOD] = "kigen-good", [SHEET_STYLE_DUE] = "kigen-due",   [SHEET_STYLE_ENDED] = "kigen-ended",
  };
  return classes[style];
}

GtkWidget *
sheet_words_new (const char *text)
{
  g_autofree char *printable = kigen_text_printable (text, "\n\t");
  return gtk_label_new (printable);
}

GtkWidget *
sheet_line_new (const char *text, const char *style)
{
  GtkWidget *label = sheet_words_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

GtkWidget *
sheet_label_new (const char *text, const char *style)
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
  GtkWidget *label = sheet_label_new (heading, "kigen-heading");
  gtk_label_set_width_chars (GTK_LABEL (label), HEADING_COLUMNS);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

typedef struct {
  gpointer data;
  GDestroyNotify free_data;
} Kept;

static void
free_kept (gpointer data)
{
  Kept *kept = data;
  kept->free_data (kept->data);
  g_free (kept);
}

static void
free_sheet (gpointer data)
{
  Sheet *sheet = data;
  g_slist_free_full (sheet->kept, free_kept);
  g_free (sheet);
}

void
sheet_keep (Sheet *sheet, gpointer data, GDestroyNotify free_data)
{
  Kept *kept = g_new0 (Kept, 1);
  kept->data = data;
  kept->free_data = free_data;
  sheet->kept = g_slist_prepend (sheet->kept, kept);
}

Sheet *
sheet_new (Shell *shell, SheetMark mark, const char *heading)
{
  Sheet *sheet = g_new0 (Sheet, 1);
  sheet->shell = shell;
  sheet->root = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  g_object_set_data_full (G_OBJECT (sheet->root), "sheet", sheet, free_sheet);
  gtk_widget_set_margin_start (sheet->root, MARGIN);
  gtk_widget_set_margin_end (sheet->root, MARGIN);
  gtk_widget_set_margin_top (sheet->root, MARGIN);
  gtk_widget_set_margin_bottom (sheet->root, MARGIN);
  gtk_box_append (GTK_BOX (sheet->root), make_heading (sheet_mark_icon (mark), heading));

  sheet->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  sheet->whole = sheet->body;
  gtk_widget_set_vexpand (sheet->body, TRUE);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), sheet->body);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (sheet->root), scrolled);

  sheet->foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  gtk_widget_set_halign (sheet->foot, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (sheet->root), sheet->foot);
  return sheet;
}

void
sheet_add (Sheet *sheet, GtkWidget *widget)
{
  sheet->grid = NULL;
  gtk_box_append (GTK_BOX (sheet->body), widget);
}

Field *
sheet_add_text (Sheet *sheet, const char *text)
{
  GtkWidget *label = sheet_label_new (text, NULL);
  sheet_add (sheet, label);
  return field_new (sheet, label);
}

void
sheet_add_quotation (Sheet *sheet, const char *text)
{
  GtkWidget *label = sheet_line_new (text, NULL);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  sheet_add (sheet, label);
}

void
sheet_add_title (Sheet *sheet, const char *text)
{
  sheet_add (sheet, sheet_line_new (text, "kigen-name"));
}

void
sheet_add_pair (Sheet *sheet, const char *label, const char *value)
{
  if (sheet->grid == NULL) {
    GtkWidget *grid = gtk_grid_new ();
    gtk_grid_set_column_spacing (GTK_GRID (grid), MARGIN);
    gtk_grid_set_row_spacing (GTK_GRID (grid), SPACING / 2);
    sheet_add (sheet, grid);
    sheet->grid = grid;
    sheet->rows = 0;
  }
  GtkWidget *left = sheet_words_new (label);
  gtk_label_set_xalign (GTK_LABEL (left), 0);
  gtk_widget_set_valign (left, GTK_ALIGN_START);
  gtk_widget_add_css_class (left, "dim-label");
  GtkWidget *right = sheet_label_new (value, NULL);
  gtk_label_set_selectable (GTK_LABEL (right), TRUE);
  gtk_widget_set_can_focus (right, FALSE);
  gtk_widget_set_hexpand (right, TRUE);
  gtk_grid_attach (GTK_GRID (sheet->grid), left, 0, sheet->rows, 1, 1);
  gtk_grid_attach (GTK_GRID (sheet->grid), right, 1, sheet->rows++, 1, 1);
}

void
sheet_add_pairs (Sheet *sheet, GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++) {
    char *const *pair = g_ptr_array_index (pairs, i);
    sheet_add_pair (sheet, pair[0], pair[1]);
  }
}

Field *
sheet_add_problem (Sheet *sheet)
{
  GtkWidget *label = sheet_label_new ("", "kigen-ended");
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  sheet_add (sheet, label);
  return field_new (sheet, label);
}

void
sheet_set_focus (Sheet *sheet)
{
  GtkRoot *root = gtk_widget_get_root (sheet->root);
  if (sheet->preferred != NULL && GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), sheet->preferred);
  if (sheet->first_field != NULL)
    gtk_widget_grab_focus (sheet->first_field);
  else if (sheet->preferred != NULL)
    gtk_widget_grab_focus (sheet->preferred);
}
