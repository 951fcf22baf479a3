/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Of what libcurl says about its work, only what is about TLS gets into a log. */

#include "curl-line.h"

static void
test_about_tls (void)
{
  static const char *const said[] = {
    "schannel: disabled automatic use of client certificate",
    "schannel: failed to receive handshake, SSL/TLS connection failed",
    "schannel: next InitializeSecurityContext failed: SEC_E_CERT_UNKNOWN (0x80090327)",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (said); i++)
    g_assert_true (kigen_curl_line_is_about_tls (said[i]));
}

static void
test_about_anything_else (void)
{
  static const char *const said[] = {
    "Added cookie JSESSIONID=\"0123456789abcdef\" for domain ca.example, path /, expire 0",
    "Replaced cookie JSESSIONID=\"0123456789abcdef\" for domain ca.example, path /, expire 0",
    "Issue another request to this URL: 'https://ca.example/apply?referenceId=4711'",
    "Server auth using Basic with user 'desk'",
    "Connected to ca.example (127.0.0.1) port 443 (#0)",
    " schannel: not at the beginning",
    "",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (said); i++)
    g_assert_false (kigen_curl_line_is_about_tls (said[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web/curl-line/about-tls", test_about_tls);
  g_test_add_func ("/web/curl-line/about-anything-else", test_about_anything_else);
  return g_test_run ();
}
