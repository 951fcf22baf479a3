/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* PKCS#12 files made by openssl, NSS and Java are opened; ours are opened by them. */

#include "pkcs12-desk.h"

#include <glib/gstdio.h>
#include <openssl/pkcs12.h>

static GBytes *export(const Pkcs12Desk *desk, const char *options)
{
  g_autofree char *output = workshop_run (
      desk->folder, NULL, "openssl pkcs12 -export -inkey key.pem -in desk.pem -out out.p12 %s", options);
  return workshop_read (desk->folder, "out.p12");
}

static void
test_openssl (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const FORMS[] = {
    "",
    "-legacy",
    "-certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1",
    "-keypbe NONE",
    "-keypbe NONE -certpbe NONE",
    "-certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-RC2-40 -legacy",
    "-macalg sha512 -iter 20000",
    "-nomac",
  };
  for (guint i = 0; i < G_N_ELEMENTS (FORMS); i++) {
    g_autofree char *options
        = g_strdup_printf ("-certfile ca.pem -name '%s' -passout file:pass %s", PKCS12_NAME, FORMS[i]);
    g_autoptr (GBytes) file = export(desk, options);
    g_test_message ("%s", FORMS[i]);
    pkcs12_assert_desk (desk, file, "1234", PKCS12_NAME);
  }
}

static void
test_wrong_password (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const FORMS[] = { "", "-legacy", "-keypbe NONE -certpbe NONE", "-nomac" };
  for (guint i = 0; i < G_N_ELEMENTS (FORMS); i++) {
    g_autofree char *options = g_strdup_printf ("-passout file:pass %s", FORMS[i]);
    g_autoptr (GBytes) file = export(desk, options);
    g_test_message ("%s", FORMS[i]);
    pkcs12_assert_fails (file, "1235", KIGEN_ERROR_PASSWORD_WRONG);
    pkcs12_assert_fails (file, "", KIGEN_ERROR_PASSWORD_WRONG);
    g_assert_true (kigen_pkcs12_is_whole (file));
  }
}

static void
test_empty_password (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) two_zeroes = export(desk, "-certfile ca.pem -name desk -passout file:empty");
  pkcs12_assert_desk (desk, two_zeroes, "", "desk");
  pkcs12_assert_fails (two_zeroes, "1234", KIGEN_ERROR_PASSWORD_WRONG);

  /* the other way to write an empty password: no bytes at all */
  gsize size = 0;
  const unsigned char *der = g_bytes_get_data (desk->desk, &size);
  X509 *x509 = d2i_X509 (NULL, &der, (long)size);
  PKCS12 *p12 = PKCS12_create (NULL, "desk", desk->key, x509, NULL, 0, 0, 0, -1, 0);
  g_assert_true (PKCS12_set_mac (p12, NULL, 0, NULL, 0, 1000, EVP_sha1 ()));
  unsigned char *bytes = NULL;
  int length = i2d_PKCS12 (p12, &bytes);
  g_autoptr (GBytes) nothing = g_bytes_new (bytes, (gsize)length);
  OPENSSL_free (bytes);
  PKCS12_free (p12);
  X509_free (x509);

  g_autoptr (KigenPkcs12) contents = pkcs12_open_well (nothing, "");
  g_assert_true (g_bytes_equal (contents->certificate->der, desk->desk));
  pkcs12_assert_fails (nothing, "1234", KIGEN_ERROR_PASSWORD_WRONG);
}

static void
test_japanese_password (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  workshop_write_text (desk->folder, "pass", "期限 １２３４\n");
  g_autoptr (GBytes) file = export(desk, "-certfile ca.pem -passout file:pass");
  pkcs12_assert_desk (desk, file, "期限 １２３４", NULL);
}

static void
test_no_key (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) file = export(desk, "-certfile ca.pem -nokeys -passout file:pass");
  g_autoptr (KigenPkcs12) contents = pkcs12_open_well (file, "1234");
  g_assert_cmpuint (contents->n_keys, ==, 0);
  g_assert_null (contents->key);
  g_assert_true (g_bytes_equal (contents->certificate->der, desk->desk));
  g_assert_cmpuint (contents->chain->len, ==, 1);
}

static void
test_no_certificate (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *output = workshop_run (
      desk->folder, NULL,
      "openssl pkcs12 -export -nocerts -inkey key.pem -name key -out out.p12 -passout file:pass");
  g_autoptr (GBytes) file = workshop_read (desk->folder, "out.p12");
  g_autoptr (KigenPkcs12) contents = pkcs12_open_well (file, "1234");
  g_assert_cmpuint (contents->n_keys, ==, 1);
  g_assert_nonnull (contents->key);
  g_assert_null (contents->certificate);
  g_assert_cmpuint (contents->chain->len, ==, 0);
  g_assert_cmpstr (contents->friendly_name, ==, "key");
}

/* The key decides, not the order: here the authority's certificate and another desk's come first. */
static void
test_key_decides (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (EVP_PKEY) other_key = mint_key (MINT_EC);
  g_autoptr (GBytes) other = mint_certificate (&(MintOrder){ .key = other_key, .subject = "CN=other" });
  mint_write_certificate (desk->folder, "other.pem", other);
  g_autofree char *output = workshop_run (desk->folder, NULL, "cat ca.pem other.pem desk.pem");
  workshop_write_text (desk->folder, "all.pem", output);
  g_free (workshop_run (desk->folder, NULL,
                        "openssl pkcs12 -export -inkey key.pem -in all.pem -out out.p12 -passout file:pass"));

  g_autoptr (GBytes) file = workshop_read (desk->folder, "out.p12");
  g_autoptr (KigenPkcs12) contents = pkcs12_open_well (file, "1234");
  g_assert_true (g_bytes_equal (contents->certificate->der, desk->desk));
  g_assert_cmpuint (contents->chain->len, ==, 2);
}

static void
add_to_nss (const Pkcs12Desk *desk, const char *options)
{
  g_autoptr (GBytes) file = export(desk, options);
  g_free (workshop_run (desk->folder, NULL, "pk12util -d sql:nss -i out.p12 -k nothing -w pass"));
}

/* NSS gives out all certificates of a subject with all their keys under one nickname. */
static void
test_nss_two_keys (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *nss = workshop_path (desk->folder, "nss");
  g_mkdir (nss, 0700);
  g_free (workshop_run (desk->folder, NULL, "certutil -N -d sql:nss --empty-password"));
  workshop_write_text (desk->folder, "nothing", "\n");
  add_to_nss (desk, "-certfile ca.pem -name '" PKCS12_NAME "' -passout file:pass");
  g_free (workshop_run (desk->folder, NULL, "pk12util -d sql:nss -o nss.p12 -n '%s' -k nothing -w pass",
                        PKCS12_NAME));
  g_autoptr (GBytes) one = workshop_read (desk->folder, "nss.p12");
  pkcs12_assert_desk (desk, one, "1234", PKCS12_NAME);

  /* given a second, later certificate of the same subject */
  g_autoptr (EVP_PKEY) new_key = mint_key (MINT_RSA);
  g_autoptr (GBytes) later = mint_certificate (&(MintOrder){ .key = new_key,
                                                             .issuer = desk->ca,
                                                             .issuer_key = desk->ca_key,
                                                             .serial = "3",
                                                             .not_after = "20581231235959Z" });
  mint_write_key (desk->folder, "key.pem", new_key);
  mint_write_certificate (desk->folder, "desk.pem", later);
  add_to_nss (desk, "-name '" PKCS12_NAME "' -passout file:pass");
  g_free (workshop_run (desk->folder, NULL, "pk12util -d sql:nss -o nss.p12 -n '%s' -k nothing -w pass",
                        PKCS12_NAME));

  /* then both keys are seen, and the later certificate with its own key is what the file is about */
  g_autoptr (GBytes) two = workshop_read (desk->folder, "nss.p12");
  g_autoptr (KigenPkcs12) contents = pkcs12_open_well (two, "1234");
  g_assert_cmpuint (contents->n_keys, ==, 2);
  g_assert_true (g_bytes_equal (contents->certificate->der, later));
  g_assert_cmpint (EVP_PKEY_eq (kigen_key_evp (contents->key), new_key), ==, 1);
}

static void
test_other_kind_of_key (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (EVP_PKEY) key = EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
  mint_write_key (desk->folder, "key.pem", key);
  g_free (workshop_run (desk->folder, NULL,
                        "openssl pkcs12 -export -nocerts -inkey key.pem -out out.p12 -passout file:pass"));
  g_autoptr (GBytes) file = workshop_read (desk->folder, "out.p12");
  g_autoptr (KigenPkcs12) contents = pkcs12_open_well (file, "1234");
  g_assert_cmpuint (contents->n_keys, ==, 1);
  g_assert_null (contents->key);
}

static void
assert_others_open (const Pkcs12Desk *desk, GBytes *file)
{
  workshop_write (desk->folder, "ours.p12", file);
  g_autofree char *openssl
      = workshop_run (desk->folder, NULL, "openssl pkcs12 -in ours.p12 -passin file:pass -nodes -info");
  g_assert_nonnull (strstr (openssl, "PRIVATE KEY"));
  g_assert_nonnull (strstr (openssl, "friendlyName: "));
  g_assert_nonnull (strstr (openssl, "localKeyID"));

  g_autofree char *nss = workshop_run (desk->folder, NULL, "pk12util -l ours.p12 -w pass");
  g_assert_nonnull (strstr (nss, "Certificate"));
  g_assert_nonnull (strstr (nss, "Key(shrouded)"));
  g_assert_nonnull (strstr (nss, PKCS12_NAME));

  g_autofree char *gnutls
      = workshop_run (desk->folder, NULL, "certtool --p12-info --inder --infile ours.p12 --password 1234");
  g_assert_nonnull (strstr (gnutls, "PRIVATE KEY"));
}

static void
test_write (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) contents = pkcs12_desk_contents (desk, PKCS12_NAME);
  g_autoptr (GBytes) modern = pkcs12_write (contents, KIGEN_PKCS12_MODERN);
  g_autoptr (GBytes) legacy = pkcs12_write (contents, KIGEN_PKCS12_LEGACY);

  pkcs12_assert_desk (desk, modern, "1234", PKCS12_NAME);
  pkcs12_assert_desk (desk, legacy, "1234", PKCS12_NAME);
  assert_others_open (desk, modern);
  assert_others_open (desk, legacy);
}

static char *
describe (const Pkcs12Desk *desk, GBytes *file)
{
  workshop_write (desk->folder, "ours.p12", file);
  g_free (workshop_run (desk->folder, NULL,
                        "sh -c 'openssl pkcs12 -in ours.p12 -passin file:pass -noout -info 2> info'"));
  g_autoptr (GBytes) info = workshop_read (desk->folder, "info");
  return g_strndup (g_bytes_get_data (info, NULL), g_bytes_get_size (info));
}

static void
test_write_forms (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) contents = pkcs12_desk_contents (desk, PKCS12_NAME);
  g_autoptr (GBytes) modern = pkcs12_write (contents, KIGEN_PKCS12_MODERN);
  g_autoptr (GBytes) legacy = pkcs12_write (contents, KIGEN_PKCS12_LEGACY);
  g_autofree char *modern_info = describe (desk, modern);
  g_autofree char *legacy_info = describe (desk, legacy);

  g_assert_nonnull (strstr (modern_info, "MAC: sha256, Iteration 10000"));
  g_assert_nonnull (strstr (
      modern_info, "Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC, Iteration 10000, PRF hmacWithSHA256"));
  g_assert_nonnull (strstr (legacy_info, "MAC: sha1, Iteration 10000"));
  g_assert_nonnull (
      strstr (legacy_info, "Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 10000"));
  g_assert_null (strstr (legacy_info, "PBES2"));
}

static void
add (const char *path, MintKind kind, void (*test) (Pkcs12Desk *, gconstpointer))
{
  g_test_add (path, Pkcs12Desk, GINT_TO_POINTER (kind), pkcs12_desk_open, test, pkcs12_desk_close);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/pkcs12-others/openssl/rsa", MINT_RSA, test_openssl);
  add ("/pkcs12-others/openssl/ec", MINT_EC, test_openssl);
  add ("/pkcs12-others/wrong-password", MINT_EC, test_wrong_password);
  add ("/pkcs12-others/empty-password", MINT_RSA, test_empty_password);
  add ("/pkcs12-others/japanese-password", MINT_EC, test_japanese_password);
  add ("/pkcs12-others/no-key", MINT_EC, test_no_key);
  add ("/pkcs12-others/no-certificate", MINT_EC, test_no_certificate);
  add ("/pkcs12-others/key-decides", MINT_RSA, test_key_decides);
  add ("/pkcs12-others/nss-two-keys", MINT_RSA, test_nss_two_keys);
  add ("/pkcs12-others/other-kind-of-key", MINT_EC, test_other_kind_of_key);
  add ("/pkcs12-others/write/rsa", MINT_RSA, test_write);
  add ("/pkcs12-others/write/ec", MINT_EC, test_write);
  add ("/pkcs12-others/write/forms", MINT_RSA, test_write_forms);
  return g_test_run ();
}
