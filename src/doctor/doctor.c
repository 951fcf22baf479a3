/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-doctor"

/* What is wrong on this computer, and what to do about it: the frame around the examinations. */

#include "doctor-private.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/desktop/autostart.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

/* In the order in which they are told. */
static const struct {
  const char *id;
  const char *group;
} kinds[] = {
  { "stores", N_ ("Certificates") },
  { "certificates", N_ ("Certificates") },
  { "backup", N_ ("Certificates") },
  { "profiles", N_ ("Certification authority") },
  { "name-resolution", N_ ("Certification authority") },
  { "reachability", N_ ("Certification authority") },
  { "trust", N_ ("Certification authority") },
  { "clock", N_ ("Certification authority") },
  { "tray", N_ ("Desktop") },
  { "notifications", N_ ("Desktop") },
  { "agent", N_ ("Desktop") },
  { "autostart", N_ ("Desktop") },
  { "state", N_ ("Kigen itself") },
  { "renewals", N_ ("Kigen itself") },
  { "settings", N_ ("Kigen itself") },
  { "versions", N_ ("Kigen itself") },
};

static const struct {
  const char *name;
  const char *words;
} levels[] = {
  [KIGEN_FINDING_OK] = { "ok", N_ ("All right") },
  [KIGEN_FINDING_HINT] = { "hint", N_ ("To know") },
  [KIGEN_FINDING_PROBLEM] = { "problem", N_ ("Problem") },
};

static guint
kind_of (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].id, id))
      return i;
  g_return_val_if_reached (0);
}

const char *
kigen_finding_group (const KigenFinding *finding)
{
  return _ (kinds[kind_of (finding->id)].group);
}

const char *
kigen_finding_level_name (KigenFindingLevel level)
{
  return levels[level].name;
}

const char *
kigen_finding_level_words (KigenFindingLevel level)
{
  return _ (levels[level].words);
}

void
kigen_finding_free (KigenFinding *finding)
{
  if (finding == NULL)
    return;
  g_free (finding->text);
  g_free (finding->cure);
  g_clear_pointer (&finding->certificate, kigen_certificate_unref);
  g_free (finding);
}

static KigenFinding *
add (KigenExamination *examination, const char *id, KigenFindingLevel level, const char *cure, char *text)
{
  KigenFinding *finding = g_new0 (KigenFinding, 1);
  finding->id = kinds[kind_of (id)].id;
  finding->level = level;
  finding->text = text;
  finding->cure = g_strdup (cure);
  g_ptr_array_add (examination->findings, finding);
  return finding;
}

KigenFinding *
kigen_doctor_add (KigenExamination *examination, const char *id, KigenFindingLevel level, const char *cure,
                  const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return add (examination, id, level, cure, text);
}

KigenFinding *
kigen_doctor_add_error (KigenExamination *examination, const char *id, KigenFindingLevel level,
                        const GError *error)
{
  return add (examination, id, level, kigen_error_advice (error), g_strdup (error->message));
}

char *
kigen_doctor_day (gint64 instant)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  return kigen_calendar_date (instant, zone);
}

/* A slip of the finger on the command line is nothing that is wrong with the computer. */
static gboolean
check_words (KigenWorkspace *workspace, GError **error)
{
  g_autoptr (GError) problem = NULL;
  for (char **uri = workspace->store_uris; uri != NULL && *uri != NULL; uri++) {
    g_autoptr (KigenStore) store = kigen_store_new (*uri, error);
    if (store == NULL)
      return FALSE;
  }
  if (kigen_workspace_profiles (workspace, &problem) != NULL
      || !g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_USAGE))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static void
open_profiles (KigenExamination *examination)
{
  g_autoptr (GError) problem = NULL;
  GPtrArray *profiles = kigen_workspace_profiles (examination->workspace, &problem);
  examination->profiles = profiles != NULL ? g_ptr_array_ref (profiles) : g_ptr_array_new ();
  if (profiles == NULL)
    kigen_doctor_add_error (examination, "profiles", KIGEN_FINDING_PROBLEM, problem);
}

static gint
by_kind (gconstpointer one, gconstpointer other)
{
  const KigenFinding *first = *(const KigenFinding *const *)one;
  const KigenFinding *second = *(const KigenFinding *const *)other;
  return (gint)kind_of (first->id) - (gint)kind_of (second->id);
}

GPtrArray *
kigen_doctor_examine (KigenWorkspace *workspace, GCancellable *cancellable, GError **error)
{
  if (!check_words (workspace, error))
    return NULL;
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_finding_free);
  KigenExamination examination = { .workspace = workspace, .cancellable = cancellable, .findings = findings };
  examination.certificates = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_certificate_unref);
  open_profiles (&examination);
  kigen_doctor_open_state (&examination);
  kigen_doctor_examine_stores (&examination);
  kigen_doctor_examine_backups (&examination);
  kigen_doctor_examine_network (&examination);
  kigen_doctor_examine_desktop (&examination);
  kigen_doctor_examine_state (&examination);
  g_ptr_array_unref (examination.certificates);
  g_ptr_array_unref (examination.profiles);
  g_clear_pointer (&examination.conditions, g_array_unref);
  if (g_cancellable_is_cancelled (cancellable)) {
    kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, _ ("Stopped as you asked."));
    return NULL;
  }
  g_ptr_array_sort (findings, by_kind);
  return g_steal_pointer (&findings);
}

KigenFindingLevel
kigen_doctor_worst (const GPtrArray *findings)
{
  KigenFindingLevel worst = KIGEN_FINDING_OK;
  for (guint i = 0; i < findings->len; i++) {
    const KigenFinding *finding = g_ptr_array_index (findings, i);
    worst = MAX (worst, finding->level);
  }
  return worst;
}

gboolean
kigen_doctor_apply (KigenWorkspace *workspace, KigenRemedy remedy, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) found = NULL;
  switch (remedy) {
  case KIGEN_REMEDY_AUTOSTART:
    return kigen_autostart_set (TRUE, error);
  case KIGEN_REMEDY_AGENT:
    return kigen_doctor_start_agent (workspace, cancellable, error);
  case KIGEN_REMEDY_SCAN:
    found = kigen_inventory_scan (workspace, error);
    return found != NULL;
  case KIGEN_REMEDY_NONE:
  case KIGEN_REMEDY_BACKUP:
  case KIGEN_REMEDY_RENEW:
  case KIGEN_REMEDY_SETTINGS:
  default:
    g_return_val_if_reached (FALSE);
  }
}
