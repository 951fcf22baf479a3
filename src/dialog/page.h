/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "controller.h"

#include <kigen/base/secret.h>

G_BEGIN_DECLS

/* A page: a heading, what there is to say, things to fill in, and buttons at its foot; all windows are made
 * of these, and each toolkit has its own way to make them.  What is in a page is the page's and gone with
 * it; a page that is pressed outlives what is called for that.  Labels have their mnemonic after a `_`. */

typedef enum {
  PAGE_MARK_NONE,
  PAGE_MARK_GOOD,
  PAGE_MARK_KNOWN, /* something to know */
  PAGE_MARK_WARNING,
  PAGE_MARK_WRONG,
  PAGE_MARK_QUESTION,
  PAGE_MARK_PASSWORD,
  PAGE_MARK_BACKUP,
  PAGE_MARK_RENEWING,
} PageMark;

typedef enum {
  PAGE_STYLE_PLAIN,
  PAGE_STYLE_NAME,
  PAGE_STYLE_DIM,
  PAGE_STYLE_GOOD,
  PAGE_STYLE_DUE,
  PAGE_STYLE_ENDED,
} PageStyle;

typedef enum {
  PAGE_BUTTON_PLAIN,
  PAGE_BUTTON_PREFERRED, /* pressed by Return, and has the focus where nothing is to be filled in */
  PAGE_BUTTON_HARMFUL,
  PAGE_BUTTON_LEAVING, /* where a toolkit has a key for that, pressed by it */
} PageButton;

typedef enum {
  PAGE_STEP_AHEAD,
  PAGE_STEP_GOING_ON,
  PAGE_STEP_COMPLETE,
} PageProgress;

typedef struct _Field Field;
typedef struct _Row Row;

typedef void (*PagePressed) (Controller *controller, Page *page, gpointer data);

Page *page_new (Controller *controller, PageMark mark, const char *heading);
/** Something that a page's callbacks use; freed with it.  There may be several. */
void page_keep (Page *page, gpointer data, GDestroyNotify free_data);

/* What there is to say
 * ---------------------------------------------------------------------------------------------- */

Field *page_add_text (Page *page, const char *text);
/** One that can be selected. */
void page_add_quotation (Page *page, const char *text);
/** Stands over what follows. */
void page_add_title (Page *page, const char *text);
/** The value can be selected. */
void page_add_pair (Page *page, const char *label, const char *value);
/** Label and value, char*[3] elements. */
void page_add_pairs (Page *page, GPtrArray *pairs);
/** Where what is wrong is said at once; empty at first. */
Field *page_add_problem (Page *page);
/** One of several that come one after the other; field_set_progress() moves on. */
Field *page_add_step (Page *page, const char *text);
/** What is going on, with something that moves beside it. */
Field *page_add_activity (Page *page);

/** A line with a mark, which stands out where it is `framed`. */
Row *page_add_row (Page *page, PageMark mark, const char *mark_words, gboolean framed);
void row_add_line (Row *row, const char *text, PageStyle style);
void row_add_button (Row *row, PageButton kind, const char *label, PagePressed pressed, gpointer data,
                     GDestroyNotify free_data);

/* What is to be filled in
 * ------------------------------------------------------------------------------------------- */

/** `hint` (may be NULL) is shown while it is empty. */
Field *page_add_entry (Page *page, const char *label, const char *text, const char *hint);
/** What is typed is not shown, and not remembered. */
Field *page_add_secret (Page *page, const char *label);
Field *page_add_choice (Page *page, const char *label, const char *const *choices, guint chosen);
Field *page_add_switch (Page *page, const char *label, gboolean on);
Field *page_add_check (Page *page, const char *label);
/** One of those in the group of `first`; NULL begins a group with one that is on.  Its label has no mnemonic.
 */
Field *page_add_radio (Page *page, const char *label, Field *first);
/** What is added until page_end_group() can be folded away, and is at first. */
Field *page_begin_group (Page *page, const char *label);
void page_end_group (Page *page);

/** `changed` is called after each change; one at most. */
void field_on_change (Field *field, PagePressed changed, gpointer data);
void field_set_text (Field *field, const char *text);
/** g_free(). */
char *field_text (const Field *field);
/** What is typed into one that is not shown.  kigen_secret_unref(). */
KigenSecret *field_secret (const Field *field);
guint field_chosen (const Field *field);
gboolean field_is_on (const Field *field);
void field_set_on (Field *field, gboolean on);
void field_set_revealed (Field *field, gboolean revealed);
void field_set_sensitive (Field *field, gboolean sensitive);
void field_set_visible (Field *field, gboolean visible);
void field_set_progress (Field *field, PageProgress progress);
void field_focus (Field *field);

/* Buttons; `data` is handed to `pressed`
 * ----------------------------------------------------------------------------- */

/** At the foot. */
Field *page_add_button (Page *page, PageButton kind, const char *label, PagePressed pressed, gpointer data);
/** 「一覧に戻る」 */
void page_add_back (Page *page);
/** In the line over the foot: the way to another window. */
void page_add_way (Page *page, const char *label, PagePressed pressed, gpointer data);
/** By itself, under what was added last. */
void page_add_small_button (Page *page, const char *label, PagePressed pressed, gpointer data);
/** Beside a radio button. */
void field_add_button (Field *field, const char *label, PagePressed pressed, gpointer data);

/* Whole ones
 * -------------------------------------------------------------------------------------------------------- */

/** A waiting page, on which something moves. */
Page *page_new_waiting (Controller *controller, const char *heading);
/** What went wrong, what to do, whom to call, and details to be copied. */
Page *page_new_trouble (Controller *controller, const GError *error);

G_END_DECLS
