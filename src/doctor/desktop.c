/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-doctor"

/* What the desktop gives: a place for the icon, somebody who shows notices, the agent, and a start at login.
 */

#include "desktop.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>
#include <kigen/desktop/autostart.h>
#include <kigen/desktop/instance.h>
#include <kigen/desktop/program.h>

#include <glib/gi18n-lib.h>

/* How long, and how often, a started agent is waited for. */
#define STARTING_SECONDS 5
#define LOOKS_A_SECOND 4

static gboolean
agent_is_there (const KigenWorkspace *workspace, GCancellable *cancellable)
{
  g_autofree char *name = kigen_instance_name (KIGEN_AGENT_APPLICATION, workspace->state_folder);
  return kigen_instance_is_there (name, cancellable);
}

static gboolean
agent_is_installed (void)
{
  g_autofree char *program = kigen_path_program ("kigen-agent");
  return g_file_test (program, G_FILE_TEST_IS_EXECUTABLE);
}

static void
examine_agent (KigenExamination *examination)
{
  if (agent_is_there (examination->workspace, examination->cancellable)) {
    kigen_doctor_add (examination, "agent", KIGEN_FINDING_OK, NULL, _ ("Kigen's agent is running."));
    return;
  }
  KigenFinding *finding = kigen_doctor_add (examination, "agent", kigen_doctor_level_of_absence (),
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
kigen_doctor_examine_desktop (KigenExamination *examination)
{
  if (kigen_doctor_examine_screen (examination))
    examine_agent (examination);
  else
    kigen_doctor_add (examination, "tray", KIGEN_FINDING_HINT,
                      _ ("Log in on the computer's own screen and look there."),
                      _ ("Icon and notices could not be looked at: this is not a desktop's session."));
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
launch (const KigenWorkspace *workspace, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) problem = NULL;
  g_ptr_array_add (words, kigen_path_program ("kigen-agent"));
  add_each (words, "--profile", workspace->profile_names);
  add_each (words, "--store", workspace->store_uris);
  if (workspace->state_folder != NULL)
    g_ptr_array_add (words, g_strdup_printf ("--state=%s", workspace->state_folder));
  g_ptr_array_add (words, NULL);
  return kigen_program_launch ((const char *const *)words->pdata, &problem)
         || kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("Kigen's agent cannot be started: %s"),
                        problem->message);
}

gboolean
kigen_doctor_start_agent (const KigenWorkspace *workspace, GCancellable *cancellable, GError **error)
{
  if (!launch (workspace, error))
    return FALSE;
  for (int i = 0; i < STARTING_SECONDS * LOOKS_A_SECOND && !g_cancellable_is_cancelled (cancellable); i++) {
    if (agent_is_there (workspace, cancellable))
      return TRUE;
    g_usleep (G_USEC_PER_SEC / LOOKS_A_SECOND);
  }
  return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("Kigen's agent was started, and ended again."));
}
