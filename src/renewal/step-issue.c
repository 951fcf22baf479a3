/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* The wait for the certificate.  The page that the application left open can be asked; after an interruption,
 * or when it is lost, the list is. */

#include "renewal-private.h"

#include <kigen/base/error.h>

static gboolean
await_once (KigenRun *run, GError **error)
{
  KigenAuthority *authority = kigen_run_authority (run, error);
  if (authority == NULL)
    return FALSE;
  if (run->application == NULL) {
    gboolean found = FALSE;
    if (!kigen_run_look_into_list (run, &found, error))
      return FALSE;
    if (!found)
      run->application = g_new0 (KigenApplication, 1);
  }
  return kigen_authority_wait_issued (authority, run->application, run->old, run->place->cancellable, error);
}

gboolean
kigen_run_await (KigenRun *run, GError **error)
{
  if (run->record->old_id == NULL)
    return TRUE;
  GError *problem = NULL;
  if (await_once (run, &problem))
    return TRUE;
  if (g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_SESSION_LOST)) {
    g_clear_error (&problem);
    g_clear_pointer (&run->application, kigen_application_free);
    if (await_once (run, &problem))
      return TRUE;
  }
  g_propagate_error (error, problem);
  return FALSE;
}
