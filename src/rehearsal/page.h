/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/*
 * A page as data: what it says and what can be done on it, in the manuals' words, with no thought of markup.
 * `action` words and field names are the rehearsal's own; a rendering gives them the names they have on the
 * wire.
 */
typedef enum {
  FIELD_TEXT,
  FIELD_PASSWORD,
  FIELD_SHOWN, /* a value among the fields, not to be changed */
} FieldKind;

typedef struct {
  FieldKind kind;
  const char *name;
  char *label, *value;
} Field;

typedef struct {
  const char *action;
  char *text;
  char *token; /* what comes back with it; its meaning is the session's */
} Control;

typedef struct {
  char *label, *value;
} Row;

/* A line of a table, with what can be done about it, if anything. */
typedef struct {
  char **cells;
  Control *control;
} Line;

typedef enum {
  BLOCK_TEXT,
  BLOCK_ERROR,
  BLOCK_HEADING,
  BLOCK_ROWS,
  BLOCK_FORM,
  BLOCK_TABLE,
  BLOCK_PLACES
} BlockKind;

typedef struct {
  BlockKind kind;
  char *text;
  GPtrArray *rows;     /* Row: of BLOCK_ROWS and BLOCK_PLACES (label and address) */
  GPtrArray *fields;   /* Field: of BLOCK_FORM */
  GPtrArray *controls; /* Control: of BLOCK_FORM; the last one is the one meant */
  GPtrArray *lines;    /* Line: of BLOCK_TABLE; the first holds the headings */
} Block;

typedef struct {
  unsigned status;
  char *title;
  GPtrArray *blocks;
  Control *refresh;  /* where the page goes on by itself, or by a button that says so */
  gboolean forwards; /* the refresh leads to another page */
  int retry_after;   /* 0: not said */
} Page;

Page *page_new (const char *title);
void page_free (Page *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, page_free)

void page_say (Page *page, const char *text);
void page_complain (Page *page, const char *text);
void page_head (Page *page, const char *text);
void page_refresh (Page *page, const char *text, const char *action, const char *token, gboolean forwards);
Block *page_rows (Page *page);
Block *page_form (Page *page);
Block *page_table (Page *page, const char *const *headings);
Block *page_places (Page *page);

void block_row (Block *block, const char *label, const char *value);
void block_field (Block *block, FieldKind kind, const char *name, const char *label, const char *value);
void block_control (Block *block, const char *text, const char *action, const char *token);
/* `action` may be NULL: nothing can be done about that line. */
void block_line (Block *block, const char *const *cells, const char *text, const char *action,
                 const char *token);
