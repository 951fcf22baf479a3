/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What an authority may send, and what is said to it. */

#include "../../src/renewal/renewal-private.h"
#include "workshop.h"

#include <kigen/base/error.h>
#include <kigen/crypto/x509.h>

#include <openssl/pkcs12.h>

#define NOW 1795143600 /* 2026-11-20 */
#define SUBJECT "C=JP/O=ReceiptOnline/OU=hokkaido/OU=medical/CN=0110119153"
#define CA "C=JP/O=Practice/CN=Online Billing NW Common Root CA - G1"
#define OLD_END "20261127000000Z"
#define NEW_BEGIN "20261120000000Z"
#define NEW_END "20300220000000Z"

typedef struct {
  EVP_PKEY *ca_key, *key;
  GBytes *ca;
  KigenCertificate *old;
  KigenProfile *profile;
  KigenSecret *password;
} Authority;

static GBytes *
issue (const Authority *authority, const char *subject, EVP_PKEY *key, const char *end)
{
  MintOrder order = { .key = key,
                      .subject = subject,
                      .issuer = authority->ca,
                      .issuer_key = authority->ca_key,
                      .not_before = NEW_BEGIN,
                      .not_after = end };
  return mint_certificate (&order);
}

static void
open_authority (Authority *authority, gconstpointer unused G_GNUC_UNUSED)
{
  authority->ca_key = mint_key (MINT_EC);
  authority->key = mint_key (MINT_EC);
  MintOrder root = { .key = authority->ca_key, .subject = CA, .is_ca = TRUE };
  authority->ca = mint_certificate (&root);
  g_autoptr (EVP_PKEY) old_key = mint_key (MINT_EC);
  g_autoptr (GBytes) old = issue (authority, SUBJECT, old_key, OLD_END);
  authority->old = kigen_x509_parse (old, NULL);
  authority->profile = kigen_profile_load_builtin ("obn", NULL);
  authority->password = workshop_secret ("4711");
}

static void
close_authority (Authority *authority, gconstpointer unused G_GNUC_UNUSED)
{
  EVP_PKEY_free (authority->ca_key);
  EVP_PKEY_free (authority->key);
  g_bytes_unref (authority->ca);
  kigen_certificate_unref (authority->old);
  kigen_profile_unref (authority->profile);
  kigen_secret_unref (authority->password);
}

/* The PKCS#12 of a certificate that this key is sent along with. */
static GBytes *
pack (const Authority *authority, GBytes *der, EVP_PKEY *key)
{
  g_autoptr (KigenPkcs12) contents = kigen_pkcs12_new ();
  g_autoptr (GBytes) pkcs8 = mint_pkcs8 (key);
  contents->certificate = kigen_x509_parse (der, NULL);
  contents->key = kigen_key_from_pkcs8 (g_bytes_get_data (pkcs8, NULL), g_bytes_get_size (pkcs8), NULL);
  contents->n_keys = 1;
  if (contents->chain == NULL)
    contents->chain = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  return kigen_pkcs12_write (contents, authority->password, KIGEN_PKCS12_MODERN, NULL);
}

static KigenPkcs12 *
open_issued (const Authority *authority, GBytes *file, GError **error)
{
  return kigen_issued_open (file, authority->password, authority->profile, authority->old, NOW, error);
}

static void
assert_not_ours (const Authority *authority, GBytes *der)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = pack (authority, der, authority->key);
  g_autoptr (KigenPkcs12) contents = open_issued (authority, file, &error);
  g_assert_null (contents);
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_NOT_OURS);
}

static void
test_what_was_asked_for (Authority *authority, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) der = issue (authority, SUBJECT, authority->key, NEW_END);
  g_autoptr (GBytes) file = pack (authority, der, authority->key);
  g_autoptr (KigenPkcs12) contents = open_issued (authority, file, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) oddities
      = kigen_issued_oddities (contents->certificate, authority->profile, authority->old);
  g_assert_cmpuint (oddities->len, ==, 0);
}

static void
test_somebody_elses (Authority *authority, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) der = issue (authority, "C=JP/O=ReceiptOnline/CN=0110119999", authority->key, NEW_END);
  assert_not_ours (authority, der);
}

static void
test_another_issuers (Authority *authority, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (EVP_PKEY) other_key = mint_key (MINT_EC);
  MintOrder root = { .key = other_key, .subject = "C=JP/CN=Some Other CA", .is_ca = TRUE };
  g_autoptr (GBytes) other = mint_certificate (&root);
  MintOrder order = { .key = authority->key,
                      .subject = SUBJECT,
                      .issuer = other,
                      .issuer_key = other_key,
                      .not_before = NEW_BEGIN,
                      .not_after = NEW_END };
  g_autoptr (GBytes) der = mint_certificate (&order);
  assert_not_ours (authority, der);
}

static void
test_one_that_lasts_no_longer (Authority *authority, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) der = issue (authority, SUBJECT, authority->key, OLD_END);
  assert_not_ours (authority, der);
}

static GBytes *
pack_without_key (GBytes *certificate)
{
  const unsigned char *der = g_bytes_get_data (certificate, NULL);
  X509 *x509 = d2i_X509 (NULL, &der, (long)g_bytes_get_size (certificate));
  PKCS12 *p12 = PKCS12_create ("4711", NULL, NULL, x509, NULL, 0, 0, 0, 0, 0);
  unsigned char *bytes = NULL;
  int size = i2d_PKCS12 (p12, &bytes);
  g_assert_cmpint (size, >, 0);
  GBytes *file = g_bytes_new (bytes, (gsize)size);
  OPENSSL_free (bytes);
  PKCS12_free (p12);
  X509_free (x509);
  return file;
}

static void
test_without_its_key (Authority *authority, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) der = issue (authority, SUBJECT, authority->key, NEW_END);
  g_autoptr (GBytes) file = pack_without_key (der);
  g_autoptr (KigenPkcs12) contents = open_issued (authority, file, &error);
  g_assert_null (contents);
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_NOT_OURS);
}

static void
test_half_a_file_and_a_wrong_password (Authority *authority, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) der = issue (authority, SUBJECT, authority->key, NEW_END);
  g_autoptr (GBytes) file = pack (authority, der, authority->key);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (file, 0, g_bytes_get_size (file) / 2);
  g_autoptr (GError) damaged = NULL;
  g_assert_null (open_issued (authority, half, &damaged));
  g_assert_error (damaged, KIGEN_ERROR, KIGEN_ERROR_FILE_DAMAGED);

  g_autoptr (KigenSecret) other = workshop_secret ("0000");
  g_autoptr (GError) wrong = NULL;
  g_assert_null (kigen_issued_open (file, other, authority->profile, authority->old, NOW, &wrong));
  g_assert_error (wrong, KIGEN_ERROR, KIGEN_ERROR_PASSWORD_WRONG);
}

static void
test_a_shorter_validity_is_told_not_refused (Authority *authority, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) der = issue (authority, SUBJECT, authority->key, "20271120000000Z");
  g_autoptr (GBytes) file = pack (authority, der, authority->key);
  g_autoptr (KigenPkcs12) contents = open_issued (authority, file, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) oddities
      = kigen_issued_oddities (contents->certificate, authority->profile, authority->old);
  g_assert_cmpuint (oddities->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define SCENARIO(name, function)                                                                             \
  g_test_add ("/issued/" name, Authority, NULL, open_authority, function, close_authority)
  SCENARIO ("what-was-asked-for", test_what_was_asked_for);
  SCENARIO ("somebody-elses", test_somebody_elses);
  SCENARIO ("another-issuers", test_another_issuers);
  SCENARIO ("one-that-lasts-no-longer", test_one_that_lasts_no_longer);
  SCENARIO ("without-its-key", test_without_its_key);
  SCENARIO ("half-a-file-and-a-wrong-password", test_half_a_file_and_a_wrong_password);
  SCENARIO ("a-shorter-validity-is-told-not-refused", test_a_shorter_validity_is_told_not_refused);
  return g_test_run ();
}
