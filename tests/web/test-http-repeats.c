/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What may not be repeated, and redirects: whatever a site makes of such a request, the same never leaves
 * twice, and once its first byte has left, that is told whatever fails afterwards. */

#include <kigen/base/error.h>

#include "client.h"

static void
must_be_open (const KigenHttp *http, const KigenAnswer *answer, const GError *error, KigenErrorCode code)
{
  g_assert_null (answer);
  g_assert_error (error, KIGEN_ERROR, (int)code);
  g_assert_true (kigen_http_may_have_arrived (http));
}

static void
test_redirects_get_breaks_off (void)
{
  /* given a form that a redirect makes a page of, and a connection that breaks off there */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, "303 See Other", "Location: /next\r\n", "");
  site_say (site, SITE_BREAK, "");

  /* when it is posted; then neither of the two is sent again, and what became of the form is open */
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);
  must_be_open (http, answer, error, KIGEN_ERROR_UNREACHABLE);
  g_assert_cmpuint (site_requests (site), ==, 2);
  g_assert_true (site_was_asked (site, 0, "POST /do "));
  g_assert_true (site_was_asked (site, 1, "GET /next "));
}

static void
test_redirects_get_meets_fault (void)
{
  /* given the same with a passing fault there; then that is the answer */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, "302 Found", "Location: /next\r\n", "");
  site_answer (site, "503 Busy", "", "");
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->status, ==, 503);
  g_assert_cmpuint (site_requests (site), ==, 2);
}

static void
test_get_form_meets_faults (void)
{
  /* given a form that is sent by GET, and a site that is not well for a moment */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  for (int i = 0; i < 3; i++)
    site_answer (site, "503 Busy", "", "");

  /* when it is sent as what may not be repeated; then that happens once */
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_get (http, site, "/do?a=1", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->status, ==, 503);
  g_assert_cmpuint (site_requests (site), ==, 1);
}

static void
test_repeatable_redirect (void)
{
  /* given a page that may be got again behind a redirect; then it is got again where it breaks off */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, "302 Found", "Location: /next\r\n", "");
  site_say (site, SITE_BREAK, "");
  site_answer (site, "200 OK", "", "here");
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_get (http, site, "/", KIGEN_HTTP_REPEATABLE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->status, ==, 200);
  g_assert_true (site_was_asked (site, 2, "GET /next "));
}

static void
test_repeatable_back_to_itself (void)
{
  /* given a page that sends back to itself with a cookie; then it is got again where that does no harm */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, "302 Found", "Location: /\r\nSet-Cookie: a=b\r\n", "");
  site_answer (site, "200 OK", "", "here");
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_get (http, site, "/", KIGEN_HTTP_REPEATABLE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->status, ==, 200);
}

/* Redirects without an end
 * ------------------------------------------------------------------------------------------------ */

/* A request that may not be repeated, and the redirect that leads back to it. */
typedef struct {
  const char *name;
  gboolean is_post;
  const char *status;
  const char *location;
} Return;

static const Return returns[] = {
  { "post-307", TRUE, "307 Temporary", "/do" },
  { "post-308", TRUE, "308 Permanent", "/do" },
  { "post-307-fragment", TRUE, "307 Temporary", "do#again" },
  { "post-307-by-a-detour", TRUE, "307 Temporary", "/a/../do" },
  { "get-302", FALSE, "302 Found", "/do" },
  { "get-307", FALSE, "307 Temporary", "/do" },
};

static void
test_led_back (gconstpointer data)
{
  const Return *one = data;
  /* given a site that sends back to where the request came */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  g_autofree char *header = g_strdup_printf ("Location: %s\r\n", one->location);
  site_answer (site, one->status, header, "");

  /* when it is sent; then it is not sent there again, and what became of it is open */
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = one->is_post ? client_post (http, site, "/do", "a=1", 0, &error)
                                                : client_get (http, site, "/do", 0, &error);
  must_be_open (http, answer, error, KIGEN_ERROR_UNREACHABLE);
  g_assert_cmpuint (site_requests (site), ==, 1);
}

static void
test_led_back_in_other_letters (void)
{
  /* given a redirect to the same address in other letters; then that is known for what it is */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  g_autofree char *url = site_url (site, "/do");
  g_autofree char *header
      = g_strdup_printf ("Location: HTTPS://LocalHost%s\r\n", url + sizeof "https://localhost" - 1);
  site_answer (site, "307 Temporary", header, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);
  must_be_open (http, answer, error, KIGEN_ERROR_UNREACHABLE);
  g_assert_cmpuint (site_requests (site), ==, 1);
}

static void
test_each_address_once (void)
{
  /* given two addresses that hand a form to each other */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, "307 Temporary", "Location: /other\r\n", "");
  site_answer (site, "307 Temporary", "Location: /do\r\n", "");

  /* when it is posted; then each gets it once */
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);
  must_be_open (http, answer, error, KIGEN_ERROR_UNREACHABLE);
  g_assert_cmpuint (site_requests (site), ==, 2);
  g_assert_true (site_was_asked (site, 1, "POST /other "));
}

static void
test_answered_at_own_address (void)
{
  /* given a site that answers a form by a page at the same address; then that is another request */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, "303 See Other", "Location: /do\r\n", "");
  site_answer (site, "200 OK", "", "done");
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (answer->method, ==, "GET");
  g_assert_cmpuint (site_requests (site), ==, 2);
}

static void
test_next_call (void)
{
  /* given a request that was sent; when the caller sends it once more, then it is sent */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  client_must_get (http, site, "/", "");
  client_must_get (http, site, "/", "");
  g_assert_cmpuint (site_requests (site), ==, 2);
}

/* What has left
 * --------------------------------------------------------------------------------------------------- */

/* Where a second redirect, behind one that was followed, may not lead. */
static const char *const forbidden[]
    = { "http://localhost/", "https://other.example/", "https://localhost:1/", "javascript:x", "//" };

static void
test_later_hop_refused (gconstpointer location)
{
  /* given a form that was taken, and a way on from there that is not followed */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  g_autofree char *header = g_strdup_printf ("Location: %s\r\n", (const char *)location);
  site_answer (site, "302 Found", "Location: /next\r\n", "");
  site_answer (site, "302 Found", header, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);
  must_be_open (http, answer, error, KIGEN_ERROR_REFUSED);
  g_assert_cmpuint (site_requests (site), ==, 2);
}

static void
test_too_many (void)
{
  /* given a site that sends on and on, each time to another address; then that has an end, and the fate is
   * open
   */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  for (int i = 0; i < 20; i++) {
    g_autofree char *header = g_strdup_printf ("Location: /%d\r\n", i);
    site_answer (site, "307 Temporary", header, "");
  }
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);
  must_be_open (http, answer, error, KIGEN_ERROR_UNREACHABLE);
  g_assert_cmpuint (site_requests (site), ==, 11);
}

static void
test_later_hop_too_large (void)
{
  /* given a page behind a redirect that is more than a page can be; then the fate is open */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new_with (site, NULL, (KigenHttpOptions){ .largest = 10 });
  site_answer (site, "302 Found", "Location: /next\r\n", "");
  site_answer (site, "200 OK", "", "more than ten bytes");
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);
  must_be_open (http, answer, error, KIGEN_ERROR_UNREACHABLE);
}

static void
test_told_of_the_last_call (void)
{
  /* given a request that has left; when another is refused before anything leaves, then that is told of it */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  client_must_get (http, site, "/", "");
  g_autoptr (KigenRequest) request = kigen_request_get ("https://other.example/");
  g_autoptr (GError) error = NULL;
  g_assert_null (kigen_http_send (http, request, 0, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_REFUSED);
  g_assert_false (kigen_http_may_have_arrived (http));
}

static void
add (const char *below, const char *name, gconstpointer data, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/web/http/repeats/%s/%s", below, name);
  g_test_add_data_func (path, data, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web/http/repeats/redirect-breaks-off", test_redirects_get_breaks_off);
  g_test_add_func ("/web/http/repeats/redirect-meets-fault", test_redirects_get_meets_fault);
  g_test_add_func ("/web/http/repeats/get-form-meets-faults", test_get_form_meets_faults);
  g_test_add_func ("/web/http/repeats/repeatable-redirect", test_repeatable_redirect);
  g_test_add_func ("/web/http/repeats/repeatable-back-to-itself", test_repeatable_back_to_itself);
  for (gsize i = 0; i < G_N_ELEMENTS (returns); i++)
    add ("led-back", returns[i].name, &returns[i], test_led_back);
  g_test_add_func ("/web/http/repeats/led-back/other-letters", test_led_back_in_other_letters);
  g_test_add_func ("/web/http/repeats/each-address-once", test_each_address_once);
  g_test_add_func ("/web/http/repeats/answered-at-own-address", test_answered_at_own_address);
  g_test_add_func ("/web/http/repeats/next-call", test_next_call);
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++) {
    g_autofree char *number = g_strdup_printf ("%zu", i + 1);
    add ("later-hop-refused", number, forbidden[i], test_later_hop_refused);
  }
  g_test_add_func ("/web/http/repeats/too-many", test_too_many);
  g_test_add_func ("/web/http/repeats/later-hop-too-large", test_later_hop_too_large);
  g_test_add_func ("/web/http/repeats/told-of-the-last-call", test_told_of_the_last_call);
  return g_test_run ();
}
