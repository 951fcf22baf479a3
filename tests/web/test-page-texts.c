/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What is to be read on a page, and how labels are compared with it. */

#include "reading.h"

#include <string.h>

/* The text
 * ----------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const char *name;
  const char *html;
  const char *text;
} TextCase;

static const TextCase text_cases[] = {
  { "lines", "<h1>題</h1><p>一<br>二</p><div>三</div>四", "題\n一\n二\n三\n四" },
  { "inline", "<p>一<b>二</b><span>三</span><font>四</font></p>", "一二三四" },
  { "blanks", "<p> 一 \n\t 二&nbsp;&nbsp;三　四 </p>", "一 二 三 四" },
  { "cells", "<table><tr><td>一<td>二<tr><th>三<td>四</table>", "一\t二\n三\t四" },
  { "lists", "<ul><li>一<li>二</ul><dl><dt>三<dd>四</dl>", "一\n二\n三\n四" },
  { "empty-blocks", "<div></div><p> </p><p>一<p><br><br>", "一" },
  { "widgets-left-out",
    "<form>ID<input value=x><select><option>東</select><button>送る</button><textarea>中</textarea>終"
    "</form>",
    "ID 終" },
  { "links-left-out", "<p>一<a href=x>次へ</a>二</p>", "一 二" },
  { "anchors-kept", "<p>一<a name=x>二</a></p>", "一二" },
  { "pictures", "<p>一<img alt=二 src=x><img src=y>三</p>", "一 二 三" },
  { "entities", "<p>&lt;&amp;&gt;&quot;&copy;&#26085;&#x672C;&yen;&hellip;</p>", "<&>\"©日本¥…" },
  { "broken-entities", "<p>a & b &nonesuch; c</p>", "a & b &nonesuch; c" },
  { "script", "<script>一</script><p>二<style>三</style><script type=x><p>四</p></script>", "二" },
  { "noscript", "<noscript><p>一</p></noscript><p>二", "一\n二" },
  { "template", "<template><p>一</template><p>二", "二" },
  { "comment", "<p>一<!-- 二 -->三<!-- <p>四</p> -->", "一三" },
  { "hidden-attribute", "<p hidden>一</p><p>二", "二" },
  { "display-none", "<div style='color:red; Display : None'><p>一</div><p>二", "二" },
  { "visibility-hidden", "<p>一<span style='visibility:hidden'>二</span>三", "一三" },
  { "other-styles", "<p style='display:block'>一</p><p style='visibility:visible'>二", "一\n二" },
  { "title", "<head><title>題</title></head><body>一", "一" },
  { "frames", "<iframe>一</iframe><object>二</object><p>三", "三" },
  { "hidden-field", "<form><input type=hidden value=一>二</form>", "二" },
  { "read-only-left-out", "<form>ID<input readonly value=A1></form>", "ID" },
  { "details", "<details><summary>一</summary>二</details>", "一\n二" },
  { "preformatted", "<pre>一\n二</pre>", "一 二" },
  { "unknown-elements", "<main><section><x-y>一</x-y></section></main>", "一" },
  { "plain", "一\n二", "一 二" },
  { "ruby", "<p><ruby>申請<rt>しんせい</rt></ruby></p>", "申請しんせい" },
  { "processing", "<?xml version='1.0'?><p>一<?php 二 ?>三", "一三" },
};

static void
test_text (gconstpointer data)
{
  const TextCase *one = data;
  g_autoptr (KigenPage) page = page_read (one->html);
  g_assert_cmpstr (kigen_page_text (page), ==, one->text);
}

/* The title and the heading
 * --------------------------------------------------------------------------------------------- */

static void
test_title (void)
{
  g_autoptr (KigenPage) page = page_read (
      "<html><head><title> 証明書\n　発行 </title></head><body><h1>他</h1><svg><title>絵</title></svg>");
  g_autoptr (KigenPage) none = page_read ("<p>終");
  g_assert_cmpstr (kigen_page_title (page), ==, "証明書 発行");
  g_assert_cmpstr (kigen_page_title (none), ==, "");
  g_assert_cmpstr (kigen_page_url (none), ==, PAGE_URL);
}

typedef struct {
  const char *name;
  const char *html;
  const char *heading;
} HeadingCase;

static const HeadingCase heading_cases[] = {
  { "first", "<p>文<h2>題</h2><h1>他</h1>", "題" },
  { "empty-passed-over", "<h1> </h1><h1><img src=x></h1><h3>題</h3>", "題" },
  { "picture", "<h1><img alt=題 src=x></h1>", "題" },
  { "hidden-passed-over", "<h1 style='display:none'>隠</h1><h2>題</h2>", "題" },
  { "caption", "<table><caption>題</caption><tr><td>一</table>", "題" },
  { "legend", "<form><fieldset><legend>題</legend></fieldset></form>", "題" },
  { "none", "<p>文", "" },
};

static void
test_heading (gconstpointer data)
{
  const HeadingCase *one = data;
  g_autoptr (KigenPage) page = page_read (one->html);
  g_assert_cmpstr (kigen_page_heading (page), ==, one->heading);
}

/* Labels of controls
 * -------------------------------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  const char *label; /* that is looked for */
  const char *shown; /* on the button */
  gboolean whole;
  gboolean partial;
} LabelCase;

static const LabelCase label_cases[] = {
  { "same", "次へ進む", "次へ進む", TRUE, TRUE },
  { "blanks", "次へ進む", " 次へ　進&nbsp;む\n", TRUE, TRUE },
  { "width", "OK1", "ＯＫ１", TRUE, TRUE },
  { "case", "Download", "DOWNLOAD", TRUE, TRUE },
  { "half-width-kana", "ダウンロード", "ﾀﾞｳﾝﾛｰﾄﾞ", TRUE, TRUE },
  { "entities", "A&B", "A&amp;B", TRUE, TRUE },
  { "composed", "が", "か&#x3099;", TRUE, TRUE },
  { "zero-width", "次へ", "次&#x200b;へ", TRUE, TRUE },
  { "longer", "次へ", "次へ進む", FALSE, TRUE },
  { "longer-before", "進む", "≫次へ進む", FALSE, TRUE },
  { "shorter", "次へ進む", "次へ", FALSE, FALSE },
  { "other", "次へ", "戻る", FALSE, FALSE },
  { "empty", "", "次へ", FALSE, FALSE },
};

static void
test_labelled (gconstpointer data)
{
  const LabelCase *one = data;
  g_autofree char *html = g_strdup_printf ("<form><input type=submit value='%s'></form><a href=x>%s</a>",
                                           one->shown, one->shown);
  g_autoptr (KigenPage) page = page_read (html);
  g_autoptr (GPtrArray) whole = kigen_page_controls_labelled (page, LABELS (one->label), KIGEN_MATCH_WHOLE);
  g_autoptr (GPtrArray) partial
      = kigen_page_controls_labelled (page, LABELS (one->label), KIGEN_MATCH_PARTIAL);
  g_assert_cmpuint (whole->len, ==, one->whole ? 2 : 0);
  g_assert_cmpuint (partial->len, ==, one->partial ? 2 : 0);
}

static void
test_preference (void)
{
  /* given several controls that would do */
  g_autoptr (KigenPage) page = page_read (
      "<a href=1>証明書の一覧を見る</a><a href=2>一覧へ</a><a href=3>一覧を印刷する</a><a href=4>次へ</a>");

  /* then the order of the labels decides, and of those that contain one the shortest text */
  const KigenControl *by_order
      = kigen_page_control (page, LABELS ("ない", "次へ", "一覧へ"), KIGEN_MATCH_WHOLE);
  const KigenControl *shortest = kigen_page_control (page, LABELS ("一覧"), KIGEN_MATCH_PARTIAL);
  g_assert_true (by_order == page_control (page, "次へ"));
  g_assert_true (shortest == page_control (page, "一覧へ"));
  g_assert_null (kigen_page_control (page, LABELS ("一覧"), KIGEN_MATCH_WHOLE));
  g_assert_true (kigen_control_is_link (shortest));
  g_assert_null (kigen_control_form (shortest));
}

static void
test_control_of_form (void)
{
  g_autoptr (KigenPage) page = page_read ("<form><input type=submit><input type=submit value=''><input "
                                          "type=image alt=絵 value=値 title=題></form>");
  KigenForm *form = g_ptr_array_index (kigen_page_forms (page), 0);
  const KigenControl *picture = page_control (page, "絵");
  g_assert_cmpuint (kigen_form_controls (form)->len, ==, 3);
  g_assert_true (kigen_control_form (picture) == form);
  g_assert_false (kigen_control_is_link (picture));
  g_assert_true (kigen_control_is (picture, LABELS ("題"), KIGEN_MATCH_WHOLE));
  g_assert_false (kigen_control_is (picture, LABELS ("絵値"), KIGEN_MATCH_WHOLE));
}

/* Answers
 * ---------------------------------------------------------------------------------------------------------
 */

static KigenPage *
page_of (const char *type, const char *filename, const char *body, gsize size)
{
  KigenAnswer answer = { .status = 200,
                         .url = (char *)(guintptr)PAGE_URL,
                         .content_type = (char *)(guintptr)type,
                         .filename = (char *)(guintptr)filename,
                         .body = g_bytes_new (body, size) };
  KigenPage *page = kigen_page_of_answer (&answer);
  g_bytes_unref (answer.body);
  return page;
}

static gboolean
is_page (const char *type, const char *filename, const char *body, gsize size)
{
  g_autoptr (KigenPage) page = page_of (type, filename, body, size);
  return page != NULL;
}

static void
test_answers (void)
{
  /* given answers of many types; then those are pages that have words to be read */
  g_assert_true (is_page ("text/html", NULL, "<p>a", 4));
  g_assert_true (is_page ("application/xhtml+xml", NULL, "<p>a", 4));
  g_assert_true (is_page ("text/plain", NULL, "a", 1));
  g_assert_true (is_page ("", NULL, "<p>a", 4));
  g_assert_false (is_page ("application/x-pkcs12", NULL, "<p>a", 4));
  g_assert_false (is_page ("text/html", "a.p12", "<p>a", 4));
  g_assert_false (is_page ("text/html", NULL, "\x30\x82\x00\x03", 4));
  g_assert_false (is_page ("", NULL, "\r\n\x30\x82\x00\x03", 6));
}

static void
assert_unreadable (const char *body, gsize size)
{
  g_autoptr (KigenPage) page = page_of ("text/html", NULL, body, size);
  g_autoptr (GPtrArray) pairs = NULL;
  g_assert_nonnull (page);
  pairs = kigen_page_pairs (page);
  g_assert_false (kigen_page_is_whole (page));
  g_assert_cmpstr (kigen_page_title (page), ==, "");
  g_assert_cmpstr (kigen_page_heading (page), ==, "");
  g_assert_cmpstr (kigen_page_text (page), ==, "");
  g_assert_cmpstr (kigen_page_url (page), ==, PAGE_URL);
  g_assert_cmpuint (pairs->len, ==, 0);
  g_assert_cmpuint (kigen_page_forms (page)->len, ==, 0);
  g_assert_null (kigen_page_control (page, LABELS ("a"), KIGEN_MATCH_PARTIAL));
  g_assert_null (kigen_page_value (page, LABELS ("a")));
}

static void
test_unreadable_answers (void)
{
  /* given what is a page by its type, and nothing can be made of; then it is no file, but a page with nothing
   */
  assert_unreadable ("", 0);
  assert_unreadable (" \r\n", 3);
  assert_unreadable ("<!-- a -->", 10);
  assert_unreadable ("<p>a\0b", 6);
  assert_unreadable ("\n <html>a\0b</html>", 19);
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
  for (gsize i = 0; i < G_N_ELEMENTS (text_cases); i++)
    add ("text", text_cases[i].name, &text_cases[i], test_text);
  for (gsize i = 0; i < G_N_ELEMENTS (heading_cases); i++)
    add ("heading", heading_cases[i].name, &heading_cases[i], test_heading);
  for (gsize i = 0; i < G_N_ELEMENTS (label_cases); i++)
    add ("labelled", label_cases[i].name, &label_cases[i], test_labelled);
  g_test_add_func ("/web/page/title", test_title);
  g_test_add_func ("/web/page/preference", test_preference);
  g_test_add_func ("/web/page/control-of-form", test_control_of_form);
  g_test_add_func ("/web/page/answers", test_answers);
  g_test_add_func ("/web/page/unreadable-answers", test_unreadable_answers);
  return g_test_run ();
}
