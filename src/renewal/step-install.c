/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* From the received file into the store of the old certificate, beside it.  What an earlier run has put in
 * with its key is there: the file and its password are not needed any more. */

#include "renewal-private.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

static gboolean
is_in_store (KigenRun *run)
{
  g_autoptr (KigenCertificate) found = kigen_store_find (run->store, run->record->new_id, NULL);
  return found != NULL && found->has_key == KIGEN_HAS_KEY_YES;
}

gboolean
kigen_run_install (KigenRun *run, GError **error)
{
  if (!is_in_store (run)
      && (!kigen_run_open_received (run, error) || !kigen_store_create (run->store, error)
          || !kigen_store_import (run->store, run->contents, NULL, error)))
    return FALSE;
  if (!kigen_run_find_renewed (run, error))
    return FALSE;
  if (run->renewed->has_key == KIGEN_HAS_KEY_NO)
    return kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("The store did not keep the new certificate's key."));
  return TRUE;
}
