/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Private keys that openssl's own program has put under a password. */

#include <kigen/base/error.h>
#include <kigen/crypto/key.h>

#include "workshop.h"

#include <openssl/err.h>
#include <string.h>

static void
assert_encrypted (const char *folder, EVP_PKEY *evp, const char *scheme)
{
  g_autofree char *output = workshop_run (
      folder, NULL, "openssl pkcs8 -topk8 -in key.pem -outform DER -out key.p8 -passout file:pass %s",
      scheme);
  g_autoptr (GBytes) der = workshop_read (folder, "key.p8");
  const void *bytes = g_bytes_get_data (der, NULL);
  gsize size = g_bytes_get_size (der);
  g_autoptr (KigenSecret) right = workshop_secret ("正しい1234");
  g_autoptr (KigenSecret) wrong = workshop_secret ("1235");
  g_autoptr (GError) error = NULL;

  g_autoptr (KigenKey) key = kigen_key_from_encrypted_pkcs8 (bytes, size, right, &error);
  g_assert_no_error (error);
  g_assert_cmpint (EVP_PKEY_eq (evp, kigen_key_evp (key)), ==, 1);

  g_assert_null (kigen_key_from_encrypted_pkcs8 (bytes, size, wrong, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_PASSWORD_WRONG);
  g_clear_error (&error);
  g_assert_null (kigen_key_from_encrypted_pkcs8 (bytes, size - 1, right, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
}

static void
test_encrypted (void)
{
  char *folder = workshop_open ();
  g_autoptr (EVP_PKEY) evp = mint_key (MINT_RSA);
  mint_write_key (folder, "key.pem", evp);
  workshop_write_text (folder, "pass", "正しい1234\n");

  assert_encrypted (folder, evp, "-v2 aes-256-cbc -v2prf hmacWithSHA256");
  assert_encrypted (folder, evp, "-v2 des3 -v2prf hmacWithSHA1");
  assert_encrypted (folder, evp, "-v1 PBE-SHA1-3DES");
  assert_encrypted (folder, evp, "-scrypt");
  workshop_close (folder);
}

/* A file that asks for two thousand million rounds is refused, not worked on for a quarter of an hour. */
static void
test_excessive (void)
{
  char *folder = workshop_open ();
  g_autoptr (EVP_PKEY) evp = mint_key (MINT_EC);
  mint_write_key (folder, "key.pem", evp);
  workshop_write_text (folder, "pass", "1234\n");
  g_autofree char *output
      = workshop_run (folder, NULL,
                      "openssl pkcs8 -topk8 -in key.pem -outform DER -out key.p8 -passout file:pass"
                      " -v2 aes-256-cbc -iter 8323072");
  g_autoptr (GBytes) der = workshop_read (folder, "key.p8");
  gsize size = g_bytes_get_size (der);
  g_autofree char *bytes = g_memdup2 (g_bytes_get_data (der, NULL), size);
  char *rounds = workshop_search (bytes, size, "\x02\x03\x7f\x00\x00", 5);
  g_assert_nonnull (rounds);

  /* the salt of eight bytes before it gives one to the number */
  g_assert_true (rounds[-10] == 0x04 && rounds[-9] == 0x08);
  rounds[-9] = 0x07;
  memcpy (rounds - 1, "\x02\x04\x7f\xff\xff\xff", 6);

  g_autoptr (KigenSecret) password = workshop_secret ("1234");
  g_autoptr (GError) error = NULL;
  g_assert_null (kigen_key_from_encrypted_pkcs8 (bytes, size, password, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
  workshop_close (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key/encrypted", test_encrypted);
  g_test_add_func ("/key/excessive", test_excessive);
  return g_test_run ();
}
