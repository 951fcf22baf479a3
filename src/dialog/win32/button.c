/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Buttons, wherever they stand. */

#include "page-win32.h"

#include <glib/gi18n-lib.h>

Field *
page_add_button (Page *page, PageButton kind, const char *label, PagePressed pressed, gpointer data)
{
  Part *part = part_button (page, page->window, label, BS_PUSHBUTTON, pressed, data, NULL);
  Field *field = g_new0 (Field, 1);
  field->page = page;
  field->main = part;
  page_keep (page, field, g_free);
  if (kind == PAGE_BUTTON_PREFERRED)
    page->preferred = part;
  if (kind == PAGE_BUTTON_LEAVING)
    page->leaving = part;
  g_ptr_array_add (page->foot, part);
  return field;
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
  g_ptr_array_add (page->ways, part_button (page, page->window, label, BS_PUSHBUTTON, pressed, data, NULL));
}

static int
place_small_button (Field *field, int x, int y, int width G_GNUC_UNUSED)
{
  SIZE size = part_button_size (field->main);
  part_move (field->main, x, y, size.cx, size.cy);
  return size.cy;
}

void
page_add_small_button (Page *page, const char *label, PagePressed pressed, gpointer data)
{
  Field *field = field_new (page, place_small_button);
  field->main = part_button (page, page->body, label, BS_PUSHBUTTON, pressed, data, NULL);
  field->main->field = field;
}

void
field_add_button (Field *field, const char *label, PagePressed pressed, gpointer data)
{
  Page *page = field->page;
  field->beside = part_button (page, page->body, label, BS_PUSHBUTTON, pressed, data, NULL);
  field->beside->field = field;
}
