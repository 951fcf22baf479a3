/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What stands for a label, in whatever form a page says it; and that prose which only mentions the label does
 * not. */

#include "reading.h"

typedef struct {
  const char *name;
  const char *html;
  const char *value; /* NULL: there is none */
} Case;

/* The label asked for is 「リクエストID」, or 「申請番号」 where the page has none. */
static const Case cases[] = {
  { "cell-beside", "<table><tr><td>リクエストID</td><td>A1</td></tr></table>", "A1" },
  { "cell-with-a-button", "<table><tr><td>リクエストID<td>A1 <button type=button>コピー</button></table>",
    "A1" },
  { "cell-with-a-link", "<table><tr><td>リクエストID<td>A1 <a href=x>詳細</a></table>", "A1" },
  { "colon-with-a-link", "<p>リクエストID：A1 <a href=1>取得</a></p>", "A1" },
  { "cell-beside-th", "<table><tr><th>リクエストID</th><td>A1</td></tr></table>", "A1" },
  { "cell-beside-marked", "<table><tr><td>■ リクエストＩＤ：<td>A1</table>", "A1" },
  { "cell-beside-past-an-empty-one", "<table><tr><td>リクエストID<td> <td>A1</table>", "A1" },
  { "cell-beside-colon-of-its-own", "<table><tr><td>リクエストID<td>：<td>A1</table>", "A1" },
  { "cell-beside-colon-before", "<table><tr><td>リクエストID<td>： A1</table>", "A1" },
  { "cell-beside-second-pair", "<table><tr><td>氏名<td>甲<td>リクエストID<td>A1</table>", "A1" },
  { "cell-beside-rowspan", "<table><tr><td rowspan=2>ID<td>リクエストID<td>A1<tr><td>他<td>B2</table>",
    "A1" },
  { "cell-of-unclosed-rows", "<table><tr><td>リクエストID<td>A1<tr><td>他<td>B2</table>", "A1" },
  { "cell-nested", "<table><tr><td>リクエストID<td><table><tr><td>A1</table></table>", "A1" },
  { "cell-label-nested", "<table><tr><td><table><tr><td>リクエストID</table><td>A1</table>", "A1" },
  { "cell-below-heading", "<table><tr><th>氏名<th>リクエストID<tr><td>甲<td>A1</table>", "A1" },
  { "cell-below-plain-heading", "<table><tr><td>リクエストID<td>期限<tr><td>A1<td>2026年</table>", "A1" },
  { "cell-below-bold-heading", "<table><tr><td><b>氏名</b><td><b>リクエストID</b><tr><td>甲<td>A1</table>",
    "A1" },
  { "cell-below-colspan", "<table><tr><th colspan=2>氏名<th>リクエストID<tr><td>甲<td>乙<td>A1</table>",
    "A1" },
  { "cell-below-alone", "<table><tr><th>リクエストID<tr><td>A1</table>", "A1" },
  { "definition", "<dl><dt>リクエストID</dt><dd>A1</dd></dl>", "A1" },
  { "definition-second", "<dl><dt>氏名<dd>甲<dt>リクエストID<dd>A1</dl>", "A1" },
  { "definition-in-boxes", "<dl><div><dt>リクエストID</dt><dd>A1</dd></div></dl>", "A1" },
  { "colon", "<p>リクエストID: A1</p>", "A1" },
  { "colon-wide", "<p>リクエストID：A1</p>", "A1" },
  { "colon-narrow-kana", "<p>ﾘｸｴｽﾄID：A1</p>", "A1" },
  { "colon-second-in-line", "<p>氏名：甲　リクエストID：A1　期限：2026年</p>", "A1" },
  { "colon-with-time", "<p>リクエストID：2026/01/02 03:04</p>", "2026/01/02 03:04" },
  { "colon-bold-label", "<p><b>リクエストID</b>：A1</p>", "A1" },
  { "colon-bold-value", "<p>リクエストID：<b>A1</b></p>", "A1" },
  { "colon-lines", "氏名：甲<br>リクエストID：A1<br>期限：明日", "A1" },
  { "colon-in-list", "<ul><li>氏名：甲<li>リクエストID：A1</ul>", "A1" },
  { "colon-in-cell", "<table><tr><td>リクエストID：A1</table>", "A1" },
  { "next-element", "<div><span>リクエストID</span><span>A1</span></div>", "A1" },
  { "next-element-block", "<div>リクエストID</div><div>A1</div>", "A1" },
  { "next-element-text", "<b>リクエストID</b> A1", "A1" },
  { "next-element-deep", "<div><div><b>リクエストID</b></div></div><p>A1</p>", "A1" },
  { "heading-above", "<h3>リクエストID</h3><p>A1</p>", "A1" },
  { "heading-and-cell", "<h3>リクエストID</h3><p>次の通り</p><table><tr><td>リクエストID<td>A1</table>",
    "A1" },
  { "read-only-field", "<form><label for=f>リクエストID</label><input id=f readonly value=A1></form>", "A1" },
  { "read-only-in-cell", "<form><table><tr><td>リクエストID<td><input readonly value=A1></table></form>",
    "A1" },
  { "disabled-in-cell", "<form><table><tr><td>リクエストID<td><input disabled value=A1></table></form>",
    "A1" },
  { "output", "<form><label for=f>リクエストID</label><output id=f>A1</output></form>", "A1" },
  { "textarea-read-only",
    "<form><label for=f>リクエストID</label><textarea id=f readonly>A1</textarea></form>", "A1" },
  { "second-label", "<p>申請番号：B2</p>", "B2" },
  { "first-label-wins", "<p>申請番号：B2</p><p>リクエストID：A1</p>", "A1" },
  { "cell-wins-over-colon", "<p>リクエストID：下の通り</p><table><tr><td>リクエストID<td>A1</table>", "A1" },
  { "first-of-two", "<p>リクエストID：A1</p><p>リクエストID：B2</p>", "A1" },
  { "value-tidied", "<table><tr><td>リクエストID<td>\n A1&nbsp;\n\tB <br> C </table>", "A1 B C" },
  { "blanks-within-label", "<table><tr><td>リクエスト　ID<td>A1</table>", "A1" },
  { "label-over-two-lines", "<table><tr><td>リクエスト<br>ID<td>A1</table>", "A1" },
  { "entities", "<table><tr><td>&#12522;&#x30af;エスト&#73;D&#65306;<td>A&amp;1</table>", "A&1" },

  { "prose", "<p>リクエストIDは大切に保管してください。</p><p>A1</p>", NULL },
  { "prose-at-its-end", "<p>次に示すのはリクエストID</p><p>A1</p>", NULL },
  { "prose-in-cell", "<table><tr><td>リクエストIDとは申請を区別するものです<td>A1</table>", NULL },
  { "prose-with-colon", "<p>リクエストIDの注意：なくさないこと</p>", NULL },
  { "longer-label", "<table><tr><td>旧リクエストID<td>A1</table>", NULL },
  { "longer-label-with-colon", "<p>旧リクエストID：A1</p>", NULL },
  { "long-text-after-heading",
    "<h3>リクエストID</"
    "h3><p>ここでは、申請を区別するために認証局が付ける番号について説明します。申請が受け付けられると、"
    "その番号が画面に示されますので、必ず控えておいてください。後から調べることはできません。</p>",
    NULL },
  { "field-to-fill", "<form><table><tr><td>リクエストID<td><input value=A1></table></form>", NULL },
  { "field-labelled", "<form><label for=f>リクエストID</label><input id=f value=A1></form>", NULL },
  { "button", "<form><button>リクエストID</button> A1</form>", NULL },
  { "link", "<a href=x>リクエストID</a> A1", NULL },
  { "empty-cell", "<table><tr><td>リクエストID<td></table>", NULL },
  { "empty-cell-below", "<table><tr><th>リクエストID<th>氏名<tr><td><td>甲</table>", NULL },
  { "empty-cell-before-another-pair", "<table><tr><th>リクエストID<td><th>氏名<td>甲</table>", NULL },
  { "empty-definition", "<dl><dt>リクエストID<dd><dt>氏名<dd>甲</dl>", NULL },
  { "two-headings", "<table><tr><th>リクエストID<th>氏名</table>", NULL },
  { "hidden", "<div style='display:none'>リクエストID：A1</div>", NULL },
  { "comment", "<!-- リクエストID：A1 -->", NULL },
  { "script", "<script>リクエストID：A1</script>", NULL },
  { "attribute", "<p title='リクエストID：A1'>他</p>", NULL },
  { "last-thing", "<p>リクエストID</p>", NULL },
};

static void
test_value (gconstpointer data)
{
  const Case *one = data;
  /* given a page */
  g_autofree char *html = g_strconcat ("<html><body>", one->html, "</body></html>", NULL);
  g_autoptr (KigenPage) page = page_read (html);

  /* when it is asked what stands for a label */
  g_autofree char *value = kigen_page_value (page, LABELS ("リクエストID", "申請番号"));

  /* then it is what somebody would read there */
  g_assert_cmpstr (value, ==, one->value);
}

static void
test_no_labels (void)
{
  /* given no label, or an empty one; then nothing stands for it */
  g_autoptr (KigenPage) page = page_read ("<table><tr><td><td>A1<tr><td>：<td>B2</table>");
  const char *const none[] = { NULL };
  g_assert_null (kigen_page_value (page, none));
  g_assert_null (kigen_page_value (page, LABELS ("")));
  g_assert_null (kigen_page_value (page, LABELS ("：")));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/web/page/value/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_value);
  }
  g_test_add_func ("/web/page/value/no-labels", test_no_labels);
  return g_test_run ();
}
