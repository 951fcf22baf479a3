/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* The menu is made for each time it is opened.  While it is open Windows runs a loop of its own, and what
 * comes meanwhile waits: it is closed by whatever else comes to the front, and by the end of the session. */

#include <kigen/base/wide.h>
#include <kigen/desktop/tray.h>

#include "shell-icon-windows.h"
#include "window-windows.h"

#include <shellapi.h>

struct _KigenTray {
  KigenTrayChosen chosen;
  gpointer data;
  GPtrArray *items; /* NULL while nothing is shown */
};

/* An ampersand would underline what follows it. */
static wchar_t *
escape_label (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "&", -1);
  g_autofree char *escaped = g_strjoinv ("&&", parts);
  return kigen_wide_new (escaped);
}

/* The items have the numbers from 1 on: 0 is no choice. */
static HMENU
make_menu (const GPtrArray *items)
{
  HMENU menu = CreatePopupMenu ();
  for (guint i = 0; i < items->len; i++) {
    const KigenTrayItem *item = g_ptr_array_index (items, i);
    g_autofree wchar_t *label = item->label != NULL ? escape_label (item->label) : NULL;
    UINT flags = label == NULL ? MF_SEPARATOR : item->action == NULL ? MF_STRING | MF_GRAYED : MF_STRING;
    AppendMenuW (menu, flags, i + 1, label);
  }
  return menu;
}

/* A menu without its window in front stays open when one clicks elsewhere, and the next one closes at once
 * without the message behind it (TrackPopupMenuEx, "Remarks"). */
static guint
ask (HMENU menu, POINT at)
{
  HWND window = kigen_window_handle ();
  UINT side = GetSystemMetrics (SM_MENUDROPALIGNMENT) != 0 ? TPM_RIGHTALIGN : TPM_LEFTALIGN;
  SetForegroundWindow (window);
  guint chosen = (guint)TrackPopupMenuEx (
      menu, side | TPM_BOTTOMALIGN | TPM_RIGHTBUTTON | TPM_RETURNCMD | TPM_NONOTIFY, at.x, at.y, window,
      NULL);
  PostMessageW (window, WM_NULL, 0, 0);
  return chosen;
}

static void
open_menu (const KigenTray *tray, POINT at)
{
  g_autoptr (GPtrArray) items = g_ptr_array_ref (tray->items);
  HMENU menu = make_menu (items);
  guint chosen = ask (menu, at);
  DestroyMenu (menu);
  if (chosen == 0)
    return;
  const KigenTrayItem *item = g_ptr_array_index (items, chosen - 1);
  tray->chosen (item->action, item->target, NULL, tray->data);
}

static void
on_icon (UINT event, POINT at, gpointer data)
{
  const KigenTray *tray = data;
  if (tray->items == NULL)
    return;
  if (event == WM_CONTEXTMENU)
    open_menu (tray, at);
  else if (event == NIN_SELECT || event == NIN_KEYSELECT)
    tray->chosen ("list", NULL, NULL, tray->data);
}

static gboolean
on_end (UINT message G_GNUC_UNUSED, WPARAM wide G_GNUC_UNUSED, LPARAM large G_GNUC_UNUSED,
        LRESULT *answer G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  EndMenu ();
  return FALSE;
}

KigenTray *
kigen_tray_new (KigenTrayChosen chosen, gpointer data)
{
  KigenTray *tray = g_new0 (KigenTray, 1);
  tray->chosen = chosen;
  tray->data = data;
  kigen_shell_icon_hear (on_icon, tray);
  kigen_window_listen (WM_ENDSESSION, on_end, tray);
  kigen_window_listen (WM_CLOSE, on_end, tray);
  return tray;
}

void
kigen_tray_free (KigenTray *tray)
{
  if (tray == NULL)
    return;
  kigen_window_forget (tray);
  kigen_shell_icon_forget (tray);
  g_clear_pointer (&tray->items, g_ptr_array_unref);
  g_free (tray);
}

void
kigen_tray_show (KigenTray *tray, KigenTrayIcon icon, const char *tooltip, GPtrArray *items)
{
  g_ptr_array_ref (items);
  g_clear_pointer (&tray->items, g_ptr_array_unref);
  tray->items = items;
  kigen_shell_icon_set (icon, tooltip);
}
