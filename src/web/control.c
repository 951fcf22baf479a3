/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* Controls: what can be pressed, and the row of the page that it stands in.
 *
 * An option of a choice in a form with a button is one, too: choosing it and pressing the button is what
 * somebody would do who looks for its text. */

#include "page-private.h"

#include "http-private.h"

#include <kigen/text.h>

#include <string.h>

/* Texts
 * -----------------------------------------------------------------------------------------------------------
 */

static void
add_text (KigenControl *control, char *text)
{
  if (text != NULL) {
    char *folded = kigen_text_fold (text);
    if (*folded != '\0')
      g_ptr_array_add (control->texts, folded);
    else
      g_free (folded);
  }
  g_free (text);
}

static void
add_attribute (KigenControl *control, const char *name)
{
  add_text (control, kigen_tree_attribute (control->node, name));
}

static void
add_texts (KigenControl *control)
{
  if (kigen_tree_is (control->node, "input")) {
    add_attribute (control, kigen_tree_attribute_is (control->node, "type", "image") ? "alt" : "value");
    add_attribute (control, "value");
    if (control->texts->len == 0)
      add_text (control, g_strdup ("Submit"));
  } else {
    add_text (control, kigen_flow_text (control->page, control->node));
    add_attribute (control, "alt");
    add_attribute (control, "value");
  }
  add_attribute (control, "title");
  add_attribute (control, "aria-label");
}

/* Making
 * ----------------------------------------------------------------------------------------------------------
 */

gboolean
kigen_node_is_disabled (const xmlNode *node)
{
  if (kigen_tree_has (node, "disabled"))
    return TRUE;
  const xmlNode *below = node;
  for (const xmlNode *up = node->parent; up != NULL; below = up, up = up->parent)
    /* What stands in its legend is not disabled with it. */
    if (kigen_tree_is (up, "fieldset") && kigen_tree_has (up, "disabled") && !kigen_tree_is (below, "legend"))
      return TRUE;
  return FALSE;
}

static gboolean
leads_somewhere (const xmlNode *node)
{
  g_autofree char *target = kigen_tree_attribute (node, "href");
  if (target == NULL)
    return FALSE;
  const char *trimmed = g_strstrip (target);
  g_autofree char *scheme = g_uri_parse_scheme (trimmed);
  if (scheme != NULL)
    return g_ascii_strcasecmp (scheme, "https") == 0 || g_ascii_strcasecmp (scheme, "http") == 0;
  return *trimmed != '#';
}

static gboolean
submits (const xmlNode *node)
{
  if (kigen_tree_is (node, "button"))
    return !kigen_tree_attribute_is (node, "type", "button")
           && !kigen_tree_attribute_is (node, "type", "reset");
  return kigen_tree_attribute_is (node, "type", "submit") || kigen_tree_attribute_is (node, "type", "image");
}

static KigenControl *
make (KigenPage *page, KigenForm *form, xmlNode *node)
{
  KigenControl *control = g_new0 (KigenControl, 1);
  control->page = page;
  control->form = form;
  control->node = node;
  control->texts = g_ptr_array_new_with_free_func (g_free);
  return control;
}

KigenControl *
kigen_control_new (KigenPage *page, KigenForm *form, xmlNode *node)
{
  gboolean is_link = kigen_tree_is (node, "a") || kigen_tree_is (node, "area");
  if (is_link ? !leads_somewhere (node) : form == NULL || !submits (node) || kigen_node_is_disabled (node))
    return NULL;
  KigenControl *control = make (page, is_link ? NULL : form, node);
  add_texts (control);
  return control;
}

/* The button that would send the choice. */
static const KigenControl *
only_button (const KigenForm *form)
{
  return form->controls->len > 0 ? g_ptr_array_index (form->controls, 0) : NULL;
}

KigenControl *
kigen_control_new_for_option (KigenField *field, KigenOption *option)
{
  const KigenControl *button = only_button (field->form);
  if (button == NULL)
    return NULL;
  KigenControl *control = make (field->form->page, field->form, option->node);
  control->field = field;
  control->option = option;
  add_text (control, g_strdup (option->text));
  /* A list of which one entry is chosen and then fetched by the button below it. */
  if (kigen_tree_is (option->node, "input") && kigen_tree_ancestor (option->node, "tr") != NULL)
    for (guint i = 0; i < button->texts->len; i++)
      add_text (control, g_strdup (g_ptr_array_index (button->texts, i)));
  return control;
}

void
kigen_control_free (gpointer data)
{
  KigenControl *control = data;
  if (control == NULL)
    return;
  g_ptr_array_unref (control->texts);
  g_free (control->row);
  g_free (control);
}

gboolean
kigen_control_is_link (const KigenControl *control)
{
  return control->form == NULL;
}

KigenForm *
kigen_control_form (const KigenControl *control)
{
  return control->form;
}

/* Matching
 * -------------------------------------------------------------------------------------------------------- */

/* The shortest text that matches: how much more it says than the label; G_MAXSIZE for none. */
static gsize
match_length (const KigenControl *control, const char *folded, KigenMatch match)
{
  gsize shortest = G_MAXSIZE;
  for (guint i = 0; i < control->texts->len; i++) {
    const char *text = g_ptr_array_index (control->texts, i);
    if (match == KIGEN_MATCH_WHOLE ? strcmp (text, folded) == 0
                                   : control->option == NULL && strstr (text, folded) != NULL)
      shortest = MIN (shortest, strlen (text));
  }
  return shortest;
}

gboolean
kigen_control_is (const KigenControl *control, const char *const *labels, KigenMatch match)
{
  for (; *labels != NULL; labels++) {
    g_autofree char *folded = kigen_text_fold (*labels);
    if (*folded != '\0' && match_length (control, folded, match) != G_MAXSIZE)
      return TRUE;
  }
  return FALSE;
}

KigenControl *
kigen_page_control (const KigenPage *page, const char *const *labels, KigenMatch match)
{
  for (; *labels != NULL; labels++) {
    g_autofree char *folded = kigen_text_fold (*labels);
    KigenControl *best = NULL;
    gsize least = G_MAXSIZE;
    for (guint i = 0; *folded != '\0' && i < page->controls->len; i++) {
      KigenControl *control = g_ptr_array_index (page->controls, i);
      gsize length = match_length (control, folded, match);
      if (length >= least)
        continue;
      least = length;
      best = control;
    }
    if (best != NULL)
      return best;
  }
  return NULL;
}

GPtrArray *
kigen_page_controls_labelled (const KigenPage *page, const char *const *labels, KigenMatch match)
{
  GPtrArray *found = g_ptr_array_new ();
  for (guint i = 0; i < page->controls->len; i++) {
    KigenControl *control = g_ptr_array_index (page->controls, i);
    if (kigen_control_is (control, labels, match))
      g_ptr_array_add (found, control);
  }
  return found;
}

/* The row
 * ---------------------------------------------------------------------------------------------------------
 */

static const char *
first_text (const KigenControl *control)
{
  return control->texts->len > 0 ? g_ptr_array_index (control->texts, 0) : "";
}

static gboolean
holds_another (const KigenControl *control, const xmlNode *block)
{
  const GPtrArray *all = control->page->controls;
  for (guint i = 0; i < all->len; i++) {
    const KigenControl *other = g_ptr_array_index (all, i);
    if (other != control && kigen_tree_contains (block, other->node)
        && (control->option != NULL ? other->field == control->field
                                    : strcmp (first_text (other), first_text (control)) == 0))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_digit (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isdigit (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* The smallest block around it that says something with a digit in it (an entry has an ID or a date), short
 * of the one that holds another such control; else the smallest that says anything. */
static xmlNode *
find_row (const KigenControl *control)
{
  xmlNode *any = NULL;
  for (xmlNode *up = control->node->parent; up != NULL && !kigen_tree_is (up, "body"); up = up->parent) {
    if (holds_another (control, up))
      break;
    if (!kigen_tree_is_block (up) || kigen_flow_span (control->page, up) == NULL)
      continue;
    g_autofree char *text = kigen_flow_prose (control->page, up, FALSE);
    if (has_digit (text))
      return up;
    if (any == NULL && *text != '\0')
      any = up;
  }
  return any;
}

const char *
kigen_control_row (const KigenControl *control)
{
  KigenControl *own = (KigenControl *)(guintptr)control;
  if (control->row != NULL)
    return control->row;
  own->row_node = find_row (control);
  own->row = own->row_node != NULL ? kigen_flow_prose (control->page, own->row_node, TRUE) : g_strdup ("");
  g_strdelimit (own->row, "\n", '\t');
  return control->row;
}

/* In a table with headings: the cell of this line below one of the labels. */
static char *
value_under_heading (KigenPage *page, xmlNode *line, const char *const *labels)
{
  guint row = 0;
  guint first = 0;
  xmlNode *cell = line->children;
  while (cell != NULL && !kigen_grid_is_cell (cell))
    cell = cell->next;
  const KigenGrid *grid = cell != NULL ? kigen_grid_of_cell (page, cell, &row, &first) : NULL;
  if (grid == NULL)
    return NULL;
  const GPtrArray *cells = g_ptr_array_index (grid->rows, row);
  for (guint c = 0; c < cells->len; c++)
    for (guint r = row; r > 0; r--) {
      const xmlNode *heading = kigen_grid_cell (grid, r - 1, c);
      g_autofree char *text = heading != NULL ? kigen_flow_text (page, heading) : g_strdup ("");
      if (kigen_value_is_label (text, labels))
        return kigen_flow_prose (page, g_ptr_array_index (cells, c), FALSE);
    }
  return NULL;
}

char *
kigen_control_row_value (const KigenControl *control, const char *const *labels)
{
  kigen_control_row (control);
  xmlNode *row = control->row_node;
  char *value = NULL;
  if (row != NULL && kigen_tree_is (row, "tr"))
    value = value_under_heading (control->page, row, labels);
  if (value == NULL && row != NULL)
    value = kigen_value_within (control->page, row, labels);
  return value;
}
