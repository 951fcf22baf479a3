/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* The page as reading text, made in one walk: each element knows its stretch of it, so that asking for an
 * element's text costs its length and not another walk. */

#include "page-private.h"

#include <kigen/base/text.h>

#include <string.h>

static void
break_by (GString *flow, char mark)
{
  if (flow->len > 0 && flow->str[flow->len - 1] != '\n')
    g_string_append_c (flow, mark);
}

gboolean
kigen_flow_has_digit (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isdigit (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* Where prose lies, so that a block need not be read to know whether it has any. */
static void
note_prose (KigenPage *page, const char *text)
{
  g_autofree char *tidy = page->widgets_open == 0 ? kigen_text_tidy (text) : NULL;
  if (tidy == NULL || *tidy == '\0')
    return;
  g_array_append_val (page->prose, page->flow->len);
  if (kigen_flow_has_digit (tidy))
    g_array_append_val (page->digits, page->flow->len);
}

/* Line breaks of the source are blanks; those of the flow mean blocks. */
static void
append_text (KigenPage *page, const char *text)
{
  GString *flow = page->flow;
  note_prose (page, text);
  for (; *text != '\0'; text++)
    g_string_append_c (flow, g_ascii_isspace (*text) ? ' ' : *text);
}

/* What an input shows instead of text: a button its value, a picture its alt, a read-only field its value. */
static void
append_shown_value (KigenPage *page, const xmlNode *node)
{
  GString *flow = page->flow;
  gboolean is_field = kigen_tree_is (node, "input") && !kigen_tree_has (node, "readonly")
                      && !kigen_tree_has (node, "disabled")
                      && !kigen_tree_attribute_is (node, "type", "submit")
                      && !kigen_tree_attribute_is (node, "type", "image");
  if (is_field || kigen_tree_attribute_is (node, "type", "hidden"))
    return;
  g_autofree char *value = kigen_tree_attribute (node, "value");
  g_autofree char *alt = kigen_tree_attribute (node, "alt");
  const char *shown = value != NULL ? value : alt;
  if (shown == NULL)
    return;
  g_string_append_c (flow, ' ');
  append_text (page, shown);
  g_string_append_c (flow, ' ');
}

static void read_children (KigenPage *page, xmlNode *parent);

static void
read_element (KigenPage *page, xmlNode *node)
{
  GString *flow = page->flow;
  gboolean is_block = kigen_tree_is_block (node);
  if (kigen_tree_is_hidden (node))
    return;
  if (is_block)
    break_by (flow, '\n');
  else if (kigen_tree_is_cell (node))
    break_by (flow, '\t');

  KigenSpan *span = g_new (KigenSpan, 1);
  span->start = flow->len;
  span->first_widget = page->widgets->len;
  span->first_element = page->elements->len;
  g_hash_table_insert (page->spans, node, span);
  g_ptr_array_add (page->elements, node);
  gboolean is_widget = kigen_tree_is_widget (node);
  if (is_widget && !kigen_tree_attribute_is (node, "type", "hidden")
      && kigen_tree_form_mark (node) == KIGEN_FORM_MARK_NONE)
    g_ptr_array_add (page->widgets, node);
  page->widgets_open += is_widget ? 1 : 0;
  if (kigen_tree_is (node, "input") || kigen_tree_is (node, "img"))
    append_shown_value (page, node);
  read_children (page, node);
  page->widgets_open -= is_widget ? 1 : 0;
  span->end = flow->len;
  span->end_widget = page->widgets->len;
  span->end_element = page->elements->len;

  if (is_block)
    break_by (flow, '\n');
  else if (kigen_tree_is_cell (node))
    g_string_append_c (flow, '\t');
}

static void
read_children (KigenPage *page, xmlNode *parent)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
      append_text (page, (const char *)node->content);
    else if (node->type == XML_ELEMENT_NODE)
      read_element (page, node);
  }
}

void
kigen_flow_read (KigenPage *page)
{
  xmlNode *root = xmlDocGetRootElement (page->document);
  read_element (page, root);
}

static gboolean
lies_within (GArray *places, const KigenSpan *span)
{
  guint low = 0;
  guint high = places->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index (places, gsize, middle) < span->start)
      low = middle + 1;
    else
      high = middle;
  }
  return low < places->len && g_array_index (places, gsize, low) < span->end;
}

gboolean
kigen_flow_says_digit (const KigenPage *page, const xmlNode *node)
{
  const KigenSpan *span = kigen_flow_span (page, node);
  return span != NULL && lies_within (page->digits, span);
}

gboolean
kigen_flow_says_anything (const KigenPage *page, const xmlNode *node)
{
  const KigenSpan *span = kigen_flow_span (page, node);
  return span != NULL && lies_within (page->prose, span);
}

const KigenSpan *
kigen_flow_span (const KigenPage *page, const xmlNode *node)
{
  return g_hash_table_lookup (page->spans, node);
}

gboolean
kigen_flow_holds_widget (const KigenPage *page, const xmlNode *node)
{
  const KigenSpan *span = kigen_flow_span (page, node);
  return span != NULL && span->end_widget > span->first_widget;
}

char *
kigen_flow_slice (const KigenPage *page, gsize start, gsize end)
{
  g_autofree char *slice = g_strndup (page->flow->str + start, end - start);
  return kigen_text_tidy (slice);
}

char *
kigen_flow_text (const KigenPage *page, const xmlNode *node)
{
  const KigenSpan *span = kigen_flow_span (page, node);
  return span != NULL ? kigen_flow_slice (page, span->start, span->end) : g_strdup ("");
}

typedef gboolean (*LeaveOut) (const xmlNode *node);

static void
append_prose (const KigenPage *page, const xmlNode *node, LeaveOut leave_out, GString *prose)
{
  const KigenSpan *whole = kigen_flow_span (page, node);
  if (whole == NULL)
    return;
  gsize at = whole->start;
  for (const xmlNode *child = node->children; child != NULL; child = child->next) {
    const KigenSpan *span = child->type == XML_ELEMENT_NODE ? kigen_flow_span (page, child) : NULL;
    if (span == NULL)
      continue;
    g_string_append_len (prose, page->flow->str + at, (gssize)(span->start - at));
    if (leave_out (child))
      g_string_append_c (prose, ' ');
    else
      append_prose (page, child, leave_out, prose);
    at = span->end;
  }
  g_string_append_len (prose, page->flow->str + at, (gssize)(whole->end - at));
}

/* Each line and cell tidied, the empty ones left out. */
static char *
tidy_lines (const char *text)
{
  GString *tidy = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit_set (text, "\n", -1);
  for (gsize l = 0; lines[l] != NULL; l++) {
    g_auto (GStrv) cells = g_strsplit_set (lines[l], "\t", -1);
    char joint = '\n';
    for (gsize c = 0; cells[c] != NULL; c++) {
      g_autofree char *cell = kigen_text_tidy (cells[c]);
      if (*cell == '\0')
        continue;
      if (tidy->len > 0)
        g_string_append_c (tidy, joint);
      g_string_append (tidy, cell);
      joint = '\t';
    }
  }
  return g_string_free (tidy, FALSE);
}

static char *
read_without (const KigenPage *page, const xmlNode *node, LeaveOut leave_out, gboolean structured)
{
  g_autoptr (GString) prose = g_string_new (NULL);
  if (!leave_out (node))
    append_prose (page, node, leave_out, prose);
  return structured ? tidy_lines (prose->str) : kigen_text_tidy (prose->str);
}

char *
kigen_flow_prose (const KigenPage *page, const xmlNode *node, gboolean structured)
{
  return read_without (page, node, kigen_tree_is_widget, structured);
}

char *
kigen_flow_statement (const KigenPage *page, const xmlNode *node, gboolean structured)
{
  return read_without (page, node, kigen_tree_is_pressed, structured);
}
