/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* NSS databases that are well: listed, written, taken out of; and what NSS's own tools say of the outcome. */

#include "nss-workshop.h"

#include "nss-private.h"

#include <kigen/crypto/x509.h>

#include <glib/gstdio.h>

static void
test_list (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  /* given two identities with their authority, put in by NSS's own tool, and a certificate without a key */
  g_autoptr (KigenPkcs12) rsa = nss_workshop_new_identity (workshop, MINT_RSA, "CN=0110119153", "10");
  g_autoptr (KigenPkcs12) ec = nss_workshop_new_identity (workshop, MINT_EC, "CN=0110119154", "11");
  g_autoptr (EVP_PKEY) lost = mint_key (MINT_EC);
  g_autoptr (GBytes) keyless = nss_workshop_issue (workshop, lost, "CN=keyless", "12");
  nss_workshop_pk12util (workshop, rsa, "受付");
  nss_workshop_pk12util (workshop, ec, "desk");
  mint_write_certificate (workshop->folder, "keyless.pem", keyless);
  g_free (workshop_run (workshop->folder, NULL, "certutil -A -d sql:nss -n keyless -t ,, -i keyless.pem"));

  /* when it is listed */
  g_autoptr (GPtrArray) all = nss_workshop_list (workshop->store);

  /* then the three are there, the authority's own is not, and it is known which have keys */
  g_autofree char *keyless_id = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, keyless);
  KigenCertificate *one = nss_workshop_find (all, rsa->certificate->id);
  KigenCertificate *two = nss_workshop_find (all, ec->certificate->id);
  KigenCertificate *three = nss_workshop_find (all, keyless_id);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpstr (one->label, ==, "受付");
  g_assert_cmpstr (one->store, ==, workshop->uri);
  g_assert_cmpint (one->has_key, ==, KIGEN_HAS_KEY_YES);
  g_assert_cmpstr (two->label, ==, "desk");
  g_assert_cmpint (two->has_key, ==, KIGEN_HAS_KEY_YES);
  g_assert_cmpint (three->has_key, ==, KIGEN_HAS_KEY_NO);
}

/* Certificates that other programs put in may lack a name, or what ties them to a key (PKCS#11's attributes 3
 * and 258). */
static void
test_list_without_attributes (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) identity = nss_workshop_new_identity (workshop, MINT_EC, "CN=0110119153", "10");
  nss_workshop_import (workshop->store, identity, "受付");
  for (const char *const *column = (const char *const[]){ "a3", "a102", NULL }; *column != NULL; column++) {
    g_free (workshop_run (workshop->folder, NULL,
                          "/usr/bin/python3 -c \"import sqlite3; c = sqlite3.connect('nss/cert9.db'); "
                          "c.execute('UPDATE nssPublic SET %s = NULL'); c.commit()\"",
                          *column));
    g_autoptr (GPtrArray) all = nss_workshop_list (workshop->store);
    const KigenCertificate *one = nss_workshop_find (all, identity->certificate->id);
    g_assert_cmpstr (one->label, ==, NULL);
    g_assert_cmpint (one->has_key, ==, g_str_equal (*column, "a3") ? KIGEN_HAS_KEY_YES : KIGEN_HAS_KEY_NO);
  }
}

/* What others do to the database is seen, and looking at it leaves nothing behind. */
static void
test_list_again (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *before = workshop_run (workshop->folder, NULL, "ls -la --time-style=full-iso nss");
  g_autoptr (GPtrArray) none = nss_workshop_list (workshop->store);
  g_autofree char *after = workshop_run (workshop->folder, NULL, "ls -la --time-style=full-iso nss");
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpstr (before, ==, after);

  g_autoptr (KigenPkcs12) identity = nss_workshop_new_identity (workshop, MINT_EC, "CN=desk", "10");
  nss_workshop_pk12util (workshop, identity, "desk");
  g_autoptr (GPtrArray) one = nss_workshop_list (workshop->store);
  g_assert_cmpuint (one->len, ==, 1);

  g_free (workshop_run (workshop->folder, NULL, "certutil -F -d sql:nss -n desk -f nss-password"));
  g_autoptr (GPtrArray) gone = nss_workshop_list (workshop->store);
  g_assert_cmpuint (gone->len, ==, 0);
}

/* The folder's name is other people's, too. */
static void
test_odd_folder (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const NAMES[]
      = { "it's", "back\\slash", "two words", "証明書", "quote\"d", "tokenDescription='x'" };
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++) {
    g_autofree char *uri = g_strdup_printf ("nss:%s/%s", workshop->folder, NAMES[i]);
    g_autofree char *path = g_build_filename (workshop->folder, NAMES[i], "cert9.db", NULL);
    g_autoptr (KigenStore) store = kigen_store_new (uri, NULL);
    g_autoptr (KigenPkcs12) identity = nss_workshop_new_identity (workshop, MINT_EC, "CN=desk", "10");
    g_assert_true (kigen_store_create (store, NULL));
    g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    nss_workshop_import (store, identity, "desk");
    g_autoptr (GPtrArray) all = nss_workshop_list (store);
    g_assert_cmpuint (all->len, ==, 1);
  }
}

static void
assert_like_nss (const NssWorkshop *workshop, const KigenPkcs12 *identity, const char *label)
{
  g_assert_cmpuint (nss_workshop_count (workshop, "certutil -K", "< 0>"), ==, 1);
  g_assert_cmpuint (nss_workshop_count (workshop, "certutil -L", "u,u,u"), ==, 1);
  g_free (workshop_run (workshop->folder, NULL,
                        "pk12util -d sql:nss -o out.p12 -n '%s' -k nss-password -w p12-password", label));
  g_autoptr (GBytes) file = workshop_read (workshop->folder, "out.p12");
  g_autoptr (KigenSecret) password = workshop_secret ("1234");
  g_autoptr (KigenPkcs12) out = kigen_pkcs12_open (file, password, NULL);
  g_assert_cmpuint (out->n_keys, ==, 1);
  g_assert_cmpstr (out->certificate->id, ==, identity->certificate->id);
  g_assert_cmpuint (out->chain->len, ==, 1);
  g_assert_true (kigen_key_fits (out->key, identity->certificate->der));
}

static void
test_import (NssWorkshop *workshop, gconstpointer kind)
{
  workshop_write_text (workshop->folder, "p12-password", "1234\n");
  g_autoptr (KigenPkcs12) identity
      = nss_workshop_new_identity (workshop, (MintKind)GPOINTER_TO_INT (kind), "C=JP/CN=0110119153", "10");

  /* when it is put in, once and again */
  nss_workshop_import (workshop->store, identity, "受付");
  assert_like_nss (workshop, identity, "受付");
  nss_workshop_import (workshop->store, identity, "other name");

  /* then NSS has it once, with its key and under its first name */
  assert_like_nss (workshop, identity, "受付");
  g_autoptr (GPtrArray) all = nss_workshop_list (workshop->store);
  KigenCertificate *found = nss_workshop_find (all, identity->certificate->id);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpstr (found->label, ==, "受付");
  g_assert_cmpint (found->has_key, ==, KIGEN_HAS_KEY_YES);
}

static void
test_label (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) one = nss_workshop_new_identity (workshop, MINT_EC, "CN=0110119153", "10");
  g_autoptr (KigenPkcs12) two = nss_workshop_new_identity (workshop, MINT_EC, "CN=0110119154", "11");
  g_autoptr (KigenPkcs12) three = nss_workshop_new_identity (workshop, MINT_EC, "CN=0110119155", "12");
  two->friendly_name = g_strdup ("0110119153");
  nss_workshop_import (workshop->store, one, NULL);
  nss_workshop_import (workshop->store, two, NULL);
  nss_workshop_import (workshop->store, three, "0110119153");

  /* then each subject has a name of its own, in the order of their coming */
  g_autoptr (GPtrArray) all = nss_workshop_list (workshop->store);
  g_assert_cmpstr (nss_workshop_find (all, one->certificate->id)->label, ==, "0110119153");
  g_assert_cmpstr (nss_workshop_find (all, two->certificate->id)->label, ==, "0110119153 #2");
  g_assert_cmpstr (nss_workshop_find (all, three->certificate->id)->label, ==, "0110119153 #3");
}

/* A renewed certificate stands beside the old one under one name; either leaves without the other. */
static void
test_same_subject (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) old = nss_workshop_new_identity (workshop, MINT_RSA, "CN=0110119153", "10");
  g_autoptr (KigenPkcs12) renewed = nss_workshop_new_identity (workshop, MINT_RSA, "CN=0110119153", "11");
  nss_workshop_pk12util (workshop, old, "受付");
  nss_workshop_import (workshop->store, renewed, "new name");
  g_autoptr (GPtrArray) both = nss_workshop_list (workshop->store);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_cmpstr (nss_workshop_find (both, renewed->certificate->id)->label, ==, "受付");
  g_assert_cmpuint (nss_workshop_count (workshop, "certutil -K", "< "), ==, 2);

  g_assert_true (kigen_store_remove (workshop->store, old->certificate->id, NULL));

  g_autoptr (GPtrArray) all = nss_workshop_list (workshop->store);
  g_assert_cmpuint (all->len, ==, 1);
  KigenCertificate *left = nss_workshop_find (all, renewed->certificate->id);
  g_assert_cmpint (left->has_key, ==, KIGEN_HAS_KEY_YES);
  g_assert_cmpuint (nss_workshop_count (workshop, "certutil -K", "< "), ==, 1);
  g_assert_true (kigen_store_remove (workshop->store, old->certificate->id, NULL));
}

static void
test_shared_key (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  /* given two certificates for one key */
  g_autoptr (EVP_PKEY) key = mint_key (MINT_EC);
  g_autoptr (GBytes) first = nss_workshop_issue (workshop, key, "CN=one", "10");
  g_autoptr (GBytes) second = nss_workshop_issue (workshop, key, "CN=two", "11");
  g_autoptr (KigenPkcs12) one = nss_workshop_identity (workshop, key, first);
  g_autoptr (KigenPkcs12) two = nss_workshop_identity (workshop, key, second);
  nss_workshop_import (workshop->store, one, NULL);
  nss_workshop_import (workshop->store, two, NULL);
  g_assert_cmpuint (nss_workshop_count (workshop, "certutil -K", "< "), ==, 1);

  /* when they leave one after the other, then the key goes with the last */
  g_assert_true (kigen_store_remove (workshop->store, one->certificate->id, NULL));
  g_autoptr (GPtrArray) all = nss_workshop_list (workshop->store);
  g_assert_cmpint (nss_workshop_find (all, two->certificate->id)->has_key, ==, KIGEN_HAS_KEY_YES);
  g_assert_true (kigen_store_remove (workshop->store, two->certificate->id, NULL));
  g_assert_cmpuint (nss_workshop_count (workshop, "certutil -K", "< "), ==, 0);
}

/* An authority that the user trusts for something stays as it is. */
static void
test_trust_stays (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  mint_write_certificate (workshop->folder, "ca.pem", workshop->ca);
  g_free (workshop_run (workshop->folder, NULL, "certutil -A -d sql:nss -n trusted -t CT,, -i ca.pem"));
  g_autoptr (KigenPkcs12) identity = nss_workshop_new_identity (workshop, MINT_EC, "CN=desk", "10");
  nss_workshop_import (workshop->store, identity, NULL);
  g_assert_cmpuint (nss_workshop_count (workshop, "certutil -L", "CT,,"), ==, 1);
  g_assert_cmpuint (nss_workshop_count (workshop, "certutil -L", "trusted"), ==, 1);
  g_assert_cmpuint (nss_workshop_count (workshop, "certutil -L", "root"), ==, 0);
}

/* A certificate that came without its key is tied to it when that comes. */
static void
test_key_comes_later (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) identity = nss_workshop_new_identity (workshop, MINT_RSA, "CN=desk", "10");
  mint_write_certificate (workshop->folder, "desk.pem", identity->certificate->der);
  g_free (workshop_run (workshop->folder, NULL, "certutil -A -d sql:nss -n alone -t ,, -i desk.pem"));
  nss_workshop_import (workshop->store, identity, NULL);
  g_autoptr (GPtrArray) all = nss_workshop_list (workshop->store);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpint (nss_workshop_find (all, identity->certificate->id)->has_key, ==, KIGEN_HAS_KEY_YES);
}

static void
assert_refused (KigenStore *store, const KigenPkcs12 *contents, KigenErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (kigen_store_import (store, contents, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, (int)code);
}

static void
test_import_misfit (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) one = nss_workshop_new_identity (workshop, MINT_EC, "CN=one", "10");
  g_autoptr (KigenPkcs12) two = nss_workshop_new_identity (workshop, MINT_EC, "CN=two", "11");
  g_autoptr (KigenPkcs12) none = kigen_pkcs12_new ();
  KigenPkcs12 mixed = *one;
  mixed.key = two->key;
  assert_refused (workshop->store, &mixed, KIGEN_ERROR_KEY);
  assert_refused (workshop->store, none, KIGEN_ERROR_KEY);
  g_assert_cmpuint (nss_workshop_count (workshop, "certutil -K", "< "), ==, 0);
}

/* What fails midway leaves no key behind: here NSS refuses a second certificate of one issuer and number. */
static void
test_import_fails (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) one = nss_workshop_new_identity (workshop, MINT_EC, "CN=one", "10");
  g_autoptr (KigenPkcs12) twin = nss_workshop_new_identity (workshop, MINT_EC, "CN=two", "10");
  nss_workshop_import (workshop->store, one, NULL);

  g_autoptr (GError) error = NULL;
  g_assert_false (kigen_store_import (workshop->store, twin, NULL, &error));
  g_assert_nonnull (error);

  g_autoptr (GPtrArray) all = nss_workshop_list (workshop->store);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpint (nss_workshop_find (all, one->certificate->id)->has_key, ==, KIGEN_HAS_KEY_YES);
  g_assert_cmpuint (nss_workshop_count (workshop, "certutil -K", "< "), ==, 1);
}

static void
test_credential (NssWorkshop *workshop, gconstpointer kind)
{
  /* given an identity below two authorities */
  g_autoptr (EVP_PKEY) middle_key = mint_key (MINT_EC);
  g_autoptr (GBytes) middle = mint_certificate (&(MintOrder){ .key = middle_key,
                                                              .subject = "CN=middle",
                                                              .issuer = workshop->ca,
                                                              .issuer_key = workshop->ca_key,
                                                              .serial = "20",
                                                              .is_ca = TRUE });
  g_autoptr (EVP_PKEY) key = mint_key ((MintKind)GPOINTER_TO_INT (kind));
  g_autoptr (GBytes) der = mint_certificate (
      &(MintOrder){ .key = key, .subject = "CN=desk", .issuer = middle, .issuer_key = middle_key });
  g_autoptr (KigenPkcs12) identity = nss_workshop_identity (workshop, key, der);
  g_ptr_array_add (identity->chain, g_bytes_ref (middle));
  nss_workshop_import (workshop->store, identity, "desk");

  /* then it comes out with its key and the chain in order, for a handshake and for a backup */
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenCredential) credential
      = kigen_store_credential (workshop->store, identity->certificate->id, &error);
  g_assert_no_error (error);
  g_assert_null (credential->place);
  g_assert_cmpint (EVP_PKEY_eq (kigen_key_evp (credential->key), key), ==, 1);
  g_assert_cmpstr (credential->certificate->id, ==, identity->certificate->id);
  g_assert_cmpint (credential->certificate->has_key, ==, KIGEN_HAS_KEY_YES);
  g_assert_cmpuint (credential->chain->len, ==, 2);
  g_assert_true (g_bytes_equal (g_ptr_array_index (credential->chain, 0), middle));
  g_assert_true (g_bytes_equal (g_ptr_array_index (credential->chain, 1), workshop->ca));

  g_autoptr (KigenPkcs12) out = kigen_store_export (workshop->store, identity->certificate->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (out->n_keys, ==, 1);
  g_assert_cmpstr (out->friendly_name, ==, "desk");
  g_assert_cmpuint (out->chain->len, ==, 2);
  g_assert_cmpint (EVP_PKEY_eq (kigen_key_evp (out->key), key), ==, 1);
}

static void
test_absent (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const ID = "0000000000000000000000000000000000000000000000000000000000000000";
  g_autoptr (EVP_PKEY) key = mint_key (MINT_EC);
  g_autoptr (GBytes) keyless = nss_workshop_issue (workshop, key, "CN=keyless", "10");
  g_autofree char *keyless_id = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, keyless);
  mint_write_certificate (workshop->folder, "keyless.pem", keyless);
  g_free (workshop_run (workshop->folder, NULL, "certutil -A -d sql:nss -n keyless -t ,, -i keyless.pem"));
  g_autoptr (GError) error = NULL;

  g_assert_null (kigen_store_credential (workshop->store, ID, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_CERTIFICATE_ABSENT);
  g_clear_error (&error);
  g_assert_null (kigen_store_find (workshop->store, ID, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_CERTIFICATE_ABSENT);
  g_clear_error (&error);
  g_assert_null (kigen_store_export (workshop->store, keyless_id, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
  g_autoptr (KigenCertificate) found = kigen_store_find (workshop->store, keyless_id, NULL);
  g_assert_nonnull (found);
  g_assert_true (kigen_store_remove (workshop->store, ID, NULL));
}

static void
test_create (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *folder = g_build_filename (workshop->folder, "data", "pki", "nssdb", NULL);
  g_autofree char *uri = g_strconcat ("nss:", folder, NULL);
  g_autoptr (KigenStore) store = kigen_store_new (uri, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (kigen_store_create (store, &error));
  g_assert_no_error (error);
  g_assert_true (kigen_store_create (store, &error));
  GStatBuf status;
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);

  /* then NSS's own tools take it for one without a password */
  g_autoptr (KigenPkcs12) identity = nss_workshop_new_identity (workshop, MINT_EC, "CN=desk", "10");
  nss_workshop_import (store, identity, NULL);
  g_autofree char *keys = workshop_run (folder, NULL, "certutil -K -d sql:.");
  g_assert_nonnull (strstr (keys, "desk"));
}

/* Every call leaves NSS as it found it. */
static void
test_nothing_leaks (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) identity = nss_workshop_new_identity (workshop, MINT_RSA, "CN=desk", "10");
  const char *id = identity->certificate->id;
  nss_workshop_import (workshop->store, identity, NULL);
  g_assert_true (kigen_nss_stop ());
  nss_workshop_import (workshop->store, identity, NULL);
  g_assert_true (kigen_nss_stop ());
  g_autoptr (GPtrArray) all = nss_workshop_list (workshop->store);
  g_assert_true (kigen_nss_stop ());
  g_autoptr (KigenCredential) credential = kigen_store_credential (workshop->store, id, NULL);
  g_assert_nonnull (credential);
  g_assert_true (kigen_nss_stop ());
  g_assert_true (kigen_store_remove (workshop->store, id, NULL));
  g_assert_true (kigen_nss_stop ());
}

static void
test_uri (void)
{
  static const char *const BAD[] = { "", "nss", "nss:", "nsss:/tmp", "/tmp", "NSS:/tmp" };
  for (guint i = 0; i < G_N_ELEMENTS (BAD); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (kigen_store_new (BAD[i], &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_USAGE);
  }
  g_autoptr (KigenStore) store = kigen_store_new ("nss:/a/./b/", NULL);
  g_assert_cmpstr (kigen_store_uri (store), ==, "nss:/a/b");
}

static void
add_kind (const char *path, MintKind kind, void (*test) (NssWorkshop *, gconstpointer))
{
  g_test_add (path, NssWorkshop, GINT_TO_POINTER (kind), nss_workshop_open, test, nss_workshop_close);
}

static void
add (const char *path, void (*test) (NssWorkshop *, gconstpointer))
{
  add_kind (path, MINT_EC, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nss/uri", test_uri);
  add ("/nss/list", test_list);
  add ("/nss/list-without-attributes", test_list_without_attributes);
  add ("/nss/list-again", test_list_again);
  add ("/nss/odd-folder", test_odd_folder);
  add_kind ("/nss/import/rsa", MINT_RSA, test_import);
  add_kind ("/nss/import/ec", MINT_EC, test_import);
  add ("/nss/import/label", test_label);
  add ("/nss/import/same-subject", test_same_subject);
  add ("/nss/import/shared-key", test_shared_key);
  add ("/nss/import/trust-stays", test_trust_stays);
  add ("/nss/import/key-comes-later", test_key_comes_later);
  add ("/nss/import/misfit", test_import_misfit);
  add ("/nss/import/fails", test_import_fails);
  add_kind ("/nss/credential/rsa", MINT_RSA, test_credential);
  add_kind ("/nss/credential/ec", MINT_EC, test_credential);
  add ("/nss/absent", test_absent);
  add ("/nss/create", test_create);
  add ("/nss/nothing-leaks", test_nothing_leaks);
  return g_test_run ();
}
