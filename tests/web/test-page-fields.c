/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Fields by what stands at them: whatever way a page has of saying what a field is for, its words come first
 * among the field's labels. */

#include "reading.h"

typedef struct {
  const char *name;
  const char *html; /* what stands in the form */
  guint number;     /* of the field that is asked */
  const char *label;
} Case;

#define FIELD "<input name=x>"

static const Case cases[] = {
  { "label-for", "<label for=f>パスワード</label><input name=x id=f>", 0, "パスワード" },
  { "label-for-far-away", "<p><input name=x id=f><p>何か<p><label for=f>ID</label>", 0, "ID" },
  { "label-for-before-cell", "<table><tr><td>欄<td><label for=f>ID</label><input id=f name=x></table>", 0,
    "ID" },
  { "label-of-two-its-own", "<label for=g>甲</label><input id=f><label for=f>乙</label><input id=g>", 0,
    "乙" },
  { "label-around", "<label>パスワード " FIELD "</label>", 0, "パスワード" },
  { "label-around-behind", "<label>" FIELD " パスワード</label>", 0, "パスワード" },
  { "label-with-markup", "<label for=f><b>パス</b><i>ワード</i><span>※</span></label><input id=f>", 0,
    "パスワード※" },
  { "label-around-a-list", "<label>地域<select name=x><option>東<option>西</select></label>", 0, "地域" },
  { "aria-label", "<p>説明<p><input name=x aria-label=パスワード>", 0, "パスワード" },
  { "aria-labelledby", "<p id=one>新しい<p id=two>パスワード<p>他<input aria-labelledby='two'>", 0,
    "パスワード" },
  { "label-before-aria", "<label for=f>甲</label><input id=f aria-label=乙>", 0, "甲" },
  { "cell-beside", "<table><tr><td>ID<td>" FIELD "</table>", 0, "ID" },
  { "cell-beside-th", "<table><tr><th>ID</th><td>" FIELD "</td></tr></table>", 0, "ID" },
  { "cell-beside-second", "<table><tr><td>甲<td>" FIELD "<td>乙<td><input name=y></table>", 1, "乙" },
  { "cell-beside-past-an-empty-one", "<table><tr><td>ID<td>&nbsp;<td>" FIELD "</table>", 0, "ID" },
  { "cell-beside-mark-behind", "<table><tr><td>ID<td>" FIELD "<td>(必須)</table>", 0, "ID" },
  { "cell-beside-rowspan", "<table><tr><td rowspan=2>ID<td>" FIELD "<tr><td><input name=y></table>", 1,
    "ID" },
  { "cell-beside-colspan", "<table><tr><td colspan=3>ID<td>" FIELD "</table>", 0, "ID" },
  { "cell-beside-nested", "<table><tr><td>ID<td><table><tr><td>" FIELD "</table></table>", 0, "ID" },
  { "cell-beside-nested-twice",
    "<table><tr><td>ID<td><table><tr><td><table><tr><td>" FIELD "</table></table></table>", 0, "ID" },
  { "cell-beside-label-nested", "<table><tr><td><table><tr><td>ID</table><td>" FIELD "</table>", 0, "ID" },
  { "cell-above", "<table><tr><td>ID<td>期限<tr><td>" FIELD "<td><input name=y></table>", 0, "ID" },
  { "cell-above-second", "<table><tr><td>ID<td>期限<tr><td>" FIELD "<td><input name=y></table>", 1, "期限" },
  { "cell-above-third-row",
    "<table><tr><th>ID<th>期限<tr><td><input><td><input><tr><td><input><td><input></table>", 3, "期限" },
  { "cell-above-alone", "<table><tr><td>ID<tr><td>" FIELD "</table>", 0, "ID" },
  { "term", "<dl><dt>ID<dd>" FIELD "<dt>期限<dd><input name=y></dl>", 0, "ID" },
  { "term-second", "<dl><dt>ID<dd>" FIELD "<dt>期限<dd><input name=y></dl>", 1, "期限" },
  { "term-deep", "<dl><dt><b>ID</b></dt><dd><div><span>" FIELD "</span></div></dd></dl>", 0, "ID" },
  { "text-before", "ID " FIELD " 期限 <input name=y>", 0, "ID" },
  { "text-before-second", "ID " FIELD " 期限 <input name=y>", 1, "期限" },
  { "text-before-a-line-up", "<p>説明<p>ID<br>" FIELD, 0, "ID" },
  { "text-before-in-span", "<div><span>ID</span><span>" FIELD "</span></div>", 0, "ID" },
  { "text-before-a-list", "地域<select name=x><option>東</select>期限<input name=y>", 1, "期限" },
  { "check-text-behind", "<input type=checkbox name=x>同意する<br><input type=checkbox name=y>送る", 0,
    "同意する" },
  { "check-text-behind-second", "<input type=checkbox name=x>同意する<br><input type=checkbox name=y>送る", 1,
    "送る" },
  { "placeholder", "<input name=x placeholder=パスワード>", 0, "パスワード" },
  { "title", "<input name=x title=パスワード>", 0, "パスワード" },
  { "placeholder-after-text", "ID <input name=x placeholder=例>", 0, "ID" },
  { "full-width-blanks", "<table><tr><td>　パス　ワード　<td>" FIELD "</table>", 0, "パス ワード" },
  { "hidden-words-left-out", "<label for=f>ID<span style='display:none'>隠</span></label><input id=f>", 0,
    "ID" },
  { "script-left-out", "<table><tr><td>ID<script>var a = '隠';</script><td>" FIELD "</table>", 0, "ID" },
  { "textarea", "<label for=f>理由</label><textarea id=f name=x>中</textarea>", 0, "理由" },
};

static void
test_label (gconstpointer data)
{
  const Case *one = data;
  /* given a page with a form */
  g_autofree char *html = g_strconcat ("<html><body><form>", one->html, "</form></body></html>", NULL);
  g_autoptr (KigenPage) page = page_read (html);

  /* when its field is asked what it is for */
  const char *const *labels = kigen_field_labels (page_field (page, one->number));

  /* then the words at it come first */
  g_assert_cmpstr (labels[0], ==, one->label);
}

static void
test_all_candidates (void)
{
  /* given a field that the page explains in every way there is */
  g_autoptr (KigenPage) page = page_read (
      "<form><label for=f>甲</label><table><tr><td>丙<td><input id=f aria-label=乙 placeholder=己 title=庚>"
      "</table></form>");

  /* then all are offered, the firmest first */
  g_autofree char *words = page_field_words (page_field (page, 0));
  g_assert_true (g_str_has_prefix (words, "甲 | 乙 | 丙 | "));
  g_assert_true (g_str_has_suffix (words, " | 己 | 庚"));
}

static void
test_nothing_at_it (void)
{
  /* given a field that nothing explains; then it has no labels, and that is no fault */
  g_autoptr (KigenPage) page = page_read ("<form><input name=x></form>");
  g_assert_null (kigen_field_labels (page_field (page, 0))[0]);
}

static void
test_other_fields_words (void)
{
  /* given two fields in a line of a table, only the first one named */
  g_autoptr (KigenPage) page
      = page_read ("<form><table><tr><td>ID<td><input name=x><td><input name=y></table></form>");

  /* then the second one does not take the first one's words */
  g_autofree char *words = page_field_words (page_field (page, 1));
  g_assert_null (strstr (words, "ID"));
}

static void
test_kinds (void)
{
  /* given one of each kind */
  static const KigenFieldKind kinds[]
      = { KIGEN_FIELD_TEXT,   KIGEN_FIELD_TEXT,   KIGEN_FIELD_TEXT,  KIGEN_FIELD_PASSWORD,
          KIGEN_FIELD_CHOICE, KIGEN_FIELD_CHOICE, KIGEN_FIELD_CHECK, KIGEN_FIELD_FILE };
  g_autoptr (KigenPage) page = page_read (
      "<form><input><input type=TEL><textarea></textarea><input type=' password '><select><option>a</select>"
      "<input type=radio name=r><input type=radio name=r><input type=checkbox><input type=file>"
      "<input type=hidden name=h><input type=submit><input type=button><input "
      "type=reset><button>b</button></form>");

  /* then each is of its kind, radio buttons of a name are one, and buttons and what is hidden are none */
  g_assert_cmpuint (page_count_fields (page), ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpint (kigen_field_kind (page_field (page, i)), ==, kinds[i]);
}

static void
test_marks (void)
{
  g_autoptr (KigenPage) page
      = page_read ("<form><input required><input aria-required=true><input readonly value=a><input></form>");
  g_assert_true (kigen_field_is_required (page_field (page, 0)));
  g_assert_true (kigen_field_is_required (page_field (page, 1)));
  g_assert_false (kigen_field_is_required (page_field (page, 2)));
  g_assert_true (kigen_field_is_read_only (page_field (page, 2)));
  g_assert_false (kigen_field_is_read_only (page_field (page, 3)));
}

static void
test_what_nobody_can_fill (void)
{
  /* given fields that are disabled, by themselves or by what is around them, or not shown */
  g_autoptr (KigenPage) page
      = page_read ("<form><input disabled><fieldset disabled><input></fieldset><div style='display: none'>"
                   "<input></div><input hidden><template><input></template><input name=real></form>");

  /* then they are not offered */
  g_assert_cmpuint (page_count_fields (page), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/web/page/field/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_label);
  }
  g_test_add_func ("/web/page/field/all-candidates", test_all_candidates);
  g_test_add_func ("/web/page/field/nothing-at-it", test_nothing_at_it);
  g_test_add_func ("/web/page/field/other-fields-words", test_other_fields_words);
  g_test_add_func ("/web/page/field/kinds", test_kinds);
  g_test_add_func ("/web/page/field/marks", test_marks);
  g_test_add_func ("/web/page/field/what-nobody-can-fill", test_what_nobody_can_fill);
  return g_test_run ();
}
