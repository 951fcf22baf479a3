/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Buttons, wherever they stand. */

#include "page-gtk.h"

#include <glib/gi18n-lib.h>

#define SPACING 12

typedef struct {
  Page *page;
  PagePressed pressed;
  gpointer data;
  GDestroyNotify free_data;
} Press;

static void
on_clicked (GtkButton *button G_GNUC_UNUSED, gpointer data)
{
  const Press *press = data;
  /* What is pressed may lay another page open, and this one must outlive its own callback. */
  g_autoptr (GtkWidget) root = g_object_ref (press->page->root);
  g_autoptr (GtkWidget) kept = g_object_ref (GTK_WIDGET (button));
  press->pressed (press->page->controller, press->page, press->data);
}

static void
free_press (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  Press *press = data;
  if (press->free_data != NULL)
    press->free_data (press->data);
  g_free (press);
}

GtkWidget *
page_make_button (Page *page, PageButton kind, const char *label, PagePressed pressed, gpointer data,
                  GDestroyNotify free_data)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  GtkWidget *words = gtk_button_get_child (GTK_BUTTON (button));
  Press *press = g_new0 (Press, 1);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (words), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (words), GTK_JUSTIFY_CENTER);
  /* GTK 4.8 would have it read "_Save Save". */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
  if (kind == PAGE_BUTTON_PREFERRED)
    gtk_widget_add_css_class (button, "suggested-action");
  if (kind == PAGE_BUTTON_HARMFUL)
    gtk_widget_add_css_class (button, "destructive-action");
  press->page = page;
  press->pressed = pressed;
  press->data = data;
  press->free_data = free_data;
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_clicked), press, free_press, 0);
  return button;
}

Field *
page_add_button (Page *page, PageButton kind, const char *label, PagePressed pressed, gpointer data)
{
  GtkWidget *button = page_make_button (page, kind, label, pressed, data, NULL);
  if (kind == PAGE_BUTTON_PREFERRED)
    page->preferred = button;
  gtk_box_append (GTK_BOX (page->foot), button);
  return field_new (page, button);
}

static void
go_back (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  controller_show_list (controller);
}

void
page_add_back (Page *page)
{
  page_add_button (page, PAGE_BUTTON_LEAVING, _ ("_Back to the list"), go_back, NULL);
}

void
page_add_way (Page *page, const char *label, PagePressed pressed, gpointer data)
{
  if (page->ways == NULL) {
    page->ways = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING / 2);
    gtk_widget_set_valign (page->ways, GTK_ALIGN_END);
    gtk_widget_set_vexpand (page->ways, TRUE);
    page_add (page, page->ways);
  }
  gtk_box_append (GTK_BOX (page->ways),
                  page_make_button (page, PAGE_BUTTON_PLAIN, label, pressed, data, NULL));
}

void
page_add_small_button (Page *page, const char *label, PagePressed pressed, gpointer data)
{
  GtkWidget *button = page_make_button (page, PAGE_BUTTON_PLAIN, label, pressed, data, NULL);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  page_add (page, button);
}

void
field_add_button (Field *field, const char *label, PagePressed pressed, gpointer data)
{
  gtk_box_append (GTK_BOX (field->line),
                  page_make_button (field->page, PAGE_BUTTON_PLAIN, label, pressed, data, NULL));
}
