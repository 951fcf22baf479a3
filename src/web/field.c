/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* Fields: what a user could fill, with what the page has set in advance (HTML Standard 4.10.5 and after). */

#include "page-private.h"

#include <kigen/base/text.h>

#include <string.h>

static KigenFieldKind
kind_of (const xmlNode *node)
{
  static const struct {
    const char *type;
    KigenFieldKind kind;
  } kinds[] = {
    { "password", KIGEN_FIELD_PASSWORD },
    { "checkbox", KIGEN_FIELD_CHECK },
    { "radio", KIGEN_FIELD_CHOICE },
    { "file", KIGEN_FIELD_FILE },
  };
  if (kigen_tree_is (node, "select"))
    return KIGEN_FIELD_CHOICE;
  for (gsize i = 0; kigen_tree_is (node, "input") && i < G_N_ELEMENTS (kinds); i++)
    if (kigen_tree_attribute_is (node, "type", kinds[i].type))
      return kinds[i].kind;
  return KIGEN_FIELD_TEXT;
}

static void
free_option (gpointer data)
{
  KigenOption *option = data;
  g_free (option->value);
  g_free (option->text);
  g_free (option);
}

static KigenOption *
add_option (KigenField *field, xmlNode *node, char *value, char *text, gboolean chosen)
{
  KigenOption *option = g_new0 (KigenOption, 1);
  option->node = node;
  option->value = value;
  option->text = text;
  option->chosen = chosen;
  g_ptr_array_add (field->options, option);
  return option;
}

/* What a radio button stands for: its label, else the text up to the next widget. */
static char *
radio_text (KigenPage *page, xmlNode *node)
{
  KigenField one = { .node = node, .kind = KIGEN_FIELD_CHECK };
  g_autoptr (GPtrArray) labels = kigen_label_candidates (page, &one);
  const char *best = g_ptr_array_index (labels, 0);
  return g_strdup (best != NULL ? best : "");
}

void
kigen_field_add_option (KigenField *field, xmlNode *node)
{
  char *value = kigen_tree_attribute (node, "value");
  gboolean chosen = kigen_tree_has (node, "checked");
  if (chosen && field->checked_option != NULL)
    field->checked_option->chosen = FALSE;
  KigenOption *option = add_option (field, node, value != NULL ? value : g_strdup ("on"),
                                    radio_text (field->form->page, node), chosen);
  if (chosen)
    field->checked_option = option;
}

/* An option's value where it has none of its own: only ASCII's blanks are made one (HTML Standard 4.10.10).
 */
static char *
text_value (const xmlNode *node)
{
  xmlChar *content = xmlNodeGetContent (node);
  g_autoptr (GRegex) blanks = g_regex_new ("[ \\t\\n\\f\\r]+", 0, 0, NULL);
  char *value = g_regex_replace_literal (blanks, (const char *)content, -1, 0, " ", 0, NULL);
  xmlFree (content);
  return g_strstrip (value);
}

static void
read_options (KigenField *field, xmlNode *parent)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (kigen_tree_is (node, "optgroup"))
      read_options (field, node);
    if (!kigen_tree_is (node, "option") || kigen_tree_has (node, "disabled"))
      continue;
    char *text = kigen_tree_text (node);
    char *value = kigen_tree_attribute (node, "value");
    add_option (field, node, value != NULL ? value : text_value (node), text,
                kigen_tree_has (node, "selected"));
  }
}

/* A drop-down list always has one chosen: the last marked, else the first. */
static void
settle_choice (const KigenField *field)
{
  gboolean found = FALSE;
  if (kigen_tree_has (field->node, "multiple") || field->options->len == 0)
    return;
  for (guint i = field->options->len; i > 0; i--) {
    KigenOption *option = g_ptr_array_index (field->options, i - 1);
    option->chosen = option->chosen && !found;
    found = found || option->chosen;
  }
  if (!found)
    ((KigenOption *)g_ptr_array_index (field->options, 0))->chosen = TRUE;
}

static char *
textarea_value (const xmlNode *node)
{
  xmlChar *content = xmlNodeGetContent (node);
  const char *text = content != NULL ? (const char *)content : "";
  /* The line break right after the tag is the source's, not the value's. */
  char *value = g_strdup (*text == '\n' ? text + 1 : text);
  xmlFree (content);
  return value;
}

static char *
preset_value (const xmlNode *node)
{
  if (kigen_tree_is (node, "textarea"))
    return textarea_value (node);
  char *value = kigen_tree_attribute (node, "value");
  if (value == NULL)
    value = g_strdup (kigen_tree_attribute_is (node, "type", "checkbox") ? "on" : "");
  return value;
}

KigenField *
kigen_field_new (KigenForm *form, xmlNode *node)
{
  KigenField *field = g_new0 (KigenField, 1);
  field->form = form;
  field->node = node;
  field->kind = kind_of (node);
  field->name = kigen_tree_attribute (node, "name");
  field->value = preset_value (node);
  field->checked = kigen_tree_has (node, "checked");
  field->read_only = kigen_tree_has (node, "readonly");
  field->options = g_ptr_array_new_with_free_func (free_option);
  if (kigen_tree_is (node, "select")) {
    read_options (field, node);
    settle_choice (field);
  } else if (field->kind == KIGEN_FIELD_CHOICE) {
    kigen_field_add_option (field, node);
  }
  return field;
}

void
kigen_field_free (gpointer data)
{
  KigenField *field = data;
  if (field == NULL)
    return;
  g_free (field->name);
  g_free (field->value);
  g_clear_pointer (&field->filled, kigen_secret_unref);
  g_ptr_array_unref (field->options);
  g_clear_pointer (&field->labels, g_ptr_array_unref);
  g_free (field);
}

KigenFieldKind
kigen_field_kind (const KigenField *field)
{
  return field->kind;
}

const char *const *
kigen_field_labels (const KigenField *field)
{
  KigenField *own = (KigenField *)(guintptr)field;
  if (own->labels == NULL)
    own->labels = kigen_label_candidates (field->form->page, field);
  return (const char *const *)field->labels->pdata;
}

gboolean
kigen_field_is_required (const KigenField *field)
{
  return kigen_tree_has (field->node, "required")
         || kigen_tree_attribute_is (field->node, "aria-required", "true");
}

gboolean
kigen_field_is_read_only (const KigenField *field)
{
  return field->read_only;
}

static void
choose (const KigenField *field, const char *wanted)
{
  const char *labels[] = { wanted, NULL };
  for (guint i = 0; i < field->options->len; i++) {
    KigenOption *option = g_ptr_array_index (field->options, i);
    option->chosen
        = wanted != NULL && (g_str_equal (option->value, wanted) || kigen_text_is (option->text, labels));
  }
}

void
kigen_field_fill (KigenField *field, const KigenSecret *value)
{
  if (field->kind == KIGEN_FIELD_CHECK) {
    field->checked = value != NULL;
    return;
  }
  if (field->kind == KIGEN_FIELD_CHOICE) {
    choose (field, value != NULL ? kigen_secret_text (value) : NULL);
    return;
  }
  g_clear_pointer (&field->filled, kigen_secret_unref);
  if (value != NULL)
    field->filled = kigen_secret_ref ((KigenSecret *)(guintptr)value);
}
