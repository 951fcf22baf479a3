/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* The row of the page that a control stands in: the smallest block around it that says something of its own,
 * short of what holds another control of its kind.
 *
 * A block is a stretch of the document, so it holds another of the kind when it holds the nearest one before
 * or after: each control knows those two, and the others need not be looked at. */

#include "page-private.h"

/* Neighbours
 * ------------------------------------------------------------------------------------------------------ */

static const char *
first_text (const KigenControl *control)
{
  return control->texts->len > 0 ? g_ptr_array_index (control->texts, 0) : "";
}

/* Where it lies in the document; what cannot be seen lies where the first thing around it does that can. */
static guint
place_of (const KigenControl *control)
{
  for (const xmlNode *node = control->node; node != NULL; node = node->parent) {
    const KigenSpan *span = kigen_flow_span (control->page, node);
    if (span != NULL)
      return span->first_element;
  }
  return 0;
}

static gint
by_place (gconstpointer one, gconstpointer other)
{
  guint here = place_of (*(const KigenControl *const *)one);
  guint there = place_of (*(const KigenControl *const *)other);
  return here < there ? -1 : here > there;
}

/* Of a link or button the kind is what it says; of an option the choice that it belongs to. */
static void
link_to_last (GHashTable *last, const void *kind, KigenControl *control, gboolean options)
{
  KigenControl *before = g_hash_table_lookup (last, kind);
  if (before != NULL && (control->option != NULL) == options)
    control->before = before;
  if (before != NULL && (before->option != NULL) == options)
    before->after = control;
  g_hash_table_insert (last, (gpointer)(guintptr)kind, control);
}

static void
link_neighbours (KigenPage *page)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) fields = g_hash_table_new (NULL, NULL);
  g_ptr_array_extend (sorted, page->controls, NULL, NULL);
  g_ptr_array_sort (sorted, by_place);
  for (guint i = 0; i < sorted->len; i++) {
    KigenControl *control = g_ptr_array_index (sorted, i);
    link_to_last (texts, first_text (control), control, FALSE);
    if (control->option != NULL)
      link_to_last (fields, control->field, control, TRUE);
  }
  page->is_linked = TRUE;
}

static guint
depth_of (const xmlNode *node)
{
  guint depth = 0;
  for (; node != NULL; node = node->parent)
    depth++;
  return depth;
}

/* The smallest block with both of them in it. */
static const xmlNode *
common_ancestor (const xmlNode *one, const xmlNode *other)
{
  guint depth = depth_of (one);
  guint other_depth = depth_of (other);
  while (one != other) {
    if (depth >= other_depth) {
      one = one->parent;
      depth--;
    } else {
      other = other->parent;
      other_depth--;
    }
  }
  return one;
}

/* The smallest block around a control that holds another of its kind; NULL for none. */
static const xmlNode *
limit_of (const KigenControl *control)
{
  const KigenControl *const neighbours[] = { control->before, control->after };
  const xmlNode *limit = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (neighbours); i++) {
    if (neighbours[i] == NULL)
      continue;
    const xmlNode *common = common_ancestor (control->node, neighbours[i]->node);
    if (common == control->node)
      common = common->parent;
    if (limit == NULL || depth_of (common) > depth_of (limit))
      limit = common;
  }
  return limit;
}

/* The row
 * ---------------------------------------------------------------------------------------------------------
 */

/* The smallest block that says something with a digit in it (an entry has an ID or a date); else the smallest
 * that says anything. */
static xmlNode *
find_row (const KigenControl *control)
{
  const KigenPage *page = control->page;
  const xmlNode *limit = limit_of (control);
  xmlNode *any = NULL;
  for (xmlNode *up = control->node->parent; up != NULL && up != limit && !kigen_tree_is (up, "body");
       up = up->parent) {
    if (!kigen_tree_is_block (up))
      continue;
    if (kigen_flow_says_digit (page, up))
      return up;
    if (any == NULL && kigen_flow_says_anything (page, up))
      any = up;
  }
  return any;
}

/* Several controls may share a row. */
static const char *
row_text (KigenPage *page, xmlNode *node)
{
  char *text = g_hash_table_lookup (page->rows, node);
  if (text == NULL) {
    text = kigen_flow_prose (page, node, TRUE);
    g_strdelimit (text, "\n", '\t');
    g_hash_table_insert (page->rows, node, text);
  }
  return text;
}

const char *
kigen_control_row (const KigenControl *control)
{
  KigenControl *own = (KigenControl *)(guintptr)control;
  if (control->row != NULL)
    return control->row;
  if (!control->page->is_linked)
    link_neighbours (control->page);
  own->row_node = find_row (control);
  own->row = own->row_node != NULL ? row_text (control->page, own->row_node) : "";
  return control->row;
}

/* What stands for a label in it
 * ---------------------------------------------------------------------------------- */

/* In a table with headings: the cell of this line below one of the labels. */
static char *
value_under_heading (KigenPage *page, const xmlNode *line, const char *const *labels)
{
  guint row = 0;
  guint column = 0;
  g_auto (GStrv) bare = kigen_caption_bare_all (labels);
  xmlNode *cell = line->children;
  while (cell != NULL && !kigen_tree_is_cell (cell))
    cell = cell->next;
  KigenGrid *grid = cell != NULL ? kigen_grid_of_cell (page, cell, &row, &column) : NULL;
  if (grid == NULL || !kigen_grid_column (page, grid, bare, row, &column))
    return NULL;
  return kigen_flow_prose (page, kigen_grid_cell (grid, row, column), FALSE);
}

static char *
find_value (KigenPage *page, const xmlNode *row, const char *const *labels)
{
  char *value = kigen_tree_is (row, "tr") ? value_under_heading (page, row, labels) : NULL;
  return value != NULL ? value : kigen_value_within (page, row, labels);
}

char *
kigen_control_row_value (const KigenControl *control, const char *const *labels)
{
  kigen_control_row (control);
  if (control->row_node == NULL)
    return NULL;
  g_autofree char *joined = g_strjoinv ("\n", (char **)(guintptr)labels);
  g_autofree char *key = g_strdup_printf ("%p\n%s", (void *)control->row_node, joined);
  gpointer value = NULL;
  if (!g_hash_table_lookup_extended (control->page->row_values, key, NULL, &value)) {
    value = find_value (control->page, control->row_node, labels);
    g_hash_table_insert (control->page->row_values, g_steal_pointer (&key), value);
  }
  return g_strdup (value);
}
