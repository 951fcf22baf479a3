/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What there is to say: texts, and values that can be selected. */

#include "sheet-win32.h"
#include "utf16.h"

#include <commctrl.h>

#define PAIR_GAP 6
#define TITLE_GAP 20
#define COLUMN_GAP 24

static int
place_text (Field *field, int x, int y, int width)
{
  int height = part_measure (field->main, width).cy;
  part_move (field->main, x, y, width, height);
  return height;
}

static Field *
add_text (Sheet *sheet, const char *text, SheetStyle style)
{
  Field *field = field_new (sheet, place_text);
  field->main = part_text (sheet, sheet->body, text, style);
  field->main->field = field;
  return field;
}

Field *
sheet_add_text (Sheet *sheet, const char *text)
{
  return add_text (sheet, text, SHEET_STYLE_PLAIN);
}

void
sheet_add_title (Sheet *sheet, const char *text)
{
  add_text (sheet, text, SHEET_STYLE_NAME)->gap = TITLE_GAP;
}

Field *
sheet_add_problem (Sheet *sheet)
{
  return add_text (sheet, "", SHEET_STYLE_ENDED);
}

/* Values
 * ---------------------------------------------------------------------------------------------------------
 */

/* An edit control of several lines would keep Return, Escape and Tab for itself. */
static LRESULT CALLBACK
leave_keys (HWND window, UINT message, WPARAM first, LPARAM second, UINT_PTR id G_GNUC_UNUSED,
            DWORD_PTR data G_GNUC_UNUSED)
{
  LRESULT answer = DefSubclassProc (window, message, first, second);
  return message == WM_GETDLGCODE ? answer & ~(DLGC_WANTALLKEYS | DLGC_WANTTAB | DLGC_HASSETSEL) : answer;
}

/* Can be selected and copied, and is passed over by the Tab key. */
static Part *
value_new (Sheet *sheet, const char *text)
{
  g_autofree wchar_t *wide = utf16_lines (text);
  Part *part = part_new (sheet, sheet->body, WC_EDITW, wide, ES_READONLY | ES_MULTILINE | WS_GROUP, 0);
  part->is_plain_text = TRUE;
  SendMessageW (part->window, EM_SETMARGINS, EC_LEFTMARGIN | EC_RIGHTMARGIN, 0);
  SetWindowSubclass (part->window, leave_keys, 0, 0);
  return part;
}

/* The control itself knows into how many lines it breaks. */
static int
place_value (const Part *part, int x, int y, int width)
{
  int line = look_measure (part_font (part), L"X", width, DT_SINGLELINE).cy;
  part_move (part, x, y, width, line * 2);
  int height = line * (int)SendMessageW (part->window, EM_GETLINECOUNT, 0, 0) + sheet_scale (part->sheet, 2);
  part_move (part, x, y, width, height);
  return height;
}

static int
place_quotation (Field *field, int x, int y, int width)
{
  return place_value (field->main, x, y, width);
}

void
sheet_add_quotation (Sheet *sheet, const char *text)
{
  Field *field = field_new (sheet, place_quotation);
  field->main = value_new (sheet, text);
  field->main->field = field;
}

static int
place_pair (Field *field, int x, int y, int width)
{
  int column = MIN (field->sheet->label_width, width * 2 / 5);
  int left = column + sheet_scale (field->sheet, COLUMN_GAP);
  int height = part_measure (field->caption, column).cy;
  part_move (field->caption, x, y, column, height);
  return MAX (height, place_value (field->main, x + left, y, width - left));
}

void
sheet_add_pair (Sheet *sheet, const char *label, const char *value)
{
  Field *field = field_new (sheet, place_pair);
  const Field *before
      = sheet->fields->len > 1 ? g_ptr_array_index (sheet->fields, sheet->fields->len - 2) : NULL;
  field->caption = part_text (sheet, sheet->body, label, SHEET_STYLE_DIM);
  field->caption->field = field;
  field->main = value_new (sheet, value);
  field->main->field = field;
  if (before != NULL && before->place == place_pair)
    field->gap = PAIR_GAP;
  sheet->label_width = MAX (sheet->label_width, (int)part_measure (field->caption, G_MAXINT16).cx);
}

void
sheet_add_pairs (Sheet *sheet, GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++) {
    char *const *pair = g_ptr_array_index (pairs, i);
    sheet_add_pair (sheet, pair[0], pair[1]);
  }
}
