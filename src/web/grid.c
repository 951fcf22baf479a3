/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* Tables as rows and columns (HTML Standard 4.9.12, kept simple): a cell stands in each place that its
 * colspan and rowspan give it.  Spans are bounded, so that a page cannot ask for more than it sends. */

#include "page-private.h"

#include <string.h>

#define WIDEST_SPAN 40

gboolean
kigen_grid_is_cell (const xmlNode *node)
{
  return kigen_tree_is (node, "td") || kigen_tree_is (node, "th");
}

void
kigen_grid_free (gpointer data)
{
  KigenGrid *grid = data;
  g_ptr_array_unref (grid->rows);
  g_hash_table_unref (grid->numbers);
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
put_cell (const KigenGrid *grid, guint row, guint column, xmlNode *cell)
{
  guint height = MIN (span_of (cell, "rowspan"), grid->rows->len - row);
  guint width = span_of (cell, "colspan");
  g_hash_table_insert (grid->numbers, cell, GUINT_TO_POINTER (column));
  for (guint r = 0; r < height; r++)
    for (guint c = 0; c < width; c++)
      put (g_ptr_array_index (grid->rows, row + r), column + c, cell);
}

static void
fill_row (const KigenGrid *grid, guint row, const xmlNode *line)
{
  guint column = 0;
  for (xmlNode *cell = line->children; cell != NULL; cell = cell->next) {
    if (!kigen_grid_is_cell (cell))
      continue;
    while (kigen_grid_cell (grid, row, column) != NULL)
      column++;
    put_cell (grid, row, column, cell);
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

const KigenGrid *
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
    fill_row (grid, i, g_ptr_array_index (lines, i));
  g_hash_table_insert (page->grids, table, grid);
  return grid;
}

xmlNode *
kigen_grid_cell (const KigenGrid *grid, guint row, guint column)
{
  const GPtrArray *cells = row < grid->rows->len ? g_ptr_array_index (grid->rows, row) : NULL;
  return cells != NULL && column < cells->len ? g_ptr_array_index (cells, column) : NULL;
}

const KigenGrid *
kigen_grid_of_cell (KigenPage *page, xmlNode *cell, guint *row, guint *column)
{
  xmlNode *table = kigen_tree_ancestor (cell, "table");
  const xmlNode *line = cell->parent;
  if (table == NULL || line == NULL || !kigen_tree_is (line, "tr"))
    return NULL;
  const KigenGrid *grid = kigen_grid_of_table (page, table);
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
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isdigit (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
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

gboolean
kigen_grid_is_heading_row (KigenPage *page, const KigenGrid *grid, guint row)
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
