/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* PKCS#12 files, our own and those that OpenSSL's library makes, are opened, and nothing else is. */

#include "pkcs12-desk.h"

#include <kigen/crypto/x509.h>

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/provider.h>
#include <string.h>

static void
test_schemes (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  static const int SCHEMES[][2] = {
    { 0, 0 },
    { NID_aes_256_cbc, NID_aes_256_cbc },
    { NID_pbe_WithSHA1And3_Key_TripleDES_CBC, NID_pbe_WithSHA1And3_Key_TripleDES_CBC },
    { -1, NID_aes_256_cbc },
    { -1, -1 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (SCHEMES); i++) {
    g_autoptr (GBytes) file = pkcs12_make (desk, "1234", SCHEMES[i][0], SCHEMES[i][1]);
    pkcs12_assert_desk (desk, file, "1234", PKCS12_NAME);
    pkcs12_assert_fails (file, "1235", KIGEN_ERROR_PASSWORD_WRONG);
    pkcs12_assert_fails (file, "", KIGEN_ERROR_PASSWORD_WRONG);
  }
}

/* RC2 of 40 bits, as Windows wrote it: the provider of such things is part of every program. */
static void
test_old (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  OSSL_PROVIDER *legacy = OSSL_PROVIDER_load (NULL, "legacy");
  OSSL_PROVIDER *usual = OSSL_PROVIDER_load (NULL, "default");
  g_assert_nonnull (legacy);
  g_assert_nonnull (usual);
  g_autoptr (GBytes) file
      = pkcs12_make (desk, "1234", NID_pbe_WithSHA1And3_Key_TripleDES_CBC, NID_pbe_WithSHA1And40BitRC2_CBC);
  OSSL_PROVIDER_unload (legacy);
  OSSL_PROVIDER_unload (usual);
  pkcs12_assert_desk (desk, file, "1234", PKCS12_NAME);
}

static void
test_passwords (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const PASSWORDS[] = { "", "期限 １２３４", "𠮷野家" };
  for (guint i = 0; i < G_N_ELEMENTS (PASSWORDS); i++) {
    g_autoptr (GBytes) file = pkcs12_make (desk, PASSWORDS[i], 0, 0);
    pkcs12_assert_desk (desk, file, PASSWORDS[i], PKCS12_NAME);
    pkcs12_assert_fails (file, "1234", KIGEN_ERROR_PASSWORD_WRONG);
  }
}

static void
test_not_whole (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) file = pkcs12_make (desk, "1234", 0, 0);
  gsize size = 0;
  const char *bytes = g_bytes_get_data (file, &size);

  for (gsize length = 0; length < size; length += (length < 200 || length > size - 200) ? 1 : 7) {
    g_autoptr (GBytes) shorter = g_bytes_new (bytes, length);
    g_assert_false (kigen_pkcs12_is_whole (shorter));
    pkcs12_assert_fails (shorter, "1234", KIGEN_ERROR_FILE_DAMAGED);
  }
  g_autofree char *longer = g_malloc0 (size + 1);
  memcpy (longer, bytes, size);
  g_autoptr (GBytes) trailing = g_bytes_new (longer, size + 1);
  pkcs12_assert_fails (trailing, "1234", KIGEN_ERROR_FILE_DAMAGED);

  g_autoptr (GBytes) page = g_bytes_new_static ("<!DOCTYPE html><title>セッション無効</title>", 50);
  pkcs12_assert_fails (page, "1234", KIGEN_ERROR_FILE_DAMAGED);
  pkcs12_assert_fails (desk->desk, "1234", KIGEN_ERROR_FILE_DAMAGED);
  g_assert_false (kigen_pkcs12_is_whole (page));
  g_assert_false (kigen_pkcs12_is_whole (desk->desk));
}

/* Every byte spoilt in turn: an error or the same contents, and nothing else. */
static void
test_spoilt (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) file = pkcs12_make (desk, "1234", 0, 0);
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

static void
test_write (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) contents = pkcs12_desk_contents (desk, PKCS12_NAME);
  g_autoptr (GBytes) modern = pkcs12_write (contents, KIGEN_PKCS12_MODERN);
  g_autoptr (GBytes) legacy = pkcs12_write (contents, KIGEN_PKCS12_LEGACY);
  pkcs12_assert_desk (desk, modern, "1234", PKCS12_NAME);
  pkcs12_assert_desk (desk, legacy, "1234", PKCS12_NAME);
}

static void
test_write_names (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const NAMES[] = { PKCS12_LONG_NAME, "desk", NULL };
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++) {
    g_autoptr (KigenPkcs12) contents = pkcs12_desk_contents (desk, NAMES[i]);
    g_autoptr (GBytes) file = pkcs12_write (contents, KIGEN_PKCS12_LEGACY);
    pkcs12_assert_desk (desk, file, "1234", NAMES[i]);
  }
}

static void
test_write_misfit (Pkcs12Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenSecret) password = workshop_secret ("1234");
  g_autoptr (KigenPkcs12) contents = pkcs12_desk_contents (desk, PKCS12_NAME);
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
add (const char *path, MintKind kind, void (*test) (Pkcs12Desk *, gconstpointer))
{
  g_test_add (path, Pkcs12Desk, GINT_TO_POINTER (kind), pkcs12_desk_open, test, pkcs12_desk_close);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/pkcs12/schemes/rsa", MINT_RSA, test_schemes);
  add ("/pkcs12/schemes/ec", MINT_EC, test_schemes);
  add ("/pkcs12/old", MINT_RSA, test_old);
  add ("/pkcs12/passwords", MINT_EC, test_passwords);
  add ("/pkcs12/not-whole", MINT_EC, test_not_whole);
  add ("/pkcs12/spoilt", MINT_EC, test_spoilt);
  add ("/pkcs12/write/rsa", MINT_RSA, test_write);
  add ("/pkcs12/write/ec", MINT_EC, test_write);
  add ("/pkcs12/write/names", MINT_EC, test_write_names);
  add ("/pkcs12/write/misfit", MINT_EC, test_write_misfit);
  return g_test_run ();
}
