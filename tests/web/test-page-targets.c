/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Where controls lead and how: links against their base, forms and their buttons' own ways, and which form a
 * field belongs to where the source puts the tags anywhere. */

#include "reading.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *html;
  const char *pressed; /* of the control 「進む」; NULL: there is none */
} Case;

#define AT "https://desk.example/apply/"

static const Case cases[] = {
  { "link/relative", "<a href=next>進む</a>", "GET " AT "next" },
  { "link/absolute-path", "<a href=/next>進む</a>", "GET https://desk.example/next" },
  { "link/up", "<a href=../x/./next>進む</a>", "GET https://desk.example/x/next" },
  { "link/other-place", "<a href=https://other.example/>進む</a>", "GET https://other.example/" },
  { "link/same-scheme", "<a href=//other.example/a>進む</a>", "GET https://other.example/a" },
  { "link/query-alone", "<a href='?a=1&amp;b=2'>進む</a>", "GET " AT "page.html?a=1&b=2" },
  { "link/bare-ampersand", "<a href='?a=1&b=2'>進む</a>", "GET " AT "page.html?a=1&b=2" },
  { "link/empty", "<a href=''>進む</a>", "GET " AT "page.html" },
  { "link/fragment-cut-off", "<a href='next#part'>進む</a>", "GET " AT "next" },
  { "link/fragment-alone", "<a href='#part'>進む</a>", NULL },
  { "link/script", "<a href='javascript:go()'>進む</a>", NULL },
  { "link/script-in-disguise", "<a href=' JavaScript:go()'>進む</a>", NULL },
  { "link/mail", "<a href='mailto:a@desk.example'>進む</a>", NULL },
  { "link/anchor", "<a name=x>進む</a>", NULL },
  { "link/blanks-around", "<a href='  next\n'>進む</a>", "GET " AT "next" },
  { "link/blanks-within", "<a href='a b\nc'>進む</a>", "GET " AT "a%20bc" },
  { "link/escaped-already", "<a href='a%20b%2F'>進む</a>", "GET " AT "a%20b%2F" },
  { "link/kana", "<a href='次?a=次'>進む</a>", "GET " AT "%E6%AC%A1?a=%E6%AC%A1" },
  { "link/base", "<base href=/other/><a href=next>進む</a>", "GET https://desk.example/other/next" },
  { "link/base-relative", "<base href=deep/page><a href=next>進む</a>", "GET " AT "deep/next" },
  { "link/base-first-counts", "<base href=/a/><base href=/b/><a href=next>進む</a>",
    "GET https://desk.example/a/next" },
  { "link/base-for-target-alone", "<base target=_top><a href=next>進む</a>", "GET " AT "next" },
  { "link/base-unusable", "<base href='http://['><a href=next>進む</a>", "GET " AT "next" },
  { "link/picture", "<a href=next><img alt=進む src=x.png></a>", "GET " AT "next" },
  { "link/title", "<a href=next title=進む>→</a>", "GET " AT "next" },
  { "link/aria", "<a href=next aria-label=進む></a>", "GET " AT "next" },
  { "link/area", "<map><area href=next alt=進む></map>", "GET " AT "next" },
  { "link/hidden", "<a href=next style='display: none'>進む</a>", NULL },
  { "link/in-noscript", "<noscript><a href=next>進む</a></noscript>", "GET " AT "next" },
  { "link/in-comment", "<!--<a href=next>進む</a>-->終", NULL },

  { "form/get", "<form action=do><input name=a value=1><button>進む</button></form>", "GET " AT "do?a=1" },
  { "form/get-replaces-query", "<form action='do?b=2'><input name=a value=1><button>進む</button></form>",
    "GET " AT "do?a=1" },
  { "form/get-empty", "<form action=do><button>進む</button></form>", "GET " AT "do?" },
  { "form/post", "<form method=post action=do><input name=a value=1><button>進む</button></form>",
    "POST " AT "do a=1" },
  { "form/post-keeps-query",
    "<form method=post action='do?b=2'><input name=a value=1><button>進む</button></form>",
    "POST " AT "do?b=2 a=1" },
  { "form/post-in-capitals", "<form method=POST action=do><button>進む</button></form>", "POST " AT "do " },
  { "form/no-action", "<form method=post><input name=a value=1><button>進む</button></form>",
    "POST " AT "page.html a=1" },
  { "form/empty-action", "<form method=post action=''><button>進む</button></form>",
    "POST " AT "page.html " },
  { "form/action-against-base", "<base href=/b/><form method=post action=do><button>進む</button></form>",
    "POST https://desk.example/b/do " },
  { "form/head-and-body-left-out",
    "<title>題</title><label>ID<input form=f name=a value=1></label><form id=f "
    "action=do><button>進む</button>",
    "GET " AT "do?a=1" },
  { "form/action-fragment", "<form method=post action='do#x'><button>進む</button></form>",
    "POST " AT "do " },
  { "form/unknown-method", "<form method=put action=do><button>進む</button></form>", "GET " AT "do?" },
  { "form/formaction", "<form method=post action=do><button formaction=else>進む</button></form>",
    "POST " AT "else " },
  { "form/formmethod", "<form action=do><button formmethod=post name=a value=1>進む</button></form>",
    "POST " AT "do a=1" },
  { "form/formaction-of-another",
    "<form method=post action=do><button formaction=else>別</button><button>進む</button></form>",
    "POST " AT "do " },
  { "form/formaction-of-picture",
    "<form method=post action=do><input type=image alt=進む formaction=else name=p></form>",
    "POST " AT "else p.x=1&p.y=1" },
  { "form/disabled-button", "<form action=do><button disabled>進む</button></form>", NULL },
  { "form/disabled-by-fieldset", "<form action=do><fieldset disabled><button>進む</button></fieldset></form>",
    NULL },
  { "form/button-for-scripts", "<form action=do><input type=button value=進む></form>", NULL },
  { "form/button-element-for-scripts", "<form action=do><button type=button>進む</button></form>", NULL },
  { "form/reset", "<form action=do><input type=reset value=進む></form>", NULL },
  { "form/button-outside", "<button>進む</button>", NULL },
  { "form/unknown-button-type", "<form action=do><button type=x>進む</button></form>", "GET " AT "do?" },
  { "form/picture-with-value-for-a-name", "<form action=do><input type=image value=進む></form>",
    "GET " AT "do?x=1&y=1" },

  { "owner/attribute",
    "<form id=f action=do><input name=a value=1></form><input form=f name=b value=2><button "
    "form=f>進む</button>",
    "GET " AT "do?a=1&b=2" },
  { "owner/attribute-to-another",
    "<form id=f action=do><button>進む</button></form><form action=x><input form=f name=b value=2><input "
    "name=c>"
    "</form>",
    "GET " AT "do?b=2" },
  { "owner/attribute-to-none", "<form action=do><input form=g name=b value=2><button>進む</button></form>",
    "GET " AT "do?" },
  { "owner/around-rows",
    "<table><form action=do><tr><td><input name=a "
    "value=1></td></tr><tr><td><button>進む</button></td></tr></form>"
    "</table>",
    "GET " AT "do?a=1" },
  { "owner/around-cells",
    "<table><tr><form action=do><td><input name=a value=1><td><button>進む</button></form></table>",
    "GET " AT "do?a=1" },
  { "owner/closed-elsewhere",
    "<form action=do><table><tr><td><input name=a value=1></form></td></tr></table><input name=b "
    "value=2><form "
    "action=other><button>進む</button></form>",
    "GET " AT "other?" },
  { "owner/opened-in-cell-closed-after-table",
    "<table><tr><td><form action=do><input name=a value=1><td><input name=b "
    "value=2></table><button>進む</button>"
    "</form>",
    "GET " AT "do?a=1&b=2" },
  { "owner/never-closed", "<form action=do><input name=a value=1><p><button>進む</button>",
    "GET " AT "do?a=1" },
  { "owner/second-opened-within-counts-not",
    "<form action=do><input name=a value=1><form action=x><input name=b value=2><button>進む</button></form>",
    "GET " AT "do?a=1&b=2" },
  { "owner/two-forms",
    "<form action=x><input name=a></form><form action=do><input name=b value=2><button>進む</button>"
    "</form>",
    "GET " AT "do?b=2" },
  { "owner/in-capitals", "<FORM ACTION=do><INPUT NAME=a VALUE=1><INPUT TYPE=SUBMIT VALUE=進む></FORM>",
    "GET " AT "do?a=1" },
};

static void
test_pressed (gconstpointer data)
{
  const Case *one = data;
  /* given a page */
  g_autoptr (KigenPage) page = page_read (one->html);

  /* when what is labelled 「進む」 is pressed */
  const KigenControl *control = kigen_page_control (page, LABELS ("進む"), KIGEN_MATCH_WHOLE);
  g_autoptr (KigenRequest) request = control != NULL ? kigen_control_request (control) : NULL;
  g_autofree char *words = request != NULL ? request_words (request) : NULL;

  /* then it leads where a browser would go */
  g_assert_cmpstr (words, ==, one->pressed);
  if (request != NULL)
    g_assert_cmpstr (request->referer, ==, PAGE_URL);
}

/* Encodings
 * ------------------------------------------------------------------------------------------------------- */

static KigenRequest *
press_with_encoding (const char *form, const char *button)
{
  g_autofree char *html = g_strdup_printf (
      "<form method=post action=do %s><input name='a\"b' value='1&#10;二'><input type=file name=f>"
      "<button name=s value=9 %s>進む</button></form>",
      form, button);
  g_autoptr (KigenPage) page = page_read (html);
  return page_press (page, "進む");
}

static void
test_multipart (void)
{
  /* given a form in parts; when it is sent */
  g_autoptr (KigenRequest) request = press_with_encoding ("enctype='Multipart/Form-Data'", "");

  /* then each field is a part, names and line ends as browsers write them (RFC 7578) */
  const char *boundary = strstr (request->content_type, "boundary=") + strlen ("boundary=");
  g_autofree char *expected = g_strconcat (
      "--", boundary, "\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\n1\r\n二\r\n--", boundary,
      "\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n"
      "Content-Type: application/octet-stream\r\n\r\n\r\n--",
      boundary, "\r\nContent-Disposition: form-data; name=\"s\"\r\n\r\n9\r\n--", boundary, "--\r\n", NULL);
  g_assert_true (g_str_has_prefix (request->content_type, "multipart/form-data; boundary="));
  g_assert_cmpstr (kigen_secret_text (request->body), ==, expected);
}

static void
test_boundaries_differ (void)
{
  g_autoptr (KigenRequest) one = press_with_encoding ("enctype=multipart/form-data", "");
  g_autoptr (KigenRequest) other = press_with_encoding ("enctype=multipart/form-data", "");
  g_assert_cmpstr (one->content_type, !=, other->content_type);
}

static void
test_plain (void)
{
  g_autoptr (KigenRequest) request = press_with_encoding ("enctype=text/plain", "");
  g_assert_cmpstr (request->content_type, ==, "text/plain");
  g_assert_cmpstr (kigen_secret_text (request->body), ==, "a\"b=1\r\n二\r\nf=\r\ns=9\r\n");
}

static void
test_urlencoded (void)
{
  g_autoptr (KigenRequest) request = press_with_encoding ("enctype=unknown", "");
  g_assert_cmpstr (request->content_type, ==, "application/x-www-form-urlencoded");
  g_assert_cmpstr (kigen_secret_text (request->body), ==, "a%22b=1%0D%0A%E4%BA%8C&f=&s=9");
}

static void
test_formenctype (void)
{
  /* given a button with a way of its own; then that counts */
  g_autoptr (KigenRequest) request
      = press_with_encoding ("enctype=multipart/form-data", "formenctype=text/plain");
  g_assert_cmpstr (request->content_type, ==, "text/plain");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/web/page/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_pressed);
  }
  g_test_add_func ("/web/page/encoding/multipart", test_multipart);
  g_test_add_func ("/web/page/encoding/boundaries-differ", test_boundaries_differ);
  g_test_add_func ("/web/page/encoding/plain", test_plain);
  g_test_add_func ("/web/page/encoding/urlencoded", test_urlencoded);
  g_test_add_func ("/web/page/encoding/formenctype", test_formenctype);
  return g_test_run ();
}
