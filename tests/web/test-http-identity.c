/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* A connection that TLS has closed, and authorities that only share a name. */

#include "client.h"

#include <kigen/base/error.h>

#define SAME "CN=authority"

static void
test_post_after_goodbye (void)
{
  /* given a kept-alive connection that the site has closed as TLS has it (close_notify): every Apache does */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_say (site, SITE_CLOSE, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage");
  client_must_get (http, site, "/", "page");
  /* The goodbye is to be there before the request; a machine that is slower than this tries the other case.
   */
  g_usleep (100000);
  /* when something is posted; then it goes by a new one, once */
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (site_requests (site), ==, 2);
  g_assert_cmpuint (site_handshakes (site), ==, 2);
}

static void
test_without_length (void)
{
  /* given an answer that ends with its connection; then it is whole */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_say (site, SITE_CLOSE, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\na page");
  client_must_get (http, site, "/", "a page");
}

static void
test_other_authority_of_the_same_name (void)
{
  g_autoptr (Site) site = site_open (&(SiteOrder){ .authority = SAME });
  g_autoptr (Site) other = site_open (&(SiteOrder){ .authority = SAME });
  g_autoptr (KigenHttp) http
      = client_new_with (site, NULL, (KigenHttpOptions){ .anchors = site_anchors (other) });
  client_must_fail (http, site, "/", KIGEN_ERROR_UNTRUSTED);
}

static void
test_turned_away_by_signature (void)
{
  g_autoptr (Site) site = site_open (&(SiteOrder){ .insists = TRUE, .authority = SAME });
  g_autoptr (Site) other = site_open (&(SiteOrder){ .authority = SAME });
  g_autoptr (KigenCredential) credential = site_credential (other, MINT_EC, "CN=desk 1");
  g_autoptr (KigenHttp) http = client_new (site, credential);
  client_must_fail (http, site, "/", KIGEN_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web/post-after-goodbye", test_post_after_goodbye);
  g_test_add_func ("/web/http/without-length", test_without_length);
  g_test_add_func ("/web/other-authority-of-the-same-name", test_other_authority_of_the_same_name);
  g_test_add_func ("/web/turned-away-by-signature", test_turned_away_by_signature);
  return g_test_run ();
}
