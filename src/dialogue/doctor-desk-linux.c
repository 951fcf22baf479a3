/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* What the desktop gives: a place for the icon, somebody who shows notices, the agent, and a start at login.
 * All but the last are asked for on the session bus, over a connection of our own, so that neither its end
 * nor its settings are the program's. */

#include "doctor-private.h"

#include <kigen/autostart.h>
#include <kigen/error.h>
#include <kigen/instance.h>
#include <kigen/paths.h>

#include <glib/gi18n-lib.h>

#define TRAY "org.kde.StatusNotifierWatcher"
#define TRAY_PATH "/StatusNotifierWatcher"
#define NOTICES "org.freedesktop.Notifications"
#define NOTICES_PATH "/org/freedesktop/Notifications"

/* Milliseconds for one answer. */
#define PATIENCE 5000
/* How long, and how often, a started agent is waited for. */
#define STARTING_SECONDS 5
#define LOOKS_A_SECOND 4

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

/* Over a remote shell, nothing is to be seen anyhow. */
static KigenFindingLevel
level_of_absence (void)
{
  return g_getenv ("DISPLAY") != NULL || g_getenv ("WAYLAND_DISPLAY") != NULL ? KIGEN_FINDING_PROBLEM
                                                                              : KIGEN_FINDING_HINT;
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
    kigen_doctor_add (examination, "notifications", level_of_absence (),
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

static gboolean
agent_is_installed (void)
{
  g_autofree char *program = kigen_path_program ("kigen-agent");
  return g_file_test (program, G_FILE_TEST_IS_EXECUTABLE);
}

static void
examine_agent (KigenExamination *examination, const Desk *desk)
{
  g_autofree char *name = kigen_instance_name (KIGEN_AGENT_APPLICATION, examination->watch->state_folder);
  if (is_owned (desk, name)) {
    kigen_doctor_add (examination, "agent", KIGEN_FINDING_OK, NULL, _ ("Kigen's agent is running."));
    return;
  }
  KigenFinding *finding = kigen_doctor_add (examination, "agent", level_of_absence (),
                                            _ ("Start Kigen from the start menu, or log in again."),
                                            _ ("Kigen's agent is not running: no notices will come."));
  finding->remedy = agent_is_installed () ? KIGEN_REMEDY_AGENT : KIGEN_REMEDY_NONE;
}

static void
examine_autostart (KigenExamination *examination)
{
  if (kigen_autostart_is_on ())
    kigen_doctor_add (examination, "autostart", KIGEN_FINDING_OK, NULL, _ ("Kigen starts at login."));
  else
    kigen_doctor_add (examination, "autostart", KIGEN_FINDING_HINT,
                      _ ("Switch it on in Kigen's window “Diagnosis”."),
                      _ ("Kigen does not start at login: after the next one, no notices will come."))
        ->remedy
        = KIGEN_REMEDY_AUTOSTART;
}

void
kigen_doctor_examine_desk (KigenExamination *examination)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GDBusConnection) bus = open_bus (examination->cancellable, &problem);
  Desk desk = { bus, examination->cancellable };
  if (bus == NULL) {
    g_debug ("no session bus: %s", problem->message);
    kigen_doctor_add (examination, "tray", KIGEN_FINDING_HINT,
                      _ ("Log in on the computer's own screen and look there."),
                      _ ("Icon and notices could not be looked at: this is not a desktop's session."));
  } else {
    examine_tray (examination, &desk);
    examine_notices (examination, &desk);
    examine_agent (examination, &desk);
  }
  examine_autostart (examination);
}

/* Starting it
 * ------------------------------------------------------------------------------------------------------- */

static void
add_each (GPtrArray *words, const char *option, char *const *values)
{
  for (; values != NULL && *values != NULL; values++)
    g_ptr_array_add (words, g_strdup_printf ("%s=%s", option, *values));
}

static gboolean
spawn (const KigenWatch *watch, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) problem = NULL;
  g_ptr_array_add (words, kigen_path_program ("kigen-agent"));
  add_each (words, "--profile", watch->profile_names);
  add_each (words, "--store", watch->store_uris);
  if (watch->state_folder != NULL)
    g_ptr_array_add (words, g_strdup_printf ("--state=%s", watch->state_folder));
  g_ptr_array_add (words, NULL);
  g_autoptr (GSubprocess) agent
      = g_subprocess_newv ((const char *const *)words->pdata, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &problem);
  return agent != NULL
         || kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("Kigen's agent cannot be started: %s"),
                        problem->message);
}

gboolean
kigen_doctor_start_agent (const KigenWatch *watch, GCancellable *cancellable, GError **error)
{
  g_autoptr (GDBusConnection) bus = open_bus (cancellable, error);
  g_autofree char *name = kigen_instance_name (KIGEN_AGENT_APPLICATION, watch->state_folder);
  const Desk desk = { bus, cancellable };
  if (bus == NULL || !spawn (watch, error))
    return FALSE;
  for (int i = 0; i < STARTING_SECONDS * LOOKS_A_SECOND && !g_cancellable_is_cancelled (cancellable); i++) {
    if (is_owned (&desk, name))
      return TRUE;
    g_usleep (G_USEC_PER_SEC / LOOKS_A_SECOND);
  }
  return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("Kigen's agent was started, and ended again."));
}
