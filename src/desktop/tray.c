/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

#include <kigen/desktop/tray.h>

#include <kigen/base/text.h>

static const char *const ICON_NAMES[KIGEN_N_TRAY_ICONS] = {
  [KIGEN_TRAY_NORMAL] = "kigen-normal",   [KIGEN_TRAY_DUE] = "kigen-due",
  [KIGEN_TRAY_URGENT] = "kigen-urgent",   [KIGEN_TRAY_RENEWING] = "kigen-renewing",
  [KIGEN_TRAY_TROUBLE] = "kigen-trouble",
};

const char *
kigen_tray_icon_name (KigenTrayIcon icon)
{
  return ICON_NAMES[icon];
}

KigenTrayItem *
kigen_tray_item_new (char *label, const char *action, const char *target)
{
  KigenTrayItem *item = g_new0 (KigenTrayItem, 1);
  item->label = label != NULL ? kigen_text_printable (label, "") : NULL;
  g_free (label);
  item->action = g_strdup (action);
  item->target = g_strdup (target);
  return item;
}

void
kigen_tray_item_free (KigenTrayItem *item)
{
  g_free (item->label);
  g_free (item->action);
  g_free (item->target);
  g_free (item);
}
