/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* What a field is for, as somebody who reads the page would say: its label, the cell beside or above it, the
 * text before it.  All that may be meant is offered, the likeliest first; whoever asks knows the words. */

#include "page-private.h"

#include <kigen/text.h>

#include <string.h>

/* Layout tables within tables: so many levels out a label may stand. */
#define MOST_LEVELS 3

static void
offer (GPtrArray *labels, char *text)
{
  if (text == NULL || *text == '\0') {
    g_free (text);
    return;
  }
  g_ptr_array_add (labels, text);
}

static gboolean
holds_widget (const KigenPage *page, const xmlNode *node)
{
  const KigenSpan *span = kigen_flow_span (page, node);
  return span != NULL && span->end_widget > span->first_widget;
}

static void
offer_label_elements (const KigenPage *page, const xmlNode *node, GPtrArray *labels)
{
  g_autofree char *id = kigen_tree_attribute (node, "id");
  const GPtrArray *captions = id != NULL ? g_hash_table_lookup (page->captions, id) : NULL;
  for (guint i = 0; captions != NULL && i < captions->len; i++)
    offer (labels, kigen_flow_prose (page, g_ptr_array_index (captions, i), FALSE));
  const xmlNode *around = kigen_tree_ancestor (node, "label");
  if (around != NULL)
    offer (labels, kigen_flow_prose (page, around, FALSE));
}

static void
offer_aria (const KigenPage *page, const xmlNode *node, GPtrArray *labels)
{
  offer (labels, kigen_tree_attribute (node, "aria-label"));
  g_autofree char *ids = kigen_tree_attribute (node, "aria-labelledby");
  g_auto (GStrv) parts = g_strsplit_set (ids != NULL ? ids : "", " \t\n", -1);
  for (gsize i = 0; parts[i] != NULL; i++) {
    const xmlNode *other = g_hash_table_lookup (page->ids, parts[i]);
    if (other != NULL)
      offer (labels, kigen_flow_prose (page, other, FALSE));
  }
}

/* The next cell to the left that has words; one with a field of its own ends the search. */
static char *
cell_beside (const KigenPage *page, const KigenGrid *grid, guint row, guint column)
{
  const xmlNode *own = kigen_grid_cell (grid, row, column);
  for (guint c = column; c > 0; c--) {
    const xmlNode *cell = kigen_grid_cell (grid, row, c - 1);
    if (cell == NULL || cell == own)
      continue;
    if (holds_widget (page, cell))
      return NULL;
    g_autofree char *text = kigen_flow_prose (page, cell, FALSE);
    if (*text != '\0')
      return g_steal_pointer (&text);
  }
  return NULL;
}

static char *
cell_above (const KigenPage *page, const KigenGrid *grid, guint row, guint column)
{
  const xmlNode *own = kigen_grid_cell (grid, row, column);
  for (guint r = row; r > 0; r--) {
    const xmlNode *cell = kigen_grid_cell (grid, r - 1, column);
    if (cell == NULL || cell == own || holds_widget (page, cell))
      continue;
    return kigen_flow_prose (page, cell, FALSE);
  }
  return NULL;
}

static xmlNode *
cell_around (xmlNode *node)
{
  for (xmlNode *up = node->parent; up != NULL; up = up->parent)
    if (kigen_grid_is_cell (up))
      return up;
  return NULL;
}

static void
offer_cells (KigenPage *page, xmlNode *node, GPtrArray *labels)
{
  xmlNode *cell = cell_around (node);
  for (int level = 0; cell != NULL && level < MOST_LEVELS; level++) {
    guint row = 0;
    guint column = 0;
    guint before = labels->len;
    const KigenGrid *grid = kigen_grid_of_cell (page, cell, &row, &column);
    if (grid != NULL)
      offer (labels, cell_beside (page, grid, row, column));
    gboolean has_beside = labels->len > before;
    if (grid != NULL && (!has_beside || kigen_grid_is_heading_row (page, grid, 0)))
      offer (labels, cell_above (page, grid, row, column));
    if (labels->len > before)
      return;
    cell = cell_around (cell);
  }
}

static void
offer_term (const KigenPage *page, const xmlNode *node, GPtrArray *labels)
{
  const xmlNode *definition = kigen_tree_ancestor (node, "dd");
  if (definition == NULL)
    return;
  for (const xmlNode *before = definition->prev; before != NULL; before = before->prev)
    if (kigen_tree_is (before, "dt")) {
      offer (labels, kigen_flow_prose (page, before, FALSE));
      return;
    }
}

/* The last (first, for what follows) line or cell with words in it. */
static char *
nearest_words (const KigenPage *page, gsize start, gsize end, gboolean last)
{
  g_autofree char *text = g_strndup (page->flow->str + start, end - start);
  g_auto (GStrv) pieces = g_strsplit_set (text, "\n\t", -1);
  guint length = g_strv_length (pieces);
  for (guint i = 0; i < length; i++) {
    g_autofree char *piece = kigen_text_tidy (pieces[last ? length - 1 - i : i]);
    if (*piece != '\0')
      return g_steal_pointer (&piece);
  }
  return NULL;
}

static void
offer_text_around (const KigenPage *page, const KigenField *field, GPtrArray *labels)
{
  const KigenSpan *own = kigen_flow_span (page, field->node);
  if (own == NULL)
    return;
  guint index = own->first_widget;
  gsize from = 0;
  gsize until = page->flow->len;
  if (index > 0)
    from = kigen_flow_span (page, g_ptr_array_index (page->widgets, index - 1))->end;
  if (index + 1 < page->widgets->len)
    until = kigen_flow_span (page, g_ptr_array_index (page->widgets, index + 1))->start;
  if (field->kind == KIGEN_FIELD_CHECK && until >= own->end)
    offer (labels, nearest_words (page, own->end, until, FALSE));
  if (from <= own->start)
    offer (labels, nearest_words (page, from, own->start, TRUE));
}

GPtrArray *
kigen_label_candidates (KigenPage *page, const KigenField *field)
{
  GPtrArray *labels = g_ptr_array_new_with_free_func (g_free);
  offer_label_elements (page, field->node, labels);
  offer_aria (page, field->node, labels);
  offer_cells (page, field->node, labels);
  offer_term (page, field->node, labels);
  offer_text_around (page, field, labels);
  offer (labels, kigen_tree_attribute (field->node, "placeholder"));
  offer (labels, kigen_tree_attribute (field->node, "title"));
  g_ptr_array_add (labels, NULL);
  return labels;
}
