/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* The backup is made of the pair that is in the store, since that is the one that has logged in.  Its
 * password need not be the download's: a forgotten one costs nothing.  Only where the key cannot leave the
 * store is it made of the received file, which then has to be opened. */

#include "received.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

/* The received file holds the same pair, by the record; without its password there can be no backup. */
static KigenPkcs12 *
received_contents (KigenRun *run, GError **error)
{
  gboolean unopened = FALSE;
  if (run->contents != NULL)
    return g_steal_pointer (&run->contents);
  if (!kigen_run_ask_password (run, TRUE, error))
    return NULL;
  g_autoptr (KigenPkcs12) contents = kigen_received_find (run, &unopened);
  if (contents == NULL)
    kigen_fail (
        error, unopened ? KIGEN_ERROR_PASSWORD_WRONG : KIGEN_ERROR_KEY,
        unopened ? _ ("Give the password that was set when the certificate was fetched.") : NULL,
        _ ("The key may not leave its store, so that the backup can only be made of the file that was "
           "received, and that cannot be opened. The new certificate is in use."));
  return g_steal_pointer (&contents);
}

/* The former password, where it opens what was received; else it was mistyped or is forgotten, and the backup
 * gets a new one. */
static gboolean
settle_password (KigenRun *run, GError **error)
{
  gboolean unopened = FALSE;
  gboolean has_former = kigen_received_is_there (run);
  if (run->password != NULL)
    return TRUE;
  if (!kigen_run_ask_password (run, has_former, error))
    return FALSE;
  g_autoptr (KigenPkcs12) received = has_former ? kigen_received_find (run, &unopened) : NULL;
  if (received != NULL || !unopened)
    return TRUE;
  if (run->questions->warning != NULL)
    run->questions->warning (_ ("This is not the password from before.  The backup gets a new one."),
                             run->questions->data);
  g_clear_pointer (&run->password, kigen_secret_unref);
  return kigen_run_ask_password (run, FALSE, error);
}

static KigenPkcs12 *
backup_contents (KigenRun *run, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (KigenPkcs12) contents = kigen_store_export (run->store, run->record->new_id, &problem);
  if (contents != NULL)
    return settle_password (run, error) ? g_steal_pointer (&contents) : NULL;
  if (g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_KEY))
    return received_contents (run, error);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

static char *
sum_of (const char *path)
{
  g_autoptr (GBytes) file = kigen_backup_read (path, NULL);
  return file != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file) : NULL;
}

gboolean
kigen_run_back_up (KigenRun *run, GError **error)
{
  if (!kigen_run_settle_backup (run, error))
    return FALSE;
  g_autoptr (KigenPkcs12) contents = backup_contents (run, error);
  gboolean legacy = g_str_equal (kigen_settings_get (run->place->settings, "Backup.Format"), "legacy");
  if (contents == NULL
      || !kigen_backup_write (run->record->backup, contents, run->password,
                              legacy ? KIGEN_PKCS12_LEGACY : KIGEN_PKCS12_MODERN, error))
    return FALSE;
  g_free (run->record->backup_sum);
  run->record->backup_sum = sum_of (run->record->backup);
  return TRUE;
}

/* Whether it opens with the password and holds the new certificate. */
static gboolean
opens (const KigenRun *run)
{
  g_autoptr (GBytes) file = kigen_backup_read (run->record->backup, NULL);
  g_autoptr (KigenPkcs12) contents
      = file != NULL ? kigen_backup_open (file, run->record->backup, run->password, NULL) : NULL;
  return contents != NULL && g_strcmp0 (contents->certificate->id, run->record->new_id) == 0;
}

gboolean
kigen_run_backup_holds (KigenRun *run)
{
  if (run->record->backup == NULL)
    return FALSE;
  if (run->record->backup_sum != NULL) {
    g_autofree char *sum = sum_of (run->record->backup);
    return g_strcmp0 (sum, run->record->backup_sum) == 0 && (run->password == NULL || opens (run));
  }
  /* Version 0.1.0 wrote no sum down. */
  return run->password != NULL && opens (run);
}
