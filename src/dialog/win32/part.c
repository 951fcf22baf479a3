/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Controls are Windows' own, so that keys, themes and screen readers find what they know.  Texts are drawn
 * here: a static control breaks no line inside a long word, such as an ID. */

#include "page-win32.h"
#include "utf16.h"

#include <commctrl.h>
#include <wchar.h>

#define TEXT_FLAGS (DT_WORDBREAK | DT_EDITCONTROL)
#define BUTTON_HEIGHT 30
#define BUTTON_PADDING 16
#define BUTTON_LEAST 92
#define STEP_INDENT 28
#define STEP_SIZE 14

Part *
part_of (HWND control)
{
  return (Part *)GetWindowLongPtrW (control, GWLP_USERDATA);
}

HFONT
part_font (const Part *part)
{
  const Look *look = page_look (part->page);
  return part->is_heading ? look->heading : look_font (look, part->style);
}

Part *
part_new (Page *page, HWND parent, const wchar_t *class_name, const wchar_t *text, DWORD style,
          DWORD extended)
{
  Part *part = g_new0 (Part, 1);
  part->page = page;
  part->text = g_memdup2 (text, (wcslen (text) + 1) * sizeof *text);
  /* What stands by itself has a number, by which it can be the default. */
  HMENU number = (HMENU)(UINT_PTR)(page->parts->len + 100);
  part->window = CreateWindowExW (extended, class_name, text, style | WS_CHILD | WS_VISIBLE, 0, 0, 0, 0,
                                  parent, number, GetModuleHandleW (NULL), NULL);
  SetWindowLongPtrW (part->window, GWLP_USERDATA, (LONG_PTR)part);
  SendMessageW (part->window, WM_SETFONT, (WPARAM)part_font (part), FALSE);
  g_ptr_array_add (page->parts, part);
  return part;
}

void
part_free (gpointer data)
{
  Part *part = data;
  if (part->free_data != NULL)
    part->free_data (part->data);
  if (part->icon != NULL)
    DestroyIcon (part->icon);
  g_free (part->text);
  g_free (part);
}

Part *
part_text (Page *page, HWND parent, const char *text, PageStyle style)
{
  g_autofree wchar_t *wide = utf16_words (text);
  Part *part = part_new (page, parent, WC_STATICW, wide, SS_OWNERDRAW | SS_NOPREFIX, 0);
  part->style = style;
  part->is_plain_text = TRUE;
  SendMessageW (part->window, WM_SETFONT, (WPARAM)part_font (part), FALSE);
  return part;
}

Part *
part_caption (Page *page, const char *label)
{
  g_autofree wchar_t *wide = utf16_label (label);
  return part_new (page, page->body, WC_STATICW, wide, SS_OWNERDRAW, 0);
}

Part *
part_mark (Page *page, HWND parent, PageMark mark, const char *words)
{
  g_autofree wchar_t *wide = kigen_wide_new (words != NULL ? words : "");
  Part *part = part_new (page, parent, WC_STATICW, wide, SS_OWNERDRAW | SS_NOPREFIX, 0);
  part->mark = mark;
  return part;
}

Part *
part_button (Page *page, HWND parent, const char *label, DWORD style, PagePressed pressed, gpointer data,
             GDestroyNotify free_data)
{
  g_autofree wchar_t *wide = utf16_label (label);
  Part *part = part_new (page, parent, WC_BUTTONW, wide, style | WS_TABSTOP | WS_GROUP | BS_NOTIFY, 0);
  part->pressed = pressed;
  part->data = data;
  part->free_data = free_data;
  return part;
}

void
part_set_label (Part *part, const wchar_t *label)
{
  if (wcscmp (label, part->text) == 0)
    return;
  SetWindowTextW (part->window, label);
  g_free (part->text);
  part->text = g_memdup2 (label, (wcslen (label) + 1) * sizeof *label);
  InvalidateRect (part->window, NULL, TRUE);
}

void
part_set_text (Part *part, const char *text)
{
  g_autofree wchar_t *wide = utf16_words (text);
  part_set_label (part, wide);
}

/* What moves over others takes no picture of them along. */
void
part_move (const Part *part, int x, int y, int width, int height)
{
  RECT now;
  GetWindowRect (part->window, &now);
  MapWindowPoints (NULL, GetParent (part->window), (POINT *)&now, 2);
  if (now.left != x || now.top != y || now.right - now.left != width || now.bottom - now.top != height)
    SetWindowPos (part->window, NULL, x, y, width, height, SWP_NOZORDER | SWP_NOACTIVATE | SWP_NOCOPYBITS);
}

void
part_show (const Part *part, gboolean visible)
{
  if (((GetWindowLongPtrW (part->window, GWL_STYLE) & WS_VISIBLE) != 0) != visible)
    ShowWindow (part->window, visible ? SW_SHOWNA : SW_HIDE);
}

SIZE
part_measure (const Part *part, int width)
{
  int indent = part->is_step ? page_scale (part->page, STEP_INDENT) : 0;
  SIZE size = look_measure (part_font (part), part->text, width - indent,
                            TEXT_FLAGS | (part->is_plain_text ? DT_NOPREFIX : 0U));
  size.cx += indent;
  return size;
}

SIZE
part_button_size (const Part *part)
{
  SIZE size = look_measure (part_font (part), part->text, G_MAXINT16, DT_SINGLELINE);
  size.cx
      = MAX (size.cx + 2 * page_scale (part->page, BUTTON_PADDING), page_scale (part->page, BUTTON_LEAST));
  size.cy = MAX (size.cy + page_scale (part->page, 8), page_scale (part->page, BUTTON_HEIGHT));
  return size;
}

/* Drawing
 * -------------------------------------------------------------------------------------------------------- */

static void
draw_lines (HDC context, COLORREF colour, int width, const POINT *points, int n)
{
  LOGBRUSH brush = { .lbStyle = BS_SOLID, .lbColor = colour };
  HPEN pen = ExtCreatePen (PS_GEOMETRIC | PS_SOLID | PS_ENDCAP_ROUND | PS_JOIN_ROUND, (DWORD)width, &brush, 0,
                           NULL);
  HGDIOBJ before = SelectObject (context, pen);
  Polyline (context, points, n);
  SelectObject (context, before);
  DeleteObject (pen);
}

/* A tick for what is done, an arrow for what goes on, a point for what comes. */
static void
draw_progress (const Part *part, HDC context, int top)
{
  int unit = page_scale (part->page, STEP_SIZE);
  int pen = MAX (page_scale (part->page, 2), 2);
  int left = page_scale (part->page, 4);
  const POINT tick[] = { { left, top + unit / 2 },
                         { left + unit * 3 / 8, top + unit * 7 / 8 },
                         { left + unit, top + unit / 8 } };
  const POINT arrow[] = { { left + unit / 4, top },
                          { left + unit * 3 / 4, top + unit / 2 },
                          { left + unit / 4, top + unit } };
  const POINT point[] = { { left + unit / 2, top + unit / 2 }, { left + unit / 2 + 1, top + unit / 2 } };
  if (part->progress == PAGE_STEP_COMPLETE)
    draw_lines (context, look_colour (PAGE_STYLE_GOOD), pen, tick, G_N_ELEMENTS (tick));
  else if (part->progress == PAGE_STEP_GOING_ON)
    draw_lines (context, GetSysColor (COLOR_HIGHLIGHT), pen, arrow, G_N_ELEMENTS (arrow));
  else
    draw_lines (context, look_colour (PAGE_STYLE_DIM), pen * 2, point, G_N_ELEMENTS (point));
}

static void
draw_mark (Part *part, const DRAWITEMSTRUCT *draw)
{
  int size = draw->rcItem.right - draw->rcItem.left;
  if (part->icon == NULL)
    part->icon = look_icon (part->mark, size);
  if (part->icon != NULL)
    DrawIconEx (draw->hDC, 0, 0, part->icon, size, size, 0, NULL, DI_NORMAL);
}

void
part_draw (Part *part, const DRAWITEMSTRUCT *draw)
{
  RECT area = draw->rcItem;
  UINT flags = TEXT_FLAGS;
  FillRect (draw->hDC, &area, GetSysColorBrush (COLOR_WINDOW));
  if (part->mark != PAGE_MARK_NONE) {
    draw_mark (part, draw);
    return;
  }
  if (part->is_plain_text)
    flags |= DT_NOPREFIX;
  else if ((draw->itemState & ODS_NOACCEL) != 0)
    flags |= DT_HIDEPREFIX;
  HGDIOBJ before = SelectObject (draw->hDC, part_font (part));
  SetBkMode (draw->hDC, TRANSPARENT);
  SetTextColor (draw->hDC, look_colour (part->style));
  if (part->is_step) {
    TEXTMETRICW metrics;
    GetTextMetricsW (draw->hDC, &metrics);
    draw_progress (part, draw->hDC, (metrics.tmHeight - page_scale (part->page, STEP_SIZE)) / 2);
    area.left += page_scale (part->page, STEP_INDENT);
  }
  DrawTextW (draw->hDC, part->text, -1, &area, flags);
  SelectObject (draw->hDC, before);
}
