/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* The house style: one column, a heading, plain widgets, buttons at the foot with the preferred one last. */

#include "page-gtk.h"

#include "pages.h"

#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

#define MARGIN 24
#define SPACING 12
/* The least, so that large text still fits a small screen. */
#define TEXT_COLUMNS 24
#define HEADING_COLUMNS 18

const char *
page_mark_icon (PageMark mark)
{
  static const char *const icons[] = {
    [PAGE_MARK_NONE] = NULL,
    [PAGE_MARK_GOOD] = "object-select-symbolic",
    [PAGE_MARK_KNOWN] = "dialog-information-symbolic",
    [PAGE_MARK_WARNING] = "dialog-warning-symbolic",
    [PAGE_MARK_WRONG] = "dialog-error-symbolic",
    [PAGE_MARK_QUESTION] = "dialog-question-symbolic",
    [PAGE_MARK_PASSWORD] = "dialog-password-symbolic",
    [PAGE_MARK_BACKUP] = "document-save-symbolic",
    [PAGE_MARK_RENEWING] = "view-refresh-symbolic",
  };
  return icons[mark];
}

const char *
page_style_class (PageStyle style)
{
  static const char *const classes[] = {
    [PAGE_STYLE_PLAIN] = NULL,        [PAGE_STYLE_NAME] = "kigen-name", [PAGE_STYLE_DIM] = "dim-label",
    [PAGE_STYLE_GOOD] = "kigen-good", [PAGE_STYLE_DUE] = "kigen-due",   [PAGE_STYLE_ENDED] = "kigen-ended",
  };
  return classes[style];
}

GtkWidget *
page_words_new (const char *text)
{
  g_autofree char *printable = kigen_text_printable (text, "\n\t");
  return gtk_label_new (printable);
}

GtkWidget *
page_line_new (const char *text, const char *style)
{
  GtkWidget *label = page_words_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

GtkWidget *
page_label_new (const char *text, const char *style)
{
  GtkWidget *label = page_line_new (text, style);
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
  GtkWidget *label = page_label_new (heading, "kigen-heading");
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
free_page (gpointer data)
{
  Page *page = data;
  g_slist_free_full (page->kept, free_kept);
  g_free (page);
}

void
page_keep (Page *page, gpointer data, GDestroyNotify free_data)
{
  Kept *kept = g_new0 (Kept, 1);
  kept->data = data;
  kept->free_data = free_data;
  page->kept = g_slist_prepend (page->kept, kept);
}

Page *
page_new (Controller *controller, PageMark mark, const char *heading)
{
  Page *page = g_new0 (Page, 1);
  page->controller = controller;
  page->root = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  g_object_set_data_full (G_OBJECT (page->root), "page", page, free_page);
  gtk_widget_set_margin_start (page->root, MARGIN);
  gtk_widget_set_margin_end (page->root, MARGIN);
  gtk_widget_set_margin_top (page->root, MARGIN);
  gtk_widget_set_margin_bottom (page->root, MARGIN);
  gtk_box_append (GTK_BOX (page->root), make_heading (page_mark_icon (mark), heading));

  page->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  page->whole = page->body;
  gtk_widget_set_vexpand (page->body, TRUE);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), page->body);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (page->root), scrolled);

  page->foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  gtk_widget_set_halign (page->foot, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (page->root), page->foot);
  return page;
}

void
page_add (Page *page, GtkWidget *widget)
{
  page->grid = NULL;
  gtk_box_append (GTK_BOX (page->body), widget);
}

Field *
page_add_text (Page *page, const char *text)
{
  GtkWidget *label = page_label_new (text, NULL);
  page_add (page, label);
  return field_new (page, label);
}

void
page_add_quotation (Page *page, const char *text)
{
  GtkWidget *label = page_line_new (text, NULL);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  page_add (page, label);
}

void
page_add_title (Page *page, const char *text)
{
  page_add (page, page_line_new (text, "kigen-name"));
}

void
page_add_pair (Page *page, const char *label, const char *value)
{
  if (page->grid == NULL) {
    GtkWidget *grid = gtk_grid_new ();
    gtk_grid_set_column_spacing (GTK_GRID (grid), MARGIN);
    gtk_grid_set_row_spacing (GTK_GRID (grid), SPACING / 2);
    page_add (page, grid);
    page->grid = grid;
    page->rows = 0;
  }
  GtkWidget *left = page_words_new (label);
  gtk_label_set_xalign (GTK_LABEL (left), 0);
  gtk_widget_set_valign (left, GTK_ALIGN_START);
  gtk_widget_add_css_class (left, "dim-label");
  GtkWidget *right = page_label_new (value, NULL);
  gtk_label_set_selectable (GTK_LABEL (right), TRUE);
  gtk_widget_set_can_focus (right, FALSE);
  gtk_widget_set_hexpand (right, TRUE);
  gtk_grid_attach (GTK_GRID (page->grid), left, 0, page->rows, 1, 1);
  gtk_grid_attach (GTK_GRID (page->grid), right, 1, page->rows++, 1, 1);
}

void
page_add_pairs (Page *page, GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++) {
    char *const *pair = g_ptr_array_index (pairs, i);
    page_add_pair (page, pair[0], pair[1]);
  }
}

Field *
page_add_problem (Page *page)
{
  GtkWidget *label = page_label_new ("", "kigen-ended");
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  page_add (page, label);
  return field_new (page, label);
}

void
page_set_focus (Page *page)
{
  GtkRoot *root = gtk_widget_get_root (page->root);
  if (page->preferred != NULL && GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), page->preferred);
  if (page->first_field != NULL)
    gtk_widget_grab_focus (page->first_field);
  else if (page->preferred != NULL)
    gtk_widget_grab_focus (page->preferred);
}
