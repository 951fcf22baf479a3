/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* A look at what is really in an NSS database.  NSS says that it has written or destroyed an object when the
 * disk was full and nothing was; whoever opens the database anew sees what the disk has. */

#include "nss-private.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

typedef struct {
  GPtrArray *certificates; /* KigenNssCertificate */
  GHashTable *keys;        /* as kigen_nss_keys() gives them */
  GHashTable *public_keys;
} Sight;

static void
clear_sight (Sight *sight)
{
  g_clear_pointer (&sight->certificates, g_ptr_array_unref);
  g_clear_pointer (&sight->keys, g_hash_table_unref);
  g_clear_pointer (&sight->public_keys, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sight, clear_sight)

static gboolean
look (const KigenNss *worked, Sight *sight, GError **error)
{
  g_autoptr (KigenNss) anew = kigen_nss_open (worked->store, KIGEN_NSS_READ, error);
  if (anew == NULL || !kigen_nss_unlock_like (anew, worked, error))
    return FALSE;
  sight->certificates = kigen_nss_certificates (anew, error);
  if (sight->certificates != NULL)
    sight->keys = kigen_nss_keys (anew, CKO_PRIVATE_KEY, error);
  if (sight->keys != NULL)
    sight->public_keys = kigen_nss_keys (anew, CKO_PUBLIC_KEY, error);
  return sight->public_keys != NULL;
}

static gboolean
fail_full (const char *message, GError **error)
{
  return kigen_fail (error, KIGEN_ERROR_STORE_UNREADABLE,
                     _ ("Make room on the drive of the certificate store, and try again."), "%s", message);
}

gboolean
kigen_nss_confirm_key_gone (const KigenNss *nss, GBytes *key_id, GError **error)
{
  g_auto (Sight) sight = { NULL, NULL, NULL };
  if (!look (nss, &sight, error))
    return FALSE;
  if (!g_hash_table_contains (sight.keys, key_id) && !g_hash_table_contains (sight.public_keys, key_id))
    return TRUE;
  g_autofree char *message = g_strdup_printf (
      _ ("The key could not be taken out of the store %s: it and its certificate are still there."),
      nss->store->uri);
  return fail_full (message, error);
}

gboolean
kigen_nss_confirm_gone (const KigenNss *nss, GBytes *der, GError **error)
{
  g_auto (Sight) sight = { NULL, NULL, NULL };
  if (!look (nss, &sight, error))
    return FALSE;
  const KigenNssCertificate *there = kigen_nss_certificate_by_der (sight.certificates, der);
  if (there == NULL)
    return TRUE;
  g_autofree char *message
      = g_hash_table_contains (sight.keys, there->key_id)
            ? g_strdup_printf (
                _ ("The certificate could not be taken out of the store %s: it is still there with its key."),
                nss->store->uri)
            : g_strdup_printf (_ ("The certificate could not be taken out of the store %s: its key is gone, "
                                  "but it is still there."),
                               nss->store->uri);
  return fail_full (message, error);
}

gboolean
kigen_nss_confirm_there (const KigenNss *nss, GBytes *der, GError **error)
{
  g_auto (Sight) sight = { NULL, NULL, NULL };
  if (!look (nss, &sight, error))
    return FALSE;
  const KigenNssCertificate *there = kigen_nss_certificate_by_der (sight.certificates, der);
  if (there != NULL && g_hash_table_contains (sight.keys, there->key_id))
    return TRUE;
  g_autofree char *message = g_strdup_printf (
      there == NULL ? _ ("The certificate was written into the store %s but is not found there.")
                    : _ ("The key was written into the store %s but is not found there."),
      nss->store->uri);
  return fail_full (message, error);
}
