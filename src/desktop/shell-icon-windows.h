/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/desktop/tray.h>

#include <windows.h>

G_BEGIN_DECLS

/**
 * The one icon that this process has in the taskbar, which tray and notifier share: a balloon comes out of an
 * icon.  It is there once it is set and while anybody hears it; where there is no taskbar yet, or no longer,
 * it comes with the next.  All in the main thread.
 */

/** Not Windows' own: the icon has come, or come back. */
#define KIGEN_SHELL_ICON_APPEARED WM_NULL

/** `event`: WM_CONTEXTMENU, NIN_SELECT, NIN_BALLOONUSERCLICK, …; at this point of the screen. */
typedef void (*KigenShellIconHeard) (UINT event, POINT at, gpointer data);

void kigen_shell_icon_hear (KigenShellIconHeard heard, gpointer data);
void kigen_shell_icon_forget (gpointer data);

void kigen_shell_icon_set (KigenTrayIcon icon, const char *tooltip);
/** A balloon in place of the one before; `flags`: further ones of NIIF_.  FALSE where it is not taken. */
gboolean kigen_shell_icon_say (KigenTrayIcon picture, const char *title, const char *text, DWORD flags);
/** Takes the balloon away. */
void kigen_shell_icon_hush (void);
/** What fits into a balloon, in characters of UTF-16. */
gsize kigen_shell_icon_room (void);

G_END_DECLS
