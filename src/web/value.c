/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* What stands for a label.  An element whose whole text is the label is looked for, and then what belongs to
 * it: the cell beside or below, the `<dd>`, a read-only field, or what comes next.  A label within a longer
 * text counts only before a colon, so that prose which mentions it does not.  Of several finds the firmer
 * kind wins, then the better label, then the earlier one. */

#include "page-private.h"

#include <kigen/base/text.h>

#include <string.h>

/* How firmly a value belongs to its label; the firmest first. */
typedef enum {
  RANK_CELL,
  RANK_DEFINITION,
  RANK_FIELD,
  RANK_COLON,
  RANK_NEXT,
  RANK_HEADING,
  N_RANKS,
} Rank;

/* What merely follows a label is a value only when it is short. */
#define LONGEST_NEXT 80
/* Bytes that are looked at for it, however much follows. */
#define NEXT_BYTES 4096
/* So many siblings or rows away a value may stand. */
#define FARTHEST 100
/* Bytes of an element's text above a label's own that may be blanks, colons and marks. */
#define SLACK 48

typedef struct {
  KigenPage *page;
  const xmlNode *scope;
  char **labels; /* bare */
  gsize longest;
  Rank rank;
  gsize label;
  char *value;
} Search;

/* Texts
 * -----------------------------------------------------------------------------------------------------------
 */

static const char *
next_colon (const char *text)
{
  while ((text = strpbrk (text, ":\xef")) != NULL && *text != ':' && !g_str_has_prefix (text, "："))
    text++;
  return text;
}

static const char *
after_colons (const char *text)
{
  for (;; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);
    if (c != ':' && c != 0xff1a && !g_unichar_isspace (c))
      return text;
  }
}

/* Where the next "label：" begins in what follows a colon, so that a value ends there; a colon after a digit
 * is a time's. */
static char *
up_to_next_label (const char *text)
{
  const char *looked_at = text;
  for (const char *colon = next_colon (text); colon != NULL; colon = next_colon (g_utf8_next_char (colon))) {
    if (colon == text || g_unichar_isdigit (g_utf8_get_char (g_utf8_prev_char (colon))))
      continue;
    const char *blank = colon;
    while (blank > looked_at && !g_unichar_isspace (g_utf8_get_char (blank)))
      blank = g_utf8_prev_char (blank);
    if (blank > looked_at)
      return g_strndup (text, (gsize)(blank - text));
    looked_at = colon;
  }
  return g_strdup (text);
}

static char *
value_text (const char *text)
{
  g_autofree char *cut = up_to_next_label (after_colons (text));
  return kigen_text_tidy (cut);
}

static gboolean
is_firmer (const Search *search, Rank rank, gsize label)
{
  return search->value == NULL || rank < search->rank || (rank == search->rank && label < search->label);
}

/* Takes the value over where it is the firmest yet. */
static void
offer (Search *search, Rank rank, gsize label, char *value)
{
  if (value == NULL || *value == '\0' || !is_firmer (search, rank, label)) {
    g_free (value);
    return;
  }
  g_free (search->value);
  search->value = value;
  search->rank = rank;
  search->label = label;
}

/* Cells and definitions
 * ------------------------------------------------------------------------------------------- */

/* A button or link beside the value is not part of it; one that stands alone is it. */
static char *
cell_text (const KigenPage *page, const xmlNode *cell)
{
  g_autofree char *stated = kigen_flow_statement (page, cell, FALSE);
  g_autofree char *text = *stated != '\0' ? g_steal_pointer (&stated) : kigen_flow_text (page, cell);
  return kigen_text_tidy (after_colons (text));
}

static char *
beside (KigenPage *page, const KigenGrid *grid, guint row, guint column)
{
  const xmlNode *label = kigen_grid_cell (grid, row, column);
  const GPtrArray *cells = g_ptr_array_index (grid->rows, row);
  for (guint c = column + 1; c < cells->len; c++) {
    const xmlNode *cell = kigen_grid_cell (grid, row, c);
    if (cell == NULL || cell == label)
      continue;
    g_autofree char *text = cell_text (page, cell);
    if (*text != '\0')
      return kigen_tree_is (cell, "th") && kigen_tree_is (label, "th") ? NULL : g_steal_pointer (&text);
  }
  return NULL;
}

static char *
below (const KigenPage *page, const KigenGrid *grid, guint row, guint column)
{
  const xmlNode *label = kigen_grid_cell (grid, row, column);
  for (guint r = row + 1; r < grid->rows->len && r <= row + FARTHEST; r++) {
    const xmlNode *cell = kigen_grid_cell (grid, r, column);
    if (cell != NULL && cell != label)
      return cell_text (page, cell);
  }
  return NULL;
}

static char *
value_of_cell (KigenPage *page, xmlNode *cell)
{
  guint row = 0;
  guint column = 0;
  KigenGrid *grid = kigen_grid_of_cell (page, cell, &row, &column);
  if (grid == NULL)
    return NULL;
  if (kigen_grid_is_heading_row (page, grid, row))
    return below (page, grid, row, column);
  char *value = beside (page, grid, row, column);
  return value != NULL ? value : below (page, grid, row, column);
}

static char *
value_of_term (const KigenPage *page, const xmlNode *term)
{
  const xmlNode *node = term->next;
  for (int i = 0; node != NULL && i < FARTHEST; node = node->next, i++)
    if (kigen_tree_is (node, "dd"))
      return kigen_flow_text (page, node);
  return NULL;
}

/* Fields and what comes next
 * -------------------------------------------------------------------------------------- */

static char *
value_of_field (const KigenPage *page, const xmlNode *label)
{
  g_autofree char *id = kigen_tree_attribute (label, "for");
  const xmlNode *field = id != NULL ? g_hash_table_lookup (page->ids, id) : NULL;
  if (field == NULL || (kigen_tree_is (field, "select") && !kigen_tree_has (field, "disabled")))
    return NULL;
  return kigen_flow_text (page, field);
}

/* The value that a text begins with; one that does not end soon is none. */
static char *
value_at (const char *text, gsize size)
{
  gsize looked_at = MIN (size, NEXT_BYTES);
  while (looked_at > 0 && looked_at < size && ((guchar)text[looked_at] & 0xc0) == 0x80)
    looked_at--;
  g_autofree char *beginning = g_strndup (text, looked_at);
  return value_text (beginning);
}

static char *
text_of_sibling (const KigenPage *page, const xmlNode *node)
{
  if (node->type == XML_TEXT_NODE)
    return value_at ((const char *)node->content, strlen ((const char *)node->content));
  const KigenSpan *span = node->type == XML_ELEMENT_NODE ? kigen_flow_span (page, node) : NULL;
  return span != NULL ? value_at (page->flow->str + span->start, span->end - span->start) : NULL;
}

/* The next thing that is to be read after an element which is the label, out of the elements that hold
 * nothing but it. */
static char *
value_after (const Search *search, const xmlNode *label)
{
  for (const xmlNode *node = label; node != search->scope && node != NULL; node = node->parent) {
    for (const xmlNode *next = node->next; next != NULL; next = next->next) {
      g_autofree char *text = text_of_sibling (search->page, next);
      if (text != NULL && *text != '\0')
        return g_utf8_strlen (text, -1) <= LONGEST_NEXT && !kigen_tree_is_widget (next)
                   ? g_steal_pointer (&text)
                   : NULL;
    }
    if (node->parent == NULL || kigen_tree_is_cell (node->parent) || kigen_tree_is (node->parent, "dt"))
      return NULL;
    const KigenSpan *span = kigen_flow_span (search->page, node->parent);
    if (span == NULL || span->end - span->start > search->longest)
      return NULL;
    if (kigen_caption_find_node (search->page, node->parent, search->labels) == G_MAXSIZE)
      return NULL;
  }
  return NULL;
}

static gboolean
is_heading (const xmlNode *node)
{
  static const char *const headings[] = { "h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", NULL };
  for (; node != NULL; node = node->parent)
    if (kigen_tree_is_one_of (node, headings))
      return TRUE;
  return FALSE;
}

static gboolean
is_in_widget (const xmlNode *node)
{
  for (; node != NULL; node = node->parent)
    if (kigen_tree_is_widget (node))
      return TRUE;
  return FALSE;
}

static void
try_element (Search *search, xmlNode *node)
{
  const KigenSpan *span = kigen_flow_span (search->page, node);
  if (span->end == span->start || span->end - span->start > search->longest || is_in_widget (node))
    return;
  gsize label = kigen_caption_find_node (search->page, node, search->labels);
  if (label == G_MAXSIZE)
    return;
  /* What follows a cell or a term that has no value is the next label. */
  if (kigen_tree_is_cell (node)) {
    offer (search, RANK_CELL, label, value_of_cell (search->page, node));
    return;
  }
  if (kigen_tree_is (node, "dt")) {
    offer (search, RANK_DEFINITION, label, value_of_term (search->page, node));
    return;
  }
  if (kigen_tree_is (node, "label"))
    offer (search, RANK_FIELD, label, value_of_field (search->page, node));
  offer (search, is_heading (node) ? RANK_HEADING : RANK_NEXT, label, value_after (search, node));
}

/* "リクエストID：2020… リファレンスID：…"
 * ------------------------------------------------------------------------------- */

/* The label at the end of what stands before a colon: all of it, or its last words; of no more than the
 * longest may take. */
static gsize
label_at_end (const Search *search, const char *before)
{
  gsize length = strlen (before);
  const char *first = before + (length > search->longest ? length - search->longest : 0);
  while (((guchar)*first & 0xc0) == 0x80)
    first++;
  for (const char *from = first; *from != '\0'; from = g_utf8_next_char (from)) {
    gboolean begins = from == before || g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (from)));
    gsize label = begins ? kigen_caption_find (from, search->labels) : G_MAXSIZE;
    if (label != G_MAXSIZE)
      return label;
  }
  return G_MAXSIZE;
}

static void
try_line (Search *search, const char *line)
{
  const char *from = line;
  for (const char *colon = next_colon (line); colon != NULL; colon = next_colon (g_utf8_next_char (colon))) {
    g_autofree char *before = g_strndup (from, (gsize)(colon - from));
    gsize label = label_at_end (search, before);
    if (label != G_MAXSIZE && is_firmer (search, RANK_COLON, label))
      offer (search, RANK_COLON, label, value_text (g_utf8_next_char (colon)));
    from = g_utf8_next_char (colon);
  }
}

static void
try_lines (Search *search)
{
  g_autofree char *text = kigen_flow_statement (search->page, search->scope, TRUE);
  g_auto (GStrv) lines = g_strsplit_set (text, "\n\t", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (next_colon (lines[i]) != NULL)
      try_line (search, lines[i]);
}

char *
kigen_value_within (KigenPage *page, const xmlNode *scope, const char *const *labels)
{
  const KigenSpan *whole = kigen_flow_span (page, scope);
  Search search = { .page = page, .scope = scope, .rank = N_RANKS };
  if (whole == NULL)
    return NULL;
  g_auto (GStrv) bare = kigen_caption_bare_all (labels);
  search.labels = bare;
  for (gsize i = 0; labels[i] != NULL; i++)
    search.longest = MAX (search.longest, strlen (labels[i]) * 3 + SLACK);
  for (guint i = whole->first_element; i < whole->end_element; i++)
    try_element (&search, g_ptr_array_index (page->elements, i));
  try_lines (&search);
  return search.value;
}

char *
kigen_page_value (const KigenPage *page, const char *const *labels)
{
  return kigen_value_within ((KigenPage *)(guintptr)page, xmlDocGetRootElement (page->document), labels);
}
