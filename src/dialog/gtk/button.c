/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Buttons, wherever they stand. */

#include "sheet-gtk.h"

#include "sheets.h"

#include <glib/gi18n-lib.h>

#define SPACING 12

typedef struct {
  Sheet *sheet;
  SheetPressed pressed;
  gpointer data;
  GDestroyNotify free_data;
} Press;

static void
on_clicked (GtkButton *button G_GNUC_UNUSED, gpointer data)
{
  const Press *press = data;
  /* What is pressed may lay another sheet open, and this one must outlive its own callback. */
  g_autoptr (GtkWidget) root = g_object_ref (press->sheet->root);
  g_autoptr (GtkWidget) kept = g_object_ref (GTK_WIDGET (button));
  press->pressed (press->sheet->shell, press->sheet, press->data);
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
sheet_make_button (Sheet *sheet, SheetButton kind, const char *label, SheetPressed pressed, gpointer data,
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
  if (kind == SHEET_BUTTON_PREFERRED)
    gtk_widget_add_css_class (button, "suggested-action");
  if (kind == SHEET_BUTTON_HARMFUL)
    gtk_widget_add_css_class (button, "destructive-action");
  press->sheet = sheet;
  press->pressed = pressed;
  press->data = data;
  press->free_data = free_data;
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_clicked), press, free_press, 0);
  return button;
}

Field *
sheet_add_button (Sheet *sheet, SheetButton kind, const char *label, SheetPressed pressed, gpointer data)
{
  GtkWidget *button = sheet_make_button (sheet, kind, label, pressed, data, NULL);
  if (kind == SHEET_BUTTON_PREFERRED)
    sheet->preferred = button;
  gtk_box_append (GTK_BOX (sheet->foot), button);
  return field_new (sheet, button);
}

static void
go_back (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  list_window_show (shell);
}

void
sheet_add_back (Sheet *sheet)
{
  sheet_add_button (sheet, SHEET_BUTTON_LEAVING, _ ("_Back to the list"), go_back, NULL);
}

void
sheet_add_way (Sheet *sheet, const char *label, SheetPressed pressed, gpointer data)
{
  if (sheet->ways == NULL) {
    sheet->ways = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING / 2);
    gtk_widget_set_valign (sheet->ways, GTK_ALIGN_END);
    gtk_widget_set_vexpand (sheet->ways, TRUE);
    sheet_add (sheet, sheet->ways);
  }
  gtk_box_append (GTK_BOX (sheet->ways),
                  sheet_make_button (sheet, SHEET_BUTTON_PLAIN, label, pressed, data, NULL));
}

void
sheet_add_small_button (Sheet *sheet, const char *label, SheetPressed pressed, gpointer data)
{
  GtkWidget *button = sheet_make_button (sheet, SHEET_BUTTON_PLAIN, label, pressed, data, NULL);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  sheet_add (sheet, button);
}

void
field_add_button (Field *field, const char *label, SheetPressed pressed, gpointer data)
{
  gtk_box_append (GTK_BOX (field->line),
                  sheet_make_button (field->sheet, SHEET_BUTTON_PLAIN, label, pressed, data, NULL));
}
