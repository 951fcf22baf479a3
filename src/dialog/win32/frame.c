/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* The main window: nothing but the page that lies in it, the resolution of the screen it is on, and the
 * focus, which comes back where it was. */

#include "frame-win32.h"

#include "page-win32.h"
#include "utf16.h"

#include "icon-numbers.h"

#include <glib/gi18n-lib.h>

#include <string.h>
#include <wchar.h>

#define CLASS L"KigenDialog"
#define WIDTH 820
#define HEIGHT 600
#define LEAST_WIDTH 520
#define LEAST_HEIGHT 420

struct _Frame {
  HWND window;
  Controller *controller;
  Look *look;
  Page *page; /* NULL for none */
  HWND focus; /* what had it when the window was left */
  int modal;  /* so many things are open over it */
};

static Frame *
frame_of (HWND window)
{
  return (Frame *)GetWindowLongPtrW (window, GWLP_USERDATA);
}

static void
fit_page (Frame *frame)
{
  RECT area;
  GetClientRect (frame->window, &area);
  if (frame->page != NULL)
    SetWindowPos (frame->page->window, NULL, 0, 0, area.right, area.bottom, SWP_NOZORDER | SWP_NOACTIVATE);
}

/* Fonts, sizes and colours may be others now. */
static void
look_anew (Frame *frame, UINT dpi)
{
  Look *before = frame->look;
  frame->look = look_new (dpi);
  if (frame->page != NULL)
    SendMessageW (frame->page->window, PAGE_MESSAGE_LOOK_ANEW, 0, 0);
  look_free (before);
  InvalidateRect (frame->window, NULL, TRUE);
}

static void
move_to_screen (Frame *frame, UINT dpi, const RECT *place)
{
  look_anew (frame, dpi);
  SetWindowPos (frame->window, NULL, place->left, place->top, place->right - place->left,
                place->bottom - place->top, SWP_NOZORDER | SWP_NOACTIVATE);
  fit_page (frame);
}

static void
limit_size (const Frame *frame, MINMAXINFO *limits)
{
  limits->ptMinTrackSize.x = look_scale (frame->look, LEAST_WIDTH);
  limits->ptMinTrackSize.y = look_scale (frame->look, LEAST_HEIGHT);
}

static void
forget (Frame *frame)
{
  controller_closed (frame->controller);
  look_free (frame->look);
  g_free (frame);
  frame_release_program ();
}

static LRESULT CALLBACK
take (HWND window, UINT message, WPARAM first, LPARAM second)
{
  Frame *frame = frame_of (window);
  if (frame == NULL)
    return DefWindowProcW (window, message, first, second);
  switch (message) {
  case WM_SIZE:
    fit_page (frame);
    return 0;
  case WM_GETMINMAXINFO:
    limit_size (frame, (MINMAXINFO *)second);
    return 0;
  case WM_DPICHANGED:
    move_to_screen (frame, LOWORD (first), (const RECT *)second);
    return 0;
  case WM_SETTINGCHANGE:
  case WM_SYSCOLORCHANGE:
  case WM_THEMECHANGED:
    look_anew (frame, frame->look->dpi);
    return 0;
  case WM_ACTIVATE:
    if (LOWORD (first) == WA_INACTIVE)
      frame->focus = GetFocus ();
    return DefWindowProcW (window, message, first, second);
  case WM_SETFOCUS:
    if (frame->focus != NULL && IsWindowVisible (frame->focus) && IsChild (window, frame->focus))
      SetFocus (frame->focus);
    else if (frame->page != NULL)
      SendMessageW (frame->page->window, PAGE_MESSAGE_TAKE_FOCUS, 0, 0);
    return 0;
  case WM_MOUSEWHEEL:
    if (frame->page != NULL)
      SendMessageW (frame->page->body, message, first, second);
    return 0;
  case WM_NCDESTROY: /* the page in it is gone by now */
    SetWindowLongPtrW (window, GWLP_USERDATA, 0);
    forget (frame);
    return 0;
  default:
    return DefWindowProcW (window, message, first, second);
  }
}

static void
register_class (void)
{
  HINSTANCE own = GetModuleHandleW (NULL);
  WNDCLASSEXW kind = { .cbSize = sizeof kind,
                       .lpfnWndProc = take,
                       .hInstance = own,
                       .hCursor = LoadCursorW (NULL, MAKEINTRESOURCEW (32512)), /* IDC_ARROW */
                       .hbrBackground = GetSysColorBrush (COLOR_WINDOW),
                       .lpszClassName = CLASS };
  kind.hIcon = LoadImageW (own, MAKEINTRESOURCEW (KIGEN_ICON_PROGRAM), IMAGE_ICON,
                           GetSystemMetrics (SM_CXICON), GetSystemMetrics (SM_CYICON), LR_SHARED);
  kind.hIconSm = LoadImageW (own, MAKEINTRESOURCEW (KIGEN_ICON_PROGRAM), IMAGE_ICON,
                             GetSystemMetrics (SM_CXSMICON), GetSystemMetrics (SM_CYSMICON), LR_SHARED);
  RegisterClassExW (&kind);
}

/* In the middle of the screen it comes to lie on, and no larger than that. */
static void
place (const Frame *frame)
{
  MONITORINFO monitor = { .cbSize = sizeof monitor };
  GetMonitorInfoW (MonitorFromWindow (frame->window, MONITOR_DEFAULTTOPRIMARY), &monitor);
  const RECT *room = &monitor.rcWork;
  int width = MIN (look_scale (frame->look, WIDTH), (int)(room->right - room->left));
  int height = MIN (look_scale (frame->look, HEIGHT), (int)(room->bottom - room->top));
  SetWindowPos (frame->window, NULL, room->left + (room->right - room->left - width) / 2,
                room->top + (room->bottom - room->top - height) / 2, width, height,
                SWP_NOZORDER | SWP_NOACTIVATE);
}

Controller *
frame_open (const ControllerOptions *options)
{
  static gsize registered = 0;
  if (g_once_init_enter (&registered)) {
    register_class ();
    g_once_init_leave (&registered, 1);
  }
  Frame *frame = g_new0 (Frame, 1);
  g_autofree wchar_t *title = kigen_wide_new (_ ("Kigen: client certificates"));
  frame->window = CreateWindowExW (WS_EX_CONTROLPARENT, CLASS, title, WS_OVERLAPPEDWINDOW | WS_CLIPCHILDREN,
                                   CW_USEDEFAULT, CW_USEDEFAULT, CW_USEDEFAULT, CW_USEDEFAULT, NULL, NULL,
                                   GetModuleHandleW (NULL), NULL);
  frame->look = look_new (GetDpiForWindow (frame->window));
  frame->controller = controller_new (frame, options);
  SetWindowLongPtrW (frame->window, GWLP_USERDATA, (LONG_PTR)frame);
  place (frame);
  frame_hold_program ();
  return frame->controller;
}

HWND
frame_window (const Frame *frame)
{
  return frame->window;
}

const Look *
frame_look (const Frame *frame)
{
  return frame->look;
}

void
frame_present (Frame *frame)
{
  gboolean is_new = !IsWindowVisible (frame->window);
  ShowWindow (frame->window, IsIconic (frame->window) ? SW_RESTORE : SW_SHOW);
  SetForegroundWindow (frame->window);
  if (!is_new)
    return;
  UpdateWindow (frame->window);
  controller_drawn (frame->controller);
}

gboolean
frame_has_page (const Frame *frame)
{
  return frame->page != NULL;
}

void
frame_set_modal (Frame *frame, gboolean begins)
{
  frame->modal += begins ? 1 : -1;
}

gboolean
frame_is_choosing (const Frame *frame)
{
  return frame->modal > 0;
}

/* What is long can be read by the keyboard alone, also where nothing in it takes the focus. */
static gboolean
take_page_key (const Page *page, const MSG *message)
{
  gboolean is_page_key
      = message->message == WM_KEYDOWN && (message->wParam == VK_PRIOR || message->wParam == VK_NEXT);
  if (!is_page_key || (SendMessageW (message->hwnd, WM_GETDLGCODE, 0, 0) & DLGC_WANTARROWS) != 0)
    return FALSE;
  SendMessageW (page->body, WM_VSCROLL, message->wParam == VK_NEXT ? SB_PAGEDOWN : SB_PAGEUP, 0);
  return TRUE;
}

gboolean
frame_take_message (MSG *message)
{
  HWND top = GetAncestor (message->hwnd, GA_ROOT);
  wchar_t name[G_N_ELEMENTS (CLASS) + 1] = L"";
  GetClassNameW (top, name, G_N_ELEMENTS (name));
  const Frame *frame = wcscmp (name, CLASS) == 0 ? frame_of (top) : NULL;
  return frame != NULL && frame->page != NULL
         && (take_page_key (frame->page, message) || IsDialogMessageW (frame->page->window, message));
}

static void
destroy_page (gpointer window)
{
  DestroyWindow (window);
}

/* What was pressed in the old one still runs: that goes a little later. */
void
frame_show (Frame *frame, Page *page)
{
  Page *before = frame->page;
  frame->page = page;
  frame->focus = NULL;
  fit_page (frame);
  ShowWindow (page->window, SW_SHOW);
  if (GetActiveWindow () == frame->window)
    SendMessageW (page->window, PAGE_MESSAGE_TAKE_FOCUS, 0, 0);
  if (before == NULL)
    return;
  ShowWindow (before->window, SW_HIDE);
  frame_call (destroy_page, before->window);
}

void
frame_close (Frame *frame)
{
  PostMessageW (frame->window, WM_CLOSE, 0, 0);
}

void
frame_copy (Frame *frame, const char *text)
{
  g_autofree wchar_t *wide = utf16_lines (text);
  gsize size = (wcslen (wide) + 1) * sizeof *wide;
  if (!OpenClipboard (frame->window))
    return;
  HGLOBAL memory = GlobalAlloc (GMEM_MOVEABLE, size);
  memcpy (GlobalLock (memory), wide, size);
  GlobalUnlock (memory);
  EmptyClipboard ();
  if (SetClipboardData (CF_UNICODETEXT, memory) == NULL)
    GlobalFree (memory);
  CloseClipboard ();
}
