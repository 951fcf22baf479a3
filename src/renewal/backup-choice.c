/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* Where the backup goes: asked once a run, by whichever step first has to know. */

#include "renewal-private.h"

gboolean
kigen_run_settle_backup (KigenRun *run, GError **error)
{
  if (run->backup_settled)
    return TRUE;
  KigenRenewalRecord *record = run->record;
  const KigenCertificate *named = run->old != NULL ? run->old : run->renewed;
  g_autofree char *suggestion
      = record->backup != NULL ? g_strdup (record->backup)
                               : kigen_backup_suggestion (run->place->settings, named, kigen_run_now (run));
  g_autofree char *path = run->questions->backup (suggestion, run->questions->data, error);
  if (path == NULL)
    return FALSE;
  kigen_backup_make_folder (run->place->settings, path);
  if (record->step < KIGEN_STEP_RECEIVED && !kigen_backup_path_check (path, error))
    return FALSE;
  if (g_strcmp0 (record->backup, path) != 0) {
    g_free (record->backup);
    record->backup = g_steal_pointer (&path);
    if (!kigen_state_save_renewal (run->place->state, record, kigen_run_now (run), error))
      return FALSE;
  }
  run->backup_settled = TRUE;
  return TRUE;
}
