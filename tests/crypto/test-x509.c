/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Reading certificates: what the record says, and that nothing but a whole certificate is taken for one. */

#include <kigen/base/error.h>
#include <kigen/crypto/x509.h>

#include "workshop.h"

#include <openssl/err.h>
#include <openssl/x509.h>

static KigenCertificate *
parse (GBytes *der)
{
  g_autoptr (GError) error = NULL;
  KigenCertificate *certificate = kigen_x509_parse (der, &error);
  g_assert_no_error (error);
  g_assert_nonnull (certificate);
  return certificate;
}

static KigenCertificate *
parse_minted (MintOrder order)
{
  g_autoptr (EVP_PKEY) key = mint_key (MINT_EC);
  order.key = key;
  g_autoptr (GBytes) der = mint_certificate (&order);
  return parse (der);
}

static void
test_fields (void)
{
  /* given a certificate as the authority issues them */
  g_autoptr (EVP_PKEY) ca_key = mint_key (MINT_EC);
  g_autoptr (EVP_PKEY) key = mint_key (MINT_RSA);
  g_autoptr (GBytes) ca = mint_certificate (&(MintOrder){
      .key = ca_key, .subject = "C=JP/O=ReceiptOnline/CN=Online Billing NW Common Root CA", .is_ca = TRUE });
  g_autoptr (GBytes) der
      = mint_certificate (&(MintOrder){ .key = key,
                                        .subject = "C=JP/O=ReceiptOnline/OU=診療所/CN=old/CN=0110119153",
                                        .issuer = ca,
                                        .issuer_key = ca_key,
                                        .serial = "0A1B2C3D4E5F60718293A4B5C6D7E8F901020304",
                                        .not_before = "20230827150000Z",
                                        .not_after = "20261127145959Z" });

  /* when it is read */
  g_autoptr (KigenCertificate) certificate = parse (der);

  /* then the record says what it says */
  g_autofree char *id = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
  g_assert_cmpstr (certificate->id, ==, id);
  g_assert_true (g_bytes_equal (certificate->der, der));
  g_assert_cmpstr (certificate->subject, ==, "C=JP, O=ReceiptOnline, OU=診療所, CN=old, CN=0110119153");
  g_assert_cmpstr (certificate->issuer, ==, "C=JP, O=ReceiptOnline, CN=Online Billing NW Common Root CA");
  g_assert_cmpstr (certificate->common_name, ==, "0110119153");
  g_assert_cmpstr (certificate->issuer_common_name, ==, "Online Billing NW Common Root CA");
  g_assert_cmpstr (certificate->serial, ==, "A1B2C3D4E5F60718293A4B5C6D7E8F901020304");
  g_assert_cmpint (certificate->not_before, ==, 1693148400);
  g_assert_cmpint (certificate->not_after, ==, 1795791599);
  g_assert_false (certificate->is_ca);
  g_assert_null (certificate->label);
  g_assert_null (certificate->store);
  g_assert_null (certificate->profile);
}

static void
test_is_ca (void)
{
  g_autoptr (EVP_PKEY) key = mint_key (MINT_EC);
  g_autoptr (GBytes) root
      = mint_certificate (&(MintOrder){ .key = key, .subject = "CN=root", .version_1 = TRUE });

  g_autoptr (KigenCertificate) ca = parse_minted ((MintOrder){ .is_ca = TRUE });
  g_autoptr (KigenCertificate) self_issued = parse_minted ((MintOrder){ .is_ca = FALSE });
  g_autoptr (KigenCertificate) root_1 = parse (root);
  g_autoptr (KigenCertificate) leaf_1
      = parse_minted ((MintOrder){ .version_1 = TRUE, .issuer = root, .issuer_key = key });

  g_assert_true (ca->is_ca);
  g_assert_false (self_issued->is_ca);
  g_assert_true (root_1->is_ca);
  g_assert_false (leaf_1->is_ca);
}

static void
test_extremes (void)
{
  g_autoptr (KigenCertificate) never = parse_minted ((MintOrder){ .subject = "O=no name",
                                                                  .serial = "0",
                                                                  .not_before = "19500101000000Z",
                                                                  .not_after = "99991231235959Z" });
  g_assert_cmpstr (never->common_name, ==, "");
  g_assert_cmpstr (never->serial, ==, "0");
  g_assert_cmpint (never->not_before, ==, -631152000);
  g_assert_cmpint (never->not_after, ==, 253402300799);

  g_autoptr (KigenCertificate) negative = parse_minted ((MintOrder){ .serial = "-80" });
  g_assert_cmpstr (negative->serial, ==, "-80");
}

/* A name is other people's text: it stays one attribute in one line of UTF-8. */
static void
test_hostile_names (void)
{
  g_autoptr (KigenCertificate) certificate
      = parse_minted ((MintOrder){ .subject = "O=a, CN\n=b+c;\x1b[31m/CN= #x\\ /1.2.3.4=z" });
  g_assert_cmpstr (certificate->subject, ==, "O=a\\, CN\\0A=b\\+c\\;\\1B[31m, CN=\\ #x\\\\\\ , 1.2.3.4=z");
  g_assert_cmpstr (certificate->common_name, ==, " #x\\ ");

  /* a NUL byte, and bytes that are no UTF-8 in a string of an older type, written over the name in place */
  g_autoptr (EVP_PKEY) key = mint_key (MINT_EC);
  g_autoptr (GBytes) der = mint_certificate (&(MintOrder){ .key = key, .subject = "CN=0110119153" });
  gsize size = g_bytes_get_size (der);
  g_autofree char *bytes = g_memdup2 (g_bytes_get_data (der, NULL), size);
  for (char *at; (at = workshop_search (bytes, size,
                                        "\x0c\x0a"
                                        "0110119153",
                                        12))
                 != NULL;)
    memcpy (at,
            "\x14\x0a"
            "01\0\xff\xfe.9153",
            12);
  g_autoptr (GBytes) spoilt = g_bytes_new (bytes, size);
  g_autoptr (KigenCertificate) odd = parse (spoilt);
  g_assert_true (g_utf8_validate (odd->common_name, -1, NULL));
  g_assert_true (g_utf8_validate (odd->subject, -1, NULL));
  g_assert_true (g_str_has_suffix (odd->common_name, ".9153"));
}

static void
assert_refused (const void *bytes, gsize size)
{
  g_autoptr (GBytes) der = g_bytes_new (bytes, size);
  g_autoptr (GError) error = NULL;
  g_assert_null (kigen_x509_parse (der, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FILE_DAMAGED);
  g_assert_null (kigen_x509_public_key (der, NULL));
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
}

static void
test_not_whole (void)
{
  g_autoptr (EVP_PKEY) key = mint_key (MINT_EC);
  g_autoptr (GBytes) der = mint_certificate (&(MintOrder){ .key = key });
  gsize size = 0;
  const char *bytes = g_bytes_get_data (der, &size);

  for (gsize length = 0; length < size; length++)
    assert_refused (bytes, length);
  g_autofree char *longer = g_malloc0 (size + 1);
  memcpy (longer, bytes, size);
  assert_refused (longer, size + 1);
  assert_refused ("-----BEGIN CERTIFICATE-----", 27);
}

static void
test_public_key (void)
{
  g_autoptr (EVP_PKEY) key = mint_key (MINT_RSA);
  g_autoptr (GBytes) der = mint_certificate (&(MintOrder){ .key = key });
  g_autoptr (GBytes) found = kigen_x509_public_key (der, NULL);

  unsigned char *expected = NULL;
  int size = i2d_PUBKEY (key, &expected);
  g_autoptr (GBytes) wanted = g_bytes_new (expected, (gsize)size);
  g_assert_true (g_bytes_equal (found, wanted));
  OPENSSL_free (expected);
}

static void
test_is_issued_by (void)
{
  /* given two authorities of the same name, and a certificate of one of them */
  g_autoptr (EVP_PKEY) key = mint_key (MINT_EC);
  g_autoptr (EVP_PKEY) one_key = mint_key (MINT_EC);
  g_autoptr (EVP_PKEY) other_key = mint_key (MINT_RSA);
  g_autoptr (GBytes) one
      = mint_certificate (&(MintOrder){ .key = one_key, .subject = "CN=root", .is_ca = TRUE });
  g_autoptr (GBytes) other
      = mint_certificate (&(MintOrder){ .key = other_key, .subject = "CN=root", .is_ca = TRUE });
  g_autoptr (GBytes) named
      = mint_certificate (&(MintOrder){ .key = one_key, .subject = "CN=toor", .is_ca = TRUE });
  g_autoptr (GBytes) der
      = mint_certificate (&(MintOrder){ .key = key, .issuer = one, .issuer_key = one_key });

  g_assert_true (kigen_x509_is_issued_by (der, one));
  g_assert_true (kigen_x509_is_issued_by (one, one));
  g_assert_false (kigen_x509_is_issued_by (der, other));
  g_assert_false (kigen_x509_is_issued_by (der, named));
  g_assert_false (kigen_x509_is_issued_by (der, der));
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/x509/fields", test_fields);
  g_test_add_func ("/x509/is-ca", test_is_ca);
  g_test_add_func ("/x509/extremes", test_extremes);
  g_test_add_func ("/x509/hostile-names", test_hostile_names);
  g_test_add_func ("/x509/not-whole", test_not_whole);
  g_test_add_func ("/x509/public-key", test_public_key);
  g_test_add_func ("/x509/is-issued-by", test_is_issued_by);
  return g_test_run ();
}
