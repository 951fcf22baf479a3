/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-doctor"

/* Icon and notices are asked for on the session bus, over a connection of our own, so that neither its end
 * nor its settings are the program's. */

#include "desktop.h"

#include <glib/gi18n-lib.h>

#define TRAY "org.kde.StatusNotifierWatcher"
#define TRAY_PATH "/StatusNotifierWatcher"
#define NOTICES "org.freedesktop.Notifications"
#define NOTICES_PATH "/org/freedesktop/Notifications"

/* Milliseconds for one answer. */
#define PATIENCE 5000
typedef struct {
  GDBusConnection *bus;
  GCancellable *cancellable;
} Desk;

static GDBusConnection *
open_bus (GCancellable *cancellable, GError **error)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, cancellable, error);
  if (address == NULL)
    return NULL;
  return g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, cancellable, error);
}

/* The answer, or NULL; g_variant_unref(). */
static GVariant *
call (const Desk *desk, const char *name, const char *path, const char *interface, const char *method,
      GVariant *arguments, const char *type)
{
  g_autoptr (GError) problem = NULL;
  GVariant *answer = g_dbus_connection_call_sync (desk->bus, name, path, interface, method, arguments,
                                                  G_VARIANT_TYPE (type), G_DBUS_CALL_FLAGS_NONE, PATIENCE,
                                                  desk->cancellable, &problem);
  if (answer == NULL)
    g_debug ("%s: %s", method, problem->message);
  return answer;
}

static gboolean
is_owned (const Desk *desk, const char *name)
{
  gboolean owned = FALSE;
  g_autoptr (GVariant) answer
      = call (desk, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
              g_variant_new ("(s)", name), "(b)");
  if (answer != NULL)
    g_variant_get (answer, "(b)", &owned);
  return owned;
}

static gboolean
has_tray (const Desk *desk)
{
  if (!is_owned (desk, TRAY))
    return FALSE;
  g_autoptr (GVariant) answer = call (desk, TRAY, TRAY_PATH, "org.freedesktop.DBus.Properties", "Get",
                                      g_variant_new ("(ss)", TRAY, "IsStatusNotifierHostRegistered"), "(v)");
  g_autoptr (GVariant) boxed = answer != NULL ? g_variant_get_child_value (answer, 0) : NULL;
  g_autoptr (GVariant) value = boxed != NULL ? g_variant_get_variant (boxed) : NULL;
  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN)
         && g_variant_get_boolean (value);
}

KigenFindingLevel
kigen_doctor_level_of_absence (void)
{
  return g_getenv ("DISPLAY") != NULL || g_getenv ("WAYLAND_DISPLAY") != NULL ? KIGEN_FINDING_PROBLEM
                                                                              : KIGEN_FINDING_HINT;
}

static void
examine_tray (KigenExamination *examination, const Desk *desk)
{
  if (has_tray (desk))
    kigen_doctor_add (examination, "tray", KIGEN_FINDING_OK, NULL, _ ("This desktop shows Kigen's icon."));
  else
    kigen_doctor_add (examination, "tray", KIGEN_FINDING_HINT,
                      _ ("Nothing is lost: notices, the start menu and “kigen” lead to everything.  GNOME "
                         "shows icons with its extension “AppIndicator”."),
                      _ ("This desktop has no place for Kigen's icon."));
}

static gboolean
draws_buttons (const Desk *desk)
{
  g_autoptr (GVariant) answer = call (desk, NOTICES, NOTICES_PATH, NOTICES, "GetCapabilities", NULL, "(as)");
  if (answer == NULL)
    return FALSE;
  g_autofree const char **capabilities = NULL;
  g_variant_get (answer, "(^a&s)", &capabilities);
  return g_strv_contains (capabilities, "actions");
}

static void
examine_notices (KigenExamination *examination, const Desk *desk)
{
  const char *name = NULL, *version = NULL;
  g_autoptr (GVariant) answer
      = call (desk, NOTICES, NOTICES_PATH, NOTICES, "GetServerInformation", NULL, "(ssss)");
  if (answer == NULL) {
    kigen_doctor_add (examination, "notifications", kigen_doctor_level_of_absence (),
                      _ ("Install or start a notification program, or look at Kigen's icon or “kigen "
                         "notices” from time to time."),
                      _ ("No program on this desktop shows notices."));
    return;
  }
  g_variant_get (answer, "(&s&s&s&s)", &name, NULL, &version, NULL);
  if (draws_buttons (desk))
    kigen_doctor_add (examination, "notifications", KIGEN_FINDING_OK, NULL,
                      _ ("Notices are shown by %s %s, with buttons."), name, version);
  else
    kigen_doctor_add (examination, "notifications", KIGEN_FINDING_OK, NULL,
                      _ ("Notices are shown by %s %s, without buttons."), name, version);
}

gboolean
kigen_doctor_examine_screen (KigenExamination *examination)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GDBusConnection) bus = open_bus (examination->cancellable, &problem);
  Desk desk = { bus, examination->cancellable };
  if (bus == NULL) {
    g_debug ("no session bus: %s", problem->message);
    return FALSE;
  }
  examine_tray (examination, &desk);
  examine_notices (examination, &desk);
  return TRUE;
}
