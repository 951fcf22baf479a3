/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/web/page.h>

#include <libxml/tree.h>

G_BEGIN_DECLS

/** A stretch of the page's reading text, in bytes, and the widgets in it. */
typedef struct {
  gsize start;
  gsize end;
  guint first_widget;  /* of the page's: those in the element are from here … */
  guint end_widget;    /* … up to here, exclusive */
  guint first_element; /* likewise of the page's elements, the element itself being the first */
  guint end_element;
} KigenSpan;

/** A table without its nesting: rows of cells, each cell in every place that its colspan and rowspan give it.
 */
typedef struct {
  GPtrArray *rows;     /* GPtrArray of xmlNode*, NULL for a hole */
  GHashTable *numbers; /* xmlNode* of a line or cell → its row or first column */
  /* What has been found out about it, where it was asked for: */
  GArray *heading_rows; /* gint8 a row: whether it holds headings, -1 for not known */
  GHashTable *words;    /* bare label → GArray of KigenWordPlace; NULL */
  GHashTable *above;    /* column → GPtrArray of xmlNode*, a row's nearest cell above without a widget */
} KigenGrid;

/** The topmost row of a column in which a cell says something. */
typedef struct {
  guint column;
  guint row;
} KigenWordPlace;

struct _KigenPage {
  char *url;
  char *base;    /* what references are resolved against */
  char *charset; /* of its bytes, as iconv knows it */
  char *title;
  char *heading;
  char *text;
  char *refresh; /* of the header or the meta tag, NULL */
  gboolean whole;
  xmlDoc *document;
  GString *flow;      /* what is to be read, in document order: '\n' between blocks, '\t' between cells */
  GArray *prose;      /* gsize: where in `flow` texts begin that say anything, outside of widgets */
  GArray *digits;     /* likewise those with a digit in them */
  guint widgets_open; /* while it is read */
  GHashTable *spans;  /* xmlNode* → KigenSpan* in `flow`, of every visible element */
  GHashTable *grids;  /* xmlNode* of a table → KigenGrid* */
  guint spread;       /* places that cells take in grids beyond one each */
  GHashTable *bare;   /* xmlNode* → its text as kigen_caption_bare() has it, of those that were compared */
  GHashTable *ids;    /* id → xmlNode* */
  GHashTable *captions; /* id → GPtrArray of xmlNode*: the `<label for>`s */
  GPtrArray *elements;  /* xmlNode* of every visible element, in document order */
  GPtrArray *widgets;   /* those of them that a user could fill or press */
  GPtrArray *forms;
  GHashTable *marks; /* xmlNode* of a form's marker → KigenForm* */
  GPtrArray *controls;
  GHashTable *rows;       /* xmlNode* of a row → its text */
  GHashTable *row_values; /* row and labels → the value, or NULL */
  gboolean is_linked;     /* whether the controls know their neighbours */
};

struct _KigenForm {
  KigenPage *page;
  xmlNode *node;      /* its marker */
  GPtrArray *entries; /* KigenEntry: all that may be sent, in document order */
  GPtrArray *fields;
  GPtrArray *controls;
  GHashTable *radios; /* name → KigenField* of its group */
};

/** One of a choice's options. */
typedef struct {
  char *value;
  char *text;
  gboolean chosen;
  xmlNode *node;
} KigenOption;

struct _KigenField {
  KigenForm *form;
  xmlNode *node;
  KigenFieldKind kind;
  char *name;  /* NULL: it is never sent */
  char *value; /* as preset */
  KigenSecret *filled;
  gboolean checked;
  gboolean read_only;
  GPtrArray *options;          /* KigenOption, of a choice */
  KigenOption *checked_option; /* of a group of radio buttons: the one that is chosen as yet */
  GPtrArray *labels;           /* char*, NULL-terminated; NULL until asked for */
};

struct _KigenControl {
  KigenPage *page;
  KigenForm *form; /* NULL for a link */
  xmlNode *node;
  KigenField *field;          /* of an option: the choice that pressing it makes first; else NULL */
  KigenOption *option;        /* likewise */
  GPtrArray *texts;           /* folded, best first */
  const KigenControl *before; /* the nearest one of its kind on the page, once they are linked; NULL */
  const KigenControl *after;
  const char *row; /* the page's; NULL until asked for */
  xmlNode *row_node;
};

/** What a form sends is one of these in order: a hidden value, a field, or a button when it is pressed. */
typedef struct {
  xmlNode *node; /* of a hidden value */
  KigenField *field;
  KigenControl *control;
} KigenEntry;

/* charset.c */

/** UTF-8 of bytes in a charset that is told or guessed; `*charset` is its name.  NULL where it is no text. */
char *kigen_charset_decode (GBytes *body, const char *told, char **charset);
/** The name that iconv has for what pages call a charset ("shift_jis" is CP932); NULL where it knows none. */
const char *kigen_charset_known (const char *name);

/* tree.c: the document as libxml2 left it */

/** The document, forms made markers (see kigen_tree_form_mark()); NULL where there is nothing in it.
 * `*given_up` is whether libxml2 left off before its end: it is nested too deeply. */
xmlDoc *kigen_tree_parse (const char *html, gboolean *given_up);
/** One with nothing in it. */
xmlDoc *kigen_tree_empty (void);
gboolean kigen_tree_is (const xmlNode *node, const char *name);
gboolean kigen_tree_is_one_of (const xmlNode *node, const char *const *names);
/** An attribute's value; NULL for none; g_free(). */
char *kigen_tree_attribute (const xmlNode *node, const char *name);
gboolean kigen_tree_has (const xmlNode *node, const char *name);
gboolean kigen_tree_attribute_is (const xmlNode *node, const char *name, const char *value);
/** The nearest ancestor of that name, at most up to `top` (exclusive, may be NULL). */
xmlNode *kigen_tree_ancestor (const xmlNode *node, const char *name);
gboolean kigen_tree_contains (const xmlNode *ancestor, const xmlNode *node);
gboolean kigen_tree_is_hidden (const xmlNode *node);
gboolean kigen_tree_is_block (const xmlNode *node);
/** Whether it is a table's cell. */
gboolean kigen_tree_is_cell (const xmlNode *node);
/** Whether it is drawn as a control or field, so that its text is not the page's. */
gboolean kigen_tree_is_widget (const xmlNode *node);

/** Whether it is a link or a button. */
gboolean kigen_tree_is_pressed (const xmlNode *node);

typedef enum {
  KIGEN_FORM_MARK_NONE,
  KIGEN_FORM_MARK_START,
  KIGEN_FORM_MARK_END,
} KigenFormMark;

KigenFormMark kigen_tree_form_mark (const xmlNode *node);
/** The text of a node and all below it, whether it is seen or not, tidied; g_free(). */
char *kigen_tree_text (const xmlNode *node);

/* flow.c: the reading text */

void kigen_flow_read (KigenPage *page);
/** An element's own reading text, tidied; g_free(). */
char *kigen_flow_text (const KigenPage *page, const xmlNode *node);
/** A stretch of it, tidied. */
char *kigen_flow_slice (const KigenPage *page, gsize start, gsize end);
/** The same with what lies in widgets left out; line and cell breaks are kept where `structured`. */
char *kigen_flow_prose (const KigenPage *page, const xmlNode *node, gboolean structured);
/** The same with only what is pressed left out: what a field shows may be what a page says. */
char *kigen_flow_statement (const KigenPage *page, const xmlNode *node, gboolean structured);
const KigenSpan *kigen_flow_span (const KigenPage *page, const xmlNode *node);
/** Whether there is anything in it to be filled or pressed. */
gboolean kigen_flow_holds_widget (const KigenPage *page, const xmlNode *node);
gboolean kigen_flow_has_digit (const char *text);
/** Whether an element has a text outside of widgets, or one with a digit: without reading it. */
gboolean kigen_flow_says_anything (const KigenPage *page, const xmlNode *node);
gboolean kigen_flow_says_digit (const KigenPage *page, const xmlNode *node);

/* grid.c: tables */

void kigen_grid_free (gpointer grid);
/** The grid of the table that a cell is in, and its place; NULL where it is in none. */
KigenGrid *kigen_grid_of_cell (KigenPage *page, xmlNode *cell, guint *row, guint *column);
KigenGrid *kigen_grid_of_table (KigenPage *page, xmlNode *table);
xmlNode *kigen_grid_cell (const KigenGrid *grid, guint row, guint column);
/** Whether the row holds headings for the rows below it. */
gboolean kigen_grid_is_heading_row (KigenPage *page, KigenGrid *grid, guint row);
/** The first column that has one of the labels (bare) anywhere above the row; FALSE for none. */
gboolean kigen_grid_column (KigenPage *page, KigenGrid *grid, char *const *bare, guint row, guint *column);
/** The nearest cell above in its column that has no widget in it; NULL for none. */
xmlNode *kigen_grid_above (KigenPage *page, KigenGrid *grid, guint row, guint column);

/* value.c: what stands for a label */

/** As kigen_page_value(), only within `scope`. */
char *kigen_value_within (KigenPage *page, const xmlNode *scope, const char *const *labels);

/* caption.c: labels, and what pages put around them */

/** "■ パスワード：" is 「パスワード」; folded; g_free(). */
char *kigen_caption_bare (const char *text);
/** All of them; g_strfreev(). */
char **kigen_caption_bare_all (const char *const *labels);
/** Which of the labels (bare) a text is; G_MAXSIZE for none. */
gsize kigen_caption_find (const char *text, char *const *bare);
/** The same of an element's text, which is undressed once for the page. */
gsize kigen_caption_find_node (KigenPage *page, const xmlNode *node, char *const *bare);

/* form.c, field.c, control.c */

void kigen_form_collect (KigenPage *page);
void kigen_form_free (gpointer form);
KigenField *kigen_field_new (KigenForm *form, xmlNode *node);
void kigen_field_free (gpointer field);
/** A radio button of a group that is there already. */
void kigen_field_add_option (KigenField *field, xmlNode *node);
/** NULL where it is not one that does anything. */
KigenControl *kigen_control_new (KigenPage *page, KigenForm *form, xmlNode *node);
void kigen_control_free (gpointer control);
/** The control that an option of a choice amounts to where its form has a button: choosing it and pressing
 * that. */
KigenControl *kigen_control_new_for_option (KigenField *field, KigenOption *option);
/** Whether it is disabled by itself or by its fieldset. */
gboolean kigen_node_is_disabled (const xmlNode *node);

/* label.c */

/** The candidates for what a field is for, best first: char*, NULL-terminated. */
GPtrArray *kigen_label_candidates (KigenPage *page, const KigenField *field);

G_END_DECLS
