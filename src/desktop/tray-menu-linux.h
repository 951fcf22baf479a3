/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/desktop/tray.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/** The tray's menu as hosts read it: com.canonical.dbusmenu. */
typedef struct _KigenTrayMenu KigenTrayMenu;

typedef void (*KigenTrayMenuChosen) (const KigenTrayItem *item, gpointer data);

/** Exported at `path` on the bus from now on. */
KigenTrayMenu *kigen_tray_menu_new (GDBusConnection *bus, const char *path, KigenTrayMenuChosen chosen,
                                    gpointer data);
void kigen_tray_menu_free (KigenTrayMenu *menu);
/** References `items` (KigenTrayItem). */
void kigen_tray_menu_show (KigenTrayMenu *menu, GPtrArray *items);

G_END_DECLS
