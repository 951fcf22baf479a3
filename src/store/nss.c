/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* NSS databases (cert9.db and key4.db), those of Chromium and Firefox: the back end's table and what reads.
 */

#include "nss-private.h"

#include <kigen/base/error.h>
#include <kigen/crypto/x509.h>

#include <errno.h>
#include <glib/gi18n-lib.h>

static KigenHasKey
has_key (const KigenNssCertificate *found, GHashTable *keys)
{
  if (keys == NULL)
    return KIGEN_HAS_KEY_UNKNOWN;
  return g_hash_table_contains (keys, found->key_id) ? KIGEN_HAS_KEY_YES : KIGEN_HAS_KEY_NO;
}

/* The record of what was found; NULL where it is not a certificate. */
static KigenCertificate *
describe (const KigenNss *nss, const KigenNssCertificate *found, GHashTable *keys)
{
  KigenCertificate *certificate = kigen_x509_parse (found->der, NULL);
  if (certificate == NULL) {
    g_debug ("%s: left out what cannot be parsed: %s", nss->store->path, found->label);
    return NULL;
  }
  certificate->label = g_strdup (found->label);
  certificate->store = g_strdup (nss->store->uri);
  certificate->has_key = has_key (found, keys);
  return certificate;
}

static GPtrArray *
list (const KigenStore *store, GError **error)
{
  g_autoptr (KigenNss) nss = kigen_nss_open (store, KIGEN_NSS_READ, error);
  g_autoptr (GPtrArray) found = nss != NULL ? kigen_nss_certificates (nss, error) : NULL;
  if (found == NULL)
    return NULL;

  g_autoptr (GHashTable) keys = NULL;
  if (!kigen_nss_is_locked (nss)) {
    keys = kigen_nss_keys (nss, CKO_PRIVATE_KEY, error);
    if (keys == NULL)
      return NULL;
  }

  GPtrArray *certificates = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_certificate_unref);
  for (guint i = 0; i < found->len; i++) {
    g_autoptr (KigenCertificate) certificate = describe (nss, g_ptr_array_index (found, i), keys);
    if (certificate != NULL && !certificate->is_ca)
      g_ptr_array_add (certificates, g_steal_pointer (&certificate));
  }
  return certificates;
}

/* Certificate and chain, without the key. */
typedef struct {
  KigenCertificate *certificate;
  GBytes *key_id;
  GPtrArray *chain;
} Identity;

static void
clear_identity (Identity *identity)
{
  g_clear_pointer (&identity->certificate, kigen_certificate_unref);
  g_clear_pointer (&identity->key_id, g_bytes_unref);
  g_clear_pointer (&identity->chain, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Identity, clear_identity)

static GPtrArray *
find_authorities (GPtrArray *found)
{
  GPtrArray *authorities = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_certificate_unref);
  for (guint i = 0; i < found->len; i++) {
    KigenNssCertificate *one = g_ptr_array_index (found, i);
    g_autoptr (KigenCertificate) certificate = kigen_x509_parse (one->der, NULL);
    if (certificate != NULL && certificate->is_ca)
      g_ptr_array_add (authorities, g_steal_pointer (&certificate));
  }
  return authorities;
}

static gboolean
find_identity (const KigenNss *nss, const char *id, Identity *identity, GError **error)
{
  g_autoptr (GPtrArray) found = kigen_nss_certificates (nss, error);
  if (found == NULL)
    return FALSE;

  KigenNssCertificate *one = kigen_nss_certificate_by_id (found, id);
  identity->certificate = one != NULL ? describe (nss, one, NULL) : NULL;
  if (identity->certificate == NULL)
    return kigen_fail (error, KIGEN_ERROR_CERTIFICATE_ABSENT, NULL,
                       _ ("The store %s does not hold this certificate."), nss->store->uri);
  identity->key_id = g_bytes_ref (one->key_id);
  g_autoptr (GPtrArray) authorities = find_authorities (found);
  identity->chain = kigen_store_chain (authorities, identity->certificate);
  return TRUE;
}

/* The key of an identity, which is then known to have one. */
static KigenKey *
find_key (KigenNss *nss, Identity *identity, GError **error)
{
  g_autoptr (KigenKey) key = kigen_nss_take_key (nss, identity->key_id, error);
  if (key == NULL)
    return NULL;
  g_return_val_if_fail (identity->certificate != NULL, NULL);
  if (!kigen_key_fits (key, identity->certificate->der)) {
    kigen_fail (error, KIGEN_ERROR_KEY, NULL,
                _ ("The private key and the certificate do not belong together."));
    return NULL;
  }
  identity->certificate->has_key = KIGEN_HAS_KEY_YES;
  return g_steal_pointer (&key);
}

static KigenCredential *
credential (const KigenStore *store, const char *id, GError **error)
{
  g_auto (Identity) identity = { NULL, NULL, NULL };
  g_autoptr (KigenNss) nss = kigen_nss_open (store, KIGEN_NSS_READ, error);
  if (nss == NULL || !find_identity (nss, id, &identity, error))
    return NULL;
  g_autoptr (KigenKey) key = find_key (nss, &identity, error);
  return key != NULL ? kigen_credential_new (identity.certificate, identity.chain, key, NULL) : NULL;
}

static KigenPkcs12 *
export_identity (const KigenStore *store, const char *id, GError **error)
{
  g_autoptr (KigenCredential) shown = credential (store, id, error);
  if (shown == NULL)
    return NULL;
  KigenPkcs12 *contents = kigen_pkcs12_new ();
  contents->key = kigen_key_ref (shown->key);
  contents->n_keys = 1;
  contents->certificate = kigen_certificate_ref (shown->certificate);
  contents->friendly_name = g_strdup (shown->certificate->label);
  g_clear_pointer (&contents->chain, g_ptr_array_unref);
  contents->chain = g_ptr_array_ref (shown->chain);
  return contents;
}

static gboolean
create (const KigenStore *store, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (KigenNss) nss = kigen_nss_open (store, KIGEN_NSS_READ, &reason);
  if (nss != NULL)
    return TRUE;
  if (!g_error_matches (reason, KIGEN_ERROR, KIGEN_ERROR_STORE_ABSENT)) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return FALSE;
  }
  if (g_mkdir_with_parents (store->path, 0700) != 0)
    return kigen_fail (error, KIGEN_ERROR_STORE_UNREADABLE, NULL, _ ("The folder %s cannot be made: %s"),
                       store->path, g_strerror (errno));
  return kigen_nss_make (store, error);
}

static gboolean
check_writable (const KigenStore *store, GError **error)
{
  g_autoptr (KigenNss) nss = kigen_nss_open (store, KIGEN_NSS_WRITE, error);
  return nss != NULL;
}

static char *
locate (const char *path)
{
  return g_canonicalize_filename (path, NULL);
}

const KigenStoreBackEnd kigen_store_nss = {
  .scheme = "nss",
  .library = kigen_nss_library,
  .discover = kigen_nss_discover,
  .discover_places = kigen_nss_discover_places,
  .usual = kigen_nss_usual,
  .locate = locate,
  .list = list,
  .credential = credential,
  .export_identity = export_identity,
  .import = kigen_nss_import,
  .remove = kigen_nss_remove,
  .create = create,
  .check_writable = check_writable,
  .watch_place = kigen_nss_watch_place,
};
