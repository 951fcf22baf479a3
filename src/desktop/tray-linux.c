/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* org.kde.StatusNotifierItem.  Everything is exported before a host hears of it, and told anew to each that
 * comes: the watcher's name is the only thing that is waited for. */

#include <kigen/base/text.h>
#include <kigen/desktop/tray.h>

#include "status-notifier-item.h"
#include "tray-menu-linux.h"
#include "tray-pixmaps.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#define WATCHER "org.kde.StatusNotifierWatcher"
#define ITEM_PATH "/StatusNotifierItem"
#define MENU_PATH "/StatusNotifierItem/Menu"

struct _KigenTray {
  KigenTrayChosen chosen;
  gpointer data;
  guint watcher;
  GDBusConnection *bus;
  KigenStatusNotifierItem *item;
  KigenTrayMenu *menu;
  char *token; /* of the next click, where the host gives one */

  gboolean filled; /* what there is to show has been said */
  KigenTrayIcon icon;
  char *tooltip;
  GPtrArray *items;
};

static void
choose (KigenTray *tray, const char *action, const char *target)
{
  g_autofree char *token = g_steal_pointer (&tray->token);
  tray->chosen (action, target, token, tray->data);
}

static void
on_menu (const KigenTrayItem *item, gpointer data)
{
  choose (data, item->action, item->target);
}

static gboolean
on_activate (KigenStatusNotifierItem *item, GDBusMethodInvocation *invocation, gint x G_GNUC_UNUSED,
             gint y G_GNUC_UNUSED, gpointer data)
{
  kigen_status_notifier_item_complete_activate (item, invocation);
  choose (data, "list", NULL);
  return TRUE;
}

static gboolean
on_secondary (KigenStatusNotifierItem *item, GDBusMethodInvocation *invocation, gint x G_GNUC_UNUSED,
              gint y G_GNUC_UNUSED, gpointer data)
{
  kigen_status_notifier_item_complete_secondary_activate (item, invocation);
  choose (data, "list", NULL);
  return TRUE;
}

/* The host draws the menu itself, from what is exported. */
static gboolean
on_context_menu (KigenStatusNotifierItem *item, GDBusMethodInvocation *invocation, gint x G_GNUC_UNUSED,
                 gint y G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  kigen_status_notifier_item_complete_context_menu (item, invocation);
  return TRUE;
}

static gboolean
on_scroll (KigenStatusNotifierItem *item, GDBusMethodInvocation *invocation, gint delta G_GNUC_UNUSED,
           const char *orientation G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  kigen_status_notifier_item_complete_scroll (item, invocation);
  return TRUE;
}

static gboolean
on_token (KigenStatusNotifierItem *item, GDBusMethodInvocation *invocation, const char *token, gpointer data)
{
  KigenTray *tray = data;
  g_free (tray->token);
  tray->token = g_strdup (token);
  kigen_status_notifier_item_complete_provide_xdg_activation_token (item, invocation);
  return TRUE;
}

static GVariant *
pixmaps (KigenTrayIcon icon)
{
  GVariantBuilder builder;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(iiay)"));
  for (gsize i = 0; i < G_N_ELEMENTS (kigen_tray_pixmaps[icon]); i++) {
    const KigenPixmap *pixmap = &kigen_tray_pixmaps[icon][i];
    g_variant_builder_add (
        &builder, "(ii@ay)", pixmap->width, pixmap->height,
        g_variant_new_from_data (G_VARIANT_TYPE_BYTESTRING, pixmap->argb, pixmap->size, TRUE, NULL, NULL));
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
no_pixmaps (void)
{
  return g_variant_new_array (G_VARIANT_TYPE ("(iiay)"), NULL, 0);
}

static GVariant *
tooltip (const KigenTray *tray)
{
  return g_variant_new ("(s@a(iiay)ss)", "", no_pixmaps (), _ ("Kigen"), tray->tooltip);
}

static const char *
status (const KigenTray *tray)
{
  return tray->icon == KIGEN_TRAY_URGENT || tray->icon == KIGEN_TRAY_TROUBLE ? "NeedsAttention" : "Active";
}

static void
fill (KigenTray *tray)
{
  const char *name = kigen_tray_icon_name (tray->icon);
  g_object_set (tray->item, "icon-name", name, "icon-pixmap", pixmaps (tray->icon), "attention-icon-name",
                name, "attention-icon-pixmap", pixmaps (tray->icon), "tool-tip", tooltip (tray), "status",
                status (tray), NULL);
  kigen_tray_menu_show (tray->menu, tray->items);
}

static void
connect_calls (KigenTray *tray)
{
  g_signal_connect (tray->item, "handle-activate", G_CALLBACK (on_activate), tray);
  g_signal_connect (tray->item, "handle-secondary-activate", G_CALLBACK (on_secondary), tray);
  g_signal_connect (tray->item, "handle-context-menu", G_CALLBACK (on_context_menu), tray);
  g_signal_connect (tray->item, "handle-scroll", G_CALLBACK (on_scroll), tray);
  g_signal_connect (tray->item, "handle-provide-xdg-activation-token", G_CALLBACK (on_token), tray);
}

static void
export_item (KigenTray *tray, GDBusConnection *bus)
{
  g_autoptr (GError) error = NULL;
  tray->bus = g_object_ref (bus);
  tray->item = kigen_status_notifier_item_skeleton_new ();
  tray->menu = kigen_tray_menu_new (bus, MENU_PATH, on_menu, tray);
  g_object_set (tray->item, "category", "SystemServices", "id", "kigen", "title", _ ("Kigen"), "status",
                "Active", "icon-theme-path", "", "overlay-icon-name", "", "overlay-icon-pixmap",
                no_pixmaps (), "attention-movie-name", "", "item-is-menu", FALSE, "menu", MENU_PATH, NULL);
  connect_calls (tray);
  fill (tray);
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (tray->item), bus, ITEM_PATH, &error))
    g_warning ("the icon cannot be shown: %s", error->message);
}

static void
on_registered (GObject *bus, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);
  if (answer == NULL)
    g_info ("the tray does not take the icon: %s", error->message);
}

/* A path says: at this sender.  So no further name on the bus is needed. */
static void
enlist (KigenTray *tray)
{
  g_dbus_connection_call (tray->bus, WATCHER, "/StatusNotifierWatcher", WATCHER, "RegisterStatusNotifierItem",
                          g_variant_new ("(s)", ITEM_PATH), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL,
                          on_registered, NULL);
}

static void
on_watcher (GDBusConnection *bus, const char *name G_GNUC_UNUSED, const char *owner G_GNUC_UNUSED,
            gpointer data)
{
  KigenTray *tray = data;
  if (tray->item == NULL && tray->filled)
    export_item (tray, bus);
  g_set_object (&tray->bus, bus);
  if (tray->item != NULL)
    enlist (tray);
}

KigenTray *
kigen_tray_new (KigenTrayChosen chosen, gpointer data)
{
  KigenTray *tray = g_new0 (KigenTray, 1);
  tray->chosen = chosen;
  tray->data = data;
  tray->watcher = g_bus_watch_name (G_BUS_TYPE_SESSION, WATCHER, G_BUS_NAME_WATCHER_FLAGS_NONE, on_watcher,
                                    NULL, tray, NULL);
  return tray;
}

void
kigen_tray_free (KigenTray *tray)
{
  if (tray == NULL)
    return;
  g_bus_unwatch_name (tray->watcher);
  kigen_tray_menu_free (tray->menu);
  if (tray->item != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (tray->item));
  g_clear_object (&tray->item);
  g_clear_object (&tray->bus);
  g_clear_pointer (&tray->items, g_ptr_array_unref);
  g_free (tray->tooltip);
  g_free (tray->token);
  g_free (tray);
}

/* Hosts look again only where they are told so. */
static void
tell_hosts (KigenTray *tray)
{
  kigen_status_notifier_item_emit_new_icon (tray->item);
  kigen_status_notifier_item_emit_new_attention_icon (tray->item);
  kigen_status_notifier_item_emit_new_tool_tip (tray->item);
  kigen_status_notifier_item_emit_new_status (tray->item, status (tray));
}

void
kigen_tray_show (KigenTray *tray, KigenTrayIcon icon, const char *tooltip_text, GPtrArray *items)
{
  g_autofree char *printable = kigen_text_printable (tooltip_text, "\n");
  gboolean news = !tray->filled || tray->icon != icon || g_strcmp0 (tray->tooltip, printable) != 0;
  tray->filled = TRUE;
  tray->icon = icon;
  g_free (tray->tooltip);
  tray->tooltip = g_steal_pointer (&printable);
  g_ptr_array_ref (items);
  g_clear_pointer (&tray->items, g_ptr_array_unref);
  tray->items = items;
  if (tray->item != NULL) {
    fill (tray);
    if (news)
      tell_hosts (tray);
  } else if (tray->bus != NULL) {
    export_item (tray, tray->bus);
    enlist (tray);
  }
}
