/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* A key out of an NSS database.  NSS gives its keys out encrypted only; so it is encrypted under a random
 * password that lives for this call.  A round of key derivation is enough: nobody can guess 256 bits. */

#include "nss-private.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>
#include <keyhi.h>
#include <secasn1.h>
#include <secitem.h>

#define ROUNDS 1

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SECKEYPrivateKey, SECKEY_DestroyPrivateKey)

static void
free_encrypted (SECKEYEncryptedPrivateKeyInfo *encrypted)
{
  SECKEY_DestroyEncryptedPrivateKeyInfo (encrypted, PR_TRUE);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SECKEYEncryptedPrivateKeyInfo, free_encrypted)

/* Text, so that no zero byte and no charset can come between the two libraries. */
static KigenSecret *
random_password (void)
{
  unsigned char random[32];
  void *bytes = NULL;
  KigenSecret *password = NULL;

  if (PK11_GenerateRandom (random, sizeof random) != SECSuccess)
    return NULL;
  password = kigen_secret_new_blank (2 * sizeof random, &bytes);
  char *text = bytes;
  for (gsize i = 0; i < sizeof random; i++) {
    text[2 * i] = "0123456789abcdef"[random[i] >> 4];
    text[2 * i + 1] = "0123456789abcdef"[random[i] & 15];
  }
  kigen_cleanse (random, sizeof random);
  return password;
}

static KigenKey *
reencode (const SECKEYEncryptedPrivateKeyInfo *encrypted, const KigenSecret *password, GError **error)
{
  SECItem *der
      = SEC_ASN1EncodeItem (NULL, NULL, encrypted, SEC_ASN1_GET (SECKEY_EncryptedPrivateKeyInfoTemplate));
  if (der == NULL) {
    kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("The private key cannot be read."));
    return NULL;
  }
  KigenKey *key = kigen_key_from_encrypted_pkcs8 (der->data, der->len, password, error);
  SECITEM_ZfreeItem (der, PR_TRUE);
  return key;
}

static SECItem
item_of (const void *bytes, gsize size)
{
  return (SECItem){ siBuffer, (unsigned char *)(guintptr)bytes, (unsigned int)size };
}

KigenKey *
kigen_nss_take_key (KigenNss *nss, GBytes *key_id, GError **error)
{
  if (!kigen_nss_unlock (nss, error))
    return NULL;

  gsize size = 0;
  const void *bytes = g_bytes_get_data (key_id, &size);
  SECItem id = item_of (bytes, size);
  g_autoptr (SECKEYPrivateKey) key = size > 0 ? PK11_FindKeyByKeyID (nss->slot, &id, NULL) : NULL;
  if (key == NULL) {
    kigen_fail (error, KIGEN_ERROR_KEY, NULL,
                _ ("The store %s does not hold the private key of this certificate."), nss->store->uri);
    return NULL;
  }

  g_autoptr (KigenSecret) password = random_password ();
  const void *text = password != NULL ? kigen_secret_bytes (password, &size) : NULL;
  SECItem password_item = item_of (text, text != NULL ? size : 0);
  g_autoptr (SECKEYEncryptedPrivateKeyInfo) encrypted = NULL;
  if (text != NULL)
    encrypted = PK11_ExportEncryptedPrivKeyInfoV2 (nss->slot, SEC_OID_PKCS5_PBES2, SEC_OID_AES_256_CBC,
                                                   SEC_OID_HMAC_SHA256, &password_item, key, ROUNDS, NULL);
  if (encrypted == NULL) {
    kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("The private key cannot leave the store %s."),
                nss->store->uri);
    return NULL;
  }
  return reencode (encrypted, password, error);
}
