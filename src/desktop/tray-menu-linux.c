/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* A flat menu: 0 is its root, and the items have the numbers from 1 on.  The layout's revision grows with
 * every change.  Numbers are never used again: a click on a menu that has just gone out of date does what it
 * was made on, and nothing else. */

#include "tray-menu-linux.h"

#include "dbusmenu.h"

#define VERSION 3

struct _KigenTrayMenu {
  KigenDbusmenu *skeleton;
  GPtrArray *items;
  gint32 first;      /* the number of items[0] */
  GPtrArray *former; /* the items before these; their numbers end where `first` begins */
  guint32 revision;
  KigenTrayMenuChosen chosen;
  gpointer data;
};

/* The item of a number; NULL for one that is not there any more. */
static const KigenTrayItem *
find (const KigenTrayMenu *menu, gint32 number)
{
  if (number < menu->first || number - menu->first >= (gint32)menu->items->len)
    return NULL;
  return g_ptr_array_index (menu->items, number - menu->first);
}

/* An underscore would underline what follows it. */
static char *
escape_label (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);
  return g_strjoinv ("__", parts);
}

static GVariant *
properties_of_root (void)
{
  GVariantBuilder builder;
  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "children-display", g_variant_new_string ("submenu"));
  return g_variant_builder_end (&builder);
}

static GVariant *
properties_of (const KigenTrayItem *item)
{
  GVariantBuilder builder;
  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  if (item->label == NULL) {
    g_variant_builder_add (&builder, "{sv}", "type", g_variant_new_string ("separator"));
  } else {
    g_variant_builder_add (&builder, "{sv}", "label", g_variant_new_take_string (escape_label (item->label)));
    g_variant_builder_add (&builder, "{sv}", "enabled", g_variant_new_boolean (item->action != NULL));
  }
  g_variant_builder_add (&builder, "{sv}", "visible", g_variant_new_boolean (TRUE));
  return g_variant_builder_end (&builder);
}

/* NULL for a number that is not there. */
static GVariant *
properties_by_number (const KigenTrayMenu *menu, gint32 number)
{
  const KigenTrayItem *item = find (menu, number);
  if (number == 0)
    return properties_of_root ();
  return item != NULL ? properties_of (item) : NULL;
}

static GVariant *
node (gint32 number, GVariant *properties, GVariantBuilder *children)
{
  return g_variant_new ("(i@a{sv}av)", number, properties, children);
}

static GVariant *
layout (const KigenTrayMenu *menu, gint32 parent, gint32 depth)
{
  GVariantBuilder children;
  g_variant_builder_init (&children, G_VARIANT_TYPE ("av"));
  for (guint i = 0; parent == 0 && depth != 0 && i < menu->items->len; i++) {
    gint32 number = menu->first + (gint32)i;
    GVariantBuilder none;
    g_variant_builder_init (&none, G_VARIANT_TYPE ("av"));
    g_variant_builder_add (&children, "v", node (number, properties_by_number (menu, number), &none));
  }
  return node (parent, properties_by_number (menu, parent), &children);
}

static void
refuse (GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.DBus.Error.InvalidArgs",
                                              "There is no such item any more");
}

static gboolean
on_layout (KigenDbusmenu *skeleton, GDBusMethodInvocation *invocation, gint32 parent, gint32 depth,
           const char *const *names G_GNUC_UNUSED, gpointer data)
{
  const KigenTrayMenu *menu = data;
  if (parent != 0 && find (menu, parent) == NULL)
    refuse (invocation);
  else
    kigen_dbusmenu_complete_get_layout (skeleton, invocation, menu->revision, layout (menu, parent, depth));
  return TRUE;
}

/* No number at all asks for all of them. */
static gboolean
on_group_properties (KigenDbusmenu *skeleton, GDBusMethodInvocation *invocation, GVariant *ids,
                     const char *const *names G_GNUC_UNUSED, gpointer data)
{
  const KigenTrayMenu *menu = data;
  GVariantBuilder builder;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ia{sv})"));
  gsize n = g_variant_n_children (ids);
  for (gsize i = 0; n == 0 && i < menu->items->len; i++) {
    gint32 number = menu->first + (gint32)i;
    g_variant_builder_add (&builder, "(i@a{sv})", number, properties_by_number (menu, number));
  }
  for (gsize i = 0; i < n; i++) {
    gint32 number;
    g_variant_get_child (ids, i, "i", &number);
    GVariant *properties = properties_by_number (menu, number);
    if (properties != NULL)
      g_variant_builder_add (&builder, "(i@a{sv})", number, properties);
  }
  kigen_dbusmenu_complete_get_group_properties (skeleton, invocation, g_variant_builder_end (&builder));
  return TRUE;
}

static gboolean
on_property (KigenDbusmenu *skeleton, GDBusMethodInvocation *invocation, gint32 number, const char *name,
             gpointer data)
{
  g_autoptr (GVariant) properties = properties_by_number (data, number);
  g_autoptr (GVariant) value = NULL;
  if (properties != NULL) {
    g_variant_ref_sink (properties);
    value = g_variant_lookup_value (properties, name, NULL);
  }
  if (value == NULL)
    refuse (invocation);
  else
    kigen_dbusmenu_complete_get_property (skeleton, invocation, g_variant_new_variant (value));
  return TRUE;
}

/* Whether the number is known; a click does what the item is there for. */
static gboolean
take_event (const KigenTrayMenu *menu, gint32 number, const char *event)
{
  const KigenTrayItem *item = find (menu, number);
  gint32 of_former = number - menu->first + (gint32)menu->former->len;
  if (item == NULL && number > 0 && of_former >= 0 && number < menu->first)
    item = g_ptr_array_index (menu->former, of_former);
  if (item != NULL && item->action != NULL && g_str_equal (event, "clicked"))
    menu->chosen (item, menu->data);
  return item != NULL || number == 0;
}

static gboolean
on_event (KigenDbusmenu *skeleton, GDBusMethodInvocation *invocation, gint32 number, const char *event,
          GVariant *value G_GNUC_UNUSED, guint32 timestamp G_GNUC_UNUSED, gpointer data)
{
  if (take_event (data, number, event))
    kigen_dbusmenu_complete_event (skeleton, invocation);
  else
    refuse (invocation);
  return TRUE;
}

static gboolean
on_event_group (KigenDbusmenu *skeleton, GDBusMethodInvocation *invocation, GVariant *events, gpointer data)
{
  GVariantBuilder unknown;
  GVariantIter iter;
  gint32 number;
  const char *event;
  g_variant_builder_init (&unknown, G_VARIANT_TYPE ("ai"));
  g_variant_iter_init (&iter, events);
  while (g_variant_iter_loop (&iter, "(i&svu)", &number, &event, NULL, NULL))
    if (!take_event (data, number, event))
      g_variant_builder_add (&unknown, "i", number);
  kigen_dbusmenu_complete_event_group (skeleton, invocation, g_variant_builder_end (&unknown));
  return TRUE;
}

/* The menu is kept current, never made on the spot. */
static gboolean
on_about_to_show (KigenDbusmenu *skeleton, GDBusMethodInvocation *invocation, gint32 number G_GNUC_UNUSED,
                  gpointer data G_GNUC_UNUSED)
{
  kigen_dbusmenu_complete_about_to_show (skeleton, invocation, FALSE);
  return TRUE;
}

static gboolean
on_about_to_show_group (KigenDbusmenu *skeleton, GDBusMethodInvocation *invocation,
                        GVariant *ids G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  kigen_dbusmenu_complete_about_to_show_group (skeleton, invocation, g_variant_new ("ai", NULL),
                                               g_variant_new ("ai", NULL));
  return TRUE;
}

KigenTrayMenu *
kigen_tray_menu_new (GDBusConnection *bus, const char *path, KigenTrayMenuChosen chosen, gpointer data)
{
  static const char *const NO_PATHS[] = { NULL };
  g_autoptr (GError) error = NULL;
  KigenTrayMenu *menu = g_new0 (KigenTrayMenu, 1);
  menu->items = g_ptr_array_new ();
  menu->former = g_ptr_array_new ();
  menu->first = 1;
  menu->chosen = chosen;
  menu->data = data;
  menu->skeleton = kigen_dbusmenu_skeleton_new ();
  g_object_set (menu->skeleton, "version", VERSION, "text-direction", "ltr", "status", "normal",
                "icon-theme-path", NO_PATHS, NULL);
  g_signal_connect (menu->skeleton, "handle-get-layout", G_CALLBACK (on_layout), menu);
  g_signal_connect (menu->skeleton, "handle-get-group-properties", G_CALLBACK (on_group_properties), menu);
  g_signal_connect (menu->skeleton, "handle-get-property", G_CALLBACK (on_property), menu);
  g_signal_connect (menu->skeleton, "handle-event", G_CALLBACK (on_event), menu);
  g_signal_connect (menu->skeleton, "handle-event-group", G_CALLBACK (on_event_group), menu);
  g_signal_connect (menu->skeleton, "handle-about-to-show", G_CALLBACK (on_about_to_show), menu);
  g_signal_connect (menu->skeleton, "handle-about-to-show-group", G_CALLBACK (on_about_to_show_group), menu);
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (menu->skeleton), bus, path, &error))
    g_warning ("the menu cannot be shown: %s", error->message);
  return menu;
}

void
kigen_tray_menu_free (KigenTrayMenu *menu)
{
  if (menu == NULL)
    return;
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (menu->skeleton));
  g_object_unref (menu->skeleton);
  g_ptr_array_unref (menu->items);
  g_ptr_array_unref (menu->former);
  g_free (menu);
}

static gboolean
is_same (const GPtrArray *items, const GPtrArray *others)
{
  if (items->len != others->len)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    const KigenTrayItem *one = g_ptr_array_index (items, i);
    const KigenTrayItem *other = g_ptr_array_index (others, i);
    if (g_strcmp0 (one->label, other->label) != 0 || g_strcmp0 (one->action, other->action) != 0
        || g_strcmp0 (one->target, other->target) != 0)
      return FALSE;
  }
  return TRUE;
}

/* A menu that is open stays as it is where nothing changed. */
void
kigen_tray_menu_show (KigenTrayMenu *menu, GPtrArray *items)
{
  if (is_same (menu->items, items))
    return;
  menu->first += (gint32)menu->items->len;
  g_ptr_array_unref (menu->former);
  menu->former = menu->items;
  menu->items = g_ptr_array_ref (items);
  menu->revision++;
  kigen_dbusmenu_emit_layout_updated (menu->skeleton, menu->revision, 0);
}
