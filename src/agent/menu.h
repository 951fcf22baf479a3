/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "agenda.h"

#include <kigen/desktop/tray.h>

G_BEGIN_DECLS

/** The icon for all of it.  `problem`: one line on what went wrong last, NULL for nothing. */
KigenTrayIcon menu_icon (const Agenda *agenda, const char *problem);
/** The nearest end, and the problem.  g_free(). */
char *menu_tooltip (const Agenda *agenda, const char *problem);
/** KigenTrayItem elements; their actions are the windows of agent_open(). */
GPtrArray *menu_items (const Agenda *agenda, const char *problem);

G_END_DECLS
