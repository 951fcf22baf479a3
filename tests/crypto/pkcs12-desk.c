/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* A desk's PKCS#12 files.  What is opened here has to be, or not to be, as the test says. */

#include "pkcs12-desk.h"

#include <kigen/crypto/x509.h>

#include <openssl/err.h>
#include <openssl/pkcs12.h>

void
pkcs12_desk_open (Pkcs12Desk *desk, gconstpointer given)
{
  MintKind kind = (MintKind)GPOINTER_TO_INT (given);
  desk->folder = workshop_open ();
  desk->ca_key = mint_key (kind);
  desk->key = mint_key (kind);
  desk->ca = mint_certificate (&(MintOrder){ .key = desk->ca_key, .subject = "CN=root", .is_ca = TRUE });
  desk->desk = mint_certificate (
      &(MintOrder){ .key = desk->key, .issuer = desk->ca, .issuer_key = desk->ca_key, .serial = "2" });
  mint_write_key (desk->folder, "key.pem", desk->key);
  mint_write_certificate (desk->folder, "ca.pem", desk->ca);
  mint_write_certificate (desk->folder, "desk.pem", desk->desk);
  workshop_write_text (desk->folder, "pass", "1234\n");
  workshop_write_text (desk->folder, "empty", "\n");
}

void
pkcs12_desk_close (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  workshop_close (desk->folder);
  EVP_PKEY_free (desk->ca_key);
  EVP_PKEY_free (desk->key);
  g_bytes_unref (desk->ca);
  g_bytes_unref (desk->desk);
}

KigenPkcs12 *
pkcs12_open (GBytes *file, const char *password, GError **error)
{
  g_autoptr (KigenSecret) secret = workshop_secret (password);
  KigenPkcs12 *contents = kigen_pkcs12_open (file, secret, error);
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
  return contents;
}

KigenPkcs12 *
pkcs12_open_well (GBytes *file, const char *password)
{
  g_autoptr (GError) error = NULL;
  KigenPkcs12 *contents = pkcs12_open (file, password, &error);
  g_assert_no_error (error);
  g_assert_nonnull (contents);
  return contents;
}

void
pkcs12_assert_fails (GBytes *file, const char *password, KigenErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (pkcs12_open (file, password, &error));
  g_assert_error (error, KIGEN_ERROR, (int)code);
}

void
pkcs12_assert_desk (const Pkcs12Desk *desk, GBytes *file, const char *password, const char *name)
{
  g_autoptr (KigenPkcs12) contents = pkcs12_open_well (file, password);
  g_assert_true (kigen_pkcs12_is_whole (file));
  g_assert_cmpuint (contents->n_keys, ==, 1);
  g_assert_nonnull (contents->key);
  g_assert_cmpint (EVP_PKEY_eq (kigen_key_evp (contents->key), desk->key), ==, 1);
  g_assert_nonnull (contents->certificate);
  g_assert_true (g_bytes_equal (contents->certificate->der, desk->desk));
  g_assert_cmpuint (contents->chain->len, ==, 1);
  g_assert_true (g_bytes_equal (g_ptr_array_index (contents->chain, 0), desk->ca));
  g_assert_cmpstr (contents->friendly_name, ==, name);
}

KigenPkcs12 *
pkcs12_desk_contents (const Pkcs12Desk *desk, const char *name)
{
  g_autoptr (GBytes) pkcs8 = mint_pkcs8 (desk->key);
  KigenPkcs12 *contents = kigen_pkcs12_new ();
  contents->key = kigen_key_from_pkcs8 (g_bytes_get_data (pkcs8, NULL), g_bytes_get_size (pkcs8), NULL);
  contents->n_keys = 1;
  contents->certificate = kigen_x509_parse (desk->desk, NULL);
  contents->friendly_name = g_strdup (name);
  g_ptr_array_add (contents->chain, g_bytes_ref (desk->ca));
  return contents;
}

GBytes *
pkcs12_write (const KigenPkcs12 *contents, KigenPkcs12Form form)
{
  g_autoptr (KigenSecret) password = workshop_secret ("1234");
  g_autoptr (GError) error = NULL;
  GBytes *file = kigen_pkcs12_write (contents, password, form, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
  return file;
}

static X509 *
decode (GBytes *der)
{
  const unsigned char *at = g_bytes_get_data (der, NULL);
  X509 *x509 = d2i_X509 (NULL, &at, (long)g_bytes_get_size (der));
  g_assert_nonnull (x509);
  return x509;
}

GBytes *
pkcs12_make (const Pkcs12Desk *desk, const char *password, int key_scheme, int certificate_scheme)
{
  STACK_OF (X509) *chain = sk_X509_new_null ();
  X509 *x509 = decode (desk->desk);
  sk_X509_push (chain, decode (desk->ca));
  PKCS12 *p12 = PKCS12_create (password, PKCS12_NAME, desk->key, x509, chain, key_scheme, certificate_scheme,
                               1, 1, 0);
  g_assert_nonnull (p12);
  unsigned char *bytes = NULL;
  int length = i2d_PKCS12 (p12, &bytes);
  GBytes *file = g_bytes_new (bytes, (gsize)length);
  OPENSSL_free (bytes);
  PKCS12_free (p12);
  X509_free (x509);
  sk_X509_pop_free (chain, X509_free);
  return file;
}
