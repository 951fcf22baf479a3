/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-crypto"

/* Keys as Windows' CryptoAPI writes them down. */

#include <kigen/crypto/key.h>

#include "openssl.h"

#include <glib/gi18n-lib.h>
#include <openssl/pem.h>

KigenKey *
kigen_key_from_blob (const void *blob, gsize size, GError **error)
{
  g_auto (KigenErrors) errors = kigen_errors_begin ();
  const unsigned char *at = blob;
  EVP_PKEY *evp = size <= G_MAXINT32 ? b2i_PrivateKey (&at, (long)size) : NULL;
  if (evp != NULL)
    return kigen_key_take_evp (evp, error);
  kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("The private key cannot be read."));
  return NULL;
}

KigenSecret *
kigen_key_to_blob (const KigenKey *key, GError **error)
{
  g_auto (KigenErrors) errors = kigen_errors_begin ();
  EVP_PKEY *evp = kigen_key_evp (key);
  /* Its memory is cleansed when it is freed. */
  BIO *memory = BIO_new (BIO_s_secmem ());
  char *bytes = NULL;
  long size = 0;
  KigenSecret *blob = NULL;
  if (EVP_PKEY_get_base_id (evp) == EVP_PKEY_RSA && i2b_PrivateKey_bio (memory, evp) > 0)
    size = BIO_get_mem_data (memory, &bytes);
  if (size > 0)
    blob = kigen_secret_new (bytes, (gsize)size);
  BIO_free (memory);
  if (blob == NULL)
    kigen_fail (error, KIGEN_ERROR_KEY, NULL, _ ("The private key is of a kind that is not supported."));
  return blob;
}
