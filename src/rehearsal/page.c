/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* A page is put together block by block; everything in it is its own copy but the names of actions and
 * fields. */
#include "page.h"

static Control *
control_new (const char *text, const char *action, const char *token)
{
  Control *control = g_new0 (Control, 1);
  control->action = action;
  control->text = g_strdup (text);
  control->token = g_strdup (token);
  return control;
}

static void
control_free (gpointer data)
{
  Control *control = data;
  g_free (control->text);
  g_free (control->token);
  g_free (control);
}

static void
row_free (gpointer data)
{
  Row *row = data;
  g_free (row->label);
  g_free (row->value);
  g_free (row);
}

static void
field_free (gpointer data)
{
  Field *field = data;
  g_free (field->label);
  g_free (field->value);
  g_free (field);
}

static void
line_free (gpointer data)
{
  Line *line = data;
  g_strfreev (line->cells);
  g_clear_pointer (&line->control, control_free);
  g_free (line);
}

static void
block_free (gpointer data)
{
  Block *block = data;
  g_free (block->text);
  g_ptr_array_unref (block->rows);
  g_ptr_array_unref (block->fields);
  g_ptr_array_unref (block->controls);
  g_ptr_array_unref (block->lines);
  g_free (block);
}

Page *
page_new (const char *title)
{
  Page *page = g_new0 (Page, 1);
  page->status = 200;
  page->title = g_strdup (title);
  page->blocks = g_ptr_array_new_with_free_func (block_free);
  return page;
}

void
page_free (Page *page)
{
  g_free (page->title);
  g_ptr_array_unref (page->blocks);
  g_clear_pointer (&page->refresh, control_free);
  g_free (page);
}

static Block *
add_block (Page *page, BlockKind kind, const char *text)
{
  Block *block = g_new0 (Block, 1);
  block->kind = kind;
  block->text = g_strdup (text);
  block->rows = g_ptr_array_new_with_free_func (row_free);
  block->fields = g_ptr_array_new_with_free_func (field_free);
  block->controls = g_ptr_array_new_with_free_func (control_free);
  block->lines = g_ptr_array_new_with_free_func (line_free);
  g_ptr_array_add (page->blocks, block);
  return block;
}

void
page_say (Page *page, const char *text)
{
  add_block (page, BLOCK_TEXT, text);
}

void
page_complain (Page *page, const char *text)
{
  add_block (page, BLOCK_ERROR, text);
}

void
page_head (Page *page, const char *text)
{
  add_block (page, BLOCK_HEADING, text);
}

void
page_refresh (Page *page, const char *text, const char *action, const char *token, gboolean forwards)
{
  g_clear_pointer (&page->refresh, control_free);
  page->refresh = control_new (text, action, token);
  page->forwards = forwards;
}

Block *
page_rows (Page *page)
{
  return add_block (page, BLOCK_ROWS, NULL);
}

Block *
page_form (Page *page)
{
  return add_block (page, BLOCK_FORM, NULL);
}

Block *
page_table (Page *page, const char *const *headings)
{
  Block *block = add_block (page, BLOCK_TABLE, NULL);
  block_line (block, headings, NULL, NULL, NULL);
  return block;
}

Block *
page_places (Page *page)
{
  return add_block (page, BLOCK_PLACES, NULL);
}

void
block_row (Block *block, const char *label, const char *value)
{
  Row *row = g_new0 (Row, 1);
  row->label = g_strdup (label);
  row->value = g_strdup (value);
  g_ptr_array_add (block->rows, row);
}

void
block_field (Block *block, FieldKind kind, const char *name, const char *label, const char *value)
{
  Field *field = g_new0 (Field, 1);
  field->kind = kind;
  field->name = name;
  field->label = g_strdup (label);
  field->value = g_strdup (value);
  g_ptr_array_add (block->fields, field);
}

void
block_control (Block *block, const char *text, const char *action, const char *token)
{
  g_ptr_array_add (block->controls, control_new (text, action, token));
}

void
block_line (Block *block, const char *const *cells, const char *text, const char *action, const char *token)
{
  Line *line = g_new0 (Line, 1);
  g_autoptr (GStrvBuilder) copies = g_strv_builder_new ();
  for (const char *const *cell = cells; *cell != NULL; cell++)
    g_strv_builder_add (copies, *cell);
  line->cells = g_strv_builder_end (copies);
  if (action != NULL)
    line->control = control_new (text, action, token);
  g_ptr_array_add (block->lines, line);
}
