/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* The old certificate leaves the store last, and only if the user said so: after a look whether the new one
 * is there with its key, and whether its backup is still what was read back.  A backup that has gone since is
 * written again; where that fails, the old one stays. */

#include "received.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

/* The last look before the old one goes: the new one is in the store, with its key, and is valid. */
static gboolean
renewed_holds (KigenRun *run, GError **error)
{
  g_clear_pointer (&run->renewed, kigen_certificate_unref);
  if (!kigen_run_find_renewed (run, error))
    return FALSE;
  if (run->renewed->has_key == KIGEN_HAS_KEY_NO || run->renewed->not_after <= kigen_run_now (run))
    return kigen_fail (error, KIGEN_ERROR_KEY, NULL,
                       _ ("The new certificate is not usable; the old one stays where it is."));
  return TRUE;
}

static gboolean
decide (KigenRun *run, KigenOldChoice *choice, GError **error)
{
  KigenRenewalRecord *record = run->record;
  if (!run->questions->old (run->old, run->renewed, choice, run->questions->data, error))
    return FALSE;
  g_free (record->old_choice);
  record->old_choice = g_strdup (*choice == KIGEN_OLD_DELETE ? "delete" : "keep");
  return kigen_state_save_renewal (run->place->state, record, kigen_run_now (run), error);
}

static gboolean
backup_holds (KigenRun *run, GError **error)
{
  if (kigen_run_backup_holds (run))
    return TRUE;
  if (run->questions->warning != NULL)
    run->questions->warning (_ ("The backup is not what was written any more; it is written again."),
                             run->questions->data);
  if (!kigen_run_back_up (run, error))
    return FALSE;
  return kigen_run_backup_holds (run)
         || kigen_fail (error, KIGEN_ERROR_BACKUP_UNWRITABLE, NULL,
                        _ ("The backup %s cannot be read back; the old certificate stays where it is."),
                        run->record->backup);
}

static gboolean
remove_old (KigenRun *run, GError **error)
{
  if (!kigen_store_remove (run->store, run->record->old_id, error))
    return FALSE;
  g_autoptr (KigenCertificate) stayed = kigen_store_find (run->store, run->record->old_id, NULL);
  return stayed == NULL
         || kigen_fail (error, KIGEN_ERROR_STORE_UNREADABLE, NULL,
                        _ ("The old certificate is still in the store %s."), kigen_store_uri (run->store));
}

gboolean
kigen_run_retire (KigenRun *run, GError **error)
{
  if (run->old == NULL)
    return TRUE;
  KigenOldChoice choice = KIGEN_OLD_KEEP;
  if (!renewed_holds (run, error) || !decide (run, &choice, error))
    return FALSE;
  if (choice == KIGEN_OLD_KEEP)
    return TRUE;
  return backup_holds (run, error) && remove_old (run, error);
}

/* The name that the user gave the old one goes over to the new one; the received file has served. */
gboolean
kigen_run_finish (KigenRun *run, GError **error)
{
  KigenState *state = run->place->state;
  if (!kigen_run_find_renewed (run, error))
    return FALSE;
  if (run->record->old_id != NULL) {
    g_autofree char *label = kigen_state_label (state, run->record->old_id);
    if (label != NULL && !kigen_state_set_label (state, run->record->new_id, label, error))
      return FALSE;
  }
  g_autofree char *left = NULL;
  kigen_received_remove (run, &left);
  return left == NULL
         || kigen_fail (error, KIGEN_ERROR_INTERRUPTED,
                        _ ("Everything else is done. Check who may write to the folder; “kigen resume” tries "
                           "again."),
                        _ ("The file that was received, %s, cannot be removed. It holds the key, under a "
                           "short password."),
                        left);
}
