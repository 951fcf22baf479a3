/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

#include <kigen/desktop/instance.h>

/* Milliseconds for an answer. */
#define PATIENCE 5000
#define LOOK 100

struct _KigenInstance {
  GApplication *application;
  const KigenInstanceHandlers *handlers;
  gpointer data;
};

static void
on_startup (GApplication *application, gpointer data)
{
  const KigenInstance *instance = data;
  if (g_application_get_dbus_connection (application) == NULL)
    return;
  g_application_hold (application);
  instance->handlers->begun (instance->data);
}

static void
on_activate (GApplication *application G_GNUC_UNUSED, gpointer data)
{
  const KigenInstance *instance = data;
  instance->handlers->activated (instance->data);
}

static void
on_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const KigenInstance *instance = data;
  const char *target = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;
  instance->handlers->asked (g_action_get_name (G_ACTION (action)), target, instance->data);
}

static void
add_actions (KigenInstance *instance, const KigenInstanceAction *actions)
{
  for (; actions->name != NULL; actions++) {
    g_autoptr (GSimpleAction) action
        = g_simple_action_new (actions->name, actions->about ? G_VARIANT_TYPE_STRING : NULL);
    g_signal_connect (action, "activate", G_CALLBACK (on_action), instance);
    g_action_map_add_action (G_ACTION_MAP (instance->application), G_ACTION (action));
  }
}

KigenInstance *
kigen_instance_new (const char *name, gboolean service, const KigenInstanceAction *actions,
                    const KigenInstanceHandlers *handlers, gpointer data)
{
  KigenInstance *instance = g_new0 (KigenInstance, 1);
  GApplicationFlags flags = service ? G_APPLICATION_IS_SERVICE : G_APPLICATION_DEFAULT_FLAGS;
  instance->handlers = handlers;
  instance->data = data;
  instance->application = g_application_new (name, flags);
  g_signal_connect (instance->application, "startup", G_CALLBACK (on_startup), instance);
  g_signal_connect (instance->application, "activate", G_CALLBACK (on_activate), instance);
  add_actions (instance, actions);
  return instance;
}

void
kigen_instance_free (KigenInstance *instance)
{
  if (instance == NULL)
    return;
  g_object_unref (instance->application);
  g_free (instance);
}

gboolean
kigen_instance_register (KigenInstance *instance, GError **error)
{
  return g_application_register (instance->application, NULL, error)
         && g_application_get_dbus_connection (instance->application) != NULL;
}

int
kigen_instance_run (KigenInstance *instance)
{
  return g_application_run (instance->application, 0, NULL);
}

void
kigen_instance_quit (KigenInstance *instance)
{
  g_application_quit (instance->application);
}

/* A connection of its own: neither its end nor its settings are the program's.  NULL where there is no bus.
 */
static GDBusConnection *
open_bus (GCancellable *cancellable)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, cancellable, NULL);
  if (address == NULL)
    return NULL;
  return g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, cancellable, NULL);
}

gboolean
kigen_instance_end (const char *name)
{
  g_autoptr (GDBusConnection) bus = open_bus (NULL);
  g_autofree char *dotted = g_strconcat (".", name, NULL);
  char *path = g_strdelimit (dotted, ".", '/');
  if (bus == NULL || !kigen_instance_is_there (name, NULL))
    return TRUE;
  g_autoptr (GVariant) asked = g_dbus_connection_call_sync (
      bus, name, path, "org.gtk.Actions", "Activate", g_variant_new ("(sava{sv})", "quit", NULL, NULL), NULL,
      G_DBUS_CALL_FLAGS_NO_AUTO_START, PATIENCE, NULL, NULL);
  for (int i = 0; asked != NULL && i < PATIENCE / LOOK && kigen_instance_is_there (name, NULL); i++)
    g_usleep (LOOK * 1000);
  return !kigen_instance_is_there (name, NULL);
}

gboolean
kigen_instance_is_there (const char *name, GCancellable *cancellable)
{
  gboolean owned = FALSE;
  g_autoptr (GDBusConnection) bus = open_bus (cancellable);
  if (bus == NULL)
    return FALSE;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
      g_variant_new ("(s)", name), G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, PATIENCE, cancellable,
      NULL);
  if (answer != NULL)
    g_variant_get (answer, "(b)", &owned);
  return owned;
}
