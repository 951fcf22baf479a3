/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* Which forms a page has and what belongs to each: whatever stands between a form's two marks, or names it by
 * its `form` attribute.  What cannot be seen is sent as it is and cannot be filled. */

#include "page-private.h"

#include <string.h>

typedef struct {
  xmlNode *node;
  KigenForm *form; /* NULL outside every form */
} Owned;

typedef struct {
  KigenPage *page;
  GArray *owned; /* Owned, in document order */
  KigenForm *open;
} Collection;

static KigenForm *
open_form (KigenPage *page, xmlNode *mark)
{
  KigenForm *form = g_new0 (KigenForm, 1);
  form->page = page;
  form->node = mark;
  form->entries = g_ptr_array_new_with_free_func (g_free);
  form->fields = g_ptr_array_new ();
  form->controls = g_ptr_array_new ();
  form->radios = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (page->forms, form);
  g_hash_table_insert (page->marks, mark, form);
  return form;
}

static void
take_node (Collection *collection, xmlNode *node)
{
  static const char *const owned[] = { "input", "select", "textarea", "button", "a", "area", NULL };
  switch (kigen_tree_form_mark (node)) {
  case KIGEN_FORM_MARK_START:
    if (collection->open == NULL)
      collection->open = open_form (collection->page, node);
    return;
  case KIGEN_FORM_MARK_END:
    collection->open = NULL;
    return;
  case KIGEN_FORM_MARK_NONE:
  default:
    break;
  }
  if (kigen_tree_is_one_of (node, owned)) {
    Owned one = { node, collection->open };
    g_array_append_val (collection->owned, one);
  }
}

static void
walk (Collection *collection, xmlNode *parent)
{
  static const char *const inert[] = { "template", "script", "style", "datalist", NULL };
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type != XML_ELEMENT_NODE || kigen_tree_is_one_of (node, inert))
      continue;
    take_node (collection, node);
    walk (collection, node);
  }
}

/* The form that a `form` attribute names, else the one around it. */
static KigenForm *
owner (const KigenPage *page, const Owned *one)
{
  g_autofree char *id = kigen_tree_attribute (one->node, "form");
  if (id == NULL)
    return one->form;
  return g_hash_table_lookup (page->marks, g_hash_table_lookup (page->ids, id));
}

static void
add_entry (KigenForm *form, xmlNode *node, KigenField *field, KigenControl *control)
{
  KigenEntry *entry = g_new0 (KigenEntry, 1);
  entry->node = node;
  entry->field = field;
  entry->control = control;
  g_ptr_array_add (form->entries, entry);
}

/* The group that a radio button belongs to, where it has begun. */
static KigenField *
radio_group (const KigenForm *form, const xmlNode *node)
{
  g_autofree char *name = kigen_tree_attribute (node, "name");
  return name != NULL ? g_hash_table_lookup (form->radios, name) : NULL;
}

static void
add_field (KigenPage *page, KigenForm *form, xmlNode *node)
{
  gboolean is_radio = kigen_tree_attribute_is (node, "type", "radio");
  KigenField *group = is_radio ? radio_group (form, node) : NULL;
  if (group != NULL) {
    kigen_field_add_option (group, node);
    return;
  }
  KigenField *field = kigen_field_new (form, node);
  if (is_radio && field->name != NULL)
    g_hash_table_insert (form->radios, field->name, field);
  add_entry (form, NULL, field, NULL);
  if (kigen_flow_span (page, node) != NULL)
    g_ptr_array_add (form->fields, field);
}

static gboolean
is_pressed (const xmlNode *node)
{
  static const char *const types[] = { "submit", "image", "button", "reset" };
  if (!kigen_tree_is (node, "input"))
    return !kigen_tree_is (node, "select") && !kigen_tree_is (node, "textarea");
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (kigen_tree_attribute_is (node, "type", types[i]))
      return TRUE;
  return FALSE;
}

static void
add_control (KigenPage *page, KigenForm *form, xmlNode *node)
{
  KigenControl *control = kigen_flow_span (page, node) != NULL ? kigen_control_new (page, form, node) : NULL;
  if (control == NULL)
    return;
  g_ptr_array_add (page->controls, control);
  if (control->form == NULL)
    return;
  g_ptr_array_add (form->controls, control);
  add_entry (form, NULL, NULL, control);
}

static void
add_owned (KigenPage *page, const Owned *one)
{
  KigenForm *form = owner (page, one);
  if (is_pressed (one->node))
    add_control (page, form, one->node);
  else if (form == NULL || kigen_node_is_disabled (one->node))
    return;
  else if (kigen_tree_attribute_is (one->node, "type", "hidden"))
    add_entry (form, one->node, NULL, NULL);
  else
    add_field (page, form, one->node);
}

static void
add_options (KigenPage *page, const KigenForm *form)
{
  for (guint f = 0; f < form->fields->len; f++) {
    KigenField *field = g_ptr_array_index (form->fields, f);
    for (guint i = 0; field->kind == KIGEN_FIELD_CHOICE && i < field->options->len; i++) {
      KigenControl *control = kigen_control_new_for_option (field, g_ptr_array_index (field->options, i));
      if (control != NULL)
        g_ptr_array_add (page->controls, control);
    }
  }
}

void
kigen_form_collect (KigenPage *page)
{
  g_autoptr (GArray) owned = g_array_new (FALSE, FALSE, sizeof (Owned));
  Collection collection = { .page = page, .owned = owned };
  walk (&collection, xmlDocGetRootElement (page->document));
  for (guint i = 0; i < owned->len; i++)
    add_owned (page, &g_array_index (owned, Owned, i));
  for (guint i = 0; i < page->forms->len; i++)
    add_options (page, g_ptr_array_index (page->forms, i));
}

void
kigen_form_free (gpointer data)
{
  KigenForm *form = data;
  for (guint i = 0; i < form->entries->len; i++) {
    const KigenEntry *entry = g_ptr_array_index (form->entries, i);
    kigen_field_free (entry->field);
  }
  g_hash_table_unref (form->radios);
  g_ptr_array_unref (form->entries);
  g_ptr_array_unref (form->fields);
  g_ptr_array_unref (form->controls);
  g_free (form);
}

GPtrArray *
kigen_page_forms (const KigenPage *page)
{
  return page->forms;
}

GPtrArray *
kigen_form_fields (const KigenForm *form)
{
  return form->fields;
}

GPtrArray *
kigen_form_controls (const KigenForm *form)
{
  return form->controls;
}
