/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "test-state"

/* What scans leave in the state, and the user's own names. */

#include "given.h"

static const char *const nss_alone[] = { "nss:/a", NULL };
static const char *const both[] = { "nss:/a", "p12:/b", NULL };
static const char *const no_store[] = { NULL };

static GPtrArray *
certificates_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_certificate_unref);
}

static void
record (KigenState *state, GPtrArray *certificates, const char *const *stores)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kigen_state_record_scan (state, certificates, stores, GIVEN_NOW, &error));
  g_assert_no_error (error);
}

static void
assert_stored (KigenState *state, const char *expected)
{
  g_autoptr (GPtrArray) certificates = kigen_state_certificates (state, NULL);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < certificates->len; i++) {
    const KigenCertificate *certificate = g_ptr_array_index (certificates, i);
    g_string_append_printf (found, "%c@%s ", *certificate->id, certificate->store);
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_round_trip (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GPtrArray) certificates = certificates_new ();
  g_autoptr (GPtrArray) read = NULL;
  KigenCertificate *given = given_certificate ('a', "nss:/a");
  const KigenCertificate *found;

  given->not_after = G_GINT64_CONSTANT (253402300799); /* the last second of 9999 */
  g_ptr_array_add (certificates, given);
  record (state, certificates, nss_alone);
  g_clear_pointer (&state, kigen_state_close);

  state = given_state (folder);
  read = kigen_state_certificates (state, NULL);

  g_assert_cmpuint (read->len, ==, 1);
  found = g_ptr_array_index (read, 0);
  g_assert_cmpstr (found->id, ==, given->id);
  g_assert_null (found->der);
  g_assert_cmpstr (found->subject, ==, given->subject);
  g_assert_cmpstr (found->issuer, ==, given->issuer);
  g_assert_cmpstr (found->common_name, ==, given->common_name);
  g_assert_cmpstr (found->issuer_common_name, ==, given->issuer_common_name);
  g_assert_cmpstr (found->serial, ==, given->serial);
  g_assert_cmpint (found->not_before, ==, given->not_before);
  g_assert_cmpint (found->not_after, ==, given->not_after);
  g_assert_cmpint (found->is_ca, ==, given->is_ca);
  g_assert_cmpstr (found->label, ==, given->label);
  g_assert_cmpstr (found->store, ==, given->store);
  g_assert_cmpstr (found->profile, ==, given->profile);
  g_assert_cmpint (found->has_key, ==, given->has_key);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

static void
test_gone_and_back (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GPtrArray) all = certificates_new ();
  g_autoptr (GPtrArray) none = certificates_new ();

  g_ptr_array_add (all, given_certificate ('a', "nss:/a"));
  g_ptr_array_add (all, given_certificate ('b', "nss:/a"));
  g_ptr_array_add (all, given_certificate ('b', "p12:/b"));
  record (state, all, both);
  assert_stored (state, "a@nss:/a b@nss:/a b@p12:/b ");

  /* A store that could not be read says nothing about what it holds. */
  record (state, none, no_store);
  assert_stored (state, "a@nss:/a b@nss:/a b@p12:/b ");

  record (state, none, nss_alone);
  assert_stored (state, "b@p12:/b ");

  record (state, all, both);
  assert_stored (state, "a@nss:/a b@nss:/a b@p12:/b ");
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

static void
test_store_locked_later (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GPtrArray) certificates = certificates_new ();
  g_autoptr (GPtrArray) read = NULL;
  KigenCertificate *given = given_certificate ('a', "nss:/a");

  g_ptr_array_add (certificates, given);
  record (state, certificates, nss_alone);
  given->has_key = KIGEN_HAS_KEY_UNKNOWN;
  given->profile = (g_free (given->profile), NULL);
  record (state, certificates, nss_alone);

  read = kigen_state_certificates (state, NULL);
  g_assert_cmpint (((KigenCertificate *)g_ptr_array_index (read, 0))->has_key, ==, KIGEN_HAS_KEY_UNKNOWN);
  g_assert_null (((KigenCertificate *)g_ptr_array_index (read, 0))->profile);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

static void
test_labels (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GPtrArray) certificates = certificates_new ();
  g_autoptr (GPtrArray) named = NULL;
  g_autoptr (GPtrArray) unnamed = NULL;
  g_autofree char *label = NULL;
  KigenCertificate *given = given_certificate ('a', "nss:/a");

  g_ptr_array_add (certificates, given);
  record (state, certificates, nss_alone);
  g_assert_null (kigen_state_label (state, given->id));

  g_assert_true (kigen_state_set_label (state, given->id, "受付", NULL));
  g_assert_true (kigen_state_set_label (state, given->id, "受付 2", NULL));
  record (state, certificates, nss_alone);
  label = kigen_state_label (state, given->id);
  g_assert_cmpstr (label, ==, "受付 2");
  named = kigen_state_certificates (state, NULL);
  g_assert_cmpstr (((KigenCertificate *)g_ptr_array_index (named, 0))->label, ==, "受付 2");

  g_assert_true (kigen_state_set_label (state, given->id, NULL, NULL));
  g_assert_null (kigen_state_label (state, given->id));
  unnamed = kigen_state_certificates (state, NULL);
  g_assert_cmpstr (((KigenCertificate *)g_ptr_array_index (unnamed, 0))->label, ==, "from the store");
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

/* A resident reader is told of what changes, by whomever, and of nothing else. */
static void
test_version (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) reader = given_state (folder);
  g_autoptr (KigenState) writer = given_state (folder);
  g_autoptr (GPtrArray) certificates = certificates_new ();
  gint64 first = kigen_state_version (reader);
  gint64 second;
  gint64 third;

  g_assert_cmpint (kigen_state_version (reader), ==, first);
  g_ptr_array_add (certificates, given_certificate ('a', "nss:/a"));
  record (writer, certificates, nss_alone);
  second = kigen_state_version (reader);
  g_assert_cmpint (second, !=, first);
  g_assert_cmpint (kigen_state_version (reader), ==, second);

  record (writer, certificates, nss_alone);
  g_assert_cmpint (kigen_state_version (reader), ==, second);

  g_assert_true (kigen_state_set_label (reader, "aaaa", "mine", NULL));
  third = kigen_state_version (reader);
  g_assert_cmpint (third, !=, second);
  g_assert_cmpint (third, !=, first);
  g_clear_pointer (&reader, kigen_state_close);
  g_clear_pointer (&writer, kigen_state_close);
  given_folder_removed (folder);
}

static void
test_ten_thousand (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GPtrArray) certificates = certificates_new ();
  g_autoptr (GPtrArray) read = NULL;

  for (int i = 0; i < 10000; i++) {
    KigenCertificate *certificate = given_certificate ('a', "nss:/a");
    g_free (certificate->id);
    certificate->id = g_strdup_printf ("%064x", (guint)i);
    g_ptr_array_add (certificates, certificate);
  }
  record (state, certificates, nss_alone);
  g_ptr_array_set_size (certificates, 1);
  record (state, certificates, nss_alone);

  read = kigen_state_certificates (state, NULL);
  g_assert_cmpuint (read->len, ==, 1);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/certificates/round-trip", test_round_trip);
  g_test_add_func ("/state/certificates/gone-and-back", test_gone_and_back);
  g_test_add_func ("/state/certificates/store-locked-later", test_store_locked_later);
  g_test_add_func ("/state/certificates/labels", test_labels);
  g_test_add_func ("/state/certificates/version", test_version);
  g_test_add_func ("/state/certificates/ten-thousand", test_ten_thousand);
  return g_test_run ();
}
