/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The icon in the desktop's tray and its menu.  Where the desktop has no tray it waits for one, and it comes
 * back when the tray does.
 */
typedef struct _KigenTray KigenTray;

/** What the icon tells, from calm to grave. */
typedef enum {
  KIGEN_TRAY_NORMAL,
  KIGEN_TRAY_DUE,
  KIGEN_TRAY_URGENT,
  KIGEN_TRAY_RENEWING,
  KIGEN_TRAY_TROUBLE,
  KIGEN_N_TRAY_ICONS
} KigenTrayIcon;

/** One line of the menu, or of none (`label` NULL) a separator. */
typedef struct {
  char *label;
  char *action; /* NULL: it only tells something */
  char *target; /* what the action is about; may be NULL */
} KigenTrayItem;

/** g_free()d strings are taken over. */
KigenTrayItem *kigen_tray_item_new (char *label, const char *action, const char *target);
void kigen_tray_item_free (KigenTrayItem *item);

/** A choice from the menu, or a click on the icon ("list").  `token` as in notifier.h. */
typedef void (*KigenTrayChosen) (const char *action, const char *target, const char *token, gpointer data);

KigenTray *kigen_tray_new (KigenTrayChosen chosen, gpointer data);
void kigen_tray_free (KigenTray *tray);
/** What it shows from now on; `items` (KigenTrayItem) is referenced. */
void kigen_tray_show (KigenTray *tray, KigenTrayIcon icon, const char *tooltip, GPtrArray *items);
/** The icon's name in the icon theme; static. */
const char *kigen_tray_icon_name (KigenTrayIcon icon);

G_END_DECLS
