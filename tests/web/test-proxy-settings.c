/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Windows' settings of a proxy, as the online-billing network's PCs have them, are text. */

#include "proxy.h"

/* As the public set-up scripts of such PCs write it. */
#define NETWORK "*.obn.managedpki.ne.jp;*.cybertrust.ne.jp;*.secomtrust.net;*.onshikaku.org;*.rece;<local>"

static void
test_network (void)
{
  static const char *const direct[] = { "cert.obn.managedpki.ne.jp",
                                        "CRLDownload.OBN.ManagedPKI.ne.jp",
                                        "www.cybertrust.ne.jp",
                                        "repo1.secomtrust.net",
                                        "hweb.onshikaku.org",
                                        "www.send.rece",
                                        "proxy",
                                        "localhost" };
  static const char *const by_proxy[] = { "obn.managedpki.ne.jp",
                                          "obn.managedpki.ne.jp.example",
                                          "cert.obn.managedpki.ne.jp.",
                                          "xobn.managedpki.ne.jp",
                                          "www.example.jp",
                                          "rece.example.jp",
                                          "127.0.0.1",
                                          "proxy.base.oqs-pdl.org" };
  for (gsize i = 0; i < G_N_ELEMENTS (direct); i++) {
    g_test_message ("%s", direct[i]);
    g_assert_true (kigen_proxy_bypasses (NETWORK, direct[i]));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (by_proxy); i++) {
    g_test_message ("%s", by_proxy[i]);
    g_assert_false (kigen_proxy_bypasses (NETWORK, by_proxy[i]));
  }
}

static void
test_lists (void)
{
  static const struct {
    const char *list;
    const char *host;
    gboolean direct;
  } rows[] = {
    { "", "www.example.jp", FALSE },
    { " ; ;", "www.example.jp", FALSE },
    { "*", "www.example.jp", TRUE },
    { "10.*;192.168.*", "10.0.0.1", TRUE },
    { "10.*;192.168.*", "110.0.0.1", FALSE },
    { "a.example b.example\tc.example", "b.example", TRUE },
    { "a.example b.example\tc.example", "c.example", TRUE },
    { "https://www.example.jp", "www.example.jp", TRUE },
    { "WWW.Example.JP", "www.example.jp", TRUE },
    { "<LOCAL>", "desk", TRUE },
    { "<local>", "desk.example", FALSE },
    { "<-loopback>", "localhost", FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s: %s", rows[i].list, rows[i].host);
    g_assert_cmpint (kigen_proxy_bypasses (rows[i].list, rows[i].host), ==, rows[i].direct);
  }
}

static void
test_for_https (void)
{
  static const char *const rows[][2] = {
    { "proxy.base.oqs-pdl.org:8080", "http://proxy.base.oqs-pdl.org:8080" },
    { "http://proxy:8080", "http://proxy:8080" },
    { "http=web:80;https=secure:8443;ftp=files:21", "http://secure:8443" },
    { "http=web:80 HTTPS=secure:8443", "http://secure:8443" },
    { "http=web:80;other:3128", "http://other:3128" },
    { "http=web:80;https=", NULL },
    { "http=web:80", NULL },
    { "socks=s:1080", NULL },
    { ";;", NULL },
    { "", NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *proxy = kigen_proxy_for_https (rows[i][0]);
    g_assert_cmpstr (proxy, ==, rows[i][1]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proxy-settings/network", test_network);
  g_test_add_func ("/proxy-settings/lists", test_lists);
  g_test_add_func ("/proxy-settings/for-https", test_for_https);
  return g_test_run ();
}
