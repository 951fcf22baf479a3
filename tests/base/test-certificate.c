/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * The record: copies are their own, and a successor is one that really takes over.
 */

#include <kigen/base/certificate.h>

static KigenCertificate *
make (const char *id, const char *subject, gint64 from, gint64 to)
{
  KigenCertificate *certificate = kigen_certificate_new ();

  certificate->id = g_strdup (id);
  certificate->subject = g_strdup (subject);
  certificate->common_name = g_strdup ("0110119153");
  certificate->store = g_strdup ("nss:/home/desk");
  certificate->profile = g_strdup ("obn");
  certificate->not_before = from;
  certificate->not_after = to;
  return certificate;
}

static GPtrArray *
make_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_certificate_unref);
}

static void
test_validity_includes_both_ends (void)
{
  g_autoptr (KigenCertificate) certificate = make ("a", "CN=a", 100, 200);

  g_assert_false (kigen_certificate_valid_at (certificate, 99));
  g_assert_true (kigen_certificate_valid_at (certificate, 100));
  g_assert_true (kigen_certificate_valid_at (certificate, 200));
  g_assert_false (kigen_certificate_valid_at (certificate, 201));
}

static void
test_copy_is_its_own (void)
{
  g_autoptr (KigenCertificate) original = make ("a", "CN=a", 100, 200);
  g_autoptr (KigenCertificate) copy = NULL;

  original->der = g_bytes_new_static ("der", 3);
  original->is_ca = TRUE;
  original->has_key = KIGEN_HAS_KEY_YES;
  original->serial = g_strdup ("1F");
  original->issuer = g_strdup ("CN=i");
  original->issuer_common_name = g_strdup ("i");
  copy = kigen_certificate_copy (original);
  copy->label = g_strdup ("front desk");

  g_assert_null (original->label);
  g_assert_true (copy->subject != original->subject);
  g_assert_cmpstr (copy->id, ==, "a");
  g_assert_cmpstr (copy->subject, ==, "CN=a");
  g_assert_cmpstr (copy->serial, ==, "1F");
  g_assert_cmpstr (copy->issuer, ==, "CN=i");
  g_assert_cmpstr (copy->issuer_common_name, ==, "i");
  g_assert_cmpstr (copy->store, ==, "nss:/home/desk");
  g_assert_cmpstr (copy->profile, ==, "obn");
  g_assert_cmpint (copy->not_before, ==, 100);
  g_assert_cmpint (copy->not_after, ==, 200);
  g_assert_true (copy->is_ca);
  g_assert_cmpint (copy->has_key, ==, KIGEN_HAS_KEY_YES);
  g_assert_true (g_bytes_equal (copy->der, original->der));
}

static void
test_successor_is_the_latest (void)
{
  g_autoptr (GPtrArray) all = make_list ();
  KigenCertificate *old = make ("old", "CN=a", 100, 200);
  KigenCertificate *next = make ("next", "CN=a", 150, 300);
  KigenCertificate *between = make ("between", "CN=a", 150, 350);
  KigenCertificate *last = make ("last", "CN=a", 160, 400);

  g_ptr_array_add (all, next);
  g_ptr_array_add (all, last);
  g_ptr_array_add (all, old);
  g_ptr_array_add (all, between);

  g_assert_true (kigen_certificate_successor (old, all, 180) == last);
  g_assert_true (kigen_certificate_successor (next, all, 180) == last);
  g_assert_null (kigen_certificate_successor (last, all, 180));
  g_assert_true (kigen_certificate_successor (next, all, 155) == between);
}

static void
test_what_is_no_successor (void)
{
  g_autoptr (GPtrArray) all = make_list ();
  KigenCertificate *old = make ("old", "CN=a", 100, 200);
  KigenCertificate *other = make ("other", "CN=b", 100, 300);
  KigenCertificate *keyless = make ("keyless", "CN=a", 100, 300);
  KigenCertificate *elsewhere = make ("elsewhere", "CN=a", 100, 300);
  KigenCertificate *foreign = make ("foreign", "CN=a", 100, 300);
  KigenCertificate *future = make ("future", "CN=a", 190, 300);
  KigenCertificate *authority = make ("authority", "CN=a", 100, 300);

  keyless->has_key = KIGEN_HAS_KEY_NO;
  g_free (elsewhere->store);
  elsewhere->store = g_strdup ("p12:/mnt/backup.p12");
  g_clear_pointer (&foreign->profile, g_free);
  authority->is_ca = TRUE;
  g_ptr_array_add (all, old);
  g_ptr_array_add (all, other);
  g_ptr_array_add (all, keyless);
  g_ptr_array_add (all, elsewhere);
  g_ptr_array_add (all, foreign);
  g_ptr_array_add (all, future);
  g_ptr_array_add (all, authority);

  g_assert_null (kigen_certificate_successor (old, all, 180));
  keyless->has_key = KIGEN_HAS_KEY_UNKNOWN;
  g_assert_true (kigen_certificate_successor (old, all, 180) == keyless);
}

static void
test_name (void)
{
  g_autoptr (KigenCertificate) certificate = kigen_certificate_new ();

  g_assert_cmpstr (kigen_certificate_name (certificate), ==, "");
  certificate->id = g_strdup ("0123");
  g_assert_cmpstr (kigen_certificate_name (certificate), ==, "0123");
  certificate->common_name = g_strdup ("");
  certificate->subject = g_strdup ("O=Clinic");
  g_assert_cmpstr (kigen_certificate_name (certificate), ==, "O=Clinic");
  g_free (certificate->common_name);
  certificate->common_name = g_strdup ("0110119153");
  g_assert_cmpstr (kigen_certificate_name (certificate), ==, "0110119153");
  certificate->label = g_strdup ("受付1");
  g_assert_cmpstr (kigen_certificate_name (certificate), ==, "受付1");
}

static void
test_name_of_others (void)
{
  /* given a name that would steer a terminal; then what is shown of it does not, and what is compared is
   * whole */
  g_autoptr (KigenCertificate) certificate = kigen_certificate_new ();
  certificate->common_name = g_strdup ("a\x1b[2J\r\302\233\u202eb");
  g_assert_cmpstr (kigen_certificate_name (certificate), ==, "a[2J b");
  g_assert_cmpstr (certificate->common_name, ==, "a\x1b[2J\r\302\233\u202eb");

  /* and a label that is nothing else is none */
  certificate->label = g_strdup ("\u202e\x1b");
  g_assert_cmpstr (kigen_certificate_name (certificate), ==, "a[2J b");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/validity-includes-both-ends", test_validity_includes_both_ends);
  g_test_add_func ("/certificate/copy-is-its-own", test_copy_is_its_own);
  g_test_add_func ("/certificate/successor-is-the-latest", test_successor_is_the_latest);
  g_test_add_func ("/certificate/what-is-no-successor", test_what_is_no_successor);
  g_test_add_func ("/certificate/name", test_name);
  g_test_add_func ("/certificate/name-of-others", test_name_of_others);
  return g_test_run ();
}
