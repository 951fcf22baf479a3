/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-crypto"

/* Private keys.  OpenSSL cleanses its own structures; what we encode goes into a KigenSecret at once. */

#include <kigen/crypto/key.h>

#include <kigen/base/error.h>

#include "openssl.h"

#include <glib/gi18n-lib.h>

struct _KigenKey {
  EVP_PKEY *evp;
  gatomicrefcount references;
};

static gboolean
fail_unreadable (GError **error)
{
  return kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("The private key cannot be read."));
}

KigenKey *
kigen_key_take_evp (EVP_PKEY *evp, GError **error)
{
  int type = EVP_PKEY_get_base_id (evp);
  if (type != EVP_PKEY_RSA && type != EVP_PKEY_EC) {
    EVP_PKEY_free (evp);
    kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("The private key is of a kind that is not supported."));
    return NULL;
  }
  KigenKey *key = g_new0 (KigenKey, 1);
  key->evp = evp;
  g_atomic_ref_count_init (&key->references);
  return key;
}

KigenKey *
kigen_key_ref (KigenKey *key)
{
  g_atomic_ref_count_inc (&key->references);
  return key;
}

void
kigen_key_unref (KigenKey *key)
{
  if (!g_atomic_ref_count_dec (&key->references))
    return;
  EVP_PKEY_free (key->evp);
  g_free (key);
}

static KigenKey *
take_info (PKCS8_PRIV_KEY_INFO *info, GError **error)
{
  EVP_PKEY *evp = EVP_PKCS82PKEY (info);
  if (evp == NULL) {
    fail_unreadable (error);
    return NULL;
  }
  return kigen_key_take_evp (evp, error);
}

KigenKey *
kigen_key_from_pkcs8 (const void *der, gsize size, GError **error)
{
  g_auto (KigenErrors) errors = kigen_errors_begin ();
  const unsigned char *end = der;
  g_autoptr (PKCS8_PRIV_KEY_INFO) info = NULL;

  if (size <= G_MAXINT32)
    info = d2i_PKCS8_PRIV_KEY_INFO (NULL, &end, (long)size);
  if (info == NULL || end != (const unsigned char *)der + size) {
    fail_unreadable (error);
    return NULL;
  }
  return take_info (info, error);
}

KigenKey *
kigen_key_from_encrypted_pkcs8 (const void *der, gsize size, const KigenSecret *password, GError **error)
{
  g_auto (KigenErrors) errors = kigen_errors_begin ();
  const unsigned char *end = der;
  g_autoptr (X509_SIG) encrypted = size <= G_MAXINT32 ? d2i_X509_SIG (NULL, &end, (long)size) : NULL;
  const X509_ALGOR *algorithm = NULL;

  if (encrypted != NULL)
    X509_SIG_get0 (encrypted, &algorithm, NULL);
  if (encrypted == NULL || end != (const unsigned char *)der + size || kigen_pbe_is_excessive (algorithm)) {
    fail_unreadable (error);
    return NULL;
  }

  gsize length = 0;
  const char *text = kigen_secret_bytes (password, &length);
  g_autoptr (PKCS8_PRIV_KEY_INFO) info = PKCS8_decrypt (encrypted, text, (int)length);
  if (info != NULL)
    return take_info (info, error);
  if (kigen_errors_say_unsupported ())
    fail_unreadable (error);
  else
    kigen_fail (error, KIGEN_ERROR_PASSWORD_WRONG, NULL, _ ("The password does not open the private key."));
  return NULL;
}

KigenSecret *
kigen_key_to_pkcs8 (const KigenKey *key, GError **error)
{
  g_auto (KigenErrors) errors = kigen_errors_begin ();
  g_autoptr (PKCS8_PRIV_KEY_INFO) info = EVP_PKEY2PKCS8 (key->evp);
  int size = info != NULL ? i2d_PKCS8_PRIV_KEY_INFO (info, NULL) : 0;
  if (size <= 0) {
    kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("The private key cannot be written."));
    return NULL;
  }

  void *bytes = NULL;
  KigenSecret *secret = kigen_secret_new_blank ((gsize)size, &bytes);
  unsigned char *at = bytes;
  i2d_PKCS8_PRIV_KEY_INFO (info, &at);
  return secret;
}

gboolean
kigen_key_fits (const KigenKey *key, GBytes *certificate)
{
  g_auto (KigenErrors) errors = kigen_errors_begin ();
  g_autoptr (X509) x509 = kigen_x509_decode (certificate);
  EVP_PKEY *public_key = x509 != NULL ? X509_get0_pubkey (x509) : NULL;
  return public_key != NULL && EVP_PKEY_eq (public_key, key->evp) == 1;
}

void *
kigen_key_evp (const KigenKey *key)
{
  return key->evp;
}
