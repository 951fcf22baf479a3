/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What there is to say: texts, and values that can be selected. */

#include "page-win32.h"
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
add_text (Page *page, const char *text, PageStyle style)
{
  Field *field = field_new (page, place_text);
  field->main = part_text (page, page->body, text, style);
  field->main->field = field;
  return field;
}

Field *
page_add_text (Page *page, const char *text)
{
  return add_text (page, text, PAGE_STYLE_PLAIN);
}

void
page_add_title (Page *page, const char *text)
{
  add_text (page, text, PAGE_STYLE_NAME)->gap = TITLE_GAP;
}

Field *
page_add_problem (Page *page)
{
  return add_text (page, "", PAGE_STYLE_ENDED);
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
value_new (Page *page, const char *text)
{
  g_autofree wchar_t *wide = utf16_lines (text);
  Part *part = part_new (page, page->body, WC_EDITW, wide, ES_READONLY | ES_MULTILINE | WS_GROUP, 0);
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
  int height = line * (int)SendMessageW (part->window, EM_GETLINECOUNT, 0, 0) + page_scale (part->page, 2);
  part_move (part, x, y, width, height);
  return height;
}

static int
place_quotation (Field *field, int x, int y, int width)
{
  return place_value (field->main, x, y, width);
}

void
page_add_quotation (Page *page, const char *text)
{
  Field *field = field_new (page, place_quotation);
  field->main = value_new (page, text);
  field->main->field = field;
}

static int
place_pair (Field *field, int x, int y, int width)
{
  int column = MIN (field->page->label_width, width * 2 / 5);
  int left = column + page_scale (field->page, COLUMN_GAP);
  int height = part_measure (field->caption, column).cy;
  part_move (field->caption, x, y, column, height);
  return MAX (height, place_value (field->main, x + left, y, width - left));
}

void
page_add_pair (Page *page, const char *label, const char *value)
{
  Field *field = field_new (page, place_pair);
  const Field *before
      = page->fields->len > 1 ? g_ptr_array_index (page->fields, page->fields->len - 2) : NULL;
  field->caption = part_text (page, page->body, label, PAGE_STYLE_DIM);
  field->caption->field = field;
  field->main = value_new (page, value);
  field->main->field = field;
  if (before != NULL && before->place == place_pair)
    field->gap = PAIR_GAP;
  page->label_width = MAX (page->label_width, (int)part_measure (field->caption, G_MAXINT16).cx);
}

void
page_add_pairs (Page *page, GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++) {
    char *const *pair = g_ptr_array_index (pairs, i);
    page_add_pair (page, pair[0], pair[1]);
  }
}
