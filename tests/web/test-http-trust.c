/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Who is who: the site's certificate must be its authority's and say its name; ours is shown where it is
 * asked for, and turned away is not the same as not reached. */

#include <kigen/base/error.h>
#include <kigen/crypto/x509.h>

#include "client.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <sched.h>
#include <sys/mount.h>

/* The site's
 * ---------------------------------------------------------------------------------------------------------
 */

static void
test_other_authority (void)
{
  /* given the anchors of another authority; then nothing is sent */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (Site) other = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http
      = client_new_with (site, NULL, (KigenHttpOptions){ .anchors = site_anchors (other) });
  client_must_fail (http, site, "/", KIGEN_ERROR_UNTRUSTED);
  g_assert_false (kigen_http_may_have_arrived (http));
  g_assert_cmpuint (site_requests (site), ==, 0);
}

static void
test_other_name (void)
{
  /* given a certificate of the right authority for another name */
  g_autoptr (Site) site = site_open (&(SiteOrder){ .name = "other.example" });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  client_must_fail (http, site, "/", KIGEN_ERROR_UNTRUSTED);
  g_assert_false (kigen_http_may_have_arrived (http));
  g_assert_cmpuint (site_requests (site), ==, 0);
}

static void
test_not_tried_again (void)
{
  /* given one that cannot be trusted; then it is not tried again, though it could be */
  g_autoptr (Site) site = site_open (&(SiteOrder){ .name = "other.example" });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  g_autoptr (GError) error = NULL;
  gint64 before = g_get_monotonic_time ();
  g_assert_null (client_get (http, site, "/", KIGEN_HTTP_REPEATABLE, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_UNTRUSTED);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 4 * G_TIME_SPAN_SECOND);
}

static void
test_anchors_of_no_use (gconstpointer anchors)
{
  /* given anchors that hold no certificate; then nobody is trusted */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new_with (site, NULL, (KigenHttpOptions){ .anchors = anchors });
  client_must_fail (http, site, "/", KIGEN_ERROR_UNTRUSTED);
  g_assert_cmpuint (site_requests (site), ==, 0);
}

static void
test_several_anchors (void)
{
  /* given several anchors, the right one among them */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (Site) other = site_open (&(SiteOrder){ 0 });
  g_autofree char *both = g_strconcat (site_anchors (other), site_anchors (site), NULL);
  g_autoptr (KigenHttp) http = client_new_with (site, NULL, (KigenHttpOptions){ .anchors = both });
  client_must_get (http, site, "/", "");
}

/* For the calling thread and those that it begins. */
static gboolean
lie_over (const char *place, const char *folder)
{
  return unshare (CLONE_NEWNS) == 0 && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
         && mount (folder, place, NULL, MS_BIND, NULL) == 0;
}

static void
test_system_s_anchors_alone (void)
{
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (Site) other = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) with_anchors
      = client_new_with (site, NULL, (KigenHttpOptions){ .anchors = site_anchors (other) });
  g_autofree char *origin = site_url (site, "");
  g_autoptr (KigenHttp) without = kigen_http_new (origin, NULL, &(KigenHttpOptions){ 0 }, NULL);
  g_autofree char *folder = workshop_open ();
  BIO *pem = BIO_new_mem_buf (site_anchors (site), -1);
  X509 *ca = PEM_read_bio_X509 (pem, NULL, NULL, NULL);
  g_autofree char *name
      = g_strdup_printf ("%08lx.0", X509_NAME_hash_ex (X509_get_subject_name (ca), NULL, NULL, NULL));
  workshop_write_text (folder, name, site_anchors (site));
  workshop_write_text (folder, "ca-certificates.crt", site_anchors (other));
  X509_free (ca);
  BIO_free (pem);
  if (!lie_over ("/etc/ssl/certs", folder)) {
    g_test_skip ("no mounting in here");
    workshop_close (g_steal_pointer (&folder));
    return;
  }

  /* given a site that the system trusts; when it is asked without anchors, then it is trusted */
  client_must_get (without, site, "/", "");

  /* and when other anchors are given, then those are, and the system's count for nothing */
  client_must_fail (with_anchors, site, "/", KIGEN_ERROR_UNTRUSTED);
  umount2 ("/etc/ssl/certs", MNT_DETACH);
  workshop_close (g_steal_pointer (&folder));
}

/* Ours
 * ----------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const char *name;
  MintKind kind;
  int tls;
} Handshake;

static const Handshake handshakes[] = {
  { "rsa-tls-1.2", MINT_RSA, TLS1_2_VERSION },
  { "rsa-tls-1.3", MINT_RSA, TLS1_3_VERSION },
  { "ec-tls-1.2", MINT_EC, TLS1_2_VERSION },
  { "ec-tls-1.3", MINT_EC, TLS1_3_VERSION },
};

static void
test_shown (gconstpointer data)
{
  const Handshake *handshake = data;
  /* given a site that insists on a certificate; then it sees ours, on new connections too */
  g_autoptr (Site) site = site_open (&(SiteOrder){ .insists = TRUE, .tls = handshake->tls });
  g_autoptr (KigenCredential) credential = site_credential (site, handshake->kind, "CN=desk 1");
  g_autoptr (KigenHttp) http = client_new (site, credential);
  client_must_get (http, site, "/", "");
  kigen_http_forget_session (http);
  client_must_get (http, site, "/", "");
  g_autofree char *visitor = site_visitor (site);
  g_assert_cmpstr (visitor, ==, "desk 1");
  g_assert_cmpuint (site_handshakes (site), ==, 2);
}

static void
test_identities_apart (void)
{
  /* given two identities and none at one site; then each request comes with its own */
  g_autoptr (Site) site = site_open (&(SiteOrder){ .asks = TRUE });
  g_autoptr (KigenCredential) one = site_credential (site, MINT_EC, "CN=desk 1");
  g_autoptr (KigenCredential) two = site_credential (site, MINT_RSA, "CN=desk 2");
  const KigenCredential *credentials[] = { one, two, NULL, one };
  static const char *const names[] = { "desk 1", "desk 2", "", "desk 1" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (KigenHttp) http = client_new (site, credentials[i]);
    client_must_get (http, site, "/", "");
    g_autofree char *visitor = site_visitor (site);
    g_assert_cmpstr (visitor, ==, names[i]);
  }
}

static void
test_turned_away (gconstpointer data)
{
  const Handshake *handshake = data;
  /* given a site that takes certificates of its own authority alone, and one of another */
  g_autoptr (Site) site = site_open (&(SiteOrder){ .insists = TRUE, .tls = handshake->tls });
  g_autoptr (Site) other = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenCredential) credential = site_credential (other, handshake->kind, "CN=desk 1");
  g_autoptr (KigenHttp) http = client_new (site, credential);

  /* when it is shown; then that is a refusal, which trying again does not change */
  g_autoptr (GError) error = NULL;
  g_assert_null (client_get (http, site, "/", KIGEN_HTTP_REPEATABLE, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_REFUSED);
  g_assert_cmpuint (site_requests (site), ==, 0);
}

static void
test_none_shown (gconstpointer data)
{
  const Handshake *handshake = data;
  /* given a site that insists on a certificate, and nothing to show; then that is a refusal */
  g_autoptr (Site) site = site_open (&(SiteOrder){ .insists = TRUE, .tls = handshake->tls });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  client_must_fail (http, site, "/", KIGEN_ERROR_REFUSED);
}

static void
test_post_turned_away (gconstpointer data)
{
  const Handshake *handshake = data;
  /* given a form for a site that turns us away; then the form is read by nobody */
  g_autoptr (Site) site = site_open (&(SiteOrder){ .insists = TRUE, .tls = handshake->tls });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (client_post (http, site, "/do", "a=1", 0, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_REFUSED);
  g_assert_cmpuint (site_requests (site), ==, 0);
}

static void
test_old_tls (void)
{
  /* given a site that speaks nothing newer than TLS 1.1; then nothing is sent */
  g_autoptr (Site) site = site_open (&(SiteOrder){ .tls = TLS1_1_VERSION });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  client_must_fail (http, site, "/", KIGEN_ERROR_UNREACHABLE);
  g_assert_false (kigen_http_may_have_arrived (http));
}

static void
test_key_of_another (void)
{
  /* given a certificate and the key of another; then nobody begins */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenCredential) one = site_credential (site, MINT_EC, "CN=desk 1");
  g_autoptr (KigenCredential) two = site_credential (site, MINT_EC, "CN=desk 2");
  g_autoptr (KigenCredential) mixed = kigen_credential_new (one->certificate, NULL, two->key, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (kigen_http_new ("https://localhost", mixed, &(KigenHttpOptions){ 0 }, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
}

static void
add_all (const char *below, GTestDataFunc test)
{
  for (gsize i = 0; i < G_N_ELEMENTS (handshakes); i++) {
    g_autofree char *path = g_strdup_printf ("/web/trust/%s/%s", below, handshakes[i].name);
    g_test_add_data_func (path, &handshakes[i], test);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web/trust/other-authority", test_other_authority);
  g_test_add_func ("/web/trust/other-name", test_other_name);
  g_test_add_func ("/web/trust/not-tried-again", test_not_tried_again);
  g_test_add_data_func ("/web/trust/anchors-empty", "", test_anchors_of_no_use);
  g_test_add_data_func ("/web/trust/anchors-of-garbage", "-----BEGIN CERTIFICATE-----\nAAAA\n",
                        test_anchors_of_no_use);
  g_test_add_func ("/web/trust/several-anchors", test_several_anchors);
  add_all ("shown", test_shown);
  add_all ("turned-away", test_turned_away);
  add_all ("none-shown", test_none_shown);
  add_all ("post-turned-away", test_post_turned_away);
  g_test_add_func ("/web/trust/identities-apart", test_identities_apart);
  g_test_add_func ("/web/trust/old-tls", test_old_tls);
  g_test_add_func ("/web/trust/key-of-another", test_key_of_another);
  g_test_add_func ("/web/trust/system-s-anchors-alone", test_system_s_anchors_alone);
  return g_test_run ();
}
