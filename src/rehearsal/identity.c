/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * A certificate with its key, and the shapes in which the two travel: PEM for the authority's own folder,
 * PKCS#12 for its users.  Everything here is thrown away with the folder; keys are stored without a password.
 */
#include "identity.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>

#define RSA_BITS 2048
#define ITERATIONS 2048

void
openssl_fail (GError **error, const char *what)
{
  char reason[256] = "";
  ERR_error_string_n (ERR_peek_last_error (), reason, sizeof reason);
  ERR_clear_error ();
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", what, reason);
}

Identity *
identity_new (X509 *certificate, EVP_PKEY *key)
{
  Identity *identity = g_new0 (Identity, 1);
  identity->certificate = certificate;
  identity->key = key;
  return identity;
}

void
identity_free (Identity *identity)
{
  X509_free (identity->certificate);
  EVP_PKEY_free (identity->key);
  g_free (identity);
}

EVP_PKEY *
identity_make_key (KeyType type, GError **error)
{
  EVP_PKEY *key = type == KEY_EC ? EVP_EC_gen ("P-256") : EVP_RSA_gen (RSA_BITS);
  if (key == NULL)
    openssl_fail (error, "A key could not be made");
  return key;
}

static char *
bio_to_string (BIO *bio)
{
  char *data = NULL;
  long length = BIO_get_mem_data (bio, &data);
  return g_strndup (data, (gsize)MAX (length, 0));
}

char *
identity_to_pem (const Identity *identity, GError **error)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_secmem ());
  if (!PEM_write_bio_X509 (bio, identity->certificate)
      || !PEM_write_bio_PrivateKey (bio, identity->key, NULL, NULL, 0, NULL, NULL)) {
    openssl_fail (error, "A certificate could not be written");
    return NULL;
  }
  return bio_to_string (bio);
}

Identity *
identity_from_pem (const char *pem, GError **error)
{
  g_autoptr (BIO) certificates = BIO_new_mem_buf (pem, -1);
  g_autoptr (BIO) keys = BIO_new_mem_buf (pem, -1);
  g_autoptr (X509) certificate = PEM_read_bio_X509 (certificates, NULL, NULL, NULL);
  g_autoptr (EVP_PKEY) key = PEM_read_bio_PrivateKey (keys, NULL, NULL, NULL);
  if (certificate == NULL || key == NULL) {
    openssl_fail (error, "A certificate of the folder could not be read");
    return NULL;
  }
  return identity_new (g_steal_pointer (&certificate), g_steal_pointer (&key));
}

/* RC2 lives in the legacy provider; once one provider is loaded by hand, the default one has to be as well.
 */
static gboolean
load_legacy (void)
{
  /* Kept for as long as the program runs. */
  static const OSSL_PROVIDER *legacy = NULL;
  static const OSSL_PROVIDER *standard = NULL;
  if (legacy == NULL)
    legacy = OSSL_PROVIDER_load (NULL, "legacy");
  if (standard == NULL)
    standard = OSSL_PROVIDER_load (NULL, "default");
  return legacy != NULL && standard != NULL;
}

static void
choose_ciphers (Pkcs12Form form, int *key_cipher, int *certificate_cipher)
{
  static const int ciphers[][2] = {
    [PKCS12_MODERN] = { NID_aes_256_cbc, NID_aes_256_cbc },
    [PKCS12_3DES] = { NID_pbe_WithSHA1And3_Key_TripleDES_CBC, NID_pbe_WithSHA1And3_Key_TripleDES_CBC },
    [PKCS12_RC2] = { NID_pbe_WithSHA1And3_Key_TripleDES_CBC, NID_pbe_WithSHA1And40BitRC2_CBC },
  };
  *key_cipher = ciphers[form][0];
  *certificate_cipher = ciphers[form][1];
}

static GBytes *
pkcs12_to_bytes (PKCS12 *pkcs12)
{
  unsigned char *der = NULL;
  int length = i2d_PKCS12 (pkcs12, &der);
  if (length <= 0)
    return NULL;
  GBytes *bytes = g_bytes_new (der, (gsize)length);
  OPENSSL_free (der);
  return bytes;
}

GBytes *
identity_to_pkcs12 (X509 *certificate, EVP_PKEY *key, X509 *chain, const char *friendly_name, Pkcs12Form form,
                    const char *password, GError **error)
{
  if (form == PKCS12_RC2 && !load_legacy ()) {
    openssl_fail (error, "OpenSSL's legacy provider, which RC2 needs, is not installed");
    return NULL;
  }
  int key_cipher, certificate_cipher;
  choose_ciphers (form, &key_cipher, &certificate_cipher);
  g_autoptr (X509Stack) others = sk_X509_new_null ();
  sk_X509_push (others, chain);
  /* a key that does not fit is among the faults: OpenSSL would refuse to pack it with its certificate, so it
   * goes in on its own */
  g_autoptr (PKCS12) pkcs12 = NULL;
  if (key == NULL || X509_check_private_key (certificate, key) == 1) {
    pkcs12 = PKCS12_create (password, friendly_name, key, certificate, others, key_cipher, certificate_cipher,
                            ITERATIONS, -1, 0);
  } else {
    STACK_OF (PKCS7) *safes = NULL;
    STACK_OF (PKCS12_SAFEBAG) *bags = NULL;
    STACK_OF (PKCS12_SAFEBAG) *key_bags = NULL;
    PKCS12_add_cert (&bags, certificate);
    PKCS12_add_cert (&bags, chain);
    PKCS12_add_safe (&safes, bags, certificate_cipher, ITERATIONS, password);
    PKCS12_add_key (&key_bags, key, 0, ITERATIONS, key_cipher, password);
    PKCS12_add_safe (&safes, key_bags, -1, 0, NULL);
    pkcs12 = PKCS12_add_safes (safes, 0);
    sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);
    sk_PKCS12_SAFEBAG_pop_free (key_bags, PKCS12_SAFEBAG_free);
    sk_PKCS7_pop_free (safes, PKCS7_free);
  }
  ERR_clear_error ();
  const EVP_MD *digest = form == PKCS12_MODERN ? EVP_sha256 () : EVP_sha1 ();
  if (pkcs12 == NULL || !PKCS12_set_mac (pkcs12, password, -1, NULL, 0, ITERATIONS, digest)) {
    openssl_fail (error, "A PKCS#12 file could not be made");
    return NULL;
  }
  return pkcs12_to_bytes (pkcs12);
}
