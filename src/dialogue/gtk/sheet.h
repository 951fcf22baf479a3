/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "shell.h"

#include <kigen/profile.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A sheet: a heading, what there is to say, things to fill in, and buttons at its foot; all windows are made
 * of these.  Widgets belong to the sheet. */

typedef enum {
  SHEET_BUTTON_PLAIN,
  SHEET_BUTTON_PREFERRED, /* pressed by Return, and has the focus where nothing is to be filled in */
  SHEET_BUTTON_HARMFUL,
} SheetButton;

typedef void (*SheetPressed) (Shell *shell, GtkWidget *sheet, gpointer data);

/** `icon` is a symbolic icon's name or NULL. */
GtkWidget *sheet_new (Shell *shell, const char *icon, const char *heading);
/** Something that a sheet's callbacks use; freed with it. */
void sheet_keep (GtkWidget *sheet, gpointer data, GDestroyNotify free_data);
/** A text of one's own place in it, which wraps at any width; `style` is a class of the style sheet or NULL.
 */
GtkWidget *sheet_line_new (const char *text, const char *style);
GtkWidget *sheet_add_text (GtkWidget *sheet, const char *text);
/** Label and value, char*[3] elements; values can be selected. */
void sheet_add_pairs (GtkWidget *sheet, GPtrArray *pairs);
void sheet_add_pair (GtkWidget *sheet, const char *label, const char *value);
/** A field with its label (mnemonic with `_`) above it. */
void sheet_add_field (GtkWidget *sheet, const char *label, GtkWidget *field);
/** A switch with its label (mnemonic with `_`) beside it. */
GtkWidget *sheet_add_switch (GtkWidget *sheet, const char *label);
/** What is added until sheet_end_group() can be folded away, and is at first; the GtkExpander. */
GtkWidget *sheet_begin_group (GtkWidget *sheet, const char *label);
void sheet_end_group (GtkWidget *sheet);
/** A folded expander whose name for screen readers is what stands on it. */
GtkWidget *sheet_make_expander (const char *label);
/** Something that stands out: an icon and words, at the list's end or a window's head. */
GtkWidget *sheet_add_remark (GtkWidget *sheet, const char *icon, const char *text);
void sheet_add (GtkWidget *sheet, GtkWidget *widget);
/** A button whose name for screen readers is what stands on it. */
GtkWidget *sheet_make_button (const char *label);
/** The part that takes the room there is: a list. */
void sheet_add_scrolled (GtkWidget *sheet, GtkWidget *widget);
/** Where what is wrong is said at once; empty at first. */
GtkWidget *sheet_add_problem (GtkWidget *sheet);
/** `data` is handed to `pressed`. */
GtkWidget *sheet_add_button (GtkWidget *sheet, SheetButton kind, const char *label, SheetPressed pressed,
                             gpointer data);
/** 「一覧に戻る」 */
void sheet_add_back (GtkWidget *sheet);
void sheet_set_focus (GtkWidget *sheet);

/** A waiting sheet with a spinner. */
GtkWidget *sheet_new_waiting (Shell *shell, const char *heading);
/** What went wrong, what to do, whom to call, and details to be copied. */
GtkWidget *sheet_new_trouble (Shell *shell, const GError *error);

/** Two fields for a new password (or one, for a known one), with what is wrong said at once. */
typedef struct {
  GtkWidget *first;
  GtkWidget *second; /* NULL for a known one */
  GtkWidget *problem;
  GtkWidget *button;     /* sensitive while the answer will do */
  KigenProfile *profile; /* NULL: any that is not empty */
} PasswordFields;

/** Adds them; set `button` afterwards and call password_fields_check() once.  Freed with the sheet. */
PasswordFields *sheet_add_password (GtkWidget *sheet, KigenProfile *profile, gboolean twice);
void password_fields_check (PasswordFields *fields);
/** kigen_secret_unref(). */
KigenSecret *password_fields_take (const PasswordFields *fields);

typedef struct {
  const char *uri;
  gboolean was_wrong;
} StorePasswordQuestion;

/** Answers with a KigenSecret. */
void sheet_ask_store_password (Shell *shell, const StorePasswordQuestion *question);

G_END_DECLS
