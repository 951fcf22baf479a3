/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Requests and their answers: what goes out, what of an answer is told, cookies, the connection that is kept,
 * and redirects. */

#include <kigen/base/error.h>

#include "client.h"

#include <string.h>

static void
test_get (void)
{
  /* given a page there */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  site_answer (site, "200 OK",
               "Content-Type: Text/HTML; Charset=\"Shift_JIS\"\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
               "Refresh: 3; url=next\r\nRetry-After: 5\r\n",
               "page");
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  g_autofree char *url = site_url (site, "/a/b?c=d");
  g_autoptr (KigenRequest) request = kigen_request_get (url);
  request->referer = site_url (site, "/before");

  /* when it is got */
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = kigen_http_send (http, request, 0, NULL, &error);

  /* then it is told as it came */
  g_assert_no_error (error);
  g_autofree char *text = answer_text (answer);
  g_assert_cmpint (answer->status, ==, 200);
  g_assert_cmpstr (answer->method, ==, "GET");
  g_assert_cmpstr (answer->url, ==, url);
  g_assert_cmpstr (answer->content_type, ==, "text/html");
  g_assert_cmpstr (answer->charset, ==, "Shift_JIS");
  g_assert_cmpstr (answer->refresh, ==, "3; url=next");
  g_assert_null (answer->filename);
  g_assert_cmpint (answer->retry_after, ==, 5);
  g_assert_cmpint (answer->date, ==, 1767225600);
  g_assert_cmpstr (text, ==, "page");

  /* and the request went out as a browser's, with the page that it comes from */
  g_assert_true (site_was_asked (site, 0, "GET /a/b?c=d HTTP/1.1\r\n"));
  g_assert_true (site_was_asked (site, 0, "/before\r\n"));
  g_assert_true (site_was_asked (site, 0, "\r\nAccept-Language: ja"));
  g_assert_true (site_was_asked (site, 0, "\r\nUser-Agent: Mozilla/"));
}

static void
test_post (void)
{
  /* given a form's data with bytes that end texts; when it is posted */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  site_answer (site, "200 OK", "", "");
  site_answer (site, "200 OK", "", "");
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1&b=%00", 0, NULL);
  g_autoptr (KigenAnswer) empty = client_post (http, site, "/do", "", 0, NULL);

  /* then it is sent whole, its type with it, and nobody is asked for leave first */
  g_assert_cmpstr (answer->method, ==, "POST");
  g_assert_true (site_was_asked (site, 0, "POST /do HTTP/1.1\r\n"));
  g_assert_true (site_was_asked (site, 0, "\r\nContent-Type: application/x-www-form-urlencoded\r\n"));
  g_assert_true (site_was_asked (site, 0, "\r\nContent-Length: 9\r\n"));
  g_assert_true (site_was_asked (site, 0, "\r\n\r\na=1&b=%00"));
  g_assert_false (site_was_asked (site, 0, "Expect:"));
  g_assert_true (site_was_asked (site, 1, "POST /do HTTP/1.1\r\n"));
  g_assert_true (site_was_asked (site, 1, "\r\nContent-Length: 0\r\n"));
  g_assert_nonnull (empty);
}

static void
test_any_status (void)
{
  /* given answers of every kind; then each is an answer */
  static const int statuses[] = { 201, 204, 400, 401, 403, 404, 418, 500, 503 };
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autofree char *status = g_strdup_printf ("%d Such", statuses[i]);
    site_answer (site, status, "", "");
    g_autoptr (GError) error = NULL;
    g_autoptr (KigenAnswer) answer = client_get (http, site, "/", 0, &error);
    g_assert_no_error (error);
    g_assert_cmpint (answer->status, ==, statuses[i]);
    g_assert_cmpstr (answer->content_type, ==, "");
    g_assert_cmpint (answer->retry_after, ==, -1);
    g_assert_cmpint (answer->date, ==, 0);
  }
}

typedef struct {
  const char *disposition;
  const char *name;
} Disposition;

static void
test_files (void)
{
  /* given answers with a file's name, or that only say that they are one */
  static const Disposition dispositions[] = {
    { "attachment; filename=\"a b.p12\"", "a b.p12" },
    { "attachment; filename=a.p12", "a.p12" },
    { "Attachment;FileName=a.p12; size=1", "a.p12" },
    { "attachment", "" },
    { "attachment; filename=\"\"", "" },
    { "inline; filename=a.html", NULL },
  };
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (dispositions); i++) {
    g_autofree char *header = g_strdup_printf ("Content-Disposition: %s\r\n", dispositions[i].disposition);
    site_answer (site, "200 OK", header, "x");
    g_autoptr (KigenAnswer) answer = client_get (http, site, "/", 0, NULL);
    g_assert_cmpstr (answer->filename, ==, dispositions[i].name);
  }
}

static void
test_retry_after_as_date (void)
{
  /* given dates to wait for; then they are held against the server's clock and no other */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
#define DATED(date, until) "Date: " date "\r\nRetry-After: " until "\r\n"
  site_answer (site, "503 Busy", DATED ("Thu, 01 Jan 2015 00:00:00 GMT", "Thu, 01 Jan 2015 00:01:30 GMT"),
               "");
  site_answer (site, "503 Busy", DATED ("Thu, 01 Jan 2015 00:00:00 GMT", "Wed, 31 Dec 2014 00:00:00 GMT"),
               "");
  site_answer (site, "503 Busy", "Retry-After: Thu, 01 Jan 2015 00:01:30 GMT\r\n", "");
  site_answer (site, "503 Busy", "Retry-After: soon\r\n", "");
  static const int seconds[] = { 90, 0, -1, -1 };
  for (gsize i = 0; i < G_N_ELEMENTS (seconds); i++) {
    g_autoptr (KigenAnswer) answer = client_get (http, site, "/", 0, NULL);
    g_assert_cmpint (answer->retry_after, ==, seconds[i]);
  }
}

/* The session
 * ---------------------------------------------------------------------------------------------------------
 */

static void
test_keep_alive (void)
{
  /* given several requests one after another; then they share a connection */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  for (int i = 0; i < 5; i++)
    client_must_get (http, site, "/", "");
  g_assert_cmpuint (site_handshakes (site), ==, 1);

  /* and when the session is forgotten, the next one has a new connection */
  kigen_http_forget_session (http);
  client_must_get (http, site, "/", "");
  g_assert_cmpuint (site_handshakes (site), ==, 2);
}

static void
test_cookies (void)
{
  /* given a session that the site remembers by a cookie */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  g_autoptr (KigenHttp) other = client_new (site, NULL);
  site_answer (site, "200 OK", "Set-Cookie: session=abc; Path=/; Secure; HttpOnly\r\n", "");
  client_must_get (http, site, "/", "");

  /* then it is sent from then on, by this client alone, until the session is forgotten */
  client_must_get (http, site, "/", "");
  client_must_get (other, site, "/", "");
  kigen_http_forget_session (http);
  client_must_get (http, site, "/", "");
  g_assert_false (site_was_asked (site, 0, "Cookie:"));
  g_assert_true (site_was_asked (site, 1, "\r\nCookie: session=abc\r\n"));
  g_assert_false (site_was_asked (site, 2, "Cookie:"));
  g_assert_false (site_was_asked (site, 3, "Cookie:"));
}

/* Redirects
 * ------------------------------------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  const char *status;
  const char *method; /* of the second request */
} Redirect;

static const Redirect redirects[] = {
  { "301", "301 Moved", "GET" },      { "302", "302 Found", "GET" },      { "303", "303 See Other", "GET" },
  { "307", "307 Temporary", "POST" }, { "308", "308 Permanent", "POST" },
};

static void
test_redirected_post (gconstpointer data)
{
  const Redirect *redirect = data;
  /* given a site that sends a form on */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, redirect->status, "Location: next?x=y#z\r\nSet-Cookie: a=b\r\n", "gone");
  site_answer (site, "200 OK", "", "here");

  /* when one is posted */
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/a/do", "f=1", 0, &error);

  /* then the answer is the other place's, and tells how that was asked */
  g_assert_no_error (error);
  g_autofree char *line = g_strdup_printf ("%s /a/next?x=y HTTP/1.1\r\n", redirect->method);
  g_autofree char *url = site_url (site, "/a/next?x=y");
  g_autofree char *text = answer_text (answer);
  gboolean is_post = g_str_equal (redirect->method, "POST");
  g_assert_cmpstr (answer->method, ==, redirect->method);
  g_assert_cmpstr (answer->url, ==, url);
  g_assert_cmpstr (text, ==, "here");
  g_assert_true (site_was_asked (site, 1, line));
  g_assert_true (site_was_asked (site, 1, "\r\nCookie: a=b\r\n"));
  g_assert_true (site_was_asked (site, 1, "\r\n\r\nf=1") == is_post);
  g_assert_true (site_was_asked (site, 1, "\r\nContent-Type: ") == is_post);
  g_assert_cmpuint (site_requests (site), ==, 2);
}

static void
test_redirected_outside (void)
{
  /* given redirects to other places: another port, another name, no TLS, none of these */
  static const char *const places[] = { "https://localhost:1/", "https://other.example/", "http://localhost/",
                                        "//other.example/",     "file:///etc/passwd",     "javascript:x" };
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *header = g_strdup_printf ("Location: %s\r\n", places[i]);
    site_answer (site, "302 Found", header, "");
    /* then they are not followed */
    client_must_fail (http, site, "/", KIGEN_ERROR_REFUSED);
    g_assert_true (kigen_http_may_have_arrived (http));
  }
  g_assert_cmpuint (site_requests (site), ==, G_N_ELEMENTS (places));
}

static void
test_redirected_to_own_name (void)
{
  /* given a redirect to the same place in other letters; then it is followed */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  g_autofree char *url = site_url (site, "/x");
  g_autofree char *header
      = g_strdup_printf ("Location: HTTPS://LocalHost%s\r\n", url + strlen ("https://localhost"));
  site_answer (site, "302 Found", header, "");
  site_answer (site, "200 OK", "", "here");
  client_must_get (http, site, "/", "here");
}

static void
test_redirected_without_end (void)
{
  /* given a site that sends on and on; then that has an end */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  for (int i = 0; i < 50; i++)
    site_answer (site, "302 Found", "Location: /\r\n", "");
  client_must_fail (http, site, "/", KIGEN_ERROR_UNREACHABLE);
  g_assert_cmpuint (site_requests (site), <=, 20);
}

static void
test_redirect_to_nowhere (void)
{
  /* given a redirect that does not say where to, and one that is none; then they are answers */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  site_answer (site, "302 Found", "", "");
  site_answer (site, "201 Created", "Location: /x\r\n", "");
  g_autoptr (KigenAnswer) one = client_get (http, site, "/", 0, NULL);
  g_autoptr (KigenAnswer) other = client_get (http, site, "/", 0, NULL);
  g_assert_cmpint (one->status, ==, 302);
  g_assert_cmpint (other->status, ==, 201);
}

static void
test_other_places (void)
{
  /* given addresses that are not the origin's; then nothing is sent */
  static const char *const places[]
      = { "https://other.example/", "http://localhost/",  "https://a@localhost/",
          "https://localhost/",     "file:///etc/passwd", "next" };
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (KigenRequest) request = kigen_request_get (places[i]);
    g_assert_null (kigen_http_send (http, request, 0, NULL, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_REFUSED);
    g_assert_false (kigen_http_may_have_arrived (http));
  }
  g_assert_cmpuint (site_requests (site), ==, 0);
}

static void
test_bad_origins (void)
{
  static const char *const origins[]
      = { "http://localhost", "localhost", "", "ftp://localhost", "https://", "https:///x" };
  for (gsize i = 0; i < G_N_ELEMENTS (origins); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (kigen_http_new (origins[i], NULL, &(KigenHttpOptions){ 0 }, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_USAGE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web/http/get", test_get);
  g_test_add_func ("/web/http/post", test_post);
  g_test_add_func ("/web/http/any-status", test_any_status);
  g_test_add_func ("/web/http/files", test_files);
  g_test_add_func ("/web/http/retry-after-as-date", test_retry_after_as_date);
  g_test_add_func ("/web/http/keep-alive", test_keep_alive);
  g_test_add_func ("/web/http/cookies", test_cookies);
  for (gsize i = 0; i < G_N_ELEMENTS (redirects); i++) {
    g_autofree char *path = g_strconcat ("/web/http/redirected-post/", redirects[i].name, NULL);
    g_test_add_data_func (path, &redirects[i], test_redirected_post);
  }
  g_test_add_func ("/web/http/redirected-outside", test_redirected_outside);
  g_test_add_func ("/web/http/redirected-to-own-name", test_redirected_to_own_name);
  g_test_add_func ("/web/http/redirected-without-end", test_redirected_without_end);
  g_test_add_func ("/web/http/redirect-to-nowhere", test_redirect_to_nowhere);
  g_test_add_func ("/web/http/other-places", test_other_places);
  g_test_add_func ("/web/http/bad-origins", test_bad_origins);
  return g_test_run ();
}
