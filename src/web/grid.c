/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* Tables as rows and columns (HTML Standard 4.9.12, kept simple): a cell stands in each place that its
 * colspan and rowspan give it.  Spans are bounded, so that a page cannot ask for more than it sends. */

#include "page-private.h"

#include <string.h>

#define WIDEST_SPAN 40
/* Places in all grids of a page that spans may take beyond one a cell. */
#define MOST_SPREAD 100000
/* Bytes of the longest text that may be a label. */
#define LONGEST_LABEL 1000

void
kigen_grid_free (gpointer data)
{
  KigenGrid *grid = data;
  g_ptr_array_unref (grid->rows);
  g_hash_table_unref (grid->numbers);
  g_clear_pointer (&grid->heading_rows, g_array_unref);
  g_clear_pointer (&grid->words, g_hash_table_unref);
  g_clear_pointer (&grid->above, g_hash_table_unref);
  g_free (grid);
}

static guint
span_of (const xmlNode *cell, const char *name)
{
  g_autofree char *text = kigen_tree_attribute (cell, name);
  gint64 span = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 1;
  return (guint)CLAMP (span, 1, WIDEST_SPAN);
}

static void
put (GPtrArray *row, guint column, xmlNode *cell)
{
  if (row->len <= column)
    g_ptr_array_set_size (row, (gint)column + 1);
  g_ptr_array_index (row, column) = cell;
}

static void
put_cell (KigenPage *page, const KigenGrid *grid, guint row, guint column, xmlNode *cell)
{
  guint height = MIN (span_of (cell, "rowspan"), grid->rows->len - row);
  guint width = span_of (cell, "colspan");
  if (page->spread + height * width > MOST_SPREAD)
    height = width = 1;
  page->spread += height * width - 1;
  g_hash_table_insert (grid->numbers, cell, GUINT_TO_POINTER (column));
  for (guint r = 0; r < height; r++)
    for (guint c = 0; c < width; c++)
      put (g_ptr_array_index (grid->rows, row + r), column + c, cell);
}

static void
fill_row (KigenPage *page, const KigenGrid *grid, guint row, const xmlNode *line)
{
  guint column = 0;
  for (xmlNode *cell = line->children; cell != NULL; cell = cell->next) {
    if (!kigen_tree_is_cell (cell))
      continue;
    while (kigen_grid_cell (grid, row, column) != NULL)
      column++;
    put_cell (page, grid, row, column, cell);
  }
}

static void
collect_lines (xmlNode *parent, GPtrArray *lines)
{
  static const char *const groups[] = { "tbody", "thead", "tfoot", NULL };
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (kigen_tree_is (node, "tr"))
      g_ptr_array_add (lines, node);
    else if (kigen_tree_is_one_of (node, groups))
      collect_lines (node, lines);
  }
}

KigenGrid *
kigen_grid_of_table (KigenPage *page, xmlNode *table)
{
  KigenGrid *grid = g_hash_table_lookup (page->grids, table);
  if (grid != NULL)
    return grid;
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  collect_lines (table, lines);
  grid = g_new0 (KigenGrid, 1);
  grid->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  grid->numbers = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < lines->len; i++) {
    g_ptr_array_add (grid->rows, g_ptr_array_new ());
    g_hash_table_insert (grid->numbers, g_ptr_array_index (lines, i), GUINT_TO_POINTER (i));
  }
  for (guint i = 0; i < lines->len; i++)
    fill_row (page, grid, i, g_ptr_array_index (lines, i));
  g_hash_table_insert (page->grids, table, grid);
  return grid;
}

xmlNode *
kigen_grid_cell (const KigenGrid *grid, guint row, guint column)
{
  const GPtrArray *cells = row < grid->rows->len ? g_ptr_array_index (grid->rows, row) : NULL;
  return cells != NULL && column < cells->len ? g_ptr_array_index (cells, column) : NULL;
}

KigenGrid *
kigen_grid_of_cell (KigenPage *page, xmlNode *cell, guint *row, guint *column)
{
  xmlNode *table = kigen_tree_ancestor (cell, "table");
  const xmlNode *line = cell->parent;
  if (table == NULL || line == NULL || !kigen_tree_is (line, "tr"))
    return NULL;
  KigenGrid *grid = kigen_grid_of_table (page, table);
  gpointer number = NULL;
  if (!g_hash_table_lookup_extended (grid->numbers, line, NULL, &number))
    return NULL;
  *row = GPOINTER_TO_UINT (number);
  *column = GPOINTER_TO_UINT (g_hash_table_lookup (grid->numbers, cell));
  return grid;
}

/* Headings
 * -------------------------------------------------------------------------------------------------------- */

static gboolean
has_digit (const KigenPage *page, const xmlNode *cell)
{
  g_autofree char *text = kigen_flow_text (page, cell);
  return kigen_flow_has_digit (text);
}

/* A `<th>`, or a cell all of whose text is bold. */
static gboolean
looks_like_heading (const KigenPage *page, const xmlNode *cell)
{
  static const char *const bold[] = { "b", "strong", NULL };
  if (kigen_tree_is (cell, "th"))
    return TRUE;
  for (const xmlNode *child = cell->children; child != NULL; child = child->next) {
    if (!kigen_tree_is_one_of (child, bold))
      continue;
    g_autofree char *inner = kigen_flow_text (page, child);
    g_autofree char *outer = kigen_flow_text (page, cell);
    return *inner != '\0' && strcmp (inner, outer) == 0;
  }
  return FALSE;
}

static gboolean
all_look_like_headings (const KigenPage *page, const GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++) {
    const xmlNode *cell = g_ptr_array_index (cells, i);
    if (cell != NULL && !looks_like_heading (page, cell))
      return FALSE;
  }
  return cells->len > 0;
}

static gboolean
any_has_digit (const KigenPage *page, const GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    if (g_ptr_array_index (cells, i) != NULL && has_digit (page, g_ptr_array_index (cells, i)))
      return TRUE;
  return FALSE;
}

static gboolean
holds_headings (KigenPage *page, const KigenGrid *grid, guint row)
{
  if (row + 1 >= grid->rows->len)
    return FALSE;
  const GPtrArray *cells = g_ptr_array_index (grid->rows, row);
  const GPtrArray *below = g_ptr_array_index (grid->rows, row + 1);
  if (cells->len < 2)
    return FALSE;
  if (all_look_like_headings (page, cells))
    return !all_look_like_headings (page, below);
  /* Without a mark: words above, and below them at the left something with a digit, as no label has. */
  const xmlNode *first_below = kigen_grid_cell (grid, row + 1, 0);
  return cells->len == below->len && !any_has_digit (page, cells) && first_below != NULL
         && has_digit (page, first_below) && !looks_like_heading (page, kigen_grid_cell (grid, row, 0));
}

gboolean
kigen_grid_is_heading_row (KigenPage *page, KigenGrid *grid, guint row)
{
  if (grid->heading_rows == NULL) {
    grid->heading_rows = g_array_sized_new (FALSE, FALSE, sizeof (gint8), grid->rows->len);
    g_array_set_size (grid->heading_rows, grid->rows->len);
    for (guint i = 0; i < grid->rows->len; i++)
      g_array_index (grid->heading_rows, gint8, i) = -1;
  }
  gint8 *known = &g_array_index (grid->heading_rows, gint8, row);
  if (*known < 0)
    *known = (gint8)holds_headings (page, grid, row);
  return *known > 0;
}

/* Columns
 * ---------------------------------------------------------------------------------------------------------
 */

static void
note_word (GHashTable *words, const char *bare, guint column, guint row)
{
  GArray *places = g_hash_table_lookup (words, bare);
  if (places == NULL) {
    places = g_array_new (FALSE, FALSE, sizeof (KigenWordPlace));
    g_hash_table_insert (words, g_strdup (bare), places);
  }
  KigenWordPlace place = { column, row };
  g_array_append_val (places, place);
}

/* Which of its texts stand where, in each column only the topmost; row after row. */
static void
find_words (const KigenPage *page, KigenGrid *grid)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  grid->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  for (guint r = 0; r < grid->rows->len; r++) {
    const GPtrArray *cells = g_ptr_array_index (grid->rows, r);
    for (guint c = 0; c < cells->len; c++) {
      const xmlNode *cell = g_ptr_array_index (cells, c);
      const KigenSpan *span = cell != NULL ? kigen_flow_span (page, cell) : NULL;
      if (span == NULL || span->end - span->start > LONGEST_LABEL)
        continue;
      g_autofree char *text = kigen_flow_text (page, cell);
      g_autofree char *bare = kigen_caption_bare (text);
      if (*bare != '\0' && g_hash_table_add (seen, g_strdup_printf ("%u %s", c, bare)))
        note_word (grid->words, bare, c, r);
    }
  }
}

gboolean
kigen_grid_column (KigenPage *page, KigenGrid *grid, char *const *bare, guint row, guint *column)
{
  const GPtrArray *cells = g_ptr_array_index (grid->rows, row);
  guint first = G_MAXUINT;
  if (grid->words == NULL)
    find_words (page, grid);
  for (; *bare != NULL; bare++) {
    const GArray *places = g_hash_table_lookup (grid->words, *bare);
    for (guint i = 0; places != NULL && i < places->len; i++) {
      KigenWordPlace place = g_array_index (places, KigenWordPlace, i);
      if (place.row < row && place.column < MIN (first, cells->len)
          && kigen_grid_cell (grid, row, place.column) != NULL)
        first = place.column;
    }
  }
  *column = first;
  return first != G_MAXUINT;
}

xmlNode *
kigen_grid_above (KigenPage *page, KigenGrid *grid, guint row, guint column)
{
  if (grid->above == NULL)
    grid->above = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  GPtrArray *nearest = g_hash_table_lookup (grid->above, GUINT_TO_POINTER (column));
  if (nearest == NULL) {
    nearest = g_ptr_array_new ();
    xmlNode *last = NULL;
    for (guint r = 0; r < grid->rows->len; r++) {
      xmlNode *cell = kigen_grid_cell (grid, r, column);
      g_ptr_array_add (nearest, last);
      if (cell != NULL && !kigen_flow_holds_widget (page, cell))
        last = cell;
    }
    g_hash_table_insert (grid->above, GUINT_TO_POINTER (column), nearest);
  }
  return g_ptr_array_index (nearest, row);
}
