/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* At login the agent may be there before Explorer is.  That broadcasts "TaskbarCreated" when it comes, and
 * when it comes back; one that is busy then may refuse the icon, so it is tried a few times more. */

#include "shell-icon-windows.h"

#include "window-windows.h"

#include "icon-numbers.h"
#include <kigen/base/wide.h>

#include <shellapi.h>
#include <windowsx.h>

#define NUMBER 1
#define CALL (WM_APP + 1)
#define LONGEST_WAIT_SECONDS 64

G_STATIC_ASSERT (KIGEN_ICON_TROUBLE - KIGEN_ICON_NORMAL == KIGEN_TRAY_TROUBLE - KIGEN_TRAY_NORMAL);

typedef struct {
  KigenShellIconHeard heard;
  gpointer data;
} Listener;

typedef struct {
  UINT taskbar_created;
  GArray *listeners; /* Listener */
  gboolean filled;   /* it has been said what there is to show */
  gboolean there;
  guint wait_seconds;
  guint waiting;
  KigenTrayIcon icon;
  char *tooltip;
} ShellIcon;

static ShellIcon *shell_icon;

static void
tell (UINT event, POINT at)
{
  for (guint i = 0; shell_icon != NULL && i < shell_icon->listeners->len; i++) {
    Listener listener = g_array_index (shell_icon->listeners, Listener, i);
    listener.heard (event, at, listener.data);
  }
}

/* As large as this metric says where the taskbar is; DestroyIcon(). */
static HICON
load (KigenTrayIcon icon, int metric)
{
  HWND taskbar = FindWindowW (L"Shell_TrayWnd", NULL);
  UINT dpi = taskbar != NULL ? GetDpiForWindow (taskbar) : 0;
  int size = GetSystemMetricsForDpi (metric, dpi != 0 ? dpi : GetDpiForSystem ());
  return LoadImageW (GetModuleHandleW (NULL), MAKEINTRESOURCEW (KIGEN_ICON_NORMAL + (int)icon), IMAGE_ICON,
                     size, size, LR_DEFAULTCOLOR);
}

static NOTIFYICONDATAW
address (UINT flags)
{
  return (NOTIFYICONDATAW){
    .cbSize = sizeof (NOTIFYICONDATAW), .hWnd = kigen_window_handle (), .uID = NUMBER, .uFlags = flags
  };
}

/* Adds it, or where it is already there changes it: Explorer may have taken what it did not say so of. */
static gboolean
put (void)
{
  NOTIFYICONDATAW what = address (NIF_MESSAGE | NIF_ICON | NIF_TIP | NIF_SHOWTIP);
  what.uCallbackMessage = CALL;
  what.hIcon = load (shell_icon->icon, SM_CXSMICON);
  what.uVersion = NOTIFYICON_VERSION_4;
  kigen_wide_fill (what.szTip, G_N_ELEMENTS (what.szTip), shell_icon->tooltip);
  gboolean well = (shell_icon->there && Shell_NotifyIconW (NIM_MODIFY, &what))
                  || ((Shell_NotifyIconW (NIM_ADD, &what) || Shell_NotifyIconW (NIM_MODIFY, &what))
                      && Shell_NotifyIconW (NIM_SETVERSION, &what));
  if (what.hIcon != NULL)
    DestroyIcon (what.hIcon);
  return well;
}

static gboolean on_waited (gpointer data);

static void
refresh (void)
{
  gboolean was_there = shell_icon->there;
  shell_icon->there = put ();
  if (shell_icon->there) {
    shell_icon->wait_seconds = 1;
    if (!was_there)
      tell (KIGEN_SHELL_ICON_APPEARED, (POINT){ 0, 0 });
  } else if (shell_icon->waiting == 0 && shell_icon->wait_seconds <= LONGEST_WAIT_SECONDS) {
    shell_icon->waiting = g_timeout_add_seconds (shell_icon->wait_seconds, on_waited, NULL);
    shell_icon->wait_seconds *= 2;
  }
}

static gboolean
on_waited (gpointer data G_GNUC_UNUSED)
{
  shell_icon->waiting = 0;
  refresh ();
  return G_SOURCE_REMOVE;
}

/* Also where the taskbar's resolution is another one now. */
static gboolean
on_taskbar (UINT message G_GNUC_UNUSED, WPARAM wide G_GNUC_UNUSED, LPARAM large G_GNUC_UNUSED,
            LRESULT *answer G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  shell_icon->there = FALSE;
  shell_icon->wait_seconds = 1;
  if (shell_icon->filled)
    refresh ();
  return FALSE;
}

static gboolean
on_call (UINT message G_GNUC_UNUSED, WPARAM wide, LPARAM large, LRESULT *answer, gpointer data G_GNUC_UNUSED)
{
  POINT at = { GET_X_LPARAM (wide), GET_Y_LPARAM (wide) };
  *answer = 0;
  tell (LOWORD (large), at);
  return TRUE;
}

static void
begin (void)
{
  shell_icon = g_new0 (ShellIcon, 1);
  shell_icon->listeners = g_array_new (FALSE, FALSE, sizeof (Listener));
  shell_icon->wait_seconds = 1;
  shell_icon->taskbar_created = RegisterWindowMessageW (L"TaskbarCreated");
  kigen_window_listen (shell_icon->taskbar_created, on_taskbar, shell_icon);
  kigen_window_listen (CALL, on_call, shell_icon);
  /* Where Explorer runs with fewer rights than this program. */
  ChangeWindowMessageFilterEx (kigen_window_handle (), shell_icon->taskbar_created, MSGFLT_ALLOW, NULL);
}

static void
end (void)
{
  NOTIFYICONDATAW what = address (0);
  Shell_NotifyIconW (NIM_DELETE, &what);
  kigen_window_forget (shell_icon);
  g_clear_handle_id (&shell_icon->waiting, g_source_remove);
  g_array_unref (shell_icon->listeners);
  g_free (shell_icon->tooltip);
  g_clear_pointer (&shell_icon, g_free);
}

void
kigen_shell_icon_hear (KigenShellIconHeard heard, gpointer data)
{
  Listener listener = { heard, data };
  if (shell_icon == NULL)
    begin ();
  g_array_append_val (shell_icon->listeners, listener);
}

void
kigen_shell_icon_forget (gpointer data)
{
  for (guint i = shell_icon->listeners->len; i-- > 0;)
    if (g_array_index (shell_icon->listeners, Listener, i).data == data)
      g_array_remove_index (shell_icon->listeners, i);
  if (shell_icon->listeners->len == 0)
    end ();
}

void
kigen_shell_icon_set (KigenTrayIcon icon, const char *tooltip)
{
  shell_icon->filled = TRUE;
  shell_icon->icon = icon;
  g_free (shell_icon->tooltip);
  shell_icon->tooltip = g_strdup (tooltip);
  refresh ();
}

gboolean
kigen_shell_icon_say (KigenTrayIcon picture, const char *title, const char *text, DWORD flags)
{
  NOTIFYICONDATAW what = address (NIF_INFO);
  what.hBalloonIcon = load (picture, SM_CXICON);
  what.dwInfoFlags = NIIF_USER | NIIF_LARGE_ICON | flags;
  kigen_wide_fill (what.szInfoTitle, G_N_ELEMENTS (what.szInfoTitle), title);
  kigen_wide_fill (what.szInfo, G_N_ELEMENTS (what.szInfo), text);
  gboolean taken = shell_icon->there && Shell_NotifyIconW (NIM_MODIFY, &what);
  if (what.hBalloonIcon != NULL)
    DestroyIcon (what.hBalloonIcon);
  return taken;
}

void
kigen_shell_icon_hush (void)
{
  NOTIFYICONDATAW what = address (NIF_INFO);
  Shell_NotifyIconW (NIM_MODIFY, &what);
}

gsize
kigen_shell_icon_room (void)
{
  return G_N_ELEMENTS (((NOTIFYICONDATAW *)0)->szInfo) - 1;
}
