/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sheet.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** Freed with its root. */
struct _Sheet {
  Shell *shell;
  GtkWidget *root;
  GtkWidget *body; /* where things are added: the sheet's, or the group's that is begun */
  GtkWidget *whole;
  GtkWidget *ways; /* NULL for none */
  GtkWidget *foot;
  GtkWidget *grid; /* of the pairs that were added last; NULL for none */
  int rows;
  GtkWidget *first_field; /* takes the focus */
  GtkWidget *preferred;
  GSList *kept;
};

/** Freed with its widget. */
struct _Field {
  Sheet *sheet;
  GtkWidget *widget;
  GtkWidget *line; /* of a radio button: where a button can stand beside it */
  SheetPressed changed;
  gpointer data;
};

void sheet_set_focus (Sheet *sheet);
void sheet_add (Sheet *sheet, GtkWidget *widget);
Field *field_new (Sheet *sheet, GtkWidget *widget);
/** A label with other people's words in it: without what would steer how they are shown. */
GtkWidget *sheet_words_new (const char *text);
/** A text of one's own place in it, which wraps at any width; `style` is a class of the style sheet or NULL.
 */
GtkWidget *sheet_line_new (const char *text, const char *style);
/** The same as a part of a sheet that holds it open. */
GtkWidget *sheet_label_new (const char *text, const char *style);
const char *sheet_mark_icon (SheetMark mark);
const char *sheet_style_class (SheetStyle style);
/** A button whose name for screen readers is what stands on it. */
GtkWidget *sheet_make_button (Sheet *sheet, SheetButton kind, const char *label, SheetPressed pressed,
                              gpointer data, GDestroyNotify free_data);

G_END_DECLS
