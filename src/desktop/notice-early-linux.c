/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

#include "notice-early-linux.h"

#include <gio/gio.h>

#define ACTION_INVOKED "ActionInvoked"
#define NOTIFICATION_CLOSED "NotificationClosed"
/* Of our own notice and a few others' there are not more in the moment that a reply takes. */
#define MOST 64

struct _KigenNoticeEarly {
  GDBusConnection *bus; /* NULL for none */
  guint actions;
  guint closings;
  GPtrArray *said; /* GVariant: (us) an action, (uu) a closing */
};

static void
on_signal (GDBusConnection *bus G_GNUC_UNUSED, const char *sender G_GNUC_UNUSED,
           const char *path G_GNUC_UNUSED, const char *interface G_GNUC_UNUSED,
           const char *name G_GNUC_UNUSED, GVariant *values, gpointer data)
{
  KigenNoticeEarly *early = data;
  gboolean well = g_variant_is_of_type (values, G_VARIANT_TYPE ("(us)"))
                  || g_variant_is_of_type (values, G_VARIANT_TYPE ("(uu)"));
  if (well && early->said->len < MOST)
    g_ptr_array_add (early->said, g_variant_ref (values));
}

static guint
subscribe (KigenNoticeEarly *early, const char *server, const char *name)
{
  return g_dbus_connection_signal_subscribe (early->bus, server, server, name, NULL, NULL,
                                             G_DBUS_SIGNAL_FLAGS_NONE, on_signal, early, NULL);
}

KigenNoticeEarly *
kigen_notice_early_new (const char *server)
{
  KigenNoticeEarly *early = g_new0 (KigenNoticeEarly, 1);
  early->said = g_ptr_array_new_with_free_func ((GDestroyNotify)g_variant_unref);
  early->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  if (early->bus == NULL)
    return early;
  early->actions = subscribe (early, server, ACTION_INVOKED);
  early->closings = subscribe (early, server, NOTIFICATION_CLOSED);
  return early;
}

void
kigen_notice_early_free (KigenNoticeEarly *early)
{
  if (early->bus != NULL) {
    g_dbus_connection_signal_unsubscribe (early->bus, early->actions);
    g_dbus_connection_signal_unsubscribe (early->bus, early->closings);
    g_object_unref (early->bus);
  }
  g_ptr_array_unref (early->said);
  g_free (early);
}

void
kigen_notice_early_begin (KigenNoticeEarly *early)
{
  g_ptr_array_set_size (early->said, 0);
}

void
kigen_notice_early_find (const KigenNoticeEarly *early, guint32 number, char **action, guint *reason)
{
  for (guint i = 0; i < early->said->len; i++) {
    GVariant *values = g_ptr_array_index (early->said, i);
    guint32 about = 0;
    g_variant_get_child (values, 0, "u", &about);
    if (about != number)
      continue;
    if (g_variant_is_of_type (values, G_VARIANT_TYPE ("(uu)"))) {
      g_variant_get_child (values, 1, "u", reason);
    } else if (*action == NULL) {
      g_variant_get_child (values, 1, "s", action);
    }
  }
}
