/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * The store of Windows: listed, written, taken out of; and what Windows itself says of the outcome.  Another
 * process is this program again: `--list` prints ID, label and key of each, as the next login would find
 * them.
 */

#include "windows-leaving.h"
#include "windows-workshop.h"

#include <stdio.h>

static char *own_path;

static int
list_as_child (void)
{
  g_autoptr (KigenStore) store = kigen_store_new ("windows:MY", NULL);
  g_autoptr (GPtrArray) all = kigen_store_list (store, NULL);
  for (guint i = 0; all != NULL && i < all->len; i++) {
    const KigenCertificate *certificate = g_ptr_array_index (all, i);
    printf ("%s %s %d\n", certificate->id, certificate->label, (int)certificate->has_key);
  }
  return 0;
}

/* Not by a pipe that is told of in the tests' own protocol. */
static char *
list_in_another_process (void)
{
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  g_autoptr (GSubprocess) child
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, own_path, "--list", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (child, NULL, NULL, &output, NULL, &error));
  g_assert_no_error (error);
  return output;
}

static void
test_import (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (EVP_PKEY) key = mint_key (MINT_RSA);
  g_autoptr (GBytes) der = windows_workshop_issue (workshop, key, "C=JP/CN=0110119153", "10", NULL);
  g_autoptr (KigenPkcs12) identity = windows_workshop_identity (workshop, key, der);
  const char *id = identity->certificate->id;

  /* when it is put in, once and again */
  windows_workshop_import (workshop->store, identity, "受付");
  windows_workshop_import (workshop->store, identity, "other name");

  /* then it is there once, with its key, under its first name, and its authority is not among them */
  g_autoptr (GPtrArray) all = windows_workshop_list (workshop->store);
  g_assert_cmpuint (all->len, ==, 1);
  KigenCertificate *found = windows_workshop_find (all, id);
  g_assert_cmpstr (found->label, ==, "受付");
  g_assert_cmpstr (found->store, ==, "windows:MY");
  g_assert_cmpint (found->has_key, ==, KIGEN_HAS_KEY_YES);
  windows_workshop_assert_signs (id, key);
}

static void
test_label (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) bare = windows_workshop_new_identity (workshop, "CN=0110119153", "10", NULL);
  g_autoptr (KigenPkcs12) named = windows_workshop_new_identity (workshop, "CN=0110119154", "11", NULL);
  named->friendly_name = g_strdup ("窓口");
  windows_workshop_import (workshop->store, bare, NULL);
  windows_workshop_import (workshop->store, named, NULL);
  g_autoptr (GPtrArray) all = windows_workshop_list (workshop->store);
  g_assert_cmpstr (windows_workshop_find (all, bare->certificate->id)->label, ==, "0110119153");
  g_assert_cmpstr (windows_workshop_find (all, named->certificate->id)->label, ==, "窓口");
}

static void
test_credential (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenPkcs12) identity = windows_workshop_new_identity (workshop, "CN=desk", "10", NULL);
  windows_workshop_import (workshop->store, identity, NULL);
  g_autoptr (KigenCredential) credential
      = kigen_store_credential (workshop->store, identity->certificate->id, &error);
  g_assert_no_error (error);

  /* then the place is said as Schannel wants it, and the key stays there */
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA1, identity->certificate->der);
  g_autofree char *thumbprint = g_ascii_strup (hash, -1);
  g_autofree char *wanted = g_strconcat ("CurrentUser\\MY\\", thumbprint, NULL);
  g_assert_cmpstr (credential->place, ==, wanted);
  g_assert_null (credential->key);
  g_assert_cmpstr (credential->certificate->id, ==, identity->certificate->id);
}

static void
test_export (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EVP_PKEY) key = mint_key (MINT_RSA);
  g_autoptr (GBytes) der = windows_workshop_issue (workshop, key, "CN=desk", "10", NULL);
  g_autoptr (KigenPkcs12) identity = windows_workshop_identity (workshop, key, der);
  kigen_store_set_exportable (workshop->store, TRUE);
  windows_workshop_import (workshop->store, identity, "受付");

  g_autoptr (KigenPkcs12) out = kigen_store_export (workshop->store, identity->certificate->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (out->n_keys, ==, 1);
  g_assert_cmpstr (out->friendly_name, ==, "受付");
  g_assert_cmpint (EVP_PKEY_eq (kigen_key_evp (out->key), key), ==, 1);
  g_assert_cmpstr (out->certificate->id, ==, identity->certificate->id);
  g_assert_cmpuint (out->chain->len, ==, 1);
  g_assert_true (g_bytes_equal (g_ptr_array_index (out->chain, 0), workshop->ca));
}

static void
test_export_held_back (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenPkcs12) identity = windows_workshop_new_identity (workshop, "CN=desk", "10", NULL);
  windows_workshop_import (workshop->store, identity, NULL);
  g_assert_null (kigen_store_export (workshop->store, identity->certificate->id, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
}

/* A renewed certificate stands beside the old one, which says so; either leaves without the other. */
static void
test_same_subject (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) old
      = windows_workshop_new_identity (workshop, "CN=0110119153", "10", "20261127000000Z");
  g_autoptr (KigenPkcs12) stranger
      = windows_workshop_new_identity (workshop, "CN=0110119154", "11", "20261127000000Z");
  g_autoptr (KigenPkcs12) renewed
      = windows_workshop_new_identity (workshop, "CN=0110119153", "12", "20300220000000Z");
  windows_workshop_import (workshop->store, old, "受付");
  windows_workshop_import (workshop->store, stranger, "窓口");
  windows_workshop_import (workshop->store, renewed, "受付");

  g_autoptr (GBytes) link = windows_workshop_property (old->certificate->id, CERT_RENEWAL_PROP_ID);
  g_autoptr (GBytes) hash = windows_workshop_property (renewed->certificate->id, CERT_SHA1_HASH_PROP_ID);
  g_assert_nonnull (link);
  g_assert_true (g_bytes_equal (link, hash));
  g_assert_null (windows_workshop_property (renewed->certificate->id, CERT_RENEWAL_PROP_ID));
  g_assert_null (windows_workshop_property (stranger->certificate->id, CERT_RENEWAL_PROP_ID));

  /* when the new one leaves, then the old one is renewed by none */
  g_autoptr (GBytes) gone = windows_workshop_property (renewed->certificate->id, CERT_KEY_PROV_INFO_PROP_ID);
  g_assert_true (windows_workshop_has_container (gone));
  g_assert_true (kigen_store_remove (workshop->store, renewed->certificate->id, NULL));
  g_assert_false (windows_workshop_has_container (gone));
  g_assert_null (windows_workshop_property (old->certificate->id, CERT_RENEWAL_PROP_ID));
  g_autoptr (GPtrArray) left = windows_workshop_list (workshop->store);
  g_assert_cmpuint (left->len, ==, 2);
  g_assert_cmpint (windows_workshop_find (left, old->certificate->id)->has_key, ==, KIGEN_HAS_KEY_YES);
  g_assert_true (kigen_store_remove (workshop->store, renewed->certificate->id, NULL));
}

static void
test_shared_key (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  /* given two certificates that name one container */
  g_autoptr (EVP_PKEY) key = mint_key (MINT_RSA);
  g_autoptr (GBytes) first = windows_workshop_issue (workshop, key, "CN=one", "10", NULL);
  g_autoptr (GBytes) second = windows_workshop_issue (workshop, key, "CN=two", "11", NULL);
  g_autoptr (KigenPkcs12) one = windows_workshop_identity (workshop, key, first);
  g_autoptr (KigenPkcs12) two = windows_workshop_identity (workshop, key, second);
  windows_workshop_import (workshop->store, one, NULL);
  windows_workshop_add (second, one->certificate->id);
  g_autoptr (GBytes) container = windows_workshop_property (one->certificate->id, CERT_KEY_PROV_INFO_PROP_ID);

  /* when they leave one after the other, then the key goes with the last */
  g_assert_true (kigen_store_remove (workshop->store, one->certificate->id, NULL));
  g_autoptr (GPtrArray) all = windows_workshop_list (workshop->store);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpint (windows_workshop_find (all, two->certificate->id)->has_key, ==, KIGEN_HAS_KEY_YES);
  windows_workshop_assert_signs (two->certificate->id, key);
  g_assert_true (kigen_store_remove (workshop->store, two->certificate->id, NULL));
  g_assert_false (windows_workshop_has_container (container));
}

/* A certificate that came without its key is tied to it when that comes. */
static void
test_key_comes_later (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) identity = windows_workshop_new_identity (workshop, "CN=desk", "10", NULL);
  const char *id = identity->certificate->id;
  g_autoptr (GError) error = NULL;
  windows_workshop_add (identity->certificate->der, NULL);
  g_autoptr (GPtrArray) before = windows_workshop_list (workshop->store);
  g_assert_cmpint (windows_workshop_find (before, id)->has_key, ==, KIGEN_HAS_KEY_NO);
  g_assert_null (kigen_store_credential (workshop->store, id, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
  g_clear_error (&error);
  g_assert_null (kigen_store_export (workshop->store, id, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);

  windows_workshop_import (workshop->store, identity, NULL);
  g_autoptr (GPtrArray) after = windows_workshop_list (workshop->store);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_cmpint (windows_workshop_find (after, id)->has_key, ==, KIGEN_HAS_KEY_YES);
}

static void
assert_refused (KigenStore *store, const KigenPkcs12 *contents)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (kigen_store_import (store, contents, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
}

static void
test_import_misfit (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) one = windows_workshop_new_identity (workshop, "CN=one", "10", NULL);
  g_autoptr (KigenPkcs12) two = windows_workshop_new_identity (workshop, "CN=two", "11", NULL);
  g_autoptr (KigenPkcs12) none = kigen_pkcs12_new ();
  g_autoptr (EVP_PKEY) ec_key = mint_key (MINT_EC);
  g_autoptr (GBytes) ec_der = windows_workshop_issue (workshop, ec_key, "CN=ec", "12", NULL);
  g_autoptr (KigenPkcs12) ec = windows_workshop_identity (workshop, ec_key, ec_der);
  KigenPkcs12 mixed = *one;
  mixed.key = two->key;
  assert_refused (workshop->store, &mixed);
  assert_refused (workshop->store, none);
  assert_refused (workshop->store, ec);
  g_autoptr (GPtrArray) all = windows_workshop_list (workshop->store);
  g_assert_cmpuint (all->len, ==, 0);

  /* What the user has put there without a key is none of ours to take away. */
  windows_workshop_add (ec_der, NULL);
  assert_refused (workshop->store, ec);
  g_autoptr (GPtrArray) still = windows_workshop_list (workshop->store);
  g_assert_cmpuint (still->len, ==, 1);
}

static void
test_stays (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) stays = windows_workshop_new_identity (workshop, "CN=stays", "10", NULL);
  g_autoptr (KigenPkcs12) leaves = windows_workshop_new_identity (workshop, "CN=leaves", "11", NULL);
  windows_workshop_import (workshop->store, stays, "受付");
  windows_workshop_import (workshop->store, leaves, "leaves");
  g_assert_true (kigen_store_remove (workshop->store, leaves->certificate->id, NULL));

  g_autofree char *listed = list_in_another_process ();
  g_auto (GStrv) lines = g_strsplit_set (listed, "\r\n", -1);
  g_autofree char *wanted = g_strdup_printf ("%s 受付 %d", stays->certificate->id, (int)KIGEN_HAS_KEY_YES);
  g_assert_cmpstr (lines[0], ==, wanted);
  g_assert_null (strstr (listed, leaves->certificate->id));
}

static void
test_absent (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const ID = "0000000000000000000000000000000000000000000000000000000000000000";
  g_autoptr (GError) error = NULL;
  g_assert_null (kigen_store_credential (workshop->store, ID, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_CERTIFICATE_ABSENT);
  g_clear_error (&error);
  g_assert_null (kigen_store_export (workshop->store, ID, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_CERTIFICATE_ABSENT);
  g_assert_true (kigen_store_remove (workshop->store, ID, NULL));
  g_assert_true (kigen_store_create (workshop->store, NULL));
}

static void
test_uri (void)
{
  static const char *const BAD[]
      = { "", "windows", "windows:", "windows:ROOT", "windows:MY2", "nss:/tmp", "WINDOWS:MY" };
  for (guint i = 0; i < G_N_ELEMENTS (BAD); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (kigen_store_new (BAD[i], &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_USAGE);
  }
  g_autoptr (KigenStore) store = kigen_store_new ("windows:my", NULL);
  g_assert_cmpstr (kigen_store_uri (store), ==, "windows:MY");

  g_auto (GStrv) stores = kigen_store_discover ();
  g_assert_cmpuint (g_strv_length (stores), ==, 1);
  g_assert_cmpstr (stores[0], ==, "windows:MY");
  g_autofree char *libraries = kigen_store_libraries ();
  g_assert_true (g_str_has_prefix (libraries, "CryptoAPI/"));
}

static void
add (const char *path, void (*test) (WindowsWorkshop *, gconstpointer))
{
  g_test_add (path, WindowsWorkshop, NULL, windows_workshop_open, test, windows_workshop_close);
}

int
main (int argc, char **argv)
{
  if (argc == 2 && strcmp (argv[1], "--list") == 0)
    return list_as_child ();
  own_path = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/windows/uri", test_uri);
  add ("/windows/import", test_import);
  add ("/windows/import/label", test_label);
  add ("/windows/import/same-subject", test_same_subject);
  add ("/windows/import/shared-key", test_shared_key);
  add ("/windows/import/key-comes-later", test_key_comes_later);
  add ("/windows/import/misfit", test_import_misfit);
  add ("/windows/credential", test_credential);
  add ("/windows/export", test_export);
  add ("/windows/export/held-back", test_export_held_back);
  add ("/windows/stays", test_stays);
  add ("/windows/absent", test_absent);
  windows_leaving_add ();
  return g_test_run ();
}
