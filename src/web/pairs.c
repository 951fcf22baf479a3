/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* All that a page says as label and value: what a confirmation page shows of an application. */

#include "page-private.h"

#include <string.h>

/* In bytes. */
#define LONGEST_LABEL 2000

static void
add_pair (GPtrArray *pairs, char *label, char *value)
{
  if (*label == '\0' || *value == '\0') {
    g_free (label);
    g_free (value);
    return;
  }
  char **pair = g_new0 (char *, 3);
  gsize end = strlen (label);
  if (end > 0 && label[end - 1] == ':')
    label[end - 1] = '\0';
  else if (g_str_has_suffix (label, "："))
    label[end - strlen ("：")] = '\0';
  pair[0] = label;
  pair[1] = value;
  g_ptr_array_add (pairs, pair);
}

static char *
prose (const KigenPage *page, const xmlNode *node)
{
  return node != NULL ? kigen_flow_prose (page, node, FALSE) : g_strdup ("");
}

/* Tables within are read on their own. */
static gboolean
holds_table (const xmlNode *node)
{
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && (kigen_tree_is (child, "table") || holds_table (child)))
      return TRUE;
  return FALSE;
}

/* A column that is headed by so much has no label. */
static gboolean
is_too_long (const KigenPage *page, const xmlNode *heading)
{
  const KigenSpan *span = kigen_flow_span (page, heading);
  return span != NULL && span->end - span->start > LONGEST_LABEL;
}

static void
add_columns (const KigenPage *page, const KigenGrid *grid, guint headings, GPtrArray *pairs)
{
  for (guint r = headings + 1; r < grid->rows->len; r++) {
    const GPtrArray *cells = g_ptr_array_index (grid->rows, r);
    for (guint c = 0; c < cells->len; c++)
      if (kigen_grid_cell (grid, headings, c) != NULL
          && !is_too_long (page, kigen_grid_cell (grid, headings, c)))
        add_pair (pairs, prose (page, kigen_grid_cell (grid, headings, c)),
                  prose (page, g_ptr_array_index (cells, c)));
  }
}

/* Label, value, label, value …; a cell that spans several columns counts once. */
static void
add_row (const KigenPage *page, const GPtrArray *cells, GPtrArray *pairs)
{
  const xmlNode *label = NULL;
  const xmlNode *before = NULL;
  for (guint c = 0; c < cells->len; c++) {
    const xmlNode *cell = g_ptr_array_index (cells, c);
    if (cell == NULL || cell == before)
      continue;
    before = cell;
    if (holds_table (cell))
      return;
    if (label == NULL) {
      label = cell;
      continue;
    }
    add_pair (pairs, prose (page, label), prose (page, cell));
    label = NULL;
  }
}

static void
add_table (KigenPage *page, xmlNode *table, GPtrArray *pairs)
{
  KigenGrid *grid = kigen_grid_of_table (page, table);
  for (guint r = 0; r < grid->rows->len; r++) {
    if (kigen_grid_is_heading_row (page, grid, r)) {
      add_columns (page, grid, r, pairs);
      return;
    }
    add_row (page, g_ptr_array_index (grid->rows, r), pairs);
  }
}

static void
add_term (const KigenPage *page, const xmlNode *term, GPtrArray *pairs)
{
  for (const xmlNode *node = term->next; node != NULL && !kigen_tree_is (node, "dt"); node = node->next)
    if (kigen_tree_is (node, "dd")) {
      add_pair (pairs, prose (page, term), prose (page, node));
      return;
    }
}

static void
free_pair (gpointer pair)
{
  g_strfreev (pair);
}

GPtrArray *
kigen_page_pairs (const KigenPage *page)
{
  KigenPage *own = (KigenPage *)(guintptr)page;
  GPtrArray *pairs = g_ptr_array_new_with_free_func (free_pair);
  for (guint i = 0; i < page->elements->len; i++) {
    xmlNode *node = g_ptr_array_index (page->elements, i);
    if (kigen_tree_is (node, "table"))
      add_table (own, node, pairs);
    else if (kigen_tree_is (node, "dt"))
      add_term (page, node, pairs);
  }
  return pairs;
}
