/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* What a field is for, as somebody who reads the page would say: its label, the cell beside or above it, the
 * text before it.  All that may be meant is offered, the likeliest first; whoever asks knows the words. */

#include "page-private.h"

#include <kigen/base/text.h>

#include <string.h>

/* Layout tables within tables: so many levels out a label may stand. */
#define MOST_LEVELS 3
/* Bytes of the longest text that may be a label, and how many siblings back its term may stand. */
#define LONGEST_LABEL 2000
#define FARTHEST 100

static void
offer (GPtrArray *labels, char *text)
{
  if (text == NULL || *text == '\0') {
    g_free (text);
    return;
  }
  g_ptr_array_add (labels, text);
}

/* The words of an element that may be a label; NULL where they are too many for one. */
static char *
words_of (const KigenPage *page, const xmlNode *node)
{
  const KigenSpan *span = kigen_flow_span (page, node);
  return span != NULL && span->end - span->start <= LONGEST_LABEL ? kigen_flow_prose (page, node, FALSE)
                                                                  : NULL;
}

static void
offer_label_elements (const KigenPage *page, const xmlNode *node, GPtrArray *labels)
{
  g_autofree char *id = kigen_tree_attribute (node, "id");
  const GPtrArray *captions = id != NULL ? g_hash_table_lookup (page->captions, id) : NULL;
  for (guint i = 0; captions != NULL && i < captions->len; i++)
    offer (labels, words_of (page, g_ptr_array_index (captions, i)));
  const xmlNode *around = kigen_tree_ancestor (node, "label");
  if (around != NULL)
    offer (labels, words_of (page, around));
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
      offer (labels, words_of (page, other));
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
    if (kigen_flow_holds_widget (page, cell))
      return NULL;
    if (kigen_flow_says_anything (page, cell))
      return words_of (page, cell);
  }
  return NULL;
}

static char *
cell_above (KigenPage *page, KigenGrid *grid, guint row, guint column)
{
  const xmlNode *cell = kigen_grid_above (page, grid, row, column);
  return cell != NULL ? words_of (page, cell) : NULL;
}

static xmlNode *
cell_around (xmlNode *node)
{
  for (xmlNode *up = node->parent; up != NULL; up = up->parent)
    if (kigen_tree_is_cell (up))
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
    KigenGrid *grid = kigen_grid_of_cell (page, cell, &row, &column);
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
  const xmlNode *before = definition->prev;
  for (int i = 0; before != NULL && i < FARTHEST; before = before->prev, i++)
    if (kigen_tree_is (before, "dt")) {
      offer (labels, words_of (page, before));
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
