/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* When things go wrong on the way: what is tried again and what never, what is waited for, what is told of
 * it, and whether the request may have arrived. */

#include <kigen/base/error.h>

#include "client.h"

#include <string.h>

#define PAGE "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage"

static gboolean
fails (KigenAnswer *answer, const GError *error, int code)
{
  return answer == NULL && g_error_matches (error, KIGEN_ERROR, code);
}

/* Once and no more
 * ------------------------------------------------------------------------------------------------ */

static void
test_post_on_dying_connection (void)
{
  /* given a connection that has been used, and a site that takes the next request and hangs up */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  client_must_get (http, site, "/", "");
  site_say (site, SITE_BREAK, "");

  /* when something is posted */
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);

  /* then it is not posted again, and may have arrived */
  g_assert_true (fails (answer, error, KIGEN_ERROR_UNREACHABLE));
  g_assert_true (kigen_http_may_have_arrived (http));
  g_assert_cmpuint (site_requests (site), ==, 2);
}

static void
test_post_on_closing_connection (void)
{
  /* the same where the site says goodbye as TLS has it */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  client_must_get (http, site, "/", "");
  site_say (site, SITE_CLOSE, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);
  g_assert_true (fails (answer, error, KIGEN_ERROR_UNREACHABLE));
  g_assert_true (kigen_http_may_have_arrived (http));
  g_assert_cmpuint (site_requests (site), ==, 2);
}

static void
test_get_on_dying_connection (void)
{
  /* given the same; when something is got that may not be repeated, then it is not */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  client_must_get (http, site, "/", "");
  site_say (site, SITE_BREAK, "");
  client_must_fail (http, site, "/", KIGEN_ERROR_UNREACHABLE);
  g_assert_cmpuint (site_requests (site), ==, 2);
}

static void
test_post_after_closed_connection (void)
{
  /* given a connection that the site has closed after its answer */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_say (site, SITE_BREAK, PAGE);
  client_must_get (http, site, "/", "page");
  /* The news that it is closed may come now or with the request: both are to be tried, and either will do. */
  g_usleep (100000);

  /* when something is posted; then it goes by a new one, once */
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (site_requests (site), ==, 2);
  g_assert_cmpuint (site_handshakes (site), ==, 2);
}

static void
test_large_post_into_nothing (void)
{
  /* given a site that answers early and hangs up while a long form is still on its way */
  g_autoptr (Site) site = site_open (&(SiteOrder){ .is_hasty = TRUE });
  g_autoptr (KigenHttp) http = client_new_with (site, NULL, (KigenHttpOptions){ .timeout = 20 });
  g_autofree char *body = g_strnfill (16 << 20, 'a');

  /* when it is posted; then that fails, and Kigen goes on */
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", body, 0, &error);
  g_assert_true (fails (answer, error, KIGEN_ERROR_UNREACHABLE));
  g_assert_true (kigen_http_may_have_arrived (http));
}

/* Again
 * -----------------------------------------------------------------------------------------------------------
 */

static void
test_get_again (void)
{
  /* given a site that hangs up twice; when a page is got that may be repeated, then it comes in the end */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_say (site, SITE_BREAK, "");
  site_say (site, SITE_BREAK, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npag");
  site_say (site, SITE_KEEP, PAGE);
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_get (http, site, "/", KIGEN_HTTP_REPEATABLE, &error);
  g_assert_no_error (error);
  g_autofree char *text = answer_text (answer);
  g_assert_cmpstr (text, ==, "page");
  g_assert_cmpuint (site_requests (site), ==, 3);
}

static void
test_passing_fault (gconstpointer status)
{
  /* given a site that is not well for a moment; then the page comes */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, status, "", "");
  site_say (site, SITE_KEEP, PAGE);
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_get (http, site, "/", KIGEN_HTTP_REPEATABLE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->status, ==, 200);
}

static void
test_lasting_fault (gconstpointer status)
{
  /* given an answer that means no; then it is not asked again */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, status, "", "");
  g_autoptr (KigenAnswer) answer = client_get (http, site, "/", KIGEN_HTTP_REPEATABLE, NULL);
  g_assert_true (g_str_has_prefix (status, "2") || answer->status >= 400);
  g_assert_cmpuint (site_requests (site), ==, 1);
}

static void
test_fault_of_once (void)
{
  /* given a passing fault where nothing may be repeated; then it is the answer */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, "503 Busy", "Retry-After: 1\r\n", "");
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, NULL);
  g_assert_cmpint (answer->status, ==, 503);
  g_assert_cmpuint (site_requests (site), ==, 1);
}

static void
test_retry_after (void)
{
  /* given a site that asks for two seconds; then it is given them */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, "503 Busy", "Retry-After: 2\r\n", "");
  site_say (site, SITE_KEEP, PAGE);
  gint64 before = g_get_monotonic_time ();
  g_autoptr (KigenAnswer) answer = client_get (http, site, "/", KIGEN_HTTP_REPEATABLE, NULL);
  g_assert_cmpint (answer->status, ==, 200);
  g_assert_cmpint (g_get_monotonic_time () - before, >=, 2 * G_TIME_SPAN_SECOND);
}

static void
test_retry_after_too_long (void)
{
  /* given one that asks for more than a minute; then its answer is handed on */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, "503 Busy", "Retry-After: 61\r\n", "");
  g_autoptr (KigenAnswer) answer = client_get (http, site, "/", KIGEN_HTTP_REPEATABLE, NULL);
  g_assert_cmpint (answer->status, ==, 503);
  g_assert_cmpint (answer->retry_after, ==, 61);
  g_assert_cmpuint (site_requests (site), ==, 1);
}

static void
test_giving_up (void)
{
  /* given a site that never gets well; then the last answer is the answer */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  for (int i = 0; i < 20; i++)
    site_answer (site, "502 Bad", "", "");
  g_autoptr (KigenAnswer) answer = client_get (http, site, "/", KIGEN_HTTP_REPEATABLE, NULL);
  g_assert_cmpint (answer->status, ==, 502);
  g_assert_cmpuint (site_requests (site), ==, 4);
}

/* Answers that are none
 * ------------------------------------------------------------------------------------------- */

static void
test_broken_off (gconstpointer data)
{
  const char *bytes = data;
  /* given an answer that is not all there, or none; then nobody takes it for one */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_say (site, SITE_CLOSE, bytes);
  client_must_fail (http, site, "/", KIGEN_ERROR_UNREACHABLE);
  g_assert_true (kigen_http_may_have_arrived (http));
  g_assert_cmpuint (site_requests (site), ==, 1);
}

static void
test_too_large (void)
{
  /* given an answer of more than may be; then it is none, told by its length or not */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new_with (site, NULL, (KigenHttpOptions){ .largest = 1000 });
  g_autofree char *just = g_strnfill (1000, 'a');
  g_autofree char *more = g_strnfill (1001, 'a');
  g_autofree char *unmeasured = g_strconcat ("HTTP/1.1 200 OK\r\n\r\n", more, NULL);
  site_answer (site, "200 OK", "", just);
  site_answer (site, "200 OK", "", more);
  site_say (site, SITE_CLOSE, unmeasured);
  client_must_get (http, site, "/", just);
  client_must_fail (http, site, "/", KIGEN_ERROR_UNREACHABLE);
  client_must_fail (http, site, "/", KIGEN_ERROR_UNREACHABLE);

  /* and the next one is well */
  client_must_get (http, site, "/", "");
}

static void
test_time_out (void)
{
  /* given a site that takes a request and says nothing, or half of it; then Kigen does not wait for ever */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new_with (site, NULL, (KigenHttpOptions){ .timeout = 1 });
  site_say (site, SITE_STALL, "");
  site_say (site, SITE_STALL, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
  client_must_fail (http, site, "/", KIGEN_ERROR_UNREACHABLE);
  g_assert_true (kigen_http_may_have_arrived (http));
  client_must_fail (http, site, "/", KIGEN_ERROR_UNREACHABLE);
  client_must_get (http, site, "/", "");
}

static void
add (const char *below, const char *name, gconstpointer data, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/web/http/%s/%s", below, name);
  g_test_add_data_func (path, data, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web/http/once/post-on-dying-connection", test_post_on_dying_connection);
  g_test_add_func ("/web/http/once/post-on-closing-connection", test_post_on_closing_connection);
  g_test_add_func ("/web/http/once/get-on-dying-connection", test_get_on_dying_connection);
  g_test_add_func ("/web/http/once/post-after-closed-connection", test_post_after_closed_connection);
  g_test_add_func ("/web/http/once/large-post-into-nothing", test_large_post_into_nothing);
  g_test_add_func ("/web/http/again/get", test_get_again);
  add ("again", "500", "500 Fault", test_passing_fault);
  add ("again", "502", "502 Bad", test_passing_fault);
  add ("again", "503", "503 Busy", test_passing_fault);
  add ("again", "504", "504 Late", test_passing_fault);
  add ("again", "429", "429 Many", test_passing_fault);
  add ("not-again", "403", "403 No", test_lasting_fault);
  add ("not-again", "404", "404 None", test_lasting_fault);
  add ("not-again", "501", "501 Never", test_lasting_fault);
  g_test_add_func ("/web/http/not-again/once", test_fault_of_once);
  g_test_add_func ("/web/http/again/retry-after", test_retry_after);
  g_test_add_func ("/web/http/again/retry-after-too-long", test_retry_after_too_long);
  g_test_add_func ("/web/http/again/giving-up", test_giving_up);
  add ("broken-off", "body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", test_broken_off);
  add ("broken-off", "chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf",
       test_broken_off);
  add ("broken-off", "between-chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
       test_broken_off);
  add ("broken-off", "nothing", "", test_broken_off);
  add ("broken-off", "another-tongue", "SSH-2.0-x\r\n", test_broken_off);
  add ("broken-off", "packed", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone",
       test_broken_off);
  g_test_add_func ("/web/http/too-large", test_too_large);
  g_test_add_func ("/web/http/time-out", test_time_out);
  return g_test_run ();
}
