/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Keys and certificates of the tests' own making, by OpenSSL and not by the code under test. */

#include "workshop.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

EVP_PKEY *
mint_key (MintKind kind)
{
  EVP_PKEY *key = kind == MINT_RSA ? EVP_PKEY_Q_keygen (NULL, NULL, "RSA", (size_t)2048)
                                   : EVP_PKEY_Q_keygen (NULL, NULL, "EC", "P-256");
  g_assert_nonnull (key);
  return key;
}

GBytes *
mint_pkcs8 (EVP_PKEY *key)
{
  PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8 (key);
  unsigned char *der = NULL;
  int size = i2d_PKCS8_PRIV_KEY_INFO (info, &der);
  g_assert_cmpint (size, >, 0);
  GBytes *bytes = g_bytes_new (der, (gsize)size);
  OPENSSL_free (der);
  PKCS8_PRIV_KEY_INFO_free (info);
  return bytes;
}

static void
fill_name (X509_NAME *name, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", -1);
  for (char **part = parts; *part != NULL; part++) {
    char *value = strchr (*part, '=');
    g_assert_nonnull (value);
    *value++ = '\0';
    g_assert_true (
        X509_NAME_add_entry_by_txt (name, *part, MBSTRING_UTF8, (const unsigned char *)value, -1, -1, 0));
  }
}

static void
add_extension (X509 *x509, int nid, const char *value)
{
  X509_EXTENSION *extension = X509V3_EXT_conf_nid (NULL, NULL, nid, value);
  g_assert_nonnull (extension);
  X509_add_ext (x509, extension, -1);
  X509_EXTENSION_free (extension);
}

static X509 *
decode (GBytes *der)
{
  const unsigned char *at = g_bytes_get_data (der, NULL);
  X509 *x509 = d2i_X509 (NULL, &at, (long)g_bytes_get_size (der));
  g_assert_nonnull (x509);
  return x509;
}

static void
fill_issuer (X509 *x509, GBytes *issuer)
{
  X509 *parent = issuer != NULL ? decode (issuer) : NULL;
  X509_set_issuer_name (x509, X509_get_subject_name (parent != NULL ? parent : x509));
  X509_free (parent);
}

GBytes *
mint_certificate (const MintOrder *order)
{
  X509 *x509 = X509_new ();
  X509_set_version (x509, order->version_1 ? X509_VERSION_1 : X509_VERSION_3);

  BIGNUM *serial = NULL;
  BN_hex2bn (&serial, order->serial != NULL ? order->serial : "1");
  BN_to_ASN1_INTEGER (serial, X509_get_serialNumber (x509));
  BN_free (serial);

  const char *not_before = order->not_before != NULL ? order->not_before : "20200101000000Z";
  const char *not_after = order->not_after != NULL ? order->not_after : "20491231235959Z";
  g_assert_true (ASN1_TIME_set_string_X509 (X509_getm_notBefore (x509), not_before));
  g_assert_true (ASN1_TIME_set_string_X509 (X509_getm_notAfter (x509), not_after));
  fill_name (X509_get_subject_name (x509), order->subject != NULL ? order->subject : "CN=desk");
  fill_issuer (x509, order->issuer);
  X509_set_pubkey (x509, order->key);
  if (!order->version_1)
    add_extension (x509, NID_basic_constraints, order->is_ca ? "critical,CA:TRUE" : "CA:FALSE");

  EVP_PKEY *signer = order->issuer_key != NULL ? order->issuer_key : order->key;
  g_assert_cmpint (X509_sign (x509, signer, EVP_sha256 ()), >, 0);
  unsigned char *der = NULL;
  int size = i2d_X509 (x509, &der);
  GBytes *bytes = g_bytes_new (der, (gsize)size);
  OPENSSL_free (der);
  X509_free (x509);
  return bytes;
}

void
mint_write_key (const char *folder, const char *name, EVP_PKEY *key)
{
  g_autofree char *path = workshop_path (folder, name);
  BIO *bio = BIO_new_file (path, "w");
  g_assert_true (PEM_write_bio_PrivateKey (bio, key, NULL, NULL, 0, NULL, NULL));
  BIO_free (bio);
}

void
mint_write_certificate (const char *folder, const char *name, GBytes *der)
{
  g_autofree char *path = workshop_path (folder, name);
  BIO *bio = BIO_new_file (path, "w");
  X509 *x509 = decode (der);
  g_assert_true (PEM_write_bio_X509 (bio, x509));
  X509_free (x509);
  BIO_free (bio);
}
