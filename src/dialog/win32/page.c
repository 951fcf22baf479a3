/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* A page's two windows, itself and its scrolling body, and what its controls tell them. */

#include "page-win32.h"

#include "utf16.h"

#include <commctrl.h>

#define CLASS L"KigenSheet"
#define LINE 48
#define MARGIN 24

/* The body's scrolling
 * ---------------------------------------------------------------------------------------------- */

static void
scroll_to (Page *page, int position)
{
  SCROLLINFO info = { .cbSize = sizeof info, .fMask = SIF_RANGE | SIF_PAGE };
  GetScrollInfo (page->body, SB_VERT, &info);
  position = CLAMP (position, 0, MAX (info.nMax + 1 - (int)info.nPage, 0));
  if (position == page->scrolled)
    return;
  page->scrolled = position;
  page_lay_out (page);
  RedrawWindow (page->body, NULL, NULL, RDW_INVALIDATE | RDW_ERASE | RDW_ALLCHILDREN);
}

static void
scroll_by_bar (Page *page, int code)
{
  SCROLLINFO info = { .cbSize = sizeof info, .fMask = SIF_PAGE | SIF_TRACKPOS };
  GetScrollInfo (page->body, SB_VERT, &info);
  switch (code) {
  case SB_LINEUP:
    scroll_to (page, page->scrolled - page_scale (page, LINE));
    return;
  case SB_LINEDOWN:
    scroll_to (page, page->scrolled + page_scale (page, LINE));
    return;
  case SB_PAGEUP:
    scroll_to (page, page->scrolled - (int)info.nPage);
    return;
  case SB_PAGEDOWN:
    scroll_to (page, page->scrolled + (int)info.nPage);
    return;
  case SB_THUMBTRACK:
    scroll_to (page, info.nTrackPos);
    return;
  default:
    return;
  }
}

/* What has the focus is in sight. */
static void
scroll_to_control (Page *page, HWND control)
{
  RECT place, room;
  int margin = page_scale (page, MARGIN);
  GetWindowRect (control, &place);
  MapWindowPoints (NULL, page->body, (POINT *)&place, 2);
  GetClientRect (page->body, &room);
  if (place.top < 0)
    scroll_to (page, page->scrolled + place.top - margin);
  else if (place.bottom > room.bottom)
    scroll_to (page, page->scrolled + place.bottom - room.bottom + margin);
}

/* What the controls tell
 * -------------------------------------------------------------------------------------------- */

static void
press (const Part *part)
{
  if (part->folds)
    page_lay_out (part->page);
  if (part->pressed != NULL)
    part->pressed (part->page->controller, part->page, part->data);
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
set_pushed (Page *page, Part *part)
{
  if (part == page->pushed)
    return;
  if (page->pushed != NULL)
    SendMessageW (page->pushed->window, BM_SETSTYLE, BS_PUSHBUTTON, TRUE);
  page->pushed = part;
  if (part != NULL)
    SendMessageW (part->window, BM_SETSTYLE, BS_DEFPUSHBUTTON, TRUE);
}

static void
take_focus (Page *page, Part *part)
{
  set_pushed (page, is_push_button (part) ? part : page->preferred);
  /* The Tab key's own way with buttons comes after this. */
  PostMessageW (page->window, PAGE_MESSAGE_PUSHED, 0, 0);
  if (GetParent (part->window) == page->body)
    scroll_to_control (page, part->window);
}

/* What the dialogue keys want, as Windows' own dialogues do it: this control, or the next or previous one. */
static void
focus_next (const Page *page, WPARAM wanted, LPARAM is_control)
{
  HWND next = LOWORD (is_control) ? (HWND)wanted : GetNextDlgTabItem (page->window, GetFocus (), wanted != 0);
  if (next != NULL)
    SetFocus (next);
}

static void
take_command (Page *page, WORD number, WORD code, HWND control)
{
  Part *part = control != NULL ? part_of (control) : NULL;
  if (page->gone)
    return;
  if (number == IDCANCEL && part == NULL && page->leaving != NULL)
    press (page->leaving);
  if (number == IDCANCEL && part == NULL && page->leaving == NULL)
    controller_close (page->controller);
  if (part == NULL)
    return;
  gboolean is_button = SendMessageW (control, WM_GETDLGCODE, 0, 0) & (DLGC_BUTTON);
  if (is_button ? code == BN_CLICKED && IsWindowEnabled (control) : code == EN_CHANGE)
    press (part);
  else if (is_button ? code == BN_SETFOCUS : code == EN_SETFOCUS || code == CBN_SETFOCUS)
    take_focus (page, part);
}

static LRESULT
take_notice (const NMHDR *notice)
{
  const Part *part = part_of (notice->hwndFrom);
  return part != NULL && part->notified != NULL && !part->page->gone ? part->notified (part->field, notice)
                                                                     : 0;
}

/* Painting
 * ------------------------------------------------------------------------------------------------------- */

/* The foot is set off, as in Windows' own task dialogues. */
static void
paint_ground (const Page *page, HWND window, HDC context)
{
  RECT area;
  GetClientRect (window, &area);
  RECT foot = area;
  if (window == page->window) {
    area.bottom -= page_foot_height (page);
    foot.top = area.bottom;
    FillRect (context, &foot, GetSysColorBrush (COLOR_BTNFACE));
    foot.bottom = foot.top + 1;
    FillRect (context, &foot, GetSysColorBrush (COLOR_BTNSHADOW));
  }
  FillRect (context, &area, GetSysColorBrush (COLOR_WINDOW));
}

static LRESULT
ground_of (const Page *page, HDC context, HWND control)
{
  gboolean in_foot = g_ptr_array_find (page->foot, part_of (control), NULL);
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
free_page (Page *page)
{
  g_ptr_array_unref (page->ways);
  g_ptr_array_unref (page->foot);
  g_ptr_array_unref (page->fields);
  g_ptr_array_unref (page->parts);
  g_slist_free_full (page->kept, free_kept);
  g_free (page);
}

static void
show_wait (Page *page)
{
  for (guint i = 0; i < page->fields->len; i++)
    field_set_visible (g_ptr_array_index (page->fields, i), TRUE);
}

static void
wipe_entries (const Page *page)
{
  for (guint i = 0; i < page->parts->len; i++) {
    const Part *part = g_ptr_array_index (page->parts, i);
    if (part->is_entry)
      utf16_wipe_window (part->window);
  }
}

static void
set_focus (Page *page)
{
  set_pushed (page, page->preferred);
  if (page->first_field != NULL)
    SetFocus (page->first_field->window);
  else if (page->preferred != NULL)
    SetFocus (page->preferred->window);
  else if (page->foot->len > 0)
    SetFocus (((const Part *)g_ptr_array_index (page->foot, page->foot->len - 1))->window);
  else
    SetFocus (page->window);
}

static void
look_anew (Page *page)
{
  for (guint i = 0; i < page->parts->len; i++) {
    Part *part = g_ptr_array_index (page->parts, i);
    SendMessageW (part->window, WM_SETFONT, (WPARAM)part_font (part), FALSE);
    g_clear_pointer (&part->icon, DestroyIcon);
  }
  page_lay_out (page);
  RedrawWindow (page->window, NULL, NULL, RDW_INVALIDATE | RDW_ERASE | RDW_ALLCHILDREN);
}

static LRESULT CALLBACK
take (HWND window, UINT message, WPARAM first, LPARAM second)
{
  Page *page = (Page *)GetWindowLongPtrW (window, GWLP_USERDATA);
  if (page == NULL)
    return DefWindowProcW (window, message, first, second);
  switch (message) {
  case WM_SIZE:
    if (window == page->window)
      page_lay_out (page);
    return 0;
  case WM_VSCROLL:
    scroll_by_bar (page, LOWORD (first));
    return 0;
  case WM_MOUSEWHEEL:
    scroll_to (page, page->scrolled
                         - MulDiv (GET_WHEEL_DELTA_WPARAM (first), page_scale (page, LINE), WHEEL_DELTA));
    return 0;
  case WM_COMMAND:
    take_command (page, LOWORD (first), HIWORD (first), (HWND)second);
    return 0;
  case WM_NOTIFY:
    return take_notice ((const NMHDR *)second);
  case WM_NEXTDLGCTL:
    focus_next (page, first, second);
    return 0;
  case PAGE_MESSAGE_LAY_OUT:
    page_lay_out (page);
    return 0;
  case PAGE_MESSAGE_TAKE_FOCUS:
    set_focus (page);
    return 0;
  case PAGE_MESSAGE_LOOK_ANEW:
    look_anew (page);
    return 0;
  case PAGE_MESSAGE_PUSHED:
    if (page->pushed != NULL)
      SendMessageW (page->pushed->window, BM_SETSTYLE, BS_DEFPUSHBUTTON, TRUE);
    return 0;
  case WM_TIMER:
    KillTimer (window, first);
    show_wait (page);
    return 0;
  case WM_DRAWITEM:
    part_draw (part_of (((const DRAWITEMSTRUCT *)second)->hwndItem), (const DRAWITEMSTRUCT *)second);
    return TRUE;
  case WM_ERASEBKGND:
    paint_ground (page, window, (HDC)first);
    return TRUE;
  case WM_CTLCOLORSTATIC:
  case WM_CTLCOLORBTN:
    return ground_of (page, (HDC)first, (HWND)second);
  case DM_GETDEFID:
    return page->pushed != NULL ? MAKELRESULT (GetDlgCtrlID (page->pushed->window), DC_HASDEFID) : 0;
  case WM_DESTROY:
    page->gone = TRUE;
    if (window == page->window)
      wipe_entries (page);
    return 0;
  case WM_NCDESTROY:
    SetWindowLongPtrW (window, GWLP_USERDATA, 0);
    if (window == page->window)
      free_page (page);
    return 0;
  default:
    return DefWindowProcW (window, message, first, second);
  }
}

/* Making one
 * ----------------------------------------------------------------------------------------------------- */

static HWND
make_window (Page *page, HWND parent, DWORD style)
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
  SetWindowLongPtrW (window, GWLP_USERDATA, (LONG_PTR)page);
  return window;
}

Page *
page_new (Controller *controller, PageMark mark, const char *heading)
{
  Page *page = g_new0 (Page, 1);
  page->controller = controller;
  page->parts = g_ptr_array_new_with_free_func (part_free);
  page->fields = g_ptr_array_new_with_free_func (field_free);
  page->ways = g_ptr_array_new ();
  page->foot = g_ptr_array_new ();
  page->window = make_window (page, frame_window (controller_frame (controller)), 0);
  if (mark != PAGE_MARK_NONE)
    page->mark = part_mark (page, page->window, mark, NULL);
  page->heading = part_text (page, page->window, heading, PAGE_STYLE_PLAIN);
  page->heading->is_heading = TRUE;
  SendMessageW (page->heading->window, WM_SETFONT, (WPARAM)part_font (page->heading), FALSE);
  page->body = make_window (page, page->window, WS_VISIBLE | WS_VSCROLL);
  return page;
}

void
page_keep (Page *page, gpointer data, GDestroyNotify free_data)
{
  Kept *kept = g_new0 (Kept, 1);
  kept->data = data;
  kept->free_data = free_data;
  page->kept = g_slist_prepend (page->kept, kept);
}
