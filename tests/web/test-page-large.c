/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Pages as large as an answer may be: every row is read, and is its own.  What looks at all of the page for
 * each of its rows would take hours here. */

#include "reading.h"

#include <string.h>

#define ENTRIES 12000

typedef struct {
  const char *name;
  const char *before;
  const char *entry; /* with its number twice */
  const char *after;
} Rendering;

static const Rendering renderings[] = {
  { "links", "<table><tr><th>ID<th>氏名<th>", "<tr><td>N%u<td>甲<td><a href=\"%u\">取得</a>", "</table>" },
  { "forms", "<table><tr><th>ID<th>氏名<th>",
    "<tr><td>N%u<td>甲<td><form><input type=hidden name=r value=%u><button>取得</button></form>",
    "</table>" },
  { "radios", "<form><table><tr><th>ID<th>", "<tr><td>N%u<td><input type=radio name=r value=%u checked>",
    "</table><button>取得</button></form>" },
  { "definitions", "", "<dl><dt>ID<dd>N%u<dt>操作<dd><a href=\"%u\">取得</a></dl>", "" },
  { "blocks", "", "<div><div><b>ID：</b>N%u</div><a href=\"%u\">取得</a></div>", "" },
};

static void
test_rows (gconstpointer data)
{
  const Rendering *rendering = data;
  /* given a list of very many entries */
  g_autoptr (GString) html = g_string_new (rendering->before);
  for (guint i = 0; i < ENTRIES; i++) {
    g_auto (GStrv) parts = g_strsplit (rendering->entry, "%u", -1);
    g_string_append_printf (html, "%s%u%s%u%s", parts[0], i, parts[1], i, parts[2]);
  }
  g_string_append (html, rendering->after);
  g_autoptr (KigenPage) page = page_read (html->str);

  /* when each is asked for its ID, then it has its own */
  g_autoptr (GPtrArray) controls = kigen_page_controls_labelled (page, LABELS ("取得"), KIGEN_MATCH_WHOLE);
  guint read = 0;
  for (guint i = 0; i < controls->len; i++) {
    g_autofree char *value = kigen_control_row_value (g_ptr_array_index (controls, i), LABELS ("番号", "ID"));
    g_autofree char *wanted = g_strdup_printf ("N%u", read);
    read += g_strcmp0 (value, wanted) == 0 ? 1 : 0;
  }
  g_assert_cmpuint (read, ==, ENTRIES);
}

static void
test_cells_that_multiply (void)
{
  /* given cells that each ask for sixteen hundred places; then the page is read, and so is what stands in
   * them */
  g_autoptr (GString) html = g_string_new ("<table>");
  for (guint i = 0; i < ENTRIES; i++)
    g_string_append (html, "<tr><td rowspan=40 colspan=40>氏名<td>甲");
  g_string_append (html, "</table>");
  g_autoptr (KigenPage) page = page_read (html->str);
  g_autofree char *value = kigen_page_value (page, LABELS ("氏名"));
  g_assert_nonnull (value);
}

static void
test_row_with_a_hole (void)
{
  /* given a row that ends before the heading, and goes on below a cell from above; then there is no such
   * value */
  g_autoptr (KigenPage) page
      = page_read ("<table><tr><td>A1<td>氏名<td>ID<td rowspan=2>x<tr><td>9<a href=1>取得</a></table>");
  g_autofree char *value = kigen_control_row_value (page_control (page, "取得"), LABELS ("ID"));
  g_assert_null (value);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (renderings); i++) {
    g_autofree char *path = g_strconcat ("/web/page/large/", renderings[i].name, NULL);
    g_test_add_data_func (path, &renderings[i], test_rows);
  }
  g_test_add_func ("/web/page/large/cells-that-multiply", test_cells_that_multiply);
  g_test_add_func ("/web/page/row-with-a-hole", test_row_with_a_hole);
  return g_test_run ();
}
