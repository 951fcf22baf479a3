/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* PKCS#12 files made by openssl, NSS and Java are opened; ours are opened by them. */

#include <kigen/error.h>
#include <kigen/pkcs12.h>
#include <kigen/x509.h>

#include "workshop.h"

#include <glib/gstdio.h>
#include <openssl/err.h>
#include <openssl/pkcs12.h>

#define NAME "日医クリニック 受付①"
/* its last character takes two units in a BMPString */
#define LONG_NAME NAME "𠮷"

/* A desk's key and certificate and its authority's, as PEM files too: key.pem, desk.pem, ca.pem. */
typedef struct {
  char *folder;
  EVP_PKEY *ca_key;
  EVP_PKEY *key;
  GBytes *ca;
  GBytes *desk;
} Desk;

static void
open_desk (Desk *desk, MintKind kind)
{
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

static void
set_up (Desk *desk, gconstpointer kind)
{
  open_desk (desk, (MintKind)GPOINTER_TO_INT (kind));
}

static void
tear_down (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  workshop_close (desk->folder);
  EVP_PKEY_free (desk->ca_key);
  EVP_PKEY_free (desk->key);
  g_bytes_unref (desk->ca);
  g_bytes_unref (desk->desk);
}

static KigenPkcs12 *
open_file (GBytes *file, const char *password, GError **error)
{
  g_autoptr (KigenSecret) secret = workshop_secret (password);
  KigenPkcs12 *contents = kigen_pkcs12_open (file, secret, error);
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
  return contents;
}

static KigenPkcs12 *
open_well (GBytes *file, const char *password)
{
  g_autoptr (GError) error = NULL;
  KigenPkcs12 *contents = open_file (file, password, &error);
  g_assert_no_error (error);
  g_assert_nonnull (contents);
  return contents;
}

static void
assert_fails (GBytes *file, const char *password, KigenErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (open_file (file, password, &error));
  g_assert_error (error, KIGEN_ERROR, (int)code);
}

/* The file holds the desk's key and certificate, with its authority's beside it. */
static void
assert_desk (const Desk *desk, GBytes *file, const char *password, const char *name)
{
  g_autoptr (KigenPkcs12) contents = open_well (file, password);
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

static GBytes *export(const Desk *desk, const char *options)
{
  g_autofree char *output = workshop_run (
      desk->folder, NULL, "openssl pkcs12 -export -inkey key.pem -in desk.pem -out out.p12 %s", options);
  return workshop_read (desk->folder, "out.p12");
}

static void
test_openssl (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
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
        = g_strdup_printf ("-certfile ca.pem -name '%s' -passout file:pass %s", NAME, FORMS[i]);
    g_autoptr (GBytes) file = export(desk, options);
    g_test_message ("%s", FORMS[i]);
    assert_desk (desk, file, "1234", NAME);
  }
}

static void
test_wrong_password (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const FORMS[] = { "", "-legacy", "-keypbe NONE -certpbe NONE", "-nomac" };
  for (guint i = 0; i < G_N_ELEMENTS (FORMS); i++) {
    g_autofree char *options = g_strdup_printf ("-passout file:pass %s", FORMS[i]);
    g_autoptr (GBytes) file = export(desk, options);
    g_test_message ("%s", FORMS[i]);
    assert_fails (file, "1235", KIGEN_ERROR_PASSWORD_WRONG);
    assert_fails (file, "", KIGEN_ERROR_PASSWORD_WRONG);
    g_assert_true (kigen_pkcs12_is_whole (file));
  }
}

static void
test_empty_password (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) two_zeroes = export(desk, "-certfile ca.pem -name desk -passout file:empty");
  assert_desk (desk, two_zeroes, "", "desk");
  assert_fails (two_zeroes, "1234", KIGEN_ERROR_PASSWORD_WRONG);

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

  g_autoptr (KigenPkcs12) contents = open_well (nothing, "");
  g_assert_true (g_bytes_equal (contents->certificate->der, desk->desk));
  assert_fails (nothing, "1234", KIGEN_ERROR_PASSWORD_WRONG);
}

static void
test_japanese_password (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  workshop_write_text (desk->folder, "pass", "期限 １２３４\n");
  g_autoptr (GBytes) file = export(desk, "-certfile ca.pem -passout file:pass");
  assert_desk (desk, file, "期限 １２３４", NULL);
}

static void
test_no_key (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) file = export(desk, "-certfile ca.pem -nokeys -passout file:pass");
  g_autoptr (KigenPkcs12) contents = open_well (file, "1234");
  g_assert_cmpuint (contents->n_keys, ==, 0);
  g_assert_null (contents->key);
  g_assert_true (g_bytes_equal (contents->certificate->der, desk->desk));
  g_assert_cmpuint (contents->chain->len, ==, 1);
}

static void
test_no_certificate (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *output = workshop_run (
      desk->folder, NULL,
      "openssl pkcs12 -export -nocerts -inkey key.pem -name key -out out.p12 -passout file:pass");
  g_autoptr (GBytes) file = workshop_read (desk->folder, "out.p12");
  g_autoptr (KigenPkcs12) contents = open_well (file, "1234");
  g_assert_cmpuint (contents->n_keys, ==, 1);
  g_assert_nonnull (contents->key);
  g_assert_null (contents->certificate);
  g_assert_cmpuint (contents->chain->len, ==, 0);
  g_assert_cmpstr (contents->friendly_name, ==, "key");
}

/* The key decides, not the order: here the authority's certificate and another desk's come first. */
static void
test_key_decides (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (EVP_PKEY) other_key = mint_key (MINT_EC);
  g_autoptr (GBytes) other = mint_certificate (&(MintOrder){ .key = other_key, .subject = "CN=other" });
  mint_write_certificate (desk->folder, "other.pem", other);
  g_autofree char *output = workshop_run (desk->folder, NULL, "cat ca.pem other.pem desk.pem");
  workshop_write_text (desk->folder, "all.pem", output);
  g_free (workshop_run (desk->folder, NULL,
                        "openssl pkcs12 -export -inkey key.pem -in all.pem -out out.p12 -passout file:pass"));

  g_autoptr (GBytes) file = workshop_read (desk->folder, "out.p12");
  g_autoptr (KigenPkcs12) contents = open_well (file, "1234");
  g_assert_true (g_bytes_equal (contents->certificate->der, desk->desk));
  g_assert_cmpuint (contents->chain->len, ==, 2);
}

static void
add_to_nss (const Desk *desk, const char *options)
{
  g_autoptr (GBytes) file = export(desk, options);
  g_free (workshop_run (desk->folder, NULL, "pk12util -d sql:nss -i out.p12 -k nothing -w pass"));
}

/* NSS gives out all certificates of a subject with all their keys under one nickname. */
static void
test_nss_two_keys (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *nss = workshop_path (desk->folder, "nss");
  g_mkdir (nss, 0700);
  g_free (workshop_run (desk->folder, NULL, "certutil -N -d sql:nss --empty-password"));
  workshop_write_text (desk->folder, "nothing", "\n");
  add_to_nss (desk, "-certfile ca.pem -name '" NAME "' -passout file:pass");
  g_free (
      workshop_run (desk->folder, NULL, "pk12util -d sql:nss -o nss.p12 -n '%s' -k nothing -w pass", NAME));
  g_autoptr (GBytes) one = workshop_read (desk->folder, "nss.p12");
  assert_desk (desk, one, "1234", NAME);

  /* given a second, later certificate of the same subject */
  g_autoptr (EVP_PKEY) new_key = mint_key (MINT_RSA);
  g_autoptr (GBytes) later = mint_certificate (&(MintOrder){ .key = new_key,
                                                             .issuer = desk->ca,
                                                             .issuer_key = desk->ca_key,
                                                             .serial = "3",
                                                             .not_after = "20581231235959Z" });
  mint_write_key (desk->folder, "key.pem", new_key);
  mint_write_certificate (desk->folder, "desk.pem", later);
  add_to_nss (desk, "-name '" NAME "' -passout file:pass");
  g_free (
      workshop_run (desk->folder, NULL, "pk12util -d sql:nss -o nss.p12 -n '%s' -k nothing -w pass", NAME));

  /* then both keys are seen, and the later certificate with its own key is what the file is about */
  g_autoptr (GBytes) two = workshop_read (desk->folder, "nss.p12");
  g_autoptr (KigenPkcs12) contents = open_well (two, "1234");
  g_assert_cmpuint (contents->n_keys, ==, 2);
  g_assert_true (g_bytes_equal (contents->certificate->der, later));
  g_assert_cmpint (EVP_PKEY_eq (kigen_key_evp (contents->key), new_key), ==, 1);
}

static void
test_other_kind_of_key (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (EVP_PKEY) key = EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
  mint_write_key (desk->folder, "key.pem", key);
  g_free (workshop_run (desk->folder, NULL,
                        "openssl pkcs12 -export -nocerts -inkey key.pem -out out.p12 -passout file:pass"));
  g_autoptr (GBytes) file = workshop_read (desk->folder, "out.p12");
  g_autoptr (KigenPkcs12) contents = open_well (file, "1234");
  g_assert_cmpuint (contents->n_keys, ==, 1);
  g_assert_null (contents->key);
}

static void
test_not_whole (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) file = export(desk, "-certfile ca.pem -passout file:pass -iter 1");
  gsize size = 0;
  const char *bytes = g_bytes_get_data (file, &size);

  for (gsize length = 0; length < size; length += (length < 200 || length > size - 200) ? 1 : 7) {
    g_autoptr (GBytes) shorter = g_bytes_new (bytes, length);
    g_assert_false (kigen_pkcs12_is_whole (shorter));
    assert_fails (shorter, "1234", KIGEN_ERROR_FILE_DAMAGED);
  }
  g_autofree char *longer = g_malloc0 (size + 1);
  memcpy (longer, bytes, size);
  g_autoptr (GBytes) trailing = g_bytes_new (longer, size + 1);
  assert_fails (trailing, "1234", KIGEN_ERROR_FILE_DAMAGED);

  g_autoptr (GBytes) page = g_bytes_new_static ("<!DOCTYPE html><title>セッション無効</title>", 50);
  assert_fails (page, "1234", KIGEN_ERROR_FILE_DAMAGED);
  assert_fails (desk->desk, "1234", KIGEN_ERROR_FILE_DAMAGED);
  g_assert_false (kigen_pkcs12_is_whole (page));
  g_assert_false (kigen_pkcs12_is_whole (desk->desk));
}

/* Every byte spoilt in turn: an error or the same contents, and nothing else. */
static void
test_spoilt (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) file = export(desk, "-certfile ca.pem -passout file:pass -iter 1");
  gsize size = 0;
  g_autofree char *bytes = g_memdup2 (g_bytes_get_data (file, &size), g_bytes_get_size (file));
  g_autoptr (KigenSecret) password = workshop_secret ("1234");

  for (gsize i = 0; i < size; i += 3) {
    bytes[i] = (char)(bytes[i] ^ 0x41);
    g_autoptr (GBytes) spoilt = g_bytes_new (bytes, size);
    g_autoptr (GError) error = NULL;
    g_autoptr (KigenPkcs12) contents = kigen_pkcs12_open (spoilt, password, &error);
    g_assert_true ((contents == NULL) == (error != NULL));
    if (contents != NULL)
      g_assert_true (g_bytes_equal (contents->certificate->der, desk->desk));
    bytes[i] = (char)(bytes[i] ^ 0x41);
  }
}

static KigenPkcs12 *
desk_contents (const Desk *desk, const char *name)
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

static GBytes *
write_file (const KigenPkcs12 *contents, KigenPkcs12Form form)
{
  g_autoptr (KigenSecret) password = workshop_secret ("1234");
  g_autoptr (GError) error = NULL;
  GBytes *file = kigen_pkcs12_write (contents, password, form, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
  return file;
}

static void
assert_others_open (const Desk *desk, GBytes *file)
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
  g_assert_nonnull (strstr (nss, NAME));

  g_autofree char *gnutls
      = workshop_run (desk->folder, NULL, "certtool --p12-info --inder --infile ours.p12 --password 1234");
  g_assert_nonnull (strstr (gnutls, "PRIVATE KEY"));
}

static void
test_write (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) contents = desk_contents (desk, NAME);
  g_autoptr (GBytes) modern = write_file (contents, KIGEN_PKCS12_MODERN);
  g_autoptr (GBytes) legacy = write_file (contents, KIGEN_PKCS12_LEGACY);

  assert_desk (desk, modern, "1234", NAME);
  assert_desk (desk, legacy, "1234", NAME);
  assert_others_open (desk, modern);
  assert_others_open (desk, legacy);
}

static void
test_write_names (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const NAMES[] = { LONG_NAME, "desk", NULL };
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++) {
    g_autoptr (KigenPkcs12) contents = desk_contents (desk, NAMES[i]);
    g_autoptr (GBytes) file = write_file (contents, KIGEN_PKCS12_LEGACY);
    assert_desk (desk, file, "1234", NAMES[i]);
  }
}

static char *
describe (const Desk *desk, GBytes *file)
{
  workshop_write (desk->folder, "ours.p12", file);
  g_free (workshop_run (desk->folder, NULL,
                        "sh -c 'openssl pkcs12 -in ours.p12 -passin file:pass -noout -info 2> info'"));
  g_autoptr (GBytes) info = workshop_read (desk->folder, "info");
  return g_strndup (g_bytes_get_data (info, NULL), g_bytes_get_size (info));
}

static void
test_write_forms (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) contents = desk_contents (desk, NAME);
  g_autoptr (GBytes) modern = write_file (contents, KIGEN_PKCS12_MODERN);
  g_autoptr (GBytes) legacy = write_file (contents, KIGEN_PKCS12_LEGACY);
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
test_write_misfit (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenSecret) password = workshop_secret ("1234");
  g_autoptr (KigenPkcs12) contents = desk_contents (desk, NAME);
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&contents->certificate, kigen_certificate_unref);
  g_assert_null (kigen_pkcs12_write (contents, password, KIGEN_PKCS12_MODERN, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
  g_clear_error (&error);

  contents->certificate = kigen_x509_parse (desk->ca, NULL);
  g_assert_null (kigen_pkcs12_write (contents, password, KIGEN_PKCS12_MODERN, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
}

static void
add (const char *path, MintKind kind, void (*test) (Desk *, gconstpointer))
{
  g_test_add (path, Desk, GINT_TO_POINTER (kind), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/pkcs12/openssl/rsa", MINT_RSA, test_openssl);
  add ("/pkcs12/openssl/ec", MINT_EC, test_openssl);
  add ("/pkcs12/wrong-password", MINT_EC, test_wrong_password);
  add ("/pkcs12/empty-password", MINT_RSA, test_empty_password);
  add ("/pkcs12/japanese-password", MINT_EC, test_japanese_password);
  add ("/pkcs12/no-key", MINT_EC, test_no_key);
  add ("/pkcs12/no-certificate", MINT_EC, test_no_certificate);
  add ("/pkcs12/key-decides", MINT_RSA, test_key_decides);
  add ("/pkcs12/nss-two-keys", MINT_RSA, test_nss_two_keys);
  add ("/pkcs12/other-kind-of-key", MINT_EC, test_other_kind_of_key);
  add ("/pkcs12/not-whole", MINT_EC, test_not_whole);
  add ("/pkcs12/spoilt", MINT_EC, test_spoilt);
  add ("/pkcs12/write/rsa", MINT_RSA, test_write);
  add ("/pkcs12/write/ec", MINT_EC, test_write);
  add ("/pkcs12/write/names", MINT_EC, test_write_names);
  add ("/pkcs12/write/forms", MINT_RSA, test_write_forms);
  add ("/pkcs12/write/misfit", MINT_EC, test_write_misfit);
  return g_test_run ();
}
