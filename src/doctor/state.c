/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-doctor"

/* What Kigen itself stands on: its state, its settings, and the versions of what it is made of. */

#include "doctor-private.h"

#include <kigen/base/error.h>
#include <kigen/web/http.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

static void
take_note (const char *text, gpointer data)
{
  KigenExamination *examination = data;
  kigen_doctor_add (examination, "state", KIGEN_FINDING_HINT, NULL, "%s", text);
}

/* What opening it has to tell is a finding too. */
static KigenState *
open_noted (KigenExamination *examination, GError **error)
{
  KigenWorkspace *workspace = examination->workspace;
  void (*note) (const char *, gpointer) = workspace->note;
  gpointer data = workspace->note_data;
  workspace->note = take_note;
  workspace->note_data = examination;
  KigenState *state = kigen_inventory_state (workspace, error);
  workspace->note = note;
  workspace->note_data = data;
  return state;
}

static void
read_settings (KigenExamination *examination)
{
  g_autoptr (GError) problem = NULL;
  KigenWorkspace *workspace = examination->workspace;
  if (workspace->settings == NULL)
    workspace->settings = kigen_settings_load (&problem);
  examination->settings = workspace->settings;
  if (problem == NULL)
    kigen_doctor_add (examination, "settings", KIGEN_FINDING_OK, NULL, _ ("The settings can be read."));
  else
    kigen_doctor_add_error (examination, "settings", KIGEN_FINDING_PROBLEM, problem);
}

static void
check_proxy_password (KigenExamination *examination)
{
  const char *file = kigen_settings_get (examination->settings, "Network.ProxyPasswordFile");
  g_autoptr (GError) problem = NULL;
  if (*file == '\0')
    return;
  g_autoptr (KigenSecret) password
      = kigen_secret_read_file (file, "Network.ProxyPasswordFile", NULL, &problem);
  if (password == NULL)
    kigen_doctor_add_error (examination, "settings", KIGEN_FINDING_PROBLEM, problem)->remedy
        = KIGEN_REMEDY_SETTINGS;
}

void
kigen_doctor_open_state (KigenExamination *examination)
{
  g_autoptr (GError) problem = NULL;
  read_settings (examination);
  check_proxy_password (examination);
  examination->state = open_noted (examination, &problem);
  if (examination->state == NULL)
    kigen_doctor_add_error (examination, "state", KIGEN_FINDING_PROBLEM, problem);
  else
    kigen_doctor_add (examination, "state", KIGEN_FINDING_OK, NULL,
                      _ ("What Kigen remembers is in order, and yours alone: %s"),
                      kigen_state_folder (examination->state));
}

static KigenCertificate *
find_certificate (const GPtrArray *certificates, const char *id)
{
  for (guint i = 0; id != NULL && i < certificates->len; i++) {
    KigenCertificate *one = g_ptr_array_index (certificates, i);
    if (g_str_equal (one->id, id))
      return one;
  }
  return NULL;
}

static void
examine_renewal (KigenExamination *examination, const KigenRenewalRecord *record)
{
  g_autofree char *day = kigen_doctor_day (record->begun_at);
  KigenCertificate *old = find_certificate (examination->certificates, record->old_id);
  KigenFinding *finding = kigen_doctor_add (
      examination, "renewals", KIGEN_FINDING_HINT, _ ("Go on with it in the window or with “kigen resume”."),
      _ ("A renewal of %s is open since %s."),
      record->subject != NULL ? record->subject : _ ("a first certificate"), day);
  if (old == NULL)
    return;
  finding->remedy = KIGEN_REMEDY_RENEW;
  finding->certificate = kigen_certificate_ref (old);
}

static void
examine_renewals (KigenExamination *examination)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) open = kigen_state_open_renewals (examination->state, &problem);
  if (open == NULL) {
    kigen_doctor_add_error (examination, "renewals", KIGEN_FINDING_PROBLEM, problem);
    return;
  }
  for (guint i = 0; i < open->len; i++)
    examine_renewal (examination, g_ptr_array_index (open, i));
  if (open->len == 0)
    kigen_doctor_add (examination, "renewals", KIGEN_FINDING_OK, NULL, _ ("No renewal is open."));
}

/* Notices are given of what is remembered, not of what is in the stores. */
static void
examine_memory (KigenExamination *examination)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) known = kigen_state_certificates (examination->state, &problem);
  if (known == NULL) {
    kigen_doctor_add_error (examination, "state", KIGEN_FINDING_PROBLEM, problem);
    return;
  }
  guint unknown = 0;
  for (guint i = 0; i < examination->certificates->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (examination->certificates, i);
    unknown += find_certificate (known, one->id) == NULL ? 1 : 0;
  }
  if (unknown > 0)
    kigen_doctor_add (examination, "state", KIGEN_FINDING_HINT,
                      _ ("Look into the stores once more (“kigen scan”)."),
                      ngettext ("Kigen has not noticed %u certificate in the stores yet.",
                                "Kigen has not noticed %u certificates in the stores yet.", unknown),
                      unknown)
        ->remedy
        = KIGEN_REMEDY_SCAN;
}

static void
tell_versions (KigenExamination *examination)
{
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  const char *desktop = g_getenv ("XDG_CURRENT_DESKTOP");
  g_autofree char *libraries = kigen_store_libraries ();
  kigen_doctor_add (examination, "versions", KIGEN_FINDING_OK, NULL,
                    _ ("Versions: Kigen %s, GLib/%u.%u.%u, %s, %s, %s, desktop %s"), KIGEN_VERSION,
                    glib_major_version, glib_minor_version, glib_micro_version, kigen_http_library (),
                    libraries, system != NULL ? system : "?",
                    desktop != NULL && *desktop != '\0' ? desktop : "?");
}

void
kigen_doctor_examine_state (KigenExamination *examination)
{
  if (examination->state != NULL) {
    examine_renewals (examination);
    examine_memory (examination);
  }
  tell_versions (examination);
}
