/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* A user's bus and processes may outlive the desktop they belong to: so its session manager is watched as
 * well, and for desktops without one, what logind says of the session (org.freedesktop.login1(5)). */

#include <kigen/desktop/logout.h>

#include <gio/gio.h>
#include <glib-unix.h>
#include <signal.h>

static const char *const MANAGERS[] = {
  "org.gnome.SessionManager", /* GNOME, MATE, Cinnamon */
  "org.xfce.SessionManager",
  "org.kde.ksmserver",
  "org.lxqt.session",
};
static const int SIGNALS[] = { SIGTERM, SIGINT, SIGHUP };

struct _KigenLogout {
  guint signals[G_N_ELEMENTS (SIGNALS)];
  guint managers[G_N_ELEMENTS (MANAGERS)];
  const char *manager; /* of this session; NULL while none has been seen */
  GCancellable *cancellable;
  GDBusConnection *system;
  guint session;
  gboolean told;
  KigenLogoutBegan began;
  gpointer data;
};

static void
tell (KigenLogout *logout)
{
  if (logout->told)
    return;
  logout->told = TRUE;
  logout->began (logout->data);
}

static gboolean
on_signal (gpointer data)
{
  tell (data);
  return G_SOURCE_CONTINUE;
}

static void
on_manager (GDBusConnection *bus G_GNUC_UNUSED, const char *name, const char *owner G_GNUC_UNUSED,
            gpointer data)
{
  KigenLogout *logout = data;
  g_debug ("%s manages the session", name);
  logout->manager = g_intern_string (name);
}

/* Also told of names that were never there. */
static void
on_no_manager (GDBusConnection *bus G_GNUC_UNUSED, const char *name, gpointer data)
{
  KigenLogout *logout = data;
  if (g_strcmp0 (logout->manager, name) != 0)
    return;
  g_debug ("%s is gone, and the session with it", name);
  tell (logout);
}

static void
on_session (GDBusConnection *bus G_GNUC_UNUSED, const char *sender G_GNUC_UNUSED,
            const char *path G_GNUC_UNUSED, const char *interface G_GNUC_UNUSED,
            const char *name G_GNUC_UNUSED, GVariant *parameters, gpointer data)
{
  g_autoptr (GVariant) changed = g_variant_get_child_value (parameters, 1);
  const char *state = NULL;
  if (g_variant_lookup (changed, "State", "&s", &state) && g_str_equal (state, "closing"))
    tell (data);
}

static void
on_session_path (GObject *bus, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, NULL);
  if (answer == NULL)
    return;
  KigenLogout *logout = data;
  const char *path = NULL;
  g_variant_get (answer, "(&o)", &path);
  logout->session = g_dbus_connection_signal_subscribe (
      logout->system, "org.freedesktop.login1", "org.freedesktop.DBus.Properties", "PropertiesChanged", path,
      NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_session, logout, NULL);
}

static void
on_system_bus (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  GDBusConnection *bus = g_bus_get_finish (result, NULL);
  if (bus == NULL)
    return;
  KigenLogout *logout = data;
  logout->system = bus;
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  g_dbus_connection_call (bus, "org.freedesktop.login1", "/org/freedesktop/login1",
                          "org.freedesktop.login1.Manager", "GetSession",
                          g_variant_new ("(s)", g_getenv ("XDG_SESSION_ID")), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, logout->cancellable, on_session_path, logout);
}

KigenLogout *
kigen_logout_new (KigenLogoutBegan began, gpointer data)
{
  KigenLogout *logout = g_new0 (KigenLogout, 1);
  logout->began = began;
  logout->data = data;
  logout->cancellable = g_cancellable_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (SIGNALS); i++)
    logout->signals[i] = g_unix_signal_add (SIGNALS[i], on_signal, logout);
  for (gsize i = 0; i < G_N_ELEMENTS (MANAGERS); i++)
    logout->managers[i] = g_bus_watch_name (G_BUS_TYPE_SESSION, MANAGERS[i], G_BUS_NAME_WATCHER_FLAGS_NONE,
                                            on_manager, on_no_manager, logout, NULL);
  if (g_getenv ("XDG_SESSION_ID") != NULL)
    g_bus_get (G_BUS_TYPE_SYSTEM, logout->cancellable, on_system_bus, logout);
  return logout;
}

void
kigen_logout_free (KigenLogout *logout)
{
  if (logout == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (SIGNALS); i++)
    g_source_remove (logout->signals[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (MANAGERS); i++)
    g_bus_unwatch_name (logout->managers[i]);
  g_cancellable_cancel (logout->cancellable);
  g_object_unref (logout->cancellable);
  if (logout->session != 0)
    g_dbus_connection_signal_unsubscribe (logout->system, logout->session);
  g_clear_object (&logout->system);
  g_free (logout);
}
