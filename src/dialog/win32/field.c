/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What is to be filled in. */

#include "page-win32.h"
#include "utf16.h"

#include <commctrl.h>

#define ENTRY_PADDING 8 /* what the control has around its line */
#define CHECK_HEIGHT 24
#define ARROW 20
/* The most: what is short looks lost in what is long. */
#define ENTRY_WIDTH 560
#define SECRET_WIDTH 240
#define GAP 12
#define CHOICES_SHOWN 8

Field *
field_new (Page *page, FieldPlace place)
{
  Field *field = g_new0 (Field, 1);
  field->page = page;
  field->place = place;
  field->group = page->group;
  field->gap = GAP;
  g_ptr_array_add (page->fields, field);
  return field;
}

void
field_free (gpointer data)
{
  Field *field = data;
  if (field->free_own != NULL)
    field->free_own (field->own);
  g_free (field);
}

void
field_show_parts (Field *field, gboolean visible)
{
  const GPtrArray *parts = field->page->parts;
  for (guint i = 0; i < parts->len; i++) {
    const Part *part = g_ptr_array_index (parts, i);
    if (part->field == field)
      part_show (part, visible);
  }
}

/* A caption over what is to be filled in
 * ---------------------------------------------------------------------------- */

static int
place_entry (Field *field, int x, int y, int width)
{
  int caption = part_measure (field->caption, width).cy;
  int top = caption + page_scale (field->page, 4);
  int height = look_measure (part_font (field->main), L"X", width, DT_SINGLELINE).cy
               + page_scale (field->page, ENTRY_PADDING);
  int most = page_scale (field->page, field->main->is_secret ? SECRET_WIDTH : ENTRY_WIDTH);
  part_move (field->caption, x, y, width, caption);
  part_move (field->main, x, y + top, MIN (width, most), height);
  return top + height;
}

static int
place_choice (Field *field, int x, int y, int width)
{
  int caption = part_measure (field->caption, width).cy;
  int top = caption + page_scale (field->page, 4);
  RECT area;
  part_move (field->caption, x, y, width, caption);
  part_move (field->main, x, y + top, MIN (width, page_scale (field->page, ENTRY_WIDTH)),
             page_scale (field->page, CHECK_HEIGHT) * CHOICES_SHOWN);
  GetWindowRect (field->main->window, &area);
  return top + (int)(area.bottom - area.top);
}

static Field *
add_field (Page *page, const char *label, FieldPlace place, const wchar_t *class_name, const wchar_t *text,
           DWORD style)
{
  Field *field = field_new (page, place);
  field->caption = part_caption (page, label);
  field->caption->field = field;
  field->main = part_new (page, page->body, class_name, text, style | WS_TABSTOP | WS_GROUP,
                          style & CBS_DROPDOWN ? 0 : WS_EX_CLIENTEDGE);
  field->main->field = field;
  field->main->is_entry = place == place_entry;
  if (page->first_field == NULL)
    page->first_field = field->main;
  return field;
}

Field *
page_add_entry (Page *page, const char *label, const char *text, const char *hint)
{
  g_autofree wchar_t *wide = kigen_wide_new (text);
  Field *field = add_field (page, label, place_entry, WC_EDITW, wide, ES_AUTOHSCROLL);
  if (hint != NULL) {
    g_autofree wchar_t *cue = kigen_wide_new (hint);
    SendMessageW (field->main->window, EM_SETCUEBANNER, TRUE, (LPARAM)cue);
  }
  return field;
}

Field *
page_add_secret (Page *page, const char *label)
{
  Field *field = add_field (page, label, place_entry, WC_EDITW, L"", ES_AUTOHSCROLL | ES_PASSWORD);
  field->main->is_secret = TRUE;
  return field;
}

Field *
page_add_choice (Page *page, const char *label, const char *const *choices, guint chosen)
{
  Field *field = add_field (page, label, place_choice, WC_COMBOBOXW, L"", CBS_DROPDOWNLIST | WS_VSCROLL);
  for (const char *const *choice = choices; *choice != NULL; choice++) {
    g_autofree wchar_t *wide = kigen_wide_new (*choice);
    SendMessageW (field->main->window, CB_ADDSTRING, 0, (LPARAM)wide);
  }
  SendMessageW (field->main->window, CB_SETCURSEL, chosen, 0);
  return field;
}

/* Boxes to be ticked
 * ------------------------------------------------------------------------------------------------ */

static int
place_check (Field *field, int x, int y, int width)
{
  int mark = page_scale (field->page, CHECK_HEIGHT);
  SIZE beside = field->beside != NULL ? part_button_size (field->beside) : (SIZE){ 0, 0 };
  int gap = field->beside != NULL ? page_scale (field->page, GAP) : 0;
  SIZE size = part_measure (field->main, width - mark - beside.cx - gap);
  int height = MAX (MAX (size.cy, mark), beside.cy);
  part_move (field->main, x, y, size.cx + mark, height);
  if (field->beside != NULL)
    part_move (field->beside, x + size.cx + mark + gap, y + (height - beside.cy) / 2, beside.cx, beside.cy);
  return height;
}

static Field *
add_button (Page *page, const wchar_t *text, DWORD style)
{
  Field *field = field_new (page, place_check);
  field->main
      = part_new (page, page->body, WC_BUTTONW, text, style | BS_MULTILINE | BS_NOTIFY | WS_TABSTOP, 0);
  field->main->field = field;
  return field;
}

Field *
page_add_check (Page *page, const char *label)
{
  g_autofree wchar_t *wide = utf16_label (label);
  return add_button (page, wide, BS_AUTOCHECKBOX | WS_GROUP);
}

Field *
page_add_switch (Page *page, const char *label, gboolean on)
{
  Field *field = page_add_check (page, label);
  field_set_on (field, on);
  return field;
}

static wchar_t *
without_mnemonic (const char *label)
{
  g_autoptr (GString) text = g_string_new (label);
  g_string_replace (text, "&", "&&", 0);
  return utf16_words (text->str);
}

Field *
page_add_radio (Page *page, const char *label, Field *first)
{
  g_autofree wchar_t *wide = without_mnemonic (label);
  Field *field = add_button (page, wide, BS_AUTORADIOBUTTON | (first == NULL ? WS_GROUP : 0U));
  field->is_radio = TRUE;
  if (first == NULL)
    field_set_on (field, TRUE);
  else
    field->gap = GAP / 3;
  return field;
}

/* A box that stays pressed while what belongs to it is to be seen. */
static int
place_group (Field *field, int x, int y, int width)
{
  SIZE size = part_button_size (field->main);
  part_move (field->main, x, y, MIN (size.cx + page_scale (field->page, ARROW), width), size.cy);
  return size.cy;
}

/* An arrow tells which of both it is; what is read says so by itself. */
static LRESULT
draw_arrow (Field *field, const NMHDR *notice)
{
  const NMCUSTOMDRAW *draw = (const NMCUSTOMDRAW *)(const void *)notice;
  if (notice->code != (UINT)NM_CUSTOMDRAW)
    return 0;
  if (draw->dwDrawStage == CDDS_PREPAINT)
    return CDRF_NOTIFYPOSTPAINT;
  if (draw->dwDrawStage != CDDS_POSTPAINT)
    return CDRF_DODEFAULT;
  int unit = page_scale (field->page, ARROW / 4);
  int right = draw->rc.right - 2 * unit, middle = (draw->rc.top + draw->rc.bottom) / 2;
  int half = field_is_on (field) ? -unit / 2 : unit / 2;
  const POINT points[]
      = { { right - 2 * unit, middle - half }, { right, middle - half }, { right - unit, middle + half } };
  HGDIOBJ pen = SelectObject (draw->hdc, GetStockObject (NULL_PEN));
  HGDIOBJ brush = SelectObject (draw->hdc, GetSysColorBrush (COLOR_BTNTEXT));
  Polygon (draw->hdc, points, G_N_ELEMENTS (points));
  SelectObject (draw->hdc, brush);
  SelectObject (draw->hdc, pen);
  return CDRF_DODEFAULT;
}

Field *
page_begin_group (Page *page, const char *label)
{
  g_autofree wchar_t *wide = utf16_label (label);
  Field *field = add_button (page, wide, BS_AUTOCHECKBOX | BS_PUSHLIKE | WS_GROUP);
  field->place = place_group;
  field->main->folds = TRUE;
  field->main->notified = draw_arrow;
  page->group = field;
  return field;
}

void
page_end_group (Page *page)
{
  page->group = NULL;
}

/* What is in a field
 * ------------------------------------------------------------------------------------------------ */

void
field_on_change (Field *field, PagePressed changed, gpointer data)
{
  field->main->pressed = changed;
  field->main->data = data;
}

void
field_set_text (Field *field, const char *text)
{
  g_autoptr (GString) shown = g_string_new (text);
  if (field->is_radio)
    g_string_replace (shown, "&", "&&", 0);
  part_set_text (field->main, shown->str);
  SendMessageW (field->page->window, PAGE_MESSAGE_LAY_OUT, 0, 0);
}

char *
field_text (const Field *field)
{
  return utf16_window_text (field->main->window);
}

KigenSecret *
field_secret (const Field *field)
{
  return utf16_window_secret (field->main->window);
}

guint
field_chosen (const Field *field)
{
  return (guint)SendMessageW (field->main->window, CB_GETCURSEL, 0, 0);
}

gboolean
field_is_on (const Field *field)
{
  return SendMessageW (field->main->window, BM_GETCHECK, 0, 0) == BST_CHECKED;
}

void
field_set_on (Field *field, gboolean on)
{
  if (field->is_radio && on)
    for (guint i = 0; i < field->page->fields->len; i++) {
      const Field *other = g_ptr_array_index (field->page->fields, i);
      if (other->is_radio)
        SendMessageW (other->main->window, BM_SETCHECK, BST_UNCHECKED, 0);
    }
  SendMessageW (field->main->window, BM_SETCHECK, on ? BST_CHECKED : BST_UNCHECKED, 0);
  if (field->main->folds)
    SendMessageW (field->page->window, PAGE_MESSAGE_LAY_OUT, 0, 0);
}

void
field_set_revealed (Field *field, gboolean revealed)
{
  SendMessageW (field->main->window, EM_SETPASSWORDCHAR, revealed ? 0 : L'●', 0);
  InvalidateRect (field->main->window, NULL, TRUE);
}

void
field_set_sensitive (Field *field, gboolean sensitive)
{
  EnableWindow (field->main->window, sensitive);
}

void
field_set_visible (Field *field, gboolean visible)
{
  if (field->hidden == !visible)
    return;
  field->hidden = !visible;
  SendMessageW (field->page->window, PAGE_MESSAGE_LAY_OUT, 0, 0);
}

void
field_focus (Field *field)
{
  SetFocus (field->main->window);
}
