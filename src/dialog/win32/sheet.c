/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* A sheet's two windows, itself and its scrolling body, and what its controls tell them. */

#include "sheet-win32.h"

#include "utf16.h"

#include <commctrl.h>

#define CLASS L"KigenSheet"
#define MESSAGE_PUSHED (WM_APP + 1)
#define LINE 48
#define MARGIN 24

const Look *
sheet_look (const Sheet *sheet)
{
  return frame_look (shell_frame (sheet->shell));
}

int
sheet_scale (const Sheet *sheet, int pixels)
{
  return look_scale (sheet_look (sheet), pixels);
}

/* The body's scrolling
 * ---------------------------------------------------------------------------------------------- */

static void
scroll_to (Sheet *sheet, int position)
{
  SCROLLINFO info = { .cbSize = sizeof info, .fMask = SIF_RANGE | SIF_PAGE };
  GetScrollInfo (sheet->body, SB_VERT, &info);
  position = CLAMP (position, 0, MAX (info.nMax + 1 - (int)info.nPage, 0));
  if (position == sheet->scrolled)
    return;
  sheet->scrolled = position;
  sheet_lay_out (sheet);
  RedrawWindow (sheet->body, NULL, NULL, RDW_INVALIDATE | RDW_ERASE | RDW_ALLCHILDREN);
}

static void
scroll_by_bar (Sheet *sheet, int code)
{
  SCROLLINFO info = { .cbSize = sizeof info, .fMask = SIF_PAGE | SIF_TRACKPOS };
  GetScrollInfo (sheet->body, SB_VERT, &info);
  switch (code) {
  case SB_LINEUP:
    scroll_to (sheet, sheet->scrolled - sheet_scale (sheet, LINE));
    return;
  case SB_LINEDOWN:
    scroll_to (sheet, sheet->scrolled + sheet_scale (sheet, LINE));
    return;
  case SB_PAGEUP:
    scroll_to (sheet, sheet->scrolled - (int)info.nPage);
    return;
  case SB_PAGEDOWN:
    scroll_to (sheet, sheet->scrolled + (int)info.nPage);
    return;
  case SB_THUMBTRACK:
    scroll_to (sheet, info.nTrackPos);
    return;
  default:
    return;
  }
}

/* What has the focus is in sight. */
static void
scroll_to_control (Sheet *sheet, HWND control)
{
  RECT place, room;
  int margin = sheet_scale (sheet, MARGIN);
  GetWindowRect (control, &place);
  MapWindowPoints (NULL, sheet->body, (POINT *)&place, 2);
  GetClientRect (sheet->body, &room);
  if (place.top < 0)
    scroll_to (sheet, sheet->scrolled + place.top - margin);
  else if (place.bottom > room.bottom)
    scroll_to (sheet, sheet->scrolled + place.bottom - room.bottom + margin);
}

/* What the controls tell
 * -------------------------------------------------------------------------------------------- */

static void
press (const Part *part)
{
  if (part->folds)
    sheet_lay_out (part->sheet);
  if (part->pressed != NULL)
    part->pressed (part->sheet->shell, part->sheet, part->data);
}

static gboolean
is_push_button (const Part *part)
{
  LONG_PTR kind = GetWindowLongPtrW (part->window, GWL_STYLE) & BS_TYPEMASK;
  wchar_t name[8] = L"";
  GetClassNameW (part->window, name, G_N_ELEMENTS (name));
  return lstrcmpiW (name, WC_BUTTONW) == 0 && (kind == BS_PUSHBUTTON || kind == BS_DEFPUSHBUTTON);
}

/* Return presses the button that has the focus, else the one that is preferred, and that is to be seen. */
static void
set_pushed (Sheet *sheet, Part *part)
{
  if (part == sheet->pushed)
    return;
  if (sheet->pushed != NULL)
    SendMessageW (sheet->pushed->window, BM_SETSTYLE, BS_PUSHBUTTON, TRUE);
  sheet->pushed = part;
  if (part != NULL)
    SendMessageW (part->window, BM_SETSTYLE, BS_DEFPUSHBUTTON, TRUE);
}

static void
take_focus (Sheet *sheet, Part *part)
{
  set_pushed (sheet, is_push_button (part) ? part : sheet->preferred);
  /* The Tab key's own way with buttons comes after this. */
  PostMessageW (sheet->window, MESSAGE_PUSHED, 0, 0);
  if (GetParent (part->window) == sheet->body)
    scroll_to_control (sheet, part->window);
}

/* What the dialogue keys want, as Windows' own dialogues do it: this control, or the next or previous one. */
static void
focus_next (const Sheet *sheet, WPARAM wanted, LPARAM is_control)
{
  HWND next
      = LOWORD (is_control) ? (HWND)wanted : GetNextDlgTabItem (sheet->window, GetFocus (), wanted != 0);
  if (next != NULL)
    SetFocus (next);
}

static void
take_command (Sheet *sheet, WORD number, WORD code, HWND control)
{
  Part *part = control != NULL ? part_of (control) : NULL;
  if (sheet->gone)
    return;
  if (number == IDCANCEL && part == NULL && sheet->leaving != NULL)
    press (sheet->leaving);
  if (number == IDCANCEL && part == NULL && sheet->leaving == NULL)
    shell_close (sheet->shell);
  if (part == NULL)
    return;
  gboolean is_button = SendMessageW (control, WM_GETDLGCODE, 0, 0) & (DLGC_BUTTON);
  if (is_button ? code == BN_CLICKED && IsWindowEnabled (control) : code == EN_CHANGE)
    press (part);
  else if (is_button ? code == BN_SETFOCUS : code == EN_SETFOCUS || code == CBN_SETFOCUS)
    take_focus (sheet, part);
}

static LRESULT
take_notice (const NMHDR *notice)
{
  const Part *part = part_of (notice->hwndFrom);
  return part != NULL && part->notified != NULL && !part->sheet->gone ? part->notified (part->field, notice)
                                                                      : 0;
}

/* Painting
 * ------------------------------------------------------------------------------------------------------- */

/* The foot is set off, as in Windows' own task dialogues. */
static void
paint_ground (const Sheet *sheet, HWND window, HDC context)
{
  RECT area;
  GetClientRect (window, &area);
  RECT foot = area;
  if (window == sheet->window) {
    area.bottom -= sheet_foot_height (sheet);
    foot.top = area.bottom;
    FillRect (context, &foot, GetSysColorBrush (COLOR_BTNFACE));
    foot.bottom = foot.top + 1;
    FillRect (context, &foot, GetSysColorBrush (COLOR_BTNSHADOW));
  }
  FillRect (context, &area, GetSysColorBrush (COLOR_WINDOW));
}

static LRESULT
ground_of (const Sheet *sheet, HDC context, HWND control)
{
  gboolean in_foot = g_ptr_array_find (sheet->foot, part_of (control), NULL);
  int colour = in_foot ? COLOR_BTNFACE : COLOR_WINDOW;
  SetBkColor (context, GetSysColor (colour));
  SetTextColor (context, GetSysColor (IsWindowEnabled (control) ? COLOR_WINDOWTEXT : COLOR_GRAYTEXT));
  return (LRESULT)GetSysColorBrush (colour);
}

typedef struct {
  gpointer data;
  GDestroyNotify free_data;
} Kept;

static void
free_kept (gpointer data)
{
  Kept *kept = data;
  kept->free_data (kept->data);
  g_free (kept);
}

static void
free_sheet (Sheet *sheet)
{
  g_ptr_array_unref (sheet->ways);
  g_ptr_array_unref (sheet->foot);
  g_ptr_array_unref (sheet->fields);
  g_ptr_array_unref (sheet->parts);
  g_slist_free_full (sheet->kept, free_kept);
  g_free (sheet);
}

static void
show_wait (Sheet *sheet)
{
  for (guint i = 0; i < sheet->fields->len; i++)
    field_set_visible (g_ptr_array_index (sheet->fields, i), TRUE);
}

static void
wipe_entries (const Sheet *sheet)
{
  for (guint i = 0; i < sheet->parts->len; i++) {
    const Part *part = g_ptr_array_index (sheet->parts, i);
    if (part->is_entry)
      utf16_wipe_window (part->window);
  }
}

static LRESULT CALLBACK
take (HWND window, UINT message, WPARAM first, LPARAM second)
{
  Sheet *sheet = (Sheet *)GetWindowLongPtrW (window, GWLP_USERDATA);
  if (sheet == NULL)
    return DefWindowProcW (window, message, first, second);
  switch (message) {
  case WM_SIZE:
    if (window == sheet->window)
      sheet_lay_out (sheet);
    return 0;
  case WM_VSCROLL:
    scroll_by_bar (sheet, LOWORD (first));
    return 0;
  case WM_MOUSEWHEEL:
    scroll_to (sheet, sheet->scrolled
                          - MulDiv (GET_WHEEL_DELTA_WPARAM (first), sheet_scale (sheet, LINE), WHEEL_DELTA));
    return 0;
  case WM_COMMAND:
    take_command (sheet, LOWORD (first), HIWORD (first), (HWND)second);
    return 0;
  case WM_NOTIFY:
    return take_notice ((const NMHDR *)second);
  case WM_NEXTDLGCTL:
    focus_next (sheet, first, second);
    return 0;
  case MESSAGE_PUSHED:
    if (sheet->pushed != NULL)
      SendMessageW (sheet->pushed->window, BM_SETSTYLE, BS_DEFPUSHBUTTON, TRUE);
    return 0;
  case WM_TIMER:
    KillTimer (window, first);
    show_wait (sheet);
    return 0;
  case WM_DRAWITEM:
    part_draw (part_of (((const DRAWITEMSTRUCT *)second)->hwndItem), (const DRAWITEMSTRUCT *)second);
    return TRUE;
  case WM_ERASEBKGND:
    paint_ground (sheet, window, (HDC)first);
    return TRUE;
  case WM_CTLCOLORSTATIC:
  case WM_CTLCOLORBTN:
    return ground_of (sheet, (HDC)first, (HWND)second);
  case DM_GETDEFID:
    return sheet->pushed != NULL ? MAKELRESULT (GetDlgCtrlID (sheet->pushed->window), DC_HASDEFID) : 0;
  case WM_DESTROY:
    sheet->gone = TRUE;
    if (window == sheet->window)
      wipe_entries (sheet);
    return 0;
  case WM_NCDESTROY:
    SetWindowLongPtrW (window, GWLP_USERDATA, 0);
    if (window == sheet->window)
      free_sheet (sheet);
    return 0;
  default:
    return DefWindowProcW (window, message, first, second);
  }
}

/* Making one
 * ----------------------------------------------------------------------------------------------------- */

static HWND
make_window (Sheet *sheet, HWND parent, DWORD style)
{
  static gsize registered = 0;
  if (g_once_init_enter (&registered)) {
    WNDCLASSEXW kind = { .cbSize = sizeof kind,
                         .lpfnWndProc = take,
                         .hInstance = GetModuleHandleW (NULL),
                         .hCursor = LoadCursorW (NULL, MAKEINTRESOURCEW (32512)), /* IDC_ARROW */
                         .lpszClassName = CLASS };
    RegisterClassExW (&kind);
    g_once_init_leave (&registered, 1);
  }
  HWND window = CreateWindowExW (WS_EX_CONTROLPARENT, CLASS, NULL, style | WS_CHILD | WS_CLIPCHILDREN, 0, 0,
                                 0, 0, parent, NULL, GetModuleHandleW (NULL), NULL);
  SetWindowLongPtrW (window, GWLP_USERDATA, (LONG_PTR)sheet);
  return window;
}

Sheet *
sheet_new (Shell *shell, SheetMark mark, const char *heading)
{
  Sheet *sheet = g_new0 (Sheet, 1);
  sheet->shell = shell;
  sheet->parts = g_ptr_array_new_with_free_func (part_free);
  sheet->fields = g_ptr_array_new_with_free_func (field_free);
  sheet->ways = g_ptr_array_new ();
  sheet->foot = g_ptr_array_new ();
  sheet->window = make_window (sheet, frame_window (shell_frame (shell)), 0);
  if (mark != SHEET_MARK_NONE)
    sheet->mark = part_mark (sheet, sheet->window, mark, NULL);
  sheet->heading = part_text (sheet, sheet->window, heading, SHEET_STYLE_PLAIN);
  sheet->heading->is_heading = TRUE;
  SendMessageW (sheet->heading->window, WM_SETFONT, (WPARAM)part_font (sheet->heading), FALSE);
  sheet->body = make_window (sheet, sheet->window, WS_VISIBLE | WS_VSCROLL);
  return sheet;
}

void
sheet_keep (Sheet *sheet, gpointer data, GDestroyNotify free_data)
{
  Kept *kept = g_new0 (Kept, 1);
  kept->data = data;
  kept->free_data = free_data;
  sheet->kept = g_slist_prepend (sheet->kept, kept);
}

void
sheet_set_focus (Sheet *sheet)
{
  set_pushed (sheet, sheet->preferred);
  if (sheet->first_field != NULL)
    SetFocus (sheet->first_field->window);
  else if (sheet->preferred != NULL)
    SetFocus (sheet->preferred->window);
  else if (sheet->foot->len > 0)
    SetFocus (((const Part *)g_ptr_array_index (sheet->foot, sheet->foot->len - 1))->window);
  else
    SetFocus (sheet->window);
}

void
sheet_look_anew (Sheet *sheet)
{
  for (guint i = 0; i < sheet->parts->len; i++) {
    Part *part = g_ptr_array_index (sheet->parts, i);
    SendMessageW (part->window, WM_SETFONT, (WPARAM)part_font (part), FALSE);
    g_clear_pointer (&part->icon, DestroyIcon);
  }
  sheet_lay_out (sheet);
  RedrawWindow (sheet->window, NULL, NULL, RDW_INVALIDATE | RDW_ERASE | RDW_ALLCHILDREN);
}
