/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* A PKCS#12 file that somebody has: opened and found whole, or said what is wrong with it. */

#include <kigen/renewal/renewal.h>

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <glib/gi18n-lib.h>

/* A PKCS#12 of one identity has some kilobytes; whatever is larger is something else. */
#define LARGEST_FILE (1024 * 1024)

GBytes *
kigen_backup_read (const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gsize size = 0;
  char *text = kigen_file_read (path, KIGEN_FILE_ORDINARY, LARGEST_FILE, &size, &problem);
  if (text == NULL) {
    kigen_fail (error, KIGEN_ERROR_FILE_DAMAGED, _ ("Check the file's name and who may read it."),
                _ ("The file cannot be read: %s"), problem->message);
    return NULL;
  }
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, size);
  if (kigen_pkcs12_is_whole (bytes))
    return g_steal_pointer (&bytes);
  kigen_fail (error, KIGEN_ERROR_FILE_DAMAGED, NULL, _ ("%s is not a backup, or is not whole."), path);
  return NULL;
}

static gboolean
check_contents (const KigenPkcs12 *contents, const char *path, GError **error)
{
  if (contents->certificate == NULL)
    return kigen_fail (error, KIGEN_ERROR_FILE_DAMAGED, NULL, _ ("There is no certificate in %s."), path);
  if (contents->n_keys == 0)
    return kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("There is no key in %s."), path);
  if (contents->n_keys > 1)
    return kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("There are %u keys in %s; there should be one."),
                       contents->n_keys, path);
  if (!kigen_key_fits (contents->key, contents->certificate->der))
    return kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("The key in %s is not the certificate's."), path);
  return TRUE;
}

KigenPkcs12 *
kigen_backup_open (GBytes *file, const char *path, const KigenSecret *password, GError **error)
{
  g_autoptr (KigenPkcs12) contents = kigen_pkcs12_open (file, password, error);
  if (contents == NULL || !check_contents (contents, path, error))
    return NULL;
  return g_steal_pointer (&contents);
}
