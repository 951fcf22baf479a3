/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Pages that go on by themselves, pages that only say "please wait", and pages that were cut off. */

#include "reading.h"

#include <string.h>

#define HERE "https://desk.example/apply/page.html"

/* Refresh
 * ---------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const char *name;
  const char *refresh; /* of the header, and of a meta tag */
  double seconds;      /* -1: the page stays */
  const char *url;
} RefreshCase;

static const RefreshCase refresh_cases[] = {
  { "plain", "5; url=next.html", 5, "https://desk.example/apply/next.html" },
  { "upper-case", "5; URL=next.html", 5, "https://desk.example/apply/next.html" },
  { "without-blank", "5;url=next.html", 5, "https://desk.example/apply/next.html" },
  { "comma", "5, url=next.html", 5, "https://desk.example/apply/next.html" },
  { "blank-alone", "5 url=next.html", 5, "https://desk.example/apply/next.html" },
  { "blanks-everywhere", "  5  ;  url  =  next.html  ", 5, "https://desk.example/apply/next.html" },
  { "single-quotes", "5; url='next.html'", 5, "https://desk.example/apply/next.html" },
  { "double-quotes", "5; url=&quot;next.html&quot;", 5, "https://desk.example/apply/next.html" },
  { "open-quote", "5; url='next.html", 5, "https://desk.example/apply/next.html" },
  { "behind-the-quotes", "5; url='next.html' or so", 5, "https://desk.example/apply/next.html" },
  { "without-word", "5; next.html", 5, "https://desk.example/apply/next.html" },
  { "fraction", "0.5; url=next.html", 0, "https://desk.example/apply/next.html" },
  { "at-once", "0;url=/", 0, "https://desk.example/" },
  { "absolute", "1; url=https://other.example/x", 1, "https://other.example/x" },
  { "query", "1; url=?a=1&amp;b=2;c", 1, "https://desk.example/apply/page.html?a=1&b=2;c" },
  { "own-page", "10", 10, HERE },
  { "own-page-with-semicolon", "10;", 10, HERE },
  { "own-page-with-empty-word", "10; url=", 10, HERE },
  { "longest", "999999", 600, HERE },
  { "longest-number", "99999999999999999999999999", 600, HERE },
  { "negative", "-1; url=next.html", -1, NULL },
  { "word", "soon; url=next.html", -1, NULL },
  { "empty", "", -1, NULL },
  { "unit", "5s; url=next.html", -1, NULL },
};

static void
assert_refresh (const KigenPage *page, const RefreshCase *one)
{
  double seconds = 0;
  g_autoptr (KigenRequest) request = NULL;
  gboolean refreshes = kigen_page_refresh (page, &seconds, &request);
  g_assert_true (refreshes == (one->seconds >= 0));
  if (!refreshes)
    return;
  g_assert_cmpfloat (seconds, ==, one->seconds);
  g_assert_cmpstr (request->method, ==, "GET");
  g_assert_cmpstr (request->url, ==, one->url);
  g_assert_cmpstr (request->referer, ==, HERE);
}

static KigenPage *
read_with_header (const char *html, const char *refresh)
{
  g_autoptr (GBytes) body = g_bytes_new (html, strlen (html));
  g_autoptr (GError) error = NULL;
  KigenPage *page = kigen_page_parse (body, HERE, "utf-8", refresh, &error);
  g_assert_no_error (error);
  return page;
}

static void
test_refresh_of_meta (gconstpointer data)
{
  const RefreshCase *one = data;
  g_autofree char *html = g_strdup_printf (
      "<html><head><meta http-equiv=Refresh content=\"%s\"></head><body>待つ</body></html>", one->refresh);
  g_autoptr (KigenPage) page = page_read (html);
  assert_refresh (page, one);
}

static void
test_refresh_of_header (gconstpointer data)
{
  const RefreshCase *one = data;
  g_auto (GStrv) quotes = g_strsplit (one->refresh, "&quot;", -1);
  g_autofree char *quoted = g_strjoinv ("\"", quotes);
  g_auto (GStrv) ands = g_strsplit (quoted, "&amp;", -1);
  g_autofree char *header = g_strjoinv ("&", ands);
  g_autoptr (KigenPage) page = read_with_header ("<p>待つ</p>", header);
  assert_refresh (page, one);
}

static void
test_header_first (void)
{
  /* given a page whose header and whose meta tag send elsewhere; then the header does */
  g_autoptr (KigenPage) page
      = read_with_header ("<meta http-equiv=refresh content='9;url=meta'><p>待つ</p>", "1;url=header");
  assert_refresh (page, &(RefreshCase){ NULL, NULL, 1, "https://desk.example/apply/header" });
}

static void
test_meta_in_body (void)
{
  /* given a meta tag that stands where it does not belong, or only where no script runs */
  g_autoptr (KigenPage) in_body
      = page_read ("<body><p>待つ<meta http-equiv=refresh content='3;url=x'></body>");
  g_autoptr (KigenPage) without_script = page_read (
      "<head><noscript><meta http-equiv=refresh content='3;url=x'></noscript></head><body>待つ</body>");
  assert_refresh (in_body, &(RefreshCase){ NULL, NULL, 3, "https://desk.example/apply/x" });
  assert_refresh (without_script, &(RefreshCase){ NULL, NULL, 3, "https://desk.example/apply/x" });
}

static void
test_refresh_against_base (void)
{
  g_autoptr (KigenPage) page
      = page_read ("<base href='/other/'><meta http-equiv=refresh content='3;url=x'><p>待つ");
  assert_refresh (page, &(RefreshCase){ NULL, NULL, 3, "https://desk.example/other/x" });
}

static void
test_no_refresh (void)
{
  /* given a commented one, and a page without any */
  g_autoptr (KigenPage) page = page_read ("<!-- <meta http-equiv=refresh content='3;url=x'> --><p>待つ");
  assert_refresh (page, &(RefreshCase){ NULL, NULL, -1, NULL });
}

static void
test_header_of_no_text (void)
{
  /* given a header whose bytes are no UTF-8; then the page is read, and stays */
  g_autoptr (KigenPage) page = read_with_header ("<p>待つ", "1; url=\x8e\x9f\xff\xc3");
  assert_refresh (page, &(RefreshCase){ NULL, NULL, -1, NULL });
  g_assert_cmpstr (kigen_page_text (page), ==, "待つ");
}

/* Interludes
 * ------------------------------------------------------------------------------------------------------ */

typedef struct {
  const char *name;
  const char *html; /* behind a refresh to "next" */
  gboolean is_one;
} InterludeCase;

static const InterludeCase interlude_cases[] = {
  { "text", "<p>処理中です。しばらくお待ちください。", TRUE },
  { "same-link", "<p>進まないときは<a href=next>こちら</a>", TRUE },
  { "hidden-form", "<form><input type=hidden name=a value=b></form>", TRUE },
  { "dead-link", "<a href='#'>上へ</a><a href='javascript:back()'>戻る</a>", TRUE },
  { "other-link", "<a href=other>別の所</a>", FALSE },
  { "both-links", "<a href=next>こちら</a><a href=other>別の所</a>", FALSE },
  { "field", "<form>ID<input name=a></form>", FALSE },
  { "button", "<form><input type=submit value=中止></form>", FALSE },
};

static void
test_interlude (gconstpointer data)
{
  const InterludeCase *one = data;
  g_autoptr (KigenPage) refreshing = read_with_header (one->html, "1;url=next");
  g_autoptr (KigenPage) still = read_with_header (one->html, NULL);
  g_assert_true (kigen_page_is_interlude (refreshing) == one->is_one);
  g_assert_false (kigen_page_is_interlude (still));
}

/* Whole
 * -----------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const char *name;
  const char *html;
  gboolean is_whole;
} WholeCase;

static const WholeCase whole_cases[] = {
  { "all-closed", "<html><body><p>終</body></html>", TRUE },
  { "upper-case", "<HTML><BODY><P>終</BODY></HTML >", TRUE },
  { "none-opened", "<p>終", TRUE },
  { "text", "終", TRUE },
  { "header-element", "<header>頭</header><p>終", TRUE },
  { "body-closed", "<html><body><p>終</body>", TRUE },
  { "html-closed", "<html><body><p>終</html>", TRUE },
  { "cut-off", "<html><body><p>終", FALSE },
  { "cut-off-in-tag", "<html><body><table><tr><t", FALSE },
  { "cut-off-in-head", "<html><head><title>題", FALSE },
  { "cut-off-in-closing", "<html><body><p>終</bod", FALSE },
  { "attributes", "<html lang=ja>\n<body class=x>終", FALSE },
};

static void
test_whole (gconstpointer data)
{
  const WholeCase *one = data;
  g_autoptr (KigenPage) page = page_read (one->html);
  g_assert_true (kigen_page_is_whole (page) == one->is_whole);
}

static void
add (const char *below, const char *name, gconstpointer one, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/web/page/%s/%s", below, name);
  g_test_add_data_func (path, one, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (refresh_cases); i++) {
    add ("refresh/meta", refresh_cases[i].name, &refresh_cases[i], test_refresh_of_meta);
    add ("refresh/header", refresh_cases[i].name, &refresh_cases[i], test_refresh_of_header);
  }
  g_test_add_func ("/web/page/refresh/header-first", test_header_first);
  g_test_add_func ("/web/page/refresh/meta-in-body", test_meta_in_body);
  g_test_add_func ("/web/page/refresh/against-base", test_refresh_against_base);
  g_test_add_func ("/web/page/refresh/none", test_no_refresh);
  g_test_add_func ("/web/page/refresh/header-of-no-text", test_header_of_no_text);
  for (gsize i = 0; i < G_N_ELEMENTS (interlude_cases); i++)
    add ("interlude", interlude_cases[i].name, &interlude_cases[i], test_interlude);
  for (gsize i = 0; i < G_N_ELEMENTS (whole_cases); i++)
    add ("whole", whole_cases[i].name, &whole_cases[i], test_whole);
  return g_test_run ();
}
