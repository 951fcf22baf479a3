/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Pages that nobody would write: they are read for what they are worth, or refused, and cost no more than
 * their length.  No time is asserted: ten times the length may take the processor thirty times as long, which
 * work by the square exceeds. */

#include "reading.h"

#include <kigen/base/error.h>

#include <string.h>
#include <time.h>

#define SHORT 20000
#define TIMES 10
/* Below this many microseconds the clock says nothing. */
#define LEAST_TIME 3000

/* Asks a page all there is to be asked. */
static void
read_all (const KigenPage *page)
{
  double seconds = 0;
  g_autoptr (KigenRequest) next = NULL;
  g_autofree char *value = kigen_page_value (page, LABELS ("ID", "パスワード"));
  g_autoptr (GPtrArray) pairs = kigen_page_pairs (page);
  g_autoptr (GPtrArray) controls = kigen_page_controls_labelled (page, LABELS ("a"), KIGEN_MATCH_PARTIAL);
  kigen_page_refresh (page, &seconds, &next);
  kigen_page_is_interlude (page);
  g_assert_true (g_utf8_validate (kigen_page_text (page), -1, NULL));
  g_assert_true (g_utf8_validate (kigen_page_title (page), -1, NULL));
  g_assert_true (g_utf8_validate (kigen_page_heading (page), -1, NULL));
  for (guint i = 0; i < controls->len && i < 3; i++) {
    const KigenControl *control = g_ptr_array_index (controls, i);
    g_autoptr (KigenRequest) request = kigen_control_request (control);
    g_autofree char *row_value = kigen_control_row_value (control, LABELS ("ID"));
    g_assert_nonnull (request->url);
    g_assert_nonnull (kigen_control_row (control));
  }
  guint fields = MIN (page_count_fields (page), 3);
  for (guint i = 0; i < fields; i++)
    g_assert_nonnull (kigen_field_labels (page_field (page, i)));
}

static KigenPage *
try_page (const char *html, gsize size)
{
  g_autoptr (GBytes) body = g_bytes_new (html, size);
  g_autoptr (GError) error = NULL;
  KigenPage *page = kigen_page_parse (body, PAGE_URL, NULL, NULL, &error);
  if (page == NULL)
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  else
    read_all (page);
  return page;
}

/* Garbage
 * ---------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const char *name;
  const char *html;
  gboolean is_page;
} Case;

static const Case cases[] = {
  { "empty", "", FALSE },
  { "blank", " \r\n\t ", FALSE },
  { "comment", "<!-- a -->", FALSE },
  { "open-comment", "<p>a<!-- b", TRUE },
  { "open-tag", "<p>a<b", TRUE },
  { "open-attribute", "<p>a<b x='", TRUE },
  { "open-script", "<p>a<script>b", TRUE },
  { "open-entity", "<p>a&#", TRUE },
  { "angle", "<", FALSE },
  { "many-angles", "<<<<<>>>>>", TRUE },
  { "closing-alone", "a</p></td></tr></table></form></html></body>b", TRUE },
  { "doubled-attributes", "<form><input name=a name=b value=1 value=2></form>", TRUE },
  { "attributes-without-end", "<form ======><input <name=a>></form>", TRUE },
  { "cells-without-table", "<td>ID<td>a<th>b<tr>c", TRUE },
  { "table-in-everything", "<select><table><tr><td>a<option><form><table>", TRUE },
  { "forms-crossed", "<form><table><form><tr></form><td><form></table></form>", TRUE },
  { "spans", "<table><tr><td colspan=1000000 rowspan=1000000>ID<td>a<tr><td>b</table>", TRUE },
  { "spans-below-one", "<table><tr><td colspan=0 rowspan=-1>ID<td colspan=x>a</table>", TRUE },
  { "spans-beyond-numbers", "<table><tr><td colspan=99999999999999999999>ID<td>a</table>", TRUE },
  { "ids-twice", "<label for=a>x</label><form><input id=a><input id=a></form>", TRUE },
  { "label-of-itself", "<label id=a for=a aria-labelledby=a>ID<form><input aria-labelledby='a a a'></label>",
    TRUE },
  { "doctype", "<!DOCTYPE html SYSTEM 'file:///etc/passwd' [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>&x;",
    TRUE },
  { "bad-links", "<a href='http://['>a</a><a href='//'>a</a><a href=':'>a</a><a href='https:a'>a</a>", TRUE },
  { "bad-base", "<base href='javascript:x'><a href=a>a</a><form action=':::'><button>a</button></form>",
    TRUE },
  { "frameset", "<html><frameset cols=*><frame src=a></frameset></html>", TRUE },
  { "xml", "<?xml version='1.0'?><a><b>c</b></a>", TRUE },
  { "math", "<math><mi>a</mi></math><svg><a href=b><text>c</text></a></svg>", TRUE },
};

static void
test_garbage (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (KigenPage) page = try_page (one->html, strlen (one->html));
  g_assert_true ((page != NULL) == one->is_page);
}

static void
test_nul (void)
{
  /* given bytes that no text has; then it is no page, unless its charset has them */
  static const char html[] = "<p>a\0b</p>";
  g_autoptr (KigenPage) page = try_page (html, sizeof html - 1);
  g_assert_null (page);
  g_autoptr (KigenPage) wide = page_read_bytes ("\xff\xfe<\0p\0>\0a\0\0\0b\0", 14, NULL);
  g_assert_nonnull (wide);
}

static void
test_random (void)
{
  /* given pieces of pages in any order; then nothing breaks */
  static const char *const pieces[] = {
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "<th colspan=3>",
    "<form>",
    "</form>",
    "<input name=a>",
    "<label for=b>",
    "<select>",
    "<option>",
    "<dl>",
    "<dt>",
    "<dd>",
    "ID",
    "：",
    "<p>",
    "</p>",
    "<h1>",
    "<script>",
    "<!--",
    "-->",
    "<button>",
    "</div>",
    "<div>",
    "<a href=x>a",
    "</a>",
    "<body>",
    "</html>",
    "&#0;",
    "&nosuch;",
    "<td rowspan=9>",
    "\"",
    "<x",
    "<textarea>",
    "<base href=y>",
  };
  for (int round = 0; round < 2000; round++) {
    g_autoptr (GString) html = g_string_new (NULL);
    for (int i = g_test_rand_int_range (1, 40); i > 0; i--)
      g_string_append (html, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
    g_autoptr (KigenPage) page = try_page (html->str, html->len);
  }
}

static void
test_random_bytes (void)
{
  for (int round = 0; round < 500; round++) {
    char bytes[200];
    for (gsize i = 0; i < sizeof bytes; i++)
      bytes[i] = (char)g_test_rand_int_range (round % 2 == 0 ? 0 : 1, 256);
    g_autoptr (KigenPage) page = try_page (bytes, sizeof bytes);
  }
}

/* Length
 * ----------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const char *name;
  const char *before;
  const char *piece; /* again and again */
  const char *middle;
  const char *after; /* as often */
} LongCase;

static const LongCase long_cases[] = {
  { "divs", "", "<div>", "ID：a", "" },
  { "divs-closed", "", "<div>", "ID", "</div>" },
  { "spans", "", "<span>", "ID：a", "</span>" },
  { "tables", "", "<table><tr><td>", "ID", "" },
  { "tables-closed", "", "<table><tr><td>", "ID", "</td></tr></table>" },
  { "lists", "", "<ul><li>", "a", "" },
  { "definitions", "", "<dl><dd>", "a", "" },
  { "bold", "", "<b>", "ID", "" },
  { "headings", "", "<h1>", "", "" },
  { "fieldsets", "<form>", "<fieldset>", "<input name=a>", "" },
  { "cells", "<table><tr>", "<td>", "", "" },
  { "cells-with-label", "<table><tr>", "<td>ID", "", "" },
  { "rows", "<table>", "<tr><td>ID<td>a", "", "" },
  { "rows-of-labels", "<table>", "<tr><td>ID", "", "" },
  { "wide-cells", "<table>", "<tr><td colspan=20 rowspan=20>", "", "" },
  { "colons", "<p>", "ID：", "", "" },
  { "colons-in-lines", "", "ID：<br>", "", "" },
  { "labels-alone", "", "<b>ID</b>", "", "" },
  { "empty-after-label", "<b>ID</b>", "<i></i>", "", "" },
  { "labels-with-nothing", "", "<p><b>ID</b><i></i>", "", "" },
  { "inputs", "<form>", "<input name=a>", "", "" },
  { "inputs-in-cells", "<form><table>", "<tr><td>ID<td><input name=a>", "", "" },
  { "radios", "<form>", "<input type=radio name=a>", "", "" },
  { "radios-in-rows", "<form><table>", "<tr><td><input type=radio name=a><td>b", "<button>x</button>", "" },
  { "options", "<form><select name=a>", "<option>b", "</select><button>x</button>", "" },
  { "buttons", "<form>", "<button>a</button>", "", "" },
  { "links", "", "<a href=b>a</a>", "", "" },
  { "links-in-rows", "<table>", "<tr><td>1<td><a href=b>a</a>", "", "" },
  { "forms", "", "<form><button>a</button></form>", "", "" },
  { "forms-by-name", "<form id=f>", "<input form=f name=a>", "", "" },
  { "label-elements", "<form><input id=f>", "<label for=f>a</label>", "", "" },
  { "angles", "", "<", "", "" },
  { "metas", "", "<meta", "", "" },
  { "comments", "", "<!--", "", "" },
  { "entities", "", "&amp;&#1;&nosuch;", "", "" },
  { "blanks", "<form    ", " ", "", "" },
  { "half-closed-forms", "", "</form ", "", "" },
};

static char *
make_long (const LongCase *one, gsize size)
{
  gsize times = size / (strlen (one->piece) + strlen (one->after));
  GString *html = g_string_new (one->before);
  for (gsize i = 0; i < times; i++)
    g_string_append (html, one->piece);
  g_string_append (html, one->middle);
  for (gsize i = 0; *one->after != '\0' && i < times; i++)
    g_string_append (html, one->after);
  return g_string_free (html, FALSE);
}

/* Of the processor, in microseconds: what else the machine does is nothing to it. */
static gint64
clock_now (void)
{
  struct timespec now;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * G_TIME_SPAN_SECOND + now.tv_nsec / 1000;
}

static gint64
time_of (const LongCase *one, gsize size)
{
  g_autofree char *html = make_long (one, size);
  gint64 before = clock_now ();
  g_autoptr (KigenPage) page = try_page (html, strlen (html));
  return clock_now () - before;
}

static void
test_long (gconstpointer data)
{
  const LongCase *one = data;
  gint64 of_short = LEAST_TIME;
  gint64 of_long = G_MAXINT64;
  /* given a page, and one of the same kind that is ten times as long; when both are read, again where the
   * first time is not to be believed */
  for (int tries = 0; tries < 4 && of_long >= of_short * TIMES * 8; tries++) {
    gint64 short_now = time_of (one, SHORT);
    gint64 long_now = time_of (one, SHORT * TIMES);
    of_short = MAX (of_short, short_now);
    of_long = MIN (of_long, long_now);
  }

  /* then the longer one costs that much more, and not the square of it */
  g_assert_cmpint (of_long, <, of_short * TIMES * 8);
}

static void
test_megabyte_of_cells (void)
{
  /* given a megabyte of cells, in one row and in as many; then both are read */
  g_autofree char *row = make_long (&(LongCase){ NULL, "<table><tr>", "<td>", "", "" }, 1 << 20);
  g_autofree char *rows = make_long (&(LongCase){ NULL, "<table>", "<tr><td>", "", "" }, 1 << 20);
  g_autoptr (KigenPage) one = try_page (row, strlen (row));
  g_autoptr (KigenPage) other = try_page (rows, strlen (rows));
  g_assert_nonnull (one);
  g_assert_nonnull (other);
}

static void
test_deep (void)
{
  /* given ten thousand levels; then what was read is read, and it is told that this is not all */
  g_autofree char *html = make_long (&(LongCase){ NULL, "<p>ID：a</p>", "<div>", "b", "</div>" }, 110000);
  g_autoptr (KigenPage) page = try_page (html, strlen (html));
  g_autofree char *value = kigen_page_value (page, LABELS ("ID"));
  g_assert_cmpstr (value, ==, "a");
  g_assert_false (kigen_page_is_whole (page));
}

static void
test_not_that_deep (void)
{
  /* given two hundred levels; then all is read */
  g_autofree char *html = make_long (&(LongCase){ NULL, "", "<div>", "b", "</div>" }, 2200);
  g_autoptr (KigenPage) page = try_page (html, strlen (html));
  g_assert_cmpstr (kigen_page_text (page), ==, "b");
  g_assert_true (kigen_page_is_whole (page));
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
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    add ("garbage", cases[i].name, &cases[i], test_garbage);
  g_test_add_func ("/web/page/garbage/nul", test_nul);
  g_test_add_func ("/web/page/garbage/random", test_random);
  g_test_add_func ("/web/page/garbage/random-bytes", test_random_bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (long_cases); i++)
    add ("long", long_cases[i].name, &long_cases[i], test_long);
  g_test_add_func ("/web/page/long/megabyte-of-cells", test_megabyte_of_cells);
  g_test_add_func ("/web/page/long/deep", test_deep);
  g_test_add_func ("/web/page/long/not-that-deep", test_not_that_deep);
  return g_test_run ();
}
