/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "shell.h"

#include <kigen/base/secret.h>

G_BEGIN_DECLS

/* A sheet: a heading, what there is to say, things to fill in, and buttons at its foot; all windows are made
 * of these, and each toolkit has its own way to make them.  What is in a sheet is the sheet's and gone with
 * it; a sheet that is pressed outlives what is called for that.  Labels have their mnemonic after a `_`. */

typedef enum {
  SHEET_MARK_NONE,
  SHEET_MARK_GOOD,
  SHEET_MARK_KNOWN, /* something to know */
  SHEET_MARK_WARNING,
  SHEET_MARK_WRONG,
  SHEET_MARK_QUESTION,
  SHEET_MARK_PASSWORD,
  SHEET_MARK_BACKUP,
  SHEET_MARK_RENEWING,
} SheetMark;

typedef enum {
  SHEET_STYLE_PLAIN,
  SHEET_STYLE_NAME,
  SHEET_STYLE_DIM,
  SHEET_STYLE_GOOD,
  SHEET_STYLE_DUE,
  SHEET_STYLE_ENDED,
} SheetStyle;

typedef enum {
  SHEET_BUTTON_PLAIN,
  SHEET_BUTTON_PREFERRED, /* pressed by Return, and has the focus where nothing is to be filled in */
  SHEET_BUTTON_HARMFUL,
  SHEET_BUTTON_LEAVING, /* where a toolkit has a key for that, pressed by it */
} SheetButton;

typedef enum {
  SHEET_STEP_AHEAD,
  SHEET_STEP_GOING_ON,
  SHEET_STEP_COMPLETE,
} SheetProgress;

typedef struct _Field Field;
typedef struct _Row Row;

typedef void (*SheetPressed) (Shell *shell, Sheet *sheet, gpointer data);

Sheet *sheet_new (Shell *shell, SheetMark mark, const char *heading);
/** Something that a sheet's callbacks use; freed with it.  There may be several. */
void sheet_keep (Sheet *sheet, gpointer data, GDestroyNotify free_data);

/* What there is to say
 * ---------------------------------------------------------------------------------------------- */

Field *sheet_add_text (Sheet *sheet, const char *text);
/** One that can be selected. */
void sheet_add_quotation (Sheet *sheet, const char *text);
/** Stands over what follows. */
void sheet_add_title (Sheet *sheet, const char *text);
/** The value can be selected. */
void sheet_add_pair (Sheet *sheet, const char *label, const char *value);
/** Label and value, char*[3] elements. */
void sheet_add_pairs (Sheet *sheet, GPtrArray *pairs);
/** Where what is wrong is said at once; empty at first. */
Field *sheet_add_problem (Sheet *sheet);
/** One of several that come one after the other; field_set_progress() moves on. */
Field *sheet_add_step (Sheet *sheet, const char *text);
/** What is going on, with something that moves beside it. */
Field *sheet_add_activity (Sheet *sheet);

/** A line with a mark, which stands out where it is `framed`. */
Row *sheet_add_row (Sheet *sheet, SheetMark mark, const char *mark_words, gboolean framed);
void row_add_line (Row *row, const char *text, SheetStyle style);
void row_add_button (Row *row, SheetButton kind, const char *label, SheetPressed pressed, gpointer data,
                     GDestroyNotify free_data);

/* What is to be filled in
 * ------------------------------------------------------------------------------------------- */

/** `hint` (may be NULL) is shown while it is empty. */
Field *sheet_add_entry (Sheet *sheet, const char *label, const char *text, const char *hint);
/** What is typed is not shown, and not remembered. */
Field *sheet_add_secret (Sheet *sheet, const char *label);
Field *sheet_add_choice (Sheet *sheet, const char *label, const char *const *choices, guint chosen);
Field *sheet_add_switch (Sheet *sheet, const char *label, gboolean on);
Field *sheet_add_check (Sheet *sheet, const char *label);
/** One of those in the group of `first`; NULL begins a group with one that is on.  Its label has no mnemonic.
 */
Field *sheet_add_radio (Sheet *sheet, const char *label, Field *first);
/** What is added until sheet_end_group() can be folded away, and is at first. */
Field *sheet_begin_group (Sheet *sheet, const char *label);
void sheet_end_group (Sheet *sheet);

/** `changed` is called after each change; one at most. */
void field_on_change (Field *field, SheetPressed changed, gpointer data);
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
void field_set_progress (Field *field, SheetProgress progress);
void field_focus (Field *field);

/* Buttons; `data` is handed to `pressed`
 * ----------------------------------------------------------------------------- */

/** At the foot. */
Field *sheet_add_button (Sheet *sheet, SheetButton kind, const char *label, SheetPressed pressed,
                         gpointer data);
/** 「一覧に戻る」 */
void sheet_add_back (Sheet *sheet);
/** In the line over the foot: the way to another window. */
void sheet_add_way (Sheet *sheet, const char *label, SheetPressed pressed, gpointer data);
/** By itself, under what was added last. */
void sheet_add_small_button (Sheet *sheet, const char *label, SheetPressed pressed, gpointer data);
/** Beside a radio button. */
void field_add_button (Field *field, const char *label, SheetPressed pressed, gpointer data);

/* Whole ones
 * -------------------------------------------------------------------------------------------------------- */

/** A waiting sheet, on which something moves. */
Sheet *sheet_new_waiting (Shell *shell, const char *heading);
/** What went wrong, what to do, whom to call, and details to be copied. */
Sheet *sheet_new_trouble (Shell *shell, const GError *error);

G_END_DECLS
