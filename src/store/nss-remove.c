/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* Taking a certificate out of an NSS database, by its object and not by a name: same subjects share a
 * nickname.  Its key goes first, if nobody else uses it: whoever is killed in between finds the certificate
 * again and can finish, whereas nothing would tell of a key that was left alone.  So the certificate goes
 * only when the key is seen to be gone. */

#include "nss-private.h"

#include <kigen/base/error.h>
#include <kigen/crypto/x509.h>

#include <glib/gi18n-lib.h>

/* A key lies there once, as a rule; nothing keeps other programs from writing it twice. */
#define MOST_TWINS 8

/* Whether another certificate needs the same key, by NSS's name for it or by the public key itself. */
static gboolean
key_is_shared (GPtrArray *found, const KigenNssCertificate *leaving)
{
  g_autoptr (GBytes) public_key = kigen_x509_public_key (leaving->der, NULL);
  for (guint i = 0; i < found->len; i++) {
    const KigenNssCertificate *other = g_ptr_array_index (found, i);
    if (other == leaving)
      continue;
    if (g_bytes_equal (other->key_id, leaving->key_id))
      return TRUE;
    g_autoptr (GBytes) its_key = kigen_x509_public_key (other->der, NULL);
    if (public_key != NULL && its_key != NULL && g_bytes_equal (public_key, its_key))
      return TRUE;
  }
  return FALSE;
}

static gboolean
remove_key (const KigenNss *nss, GBytes *key_id, CK_OBJECT_CLASS class, GError **error)
{
  for (int i = 0; i < MOST_TWINS; i++) {
    g_autoptr (GHashTable) keys = kigen_nss_keys (nss, class, error);
    if (keys == NULL)
      return FALSE;
    gpointer handle = g_hash_table_lookup (keys, key_id);
    if (handle == NULL)
      return TRUE;
    if (!kigen_nss_destroy (nss, GPOINTER_TO_SIZE (handle), error))
      return FALSE;
  }
  return TRUE;
}

gboolean
kigen_nss_remove (const KigenStore *store, const char *id, GError **error)
{
  g_autoptr (KigenNss) nss = kigen_nss_open (store, KIGEN_NSS_WRITE, error);
  g_autoptr (GPtrArray) found = nss != NULL ? kigen_nss_certificates (nss, error) : NULL;
  if (found == NULL)
    return FALSE;

  const KigenNssCertificate *leaving = kigen_nss_certificate_by_id (found, id);
  if (leaving == NULL)
    return TRUE;
  if (!kigen_nss_unlock (nss, error))
    return FALSE;
  gboolean has_own_key = g_bytes_get_size (leaving->key_id) > 0 && !key_is_shared (found, leaving);
  if (has_own_key
      && (!remove_key (nss, leaving->key_id, CKO_PRIVATE_KEY, error)
          || !remove_key (nss, leaving->key_id, CKO_PUBLIC_KEY, error)
          || !kigen_nss_confirm_key_gone (nss, leaving->key_id, error)))
    return FALSE;
  return kigen_nss_destroy (nss, leaving->handle, error) && kigen_nss_confirm_gone (nss, leaving->der, error);
}
