/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What of a form is sent when a button is pressed: the same names and values in the same order as a browser
 * sends them. */

#include "reading.h"

typedef struct {
  const char *name;
  const char *html; /* what stands in the form; 「送信」 is pressed */
  const char *data;
} Case;

#define GO "<input type=submit value=送信>"

static const Case cases[] = {
  { "preset", "<input name=a value=1><input name=b>" GO, "a=1&b=" },
  { "document-order",
    "<input name=b value=1><input type=hidden name=a value=2><textarea name=c>3</textarea>" GO,
    "b=1&a=2&c=3" },
  { "same-name-twice", "<input name=a value=1><input name=a value=2>" GO, "a=1&a=2" },
  { "hidden", "<input type=hidden name=token value='A+/='>" GO, "token=A%2B%2F%3D" },
  { "hidden-by-style", "<div style='display:none'><input name=a value=1></div>" GO, "a=1" },
  { "nameless", "<input value=1><input name='' value=2><input name=a value=3>" GO, "a=3" },
  { "disabled", "<input name=a value=1 disabled><input name=b value=2>" GO, "b=2" },
  { "disabled-hidden", "<input type=hidden name=a value=1 disabled><input name=b value=2>" GO, "b=2" },
  { "disabled-fieldset", "<fieldset disabled><input name=a value=1></fieldset><input name=b value=2>" GO,
    "b=2" },
  { "disabled-fieldset-s-legend",
    "<fieldset disabled><legend><input name=a value=1></legend><input name=c></fieldset>" GO, "a=1" },
  { "disabled-list", "<select name=a disabled><option>1</select><input name=b value=2>" GO, "b=2" },
  { "read-only", "<input name=a value=1 readonly>" GO, "a=1" },
  { "button-pressed",
    "<input type=submit name=s value=戻る><input type=submit name=t value=送信><button name=u "
    "value=1>別</button>",
    "t=%E9%80%81%E4%BF%A1" },
  { "button-in-its-place",
    "<input name=a value=1><input type=submit name=t value=送信><input name=b value=2>",
    "a=1&t=%E9%80%81%E4%BF%A1&b=2" },
  { "button-element", "<button name=u value=9>送信</button>", "u=9" },
  { "button-element-without-value", "<button name=u>送信</button>", "u=" },
  { "button-nameless", "<input name=a value=1><button value=9>送信</button>", "a=1" },
  { "button-that-does-nothing", "<input type=button name=x value=x><button type=reset name=y>消</button>" GO,
    "" },
  { "picture", "<input type=image name=p alt=送信 src=x.png>", "p.x=1&p.y=1" },
  { "picture-nameless", "<input type=image alt=送信 src=x.png>", "x=1&y=1" },
  { "picture-with-value", "<input type=image name=p alt=送信 value=7>", "p.x=1&p.y=1" },
  { "check-box-off", "<input type=checkbox name=a value=1>" GO, "" },
  { "check-box-on", "<input type=checkbox name=a value=1 checked>" GO, "a=1" },
  { "check-box-without-value", "<input type=checkbox name=a checked>" GO, "a=on" },
  { "check-boxes-of-a-name",
    "<input type=checkbox name=a value=1 checked><input type=checkbox name=a value=2><input type=checkbox "
    "name=a "
    "value=3 checked>" GO,
    "a=1&a=3" },
  { "radio-off", "<input type=radio name=a value=1><input type=radio name=a value=2>" GO, "" },
  { "radio-on", "<input type=radio name=a value=1><input type=radio name=a value=2 checked>" GO, "a=2" },
  { "radio-two-on", "<input type=radio name=a value=1 checked><input type=radio name=a value=2 checked>" GO,
    "a=2" },
  { "radio-without-value", "<input type=radio name=a checked>" GO, "a=on" },
  { "list-first", "<select name=a><option value=1>一<option value=2>二</select>" GO, "a=1" },
  { "list-selected", "<select name=a><option value=1>一<option value=2 selected>二</select>" GO, "a=2" },
  { "list-two-selected", "<select name=a><option selected>1<option selected>2</select>" GO, "a=2" },
  { "list-text-as-value", "<select name=a><option> い　ろ\n は </select>" GO,
    "a=%E3%81%84%E3%80%80%E3%82%8D+%E3%81%AF" },
  { "list-empty-value", "<select name=a><option value=''>選ぶ<option>1</select>" GO, "a=" },
  { "list-groups",
    "<select name=a><optgroup label=x><option>1</optgroup><optgroup><option selected>2</select>" GO, "a=2" },
  { "list-disabled-option", "<select name=a><option disabled>1<option>2</select>" GO, "a=2" },
  { "list-multiple", "<select name=a multiple><option selected>1<option>2<option selected>3</select>" GO,
    "a=1&a=3" },
  { "list-multiple-none", "<select name=a multiple><option>1<option>2</select>" GO, "" },
  { "list-empty", "<select name=a></select>" GO, "" },
  { "textarea-lines", "<textarea name=a>\n一\n二</textarea>" GO, "a=%E4%B8%80%0D%0A%E4%BA%8C" },
  { "escapes", "<input name='a b&amp;=' value='1 + 2&amp;3=4%/~*-._'>" GO,
    "a+b%26%3D=1+%2B+2%263%3D4%25%2F%7E*-._" },
  { "line-ends", "<input type=hidden name=a value='1&#10;2&#13;3&#13;&#10;4'>" GO,
    "a=1%0D%0A2%0D%0A3%0D%0A4" },
  { "charset-asked", "<input type=hidden name=_charset_>" GO, "_charset_=UTF-8" },
  { "link-in-form", "<input name=a value=1><a href=x>戻る</a>" GO, "a=1" },
  { "unclosed-everything",
    "<table><tr><td><p><b><input name=a value=1><div><select name=b><option>2</select>" GO, "a=1&b=2" },
  { "mark-up-in-value", "<input name=a value='&lt;form>&lt;/form>'>" GO, "a=%3Cform%3E%3C%2Fform%3E" },
  { "in-comment", "<!-- <input name=a value=1></form> --><input name=b value=2>" GO, "b=2" },
  { "in-script", "<script>document.write('<input name=a></form>');</script><input name=b value=2>" GO,
    "b=2" },
  { "in-template", "<template><input name=a value=1></template><input name=b value=2>" GO, "b=2" },
  { "in-noscript", "<noscript><input name=a value=1></noscript>" GO, "a=1" },
  { "file", "<input type=file name=f>" GO, "f=" },
};

static void
test_sent (gconstpointer data)
{
  const Case *one = data;
  /* given a page with a form */
  g_autofree char *html
      = g_strconcat ("<html><body><form method=post action=do>", one->html, "</form></body></html>", NULL);
  g_autoptr (KigenPage) page = page_read (html);

  /* when its button is pressed */
  g_autoptr (KigenRequest) request = page_press (page, "送信");

  /* then what a browser would send goes out */
  g_autofree char *sent = request_data (request);
  g_assert_cmpstr (sent, ==, one->data);
}

/* Filling
 * ---------------------------------------------------------------------------------------------------------
 */

static void
test_filled (void)
{
  /* given a page with one of each */
  g_autoptr (KigenPage) page = page_read (
      "<form method=post action=do><label>甲<input name=a value=old></label><label>乙<input type=password "
      "name=b></label><label>丙<textarea name=c></textarea></label><label>丁<input type=checkbox "
      "name=d></label>"
      "<label>戊<input type=checkbox name=e checked></label><label>己<select name=f><option "
      "value=1>東<option "
      "value=2>西</select></label><label>庚<input type=radio name=g value=1></label><label>辛<input "
      "type=radio "
      "name=g value=2></label><button>送信</button></form>");

  /* when they are filled, by value or by what is to be read */
  page_fill (page, "甲", "新 しい");
  page_fill (page, "乙", "p@ss&=");
  page_fill (page, "丙", "一\n二");
  page_fill (page, "丁", "yes");
  page_fill (page, "戊", NULL);
  page_fill (page, "己", "西");
  page_fill (page, "庚", "2");

  /* then that is what is sent */
  g_autofree char *words = page_pressed (page, "送信");
  g_assert_cmpstr (words, ==,
                   "POST https://desk.example/apply/do a=%E6%96%B0+%E3%81%97%E3%81%84&b=p%40ss%26%3D&"
                   "c=%E4%B8%80%0D%0A%E4%BA%8C&d=on&f=2&g=2");
}

static void
test_filled_again (void)
{
  /* given a field that was filled; when it is filled again, and then cleared */
  g_autoptr (KigenPage) page = page_read (
      "<form method=post action=do><label>甲<input name=a value=old></label><button>送信</button></form>");
  page_fill (page, "甲", "1");
  page_fill (page, "甲", "2");
  g_autofree char *second = page_pressed (page, "送信");
  page_fill (page, "甲", NULL);
  g_autofree char *cleared = page_pressed (page, "送信");

  /* then the last one counts, and the preset value comes back */
  g_assert_true (g_str_has_suffix (second, " a=2"));
  g_assert_true (g_str_has_suffix (cleared, " a=old"));
}

static void
test_option_pressed (void)
{
  /* given a list whose entry is what is looked for; when it is pressed */
  g_autoptr (KigenPage) page
      = page_read ("<form action=do><select name=a><option value=1>東<option value=2>西</select>"
                   "<input type=submit name=s value=次へ></form>");
  g_autofree char *words = page_pressed (page, "西");

  /* then it is chosen and the button pressed, and only this once */
  g_autofree char *later = page_pressed (page, "次へ");
  g_assert_cmpstr (words, ==, "GET https://desk.example/apply/do?a=2&s=%E6%AC%A1%E3%81%B8");
  g_assert_cmpstr (later, ==, "GET https://desk.example/apply/do?a=1&s=%E6%AC%A1%E3%81%B8");
}

static void
test_return_key (void)
{
  /* given a form without a button; when it is submitted, then its fields go out */
  g_autoptr (KigenPage) page = page_read ("<form method=POST action=do><input name=a value=1></form>");
  const KigenForm *form = g_ptr_array_index (kigen_page_forms (page), 0);
  g_autoptr (KigenRequest) request = kigen_form_request (form);
  g_autofree char *words = request_words (request);
  g_assert_cmpuint (kigen_form_controls (form)->len, ==, 0);
  g_assert_cmpstr (words, ==, "POST https://desk.example/apply/do a=1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/web/page/sent/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_sent);
  }
  g_test_add_func ("/web/page/filled", test_filled);
  g_test_add_func ("/web/page/filled-again", test_filled_again);
  g_test_add_func ("/web/page/option-pressed", test_option_pressed);
  g_test_add_func ("/web/page/return-key", test_return_key);
  return g_test_run ();
}
