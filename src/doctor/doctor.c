/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-doctor"

/* What is wrong on this computer, and what to do about it: the frame around the examinations. */

#include "doctor-private.h"

#include <kigen/base/error.h>
#include <kigen/desktop/autostart.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

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
  g_ptr_array_sort (findings, kigen_doctor_compare_findings);
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
