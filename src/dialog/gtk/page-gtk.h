/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "page.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** Freed with its root. */
struct _Page {
  Controller *controller;
  GtkWidget *root;
  GtkWidget *body; /* where things are added: the page's, or the group's that is begun */
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
  Page *page;
  GtkWidget *widget;
  GtkWidget *line; /* of a radio button: where a button can stand beside it */
  PagePressed changed;
  gpointer data;
};

void page_set_focus (Page *page);
void page_add (Page *page, GtkWidget *widget);
Field *field_new (Page *page, GtkWidget *widget);
/** A label with other people's words in it: without what would steer how they are shown. */
GtkWidget *page_words_new (const char *text);
/** A text of one's own place in it, which wraps at any width; `style` is a class of the style page or NULL.
 */
GtkWidget *page_line_new (const char *text, const char *style);
/** The same as a part of a page that holds it open. */
GtkWidget *page_label_new (const char *text, const char *style);
const char *page_mark_icon (PageMark mark);
const char *page_style_class (PageStyle style);
/** A button whose name for screen readers is what stands on it. */
GtkWidget *page_make_button (Page *page, PageButton kind, const char *label, PagePressed pressed,
                             gpointer data, GDestroyNotify free_data);

G_END_DECLS
