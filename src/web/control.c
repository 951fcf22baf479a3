/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* Controls: what can be pressed.
 *
 * An option of a choice in a form with a button is one, too: choosing it and pressing the button is what
 * somebody would do who looks for its text. */

#include "page-private.h"

#include "http-private.h"

#include <kigen/base/text.h>

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

static char **
fold_all (const char *const *labels)
{
  guint n = g_strv_length ((char **)(guintptr)labels);
  char **folded = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    folded[i] = kigen_text_fold (labels[i]);
  return folded;
}

static gboolean
is_one_of (const KigenControl *control, char *const *folded, KigenMatch match)
{
  for (; *folded != NULL; folded++)
    if (**folded != '\0' && match_length (control, *folded, match) != G_MAXSIZE)
      return TRUE;
  return FALSE;
}

gboolean
kigen_control_is (const KigenControl *control, const char *const *labels, KigenMatch match)
{
  g_auto (GStrv) folded = fold_all (labels);
  return is_one_of (control, folded, match);
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
  g_auto (GStrv) folded = fold_all (labels);
  GPtrArray *found = g_ptr_array_new ();
  for (guint i = 0; i < page->controls->len; i++) {
    KigenControl *control = g_ptr_array_index (page->controls, i);
    if (is_one_of (control, folded, match))
      g_ptr_array_add (found, control);
  }
  return found;
}
