/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Through a real proxy: squid, asking for a password by two of the ways there are, or for none. */

#include <kigen/base/error.h>

#include "client.h"
#include "squid.h"

#include <string.h>

#define NOBODY "http://localhost:1"

static gboolean
is_skipped (void)
{
  const char *reason = squid_is_missing ();
  if (reason != NULL)
    g_test_skip (reason);
  return reason != NULL;
}

static KigenHttp *
client_through (const Site *site, const KigenCredential *credential, const char *proxy, const char *user,
                const char *password)
{
  g_autoptr (KigenSecret) secret = password != NULL ? workshop_secret (password) : NULL;
  return client_new_with (
      site, credential,
      (KigenHttpOptions){ .proxy = proxy, .no_proxy = "", .proxy_user = user, .proxy_password = secret });
}

/* Through
 * ---------------------------------------------------------------------------------------------------------
 */

static void
test_open (void)
{
  if (is_skipped ())
    return;
  /* given a proxy that asks for nothing; when pages are got, then they come through one tunnel */
  g_autoptr (Squid) squid = squid_open ("open");
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_through (site, NULL, squid_url (squid), NULL, NULL);
  client_must_get (http, site, "/", "");
  client_must_get (http, site, "/", "");
  kigen_http_forget_session (http);
  g_autofree char *url = site_url (site, "");
  g_autofree char *note = g_strconcat ("CONNECT ", url + strlen ("https://"), NULL);
  g_assert_cmpuint (squid_noted (squid, note), ==, 1);
  g_assert_cmpuint (site_handshakes (site), ==, 1);

  /* and nothing of the proxy's reaches the site */
  g_assert_false (site_was_asked (site, 0, "Proxy-"));
}

static void
test_with_password (gconstpointer scheme)
{
  if (is_skipped ())
    return;
  /* given a proxy that asks who we are, and a site that asks for a certificate */
  g_autoptr (Squid) squid = squid_open (scheme);
  g_autoptr (Site) site = site_open (&(SiteOrder){ .insists = TRUE });
  g_autoptr (KigenCredential) credential = site_credential (site, MINT_EC, "CN=desk 1");
  g_autoptr (KigenHttp) http
      = client_through (site, credential, squid_url (squid), SQUID_USER, SQUID_PASSWORD);

  /* when something is posted; then both know us, and the site hears nothing of the password */
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenAnswer) answer = client_post (http, site, "/do", "a=1", 0, &error);
  g_assert_no_error (error);
  g_autofree char *visitor = site_visitor (site);
  g_assert_cmpstr (visitor, ==, "desk 1");
  g_assert_cmpuint (site_requests (site), ==, 1);
  g_assert_false (site_was_asked (site, 0, "Authorization"));
  kigen_http_forget_session (http);
  g_assert_cmpuint (squid_noted (squid, SQUID_USER), >=, 1);
}

static void
test_again_after_forgetting (gconstpointer scheme)
{
  if (is_skipped ())
    return;
  /* given a session through such a proxy; when it is begun anew, then the proxy lets us through again */
  g_autoptr (Squid) squid = squid_open (scheme);
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_through (site, NULL, squid_url (squid), SQUID_USER, SQUID_PASSWORD);
  client_must_get (http, site, "/", "");
  kigen_http_forget_session (http);
  client_must_get (http, site, "/", "");
  g_assert_cmpuint (site_handshakes (site), ==, 2);
}

/* Not through
 * ----------------------------------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  const char *scheme;
  const char *user;
  const char *password;
} Stranger;

static const Stranger strangers[] = {
  { "wrong-password", "basic", SQUID_USER, "wrong secret" },
  { "wrong-user", "basic", "nobody", SQUID_PASSWORD },
  { "no-password", "basic", SQUID_USER, NULL },
  { "nothing", "basic", NULL, NULL },
  { "nothing-ntlm", "ntlm", NULL, NULL },
};

static void
test_stranger (gconstpointer data)
{
  const Stranger *stranger = data;
  if (is_skipped ())
    return;
  /* given a proxy that does not know us */
  g_autoptr (Squid) squid = squid_open (stranger->scheme);
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http
      = client_through (site, NULL, squid_url (squid), stranger->user, stranger->password);

  /* when something is got; then it is told whose password is meant, and not which it is */
  g_autoptr (GError) error = NULL;
  g_assert_null (client_get (http, site, "/", 0, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (kigen_error_advice (error), "proxy"));
  g_assert_nonnull (strstr (kigen_error_advice (error), "password"));
  g_assert_null (strstr (error->message, "wrong secret"));
  g_assert_false (kigen_http_may_have_arrived (http));
  g_assert_cmpuint (site_handshakes (site), ==, 0);
}

static void
test_wrong_password_once (void)
{
  if (is_skipped ())
    return;
  /* given a wrong password, and a request that may be repeated */
  g_autoptr (Squid) squid = squid_open ("basic");
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_through (site, NULL, squid_url (squid), SQUID_USER, "wrong secret");

  /* when it is sent; then the password is not tried again, so that nobody is locked out */
  g_autoptr (GError) error = NULL;
  g_assert_null (client_get (http, site, "/", KIGEN_HTTP_REPEATABLE, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_UNREACHABLE);
  kigen_http_forget_session (http);
  g_assert_cmpuint (squid_noted (squid, SQUID_USER), ==, 1);
}

static void
test_blocked (void)
{
  if (is_skipped ())
    return;
  /* given a place that the proxy does not go to; then it is told that the proxy does not */
  g_autoptr (Squid) squid = squid_open ("open");
  g_autoptr (KigenHttp) http = kigen_http_new (
      "https://blocked.example", NULL,
      &(KigenHttpOptions){ .proxy = squid_url (squid), .no_proxy = "", .timeout = 10 }, NULL);
  g_autoptr (KigenRequest) request = kigen_request_get ("https://blocked.example/");
  g_autoptr (GError) error = NULL;
  g_assert_null (kigen_http_send (http, request, 0, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "403"));
  g_assert_nonnull (strstr (kigen_error_advice (error), "proxy"));
  g_assert_false (kigen_http_may_have_arrived (http));
}

static void
test_no_such_proxy (gconstpointer proxy)
{
  /* given a proxy that is not there; then nothing goes past it */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_through (site, NULL, proxy, NULL, NULL);
  client_must_fail (http, site, "/", KIGEN_ERROR_UNREACHABLE);
  g_assert_false (kigen_http_may_have_arrived (http));
  g_assert_cmpuint (site_handshakes (site), ==, 0);
}

/* Past it
 * ----------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const char *name;
  const char *hosts; /* that are reached directly */
  gboolean is_direct;
} Past;

static const Past pasts[] = {
  { "name", "localhost", TRUE }, { "one-of-several", "other.example,localhost, .desk.example", TRUE },
  { "everything", "*", TRUE },   { "others", "other.example,.localhost.example", FALSE },
  { "nothing", "", FALSE },
};

static void
test_no_proxy (gconstpointer data)
{
  const Past *past = data;
  /* given a proxy that is not there, and hosts to be reached without it; then those alone are */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http
      = client_new_with (site, NULL, (KigenHttpOptions){ .proxy = NOBODY, .no_proxy = past->hosts });
  if (past->is_direct)
    client_must_get (http, site, "/", "");
  else
    client_must_fail (http, site, "/", KIGEN_ERROR_UNREACHABLE);
}

static void
test_environment (void)
{
  /* given an environment with a proxy that is not there */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_setenv ("https_proxy", NOBODY, TRUE);
  g_unsetenv ("no_proxy");

  /* then it counts where the settings name none, and its exceptions too, unless the settings have their own
   */
  g_autoptr (KigenHttp) plain = client_new (site, NULL);
  client_must_fail (plain, site, "/", KIGEN_ERROR_UNREACHABLE);
  g_autoptr (KigenHttp) own = client_new_with (site, NULL, (KigenHttpOptions){ .no_proxy = "localhost" });
  client_must_get (own, site, "/", "");
  g_setenv ("no_proxy", "localhost", TRUE);
  g_autoptr (KigenHttp) excepted = client_new_with (site, NULL, (KigenHttpOptions){ .proxy = "" });
  client_must_get (excepted, site, "/", "");
  g_unsetenv ("https_proxy");
  g_unsetenv ("no_proxy");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web/proxy/environment", test_environment);
  for (gsize i = 0; i < G_N_ELEMENTS (pasts); i++) {
    g_autofree char *path = g_strconcat ("/web/proxy/past/", pasts[i].name, NULL);
    g_test_add_data_func (path, &pasts[i], test_no_proxy);
  }
  g_test_add_data_func ("/web/proxy/not-there", NOBODY, test_no_such_proxy);
  g_test_add_data_func ("/web/proxy/no-such-name", "http://none.invalid:8080", test_no_such_proxy);
  g_test_add_func ("/web/proxy/open", test_open);
  g_test_add_data_func ("/web/proxy/basic", "basic", test_with_password);
  g_test_add_data_func ("/web/proxy/ntlm", "ntlm", test_with_password);
  g_test_add_data_func ("/web/proxy/again/basic", "basic", test_again_after_forgetting);
  g_test_add_data_func ("/web/proxy/again/ntlm", "ntlm", test_again_after_forgetting);
  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++) {
    g_autofree char *path = g_strconcat ("/web/proxy/stranger/", strangers[i].name, NULL);
    g_test_add_data_func (path, &strangers[i], test_stranger);
  }
  g_test_add_func ("/web/proxy/wrong-password-once", test_wrong_password_once);
  g_test_add_func ("/web/proxy/blocked", test_blocked);
  return g_test_run ();
}
