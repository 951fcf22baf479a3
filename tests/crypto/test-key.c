/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Private keys in and out of PKCS#8, and of the form that Windows has for those of RSA. */

#include <kigen/base/error.h>
#include <kigen/crypto/key.h>

#include "workshop.h"

#include <openssl/err.h>

static KigenKey *
read_key (GBytes *der)
{
  g_autoptr (GError) error = NULL;
  KigenKey *key = kigen_key_from_pkcs8 (g_bytes_get_data (der, NULL), g_bytes_get_size (der), &error);
  g_assert_no_error (error);
  return key;
}

static void
there_and_back (MintKind kind)
{
  g_autoptr (EVP_PKEY) evp = mint_key (kind);
  g_autoptr (GBytes) der = mint_pkcs8 (evp);
  g_autoptr (KigenKey) key = read_key (der);
  g_autoptr (KigenSecret) written = kigen_key_to_pkcs8 (key, NULL);

  gsize size = 0;
  const void *bytes = kigen_secret_bytes (written, &size);
  g_autoptr (GBytes) again = g_bytes_new (bytes, size);
  g_assert_true (g_bytes_equal (again, der));
  g_assert_cmpint (EVP_PKEY_eq (evp, kigen_key_evp (key)), ==, 1);

  g_autoptr (EVP_PKEY) stranger = mint_key (kind);
  g_autoptr (GBytes) own = mint_certificate (&(MintOrder){ .key = evp });
  g_autoptr (GBytes) other = mint_certificate (&(MintOrder){ .key = stranger });
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("rubbish", 7);
  g_assert_true (kigen_key_fits (key, own));
  g_assert_false (kigen_key_fits (key, other));
  g_assert_false (kigen_key_fits (key, rubbish));
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
}

static void
test_rsa (void)
{
  there_and_back (MINT_RSA);
}

static void
test_ec (void)
{
  there_and_back (MINT_EC);
}

static void
test_not_whole (void)
{
  g_autoptr (EVP_PKEY) evp = mint_key (MINT_EC);
  g_autoptr (GBytes) der = mint_pkcs8 (evp);
  const char *bytes = g_bytes_get_data (der, NULL);

  for (gsize length = 0; length < g_bytes_get_size (der); length++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (kigen_key_from_pkcs8 (bytes, length, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
  }
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
}

static void
test_other_kind (void)
{
  g_autoptr (EVP_PKEY) evp = EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
  g_autoptr (GBytes) der = mint_pkcs8 (evp);
  g_autoptr (GError) error = NULL;
  g_assert_null (kigen_key_from_pkcs8 (g_bytes_get_data (der, NULL), g_bytes_get_size (der), &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
}

static KigenSecret *
write_blob (const KigenKey *key)
{
  g_autoptr (GError) error = NULL;
  KigenSecret *blob = kigen_key_to_blob (key, &error);
  g_assert_no_error (error);
  return blob;
}

static void
test_blob (void)
{
  g_autoptr (EVP_PKEY) evp = mint_key (MINT_RSA);
  g_autoptr (GBytes) der = mint_pkcs8 (evp);
  g_autoptr (KigenKey) key = read_key (der);
  g_autoptr (KigenSecret) blob = write_blob (key);
  gsize size = 0;
  const guint8 *bytes = kigen_secret_bytes (blob, &size);

  /* BLOBHEADER: PRIVATEKEYBLOB in version 2, for exchanging keys; RSAPUBKEY: "RSA2" and 2048 bits */
  static const guint8 head[] = { 7, 2, 0, 0, 0, 0xa4, 0, 0, 'R', 'S', 'A', '2', 0, 8, 0, 0 };
  g_assert_cmpuint (size, >, sizeof head);
  g_assert_true (memcmp (bytes, head, sizeof head) == 0);
  g_assert_cmpuint (size, ==, 20u + 2048u / 16u * 9u);

  g_autoptr (GError) error = NULL;
  g_autoptr (KigenKey) again = kigen_key_from_blob (bytes, size, &error);
  g_assert_no_error (error);
  g_assert_cmpint (EVP_PKEY_eq (evp, kigen_key_evp (again)), ==, 1);
  g_autoptr (GBytes) own = mint_certificate (&(MintOrder){ .key = evp });
  g_assert_true (kigen_key_fits (again, own));
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
}

static void
test_blob_not_whole (void)
{
  g_autoptr (EVP_PKEY) evp = mint_key (MINT_RSA);
  g_autoptr (GBytes) der = mint_pkcs8 (evp);
  g_autoptr (KigenKey) key = read_key (der);
  g_autoptr (KigenSecret) blob = write_blob (key);
  gsize size = 0;
  const char *bytes = kigen_secret_bytes (blob, &size);

  for (gsize length = 0; length < size; length += length < 32 ? 1 : 61) {
    g_autoptr (GError) error = NULL;
    g_assert_null (kigen_key_from_blob (bytes, length, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
  }
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
}

static void
test_blob_of_ec (void)
{
  g_autoptr (EVP_PKEY) evp = mint_key (MINT_EC);
  g_autoptr (GBytes) der = mint_pkcs8 (evp);
  g_autoptr (KigenKey) key = read_key (der);
  g_autoptr (GError) error = NULL;

  g_assert_null (kigen_key_to_blob (key, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key/rsa", test_rsa);
  g_test_add_func ("/key/ec", test_ec);
  g_test_add_func ("/key/not-whole", test_not_whole);
  g_test_add_func ("/key/other-kind", test_other_kind);
  g_test_add_func ("/key/blob", test_blob);
  g_test_add_func ("/key/blob/not-whole", test_blob_not_whole);
  g_test_add_func ("/key/blob/ec", test_blob_of_ec);
  return g_test_run ();
}
