/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What is to be filled in. */

#include "page-gtk.h"

#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

#include <string.h>

#define SPACING 12

Field *
field_new (Page *page, GtkWidget *widget)
{
  Field *field = g_new0 (Field, 1);
  field->page = page;
  field->widget = widget;
  g_object_set_data_full (G_OBJECT (widget), "field", field, g_free);
  return field;
}

static char *
without_mnemonic (const char *label)
{
  const char *line = strchr (label, '_');
  return line != NULL ? g_strdup_printf ("%.*s%s", (int)(line - label), label, line + 1) : g_strdup (label);
}

/* GTK 4.8 would have the underline read. */
static void
set_plain_name (GtkWidget *widget, const char *label)
{
  g_autofree char *plain = without_mnemonic (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, plain, -1);
}

static void
on_changed (GtkWidget *widget G_GNUC_UNUSED, gpointer data)
{
  const Field *field = data;
  if (field->changed != NULL)
    field->changed (field->page->controller, field->page, field->data);
}

static GtkWidget *
make_caption (const char *label, GtkWidget *widget)
{
  GtkWidget *caption = gtk_label_new_with_mnemonic (label);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (caption), widget);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY, caption, NULL,
                                  -1);
  return caption;
}

static Field *
add_field (Page *page, const char *label, GtkWidget *widget)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING / 3);
  gtk_box_append (GTK_BOX (box), make_caption (label, widget));
  gtk_box_append (GTK_BOX (box), widget);
  page_add (page, box);
  if (page->first_field == NULL)
    page->first_field = widget;
  return field_new (page, widget);
}

static Field *
add_entry (Page *page, const char *label, GtkWidget *widget)
{
  Field *field = add_field (page, label, widget);
  gtk_entry_set_activates_default (GTK_ENTRY (widget), TRUE);
  g_signal_connect (widget, "changed", G_CALLBACK (on_changed), field);
  return field;
}

Field *
page_add_entry (Page *page, const char *label, const char *text, const char *hint)
{
  GtkWidget *widget = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (widget), text);
  gtk_entry_set_placeholder_text (GTK_ENTRY (widget), hint);
  return add_entry (page, label, widget);
}

/* An entry that keeps what is typed out of swap, undo and input methods' memory. */
Field *
page_add_secret (Page *page, const char *label)
{
  g_autoptr (GtkEntryBuffer) buffer = gtk_password_entry_buffer_new ();
  GtkWidget *widget = gtk_entry_new_with_buffer (buffer);
  gtk_entry_set_visibility (GTK_ENTRY (widget), FALSE);
  gtk_entry_set_input_purpose (GTK_ENTRY (widget), GTK_INPUT_PURPOSE_PASSWORD);
  gtk_entry_set_input_hints (GTK_ENTRY (widget), GTK_INPUT_HINT_PRIVATE | GTK_INPUT_HINT_NO_SPELLCHECK);
  gtk_editable_set_enable_undo (GTK_EDITABLE (widget), FALSE);
  return add_entry (page, label, widget);
}

Field *
page_add_choice (Page *page, const char *label, const char *const *choices, guint chosen)
{
  GtkWidget *widget = gtk_drop_down_new_from_strings (choices);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (widget), chosen);
  return add_field (page, label, widget);
}

Field *
page_add_switch (Page *page, const char *label, gboolean on)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *widget = gtk_switch_new ();
  GtkWidget *caption = make_caption (label, widget);
  gtk_widget_set_hexpand (caption, TRUE);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (widget), on);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), widget);
  page_add (page, box);
  return field_new (page, widget);
}

Field *
page_add_check (Page *page, const char *label)
{
  GtkWidget *widget = gtk_check_button_new_with_mnemonic (label);
  Field *field = field_new (page, widget);
  set_plain_name (widget, label);
  g_signal_connect (widget, "toggled", G_CALLBACK (on_changed), field);
  page_add (page, widget);
  return field;
}

Field *
page_add_radio (Page *page, const char *label, Field *first)
{
  g_autofree char *printable = kigen_text_printable (label, "");
  GtkWidget *widget = gtk_check_button_new_with_label (printable);
  Field *field = field_new (page, widget);
  if (first != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (widget), GTK_CHECK_BUTTON (first->widget));
  else
    gtk_check_button_set_active (GTK_CHECK_BUTTON (widget), TRUE);
  field->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  gtk_box_append (GTK_BOX (field->line), widget);
  page_add (page, field->line);
  return field;
}

Field *
page_begin_group (Page *page, const char *label)
{
  GtkWidget *expander = gtk_expander_new_with_mnemonic (label);
  set_plain_name (expander, label);
  page_add (page, expander);
  page->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  gtk_widget_set_margin_top (page->body, SPACING);
  gtk_expander_set_child (GTK_EXPANDER (expander), page->body);
  return field_new (page, expander);
}

void
page_end_group (Page *page)
{
  page->grid = NULL;
  page->body = page->whole;
}

/* What is in a field
 * ------------------------------------------------------------------------------------------------ */

void
field_on_change (Field *field, PagePressed changed, gpointer data)
{
  field->changed = changed;
  field->data = data;
}

void
field_set_text (Field *field, const char *text)
{
  g_autofree char *printable = kigen_text_printable (text, "\n\t");
  if (GTK_IS_LABEL (field->widget))
    gtk_label_set_text (GTK_LABEL (field->widget), printable);
  else if (GTK_IS_CHECK_BUTTON (field->widget))
    gtk_check_button_set_label (GTK_CHECK_BUTTON (field->widget), printable);
  else
    gtk_editable_set_text (GTK_EDITABLE (field->widget), text);
}

char *
field_text (const Field *field)
{
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (field->widget)));
}

KigenSecret *
field_secret (const Field *field)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (field->widget));
  return kigen_secret_new (text, strlen (text));
}

guint
field_chosen (const Field *field)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (field->widget));
}

gboolean
field_is_on (const Field *field)
{
  if (GTK_IS_SWITCH (field->widget))
    return gtk_switch_get_active (GTK_SWITCH (field->widget));
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (field->widget));
}

void
field_set_on (Field *field, gboolean on)
{
  if (GTK_IS_EXPANDER (field->widget))
    gtk_expander_set_expanded (GTK_EXPANDER (field->widget), on);
  else
    gtk_check_button_set_active (GTK_CHECK_BUTTON (field->widget), on);
}

void
field_set_revealed (Field *field, gboolean revealed)
{
  gtk_entry_set_visibility (GTK_ENTRY (field->widget), revealed);
}

void
field_set_sensitive (Field *field, gboolean sensitive)
{
  gtk_widget_set_sensitive (field->widget, sensitive);
}

void
field_set_visible (Field *field, gboolean visible)
{
  gtk_widget_set_visible (field->widget, visible);
}

void
field_focus (Field *field)
{
  gtk_widget_grab_focus (field->widget);
}
