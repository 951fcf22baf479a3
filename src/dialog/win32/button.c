/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Buttons, wherever they stand. */

#include "sheet-win32.h"
#include "sheets.h"

#include <glib/gi18n-lib.h>

Field *
sheet_add_button (Sheet *sheet, SheetButton kind, const char *label, SheetPressed pressed, gpointer data)
{
  Part *part = part_button (sheet, sheet->window, label, BS_PUSHBUTTON, pressed, data, NULL);
  Field *field = g_new0 (Field, 1);
  field->sheet = sheet;
  field->main = part;
  sheet_keep (sheet, field, g_free);
  if (kind == SHEET_BUTTON_PREFERRED)
    sheet->preferred = part;
  if (kind == SHEET_BUTTON_LEAVING)
    sheet->leaving = part;
  g_ptr_array_add (sheet->foot, part);
  return field;
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
  g_ptr_array_add (sheet->ways,
                   part_button (sheet, sheet->window, label, BS_PUSHBUTTON, pressed, data, NULL));
}

static int
place_small_button (Field *field, int x, int y, int width G_GNUC_UNUSED)
{
  SIZE size = part_button_size (field->main);
  part_move (field->main, x, y, size.cx, size.cy);
  return size.cy;
}

void
sheet_add_small_button (Sheet *sheet, const char *label, SheetPressed pressed, gpointer data)
{
  Field *field = field_new (sheet, place_small_button);
  field->main = part_button (sheet, sheet->body, label, BS_PUSHBUTTON, pressed, data, NULL);
  field->main->field = field;
}

void
field_add_button (Field *field, const char *label, SheetPressed pressed, gpointer data)
{
  Sheet *sheet = field->sheet;
  field->beside = part_button (sheet, sheet->body, label, BS_PUSHBUTTON, pressed, data, NULL);
  field->beside->field = field;
}
