/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-doctor"

/* Findings: their kinds, and how an examination adds one. */

#include "doctor-private.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>

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

gint
kigen_doctor_compare_findings (gconstpointer one, gconstpointer other)
{
  const KigenFinding *first = *(const KigenFinding *const *)one;
  const KigenFinding *second = *(const KigenFinding *const *)other;
  return (gint)kind_of (first->id) - (gint)kind_of (second->id);
}
