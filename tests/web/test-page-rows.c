/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Pairs of label and value, and what stands in the row of a control: in tables with headings, lists, cards
 * and whatever else shows several things of a kind. */

#include "reading.h"

/* Pairs
 * -----------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const char *name;
  const char *html;
  const char *pairs; /* "label=value; …" */
} PairCase;

static const PairCase pair_cases[] = {
  { "table", "<table><tr><th>氏名<td>甲<tr><th>ID：<td>A1</table>", "氏名=甲; ID=A1" },
  { "two-in-a-row", "<table><tr><th>氏名<td>甲<th>ID<td>A1</table>", "氏名=甲; ID=A1" },
  { "headings", "<table><tr><th>氏名<th>ID<tr><td>甲<td>A1<tr><td>乙<td>B2</table>",
    "氏名=甲; ID=A1; 氏名=乙; ID=B2" },
  { "groups", "<table><thead><tr><th>氏名<th>ID<tbody><tr><td>甲<td>A1</table>", "氏名=甲; ID=A1" },
  { "list", "<dl><dt>氏名<dd>甲<dt>ID<dd>A1</dl>", "氏名=甲; ID=A1" },
  { "nested", "<table><tr><td><table><tr><td>氏名<td>甲</table></table>", "氏名=甲" },
  { "nested-beside", "<table><tr><td>絵<td><table><tr><td>氏名<td>甲</table></table>", "氏名=甲" },
  { "wide-title", "<table><tr><td colspan=2>申請の内容<tr><td>氏名<td>甲</table>", "氏名=甲" },
  { "empty-value", "<table><tr><td>氏名<td><tr><td>ID<td>A1</table>", "ID=A1" },
  { "in-order", "<dl><dt>一<dd>1</dl><table><tr><td>二<td>2</table><dl><dt>三<dd>3</dl>",
    "一=1; 二=2; 三=3" },
  { "hidden", "<table style='display:none'><tr><td>氏名<td>甲</table>", "" },
  { "none", "<p>氏名：甲</p>", "" },
};

static void
test_pairs (gconstpointer data)
{
  const PairCase *one = data;
  g_autoptr (KigenPage) page = page_read (one->html);
  g_autoptr (GPtrArray) pairs = kigen_page_pairs (page);
  g_autoptr (GString) words = g_string_new (NULL);
  for (guint i = 0; i < pairs->len; i++) {
    char *const *pair = g_ptr_array_index (pairs, i);
    g_string_append_printf (words, "%s%s=%s", i > 0 ? "; " : "", pair[0], pair[1]);
    g_assert_null (pair[2]);
  }
  g_assert_cmpstr (words->str, ==, one->pairs);
}

/* Rows
 * ------------------------------------------------------------------------------------------------------------
 */

/* Two entries with a button 「取得」 each; A1 is the first one's ID and B2 the second one's. */
typedef struct {
  const char *name;
  const char *html;
} RowCase;

static const RowCase row_cases[] = {
  { "table-with-headings",
    "<form><table><tr><th>ID<th>氏名<th>操作<tr><td>A1<td>甲<td><input type=submit value=取得 name=a>"
    "<tr><td>B2<td>乙<td><input type=submit value=取得 name=b></table></form>" },
  { "table-with-links", "<table><tr><th>ID<th>氏名<th><tr><td>A1<td>甲<td><a "
                        "href=1>取得</a><tr><td>B2<td>乙<td><a href=2>取得</a>"
                        "</table>" },
  { "table-with-groups",
    "<table><thead><tr><th>ID<th>氏名<th>&nbsp;<tbody><tr><td>A1<td>甲<td><a href=1>取得</a><tr><td>B2<td>乙"
    "<td><a href=2>取得</a></table>" },
  { "table-with-forms", "<table><tr><th>ID<th>氏名<th><tr><form><td>A1<td>甲<td><button>取得</button></"
                        "form><tr><form><td>B2<td>乙<td>"
                        "<button>取得</button></form></table>" },
  { "table-with-forms-in-cells", "<table><tr><th>ID<th>氏名<th><tr><td>A1<td>甲<td><form><button>取得</"
                                 "button></form><tr><td>B2<td>乙<td><form>"
                                 "<button>取得</button></form></table>" },
  { "table-of-plain-cells", "<table><tr><td>ID<td>氏名<td>操作<tr><td>A1<td>甲<td><a "
                            "href=1>取得</a><tr><td>B2<td>乙<td><a href=2>取得</a>"
                            "</table>" },
  { "table-with-pictures", "<form><table><tr><th>ID<th>氏名<th><tr><td>A1<td>甲<td><input type=image "
                           "alt=取得 name=a><tr><td>B2<td>乙<td>"
                           "<input type=image alt=取得 name=b></table></form>" },
  { "table-nested-in-cells", "<table><tr><th>ID<th>氏名<th><tr><td>A1<td>甲<td><table><tr><td><a "
                             "href=1>取得</a></table><tr><td>B2<td>乙<td>"
                             "<table><tr><td><a href=2>取得</a></table></table>" },
  { "list", "<ul><li>ID：A1 氏名：甲 <a href=1>取得</a><li>ID：B2 氏名：乙 <a href=2>取得</a></ul>" },
  { "list-of-lists",
    "<ul><li><dl><dt>ID<dd>A1<dt>氏名<dd>甲</dl><a href=1>取得</a><li><dl><dt>ID<dd>B2<dt>氏名<dd>乙</dl>"
    "<a href=2>取得</a></ul>" },
  { "cards",
    "<div><div><h3>甲</h3><p>ID：A1</p><div><a href=1>取得</a></div></div><div><h3>乙</h3><p>ID：B2</p><div>"
    "<a href=2>取得</a></div></div></div>" },
  { "cards-of-tables", "<div><table><tr><td>ID<td>A1<tr><td>氏名<td>甲</table><a "
                       "href=1>取得</a></div><div><table><tr><td>ID<td>B2"
                       "<tr><td>氏名<td>乙</table><a href=2>取得</a></div>" },
  { "cards-of-forms", "<div><form><p>ID：A1</p><p>甲</p><button>取得</button></form></"
                      "div><div><form><p>ID：B2</p><p>乙</p><button>"
                      "取得</button></form></div>" },
  { "paragraphs", "<p>甲 ID：A1<br><a href=1>取得</a></p><p>乙 ID：B2<br><a href=2>取得</a></p>" },
  { "chosen-and-fetched",
    "<form><table><tr><th><th>ID<th>氏名<tr><td><input type=radio name=r value=1><td>A1<td>甲<tr><td><input "
    "type=radio name=r value=2><td>B2<td>乙</table><input type=submit value=取得></form>" },
};

/* Of several so labelled those in a row: a button under the list is not. */
static KigenControl *
in_row (const GPtrArray *controls, const char *word)
{
  for (guint i = 0; i < controls->len; i++) {
    KigenControl *control = g_ptr_array_index (controls, i);
    if (strstr (kigen_control_row (control), word) != NULL)
      return control;
  }
  g_error ("no row with “%s”", word);
}

static void
test_row (gconstpointer data)
{
  const RowCase *one = data;
  /* given a page with two entries */
  g_autoptr (KigenPage) page = page_read (one->html);
  g_autoptr (GPtrArray) controls = kigen_page_controls_labelled (page, LABELS ("取得"), KIGEN_MATCH_WHOLE);

  /* when the one of the second is looked for */
  const KigenControl *first = in_row (controls, "A1");
  const KigenControl *second = in_row (controls, "B2");

  /* then its row is its own entry and no other, and so is what stands for the ID there */
  g_assert_true (first != second);
  g_assert_nonnull (strstr (kigen_control_row (first), "甲"));
  g_assert_null (strstr (kigen_control_row (first), "B2"));
  g_assert_nonnull (strstr (kigen_control_row (second), "乙"));
  g_assert_null (strstr (kigen_control_row (second), "A1"));
  g_assert_null (strstr (kigen_control_row (second), "取得"));
  g_autofree char *id = kigen_control_row_value (first, LABELS ("番号", "ID"));
  g_autofree char *other = kigen_control_row_value (second, LABELS ("番号", "ID"));
  g_autofree char *nothing = kigen_control_row_value (second, LABELS ("番号"));
  g_assert_cmpstr (id, ==, "A1");
  g_assert_cmpstr (other, ==, "B2");
  g_assert_null (nothing);
}

static void
test_row_cells (void)
{
  /* given a row of a table; then its cells are parted by tabs, the control's own left out */
  g_autoptr (KigenPage) page = page_read (
      "<table><tr><td>A1<td>甲 乙<td><td>2026/01/02<td><a href=1>取得</a><tr><td>B2<td>丙<td><td>"
      "<td><a href=2>取得</a></table>");
  g_autoptr (GPtrArray) controls = kigen_page_controls_labelled (page, LABELS ("取得"), KIGEN_MATCH_WHOLE);
  g_assert_cmpuint (controls->len, ==, 2);
  g_assert_cmpstr (kigen_control_row (g_ptr_array_index (controls, 0)), ==, "A1\t甲 乙\t2026/01/02");
}

static void
test_no_row (void)
{
  /* given a control that stands alone; then its row is empty */
  g_autoptr (KigenPage) page = page_read ("<a href=1>取得</a>");
  g_assert_cmpstr (kigen_control_row (page_control (page, "取得")), ==, "");
  g_assert_null (kigen_control_row_value (page_control (page, "取得"), LABELS ("ID")));
}

static void
test_two_controls_in_each_row (void)
{
  /* given entries with two different buttons each; then both are in their entry's row */
  g_autoptr (KigenPage) page = page_read ("<table><tr><td>A1<td><a href=1>取得</a><td><a "
                                          "href=2>取消</a><tr><td>B2<td><a href=3>取得</a><td><a href=4>"
                                          "取消</a></table>");
  g_autoptr (GPtrArray) controls = kigen_page_controls_labelled (page, LABELS ("取消"), KIGEN_MATCH_WHOLE);
  g_assert_cmpuint (controls->len, ==, 2);
  g_assert_cmpstr (kigen_control_row (g_ptr_array_index (controls, 1)), ==, "B2");
}

static void
test_chosen_row_is_sent (void)
{
  /* given a list of which one entry is chosen and then fetched */
  g_autoptr (KigenPage) page = page_read (
      "<form method=post action=get><table><tr><td><input type=radio name=r value=1 checked><td>A1<tr><td>"
      "<input type=radio name=r value=2><td>B2</table><input type=submit name=s value=取得></form>");
  g_autoptr (GPtrArray) controls = kigen_page_controls_labelled (page, LABELS ("取得"), KIGEN_MATCH_WHOLE);

  /* when the second entry's is pressed */
  g_autoptr (KigenRequest) request = kigen_control_request (in_row (controls, "B2"));

  /* then the second is chosen and the button pressed */
  g_autofree char *words = request_words (request);
  g_assert_cmpstr (words, ==, "POST https://desk.example/apply/get r=2&s=%E5%8F%96%E5%BE%97");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (pair_cases); i++) {
    g_autofree char *path = g_strconcat ("/web/page/pairs/", pair_cases[i].name, NULL);
    g_test_add_data_func (path, &pair_cases[i], test_pairs);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (row_cases); i++) {
    g_autofree char *path = g_strconcat ("/web/page/row/", row_cases[i].name, NULL);
    g_test_add_data_func (path, &row_cases[i], test_row);
  }
  g_test_add_func ("/web/page/row/cells", test_row_cells);
  g_test_add_func ("/web/page/row/none", test_no_row);
  g_test_add_func ("/web/page/row/two-controls-in-each", test_two_controls_in_each_row);
  g_test_add_func ("/web/page/row/chosen-is-sent", test_chosen_row_is_sent);
  return g_test_run ();
}
