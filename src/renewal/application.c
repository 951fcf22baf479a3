/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* The application, as far as the authority has told of it. */

#include "renewal-private.h"

void
kigen_run_learn_application (KigenRun *run, KigenApplication *application)
{
  KigenRenewalRecord *record = run->record;
  g_clear_pointer (&run->application, kigen_application_free);
  run->application = application;
  if (application->request_id != NULL) {
    g_free (record->request_id);
    record->request_id = g_strdup (application->request_id);
  }
  if (application->reference_id != NULL) {
    g_free (record->reference_id);
    record->reference_id = g_strdup (application->reference_id);
  }
}

gboolean
kigen_run_look_into_list (KigenRun *run, gboolean *found, GError **error)
{
  KigenAuthority *authority = kigen_run_authority (run, error);
  if (authority == NULL)
    return FALSE;
  GError *problem = NULL;
  KigenApplication *application
      = kigen_authority_find (authority, run->old, run->record->request_id,
                              (const char *const *)run->known_bad->pdata, run->place->cancellable, &problem);
  *found = application != NULL;
  if (application != NULL)
    kigen_run_learn_application (run, application);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}
