/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What a renewal has done so far lives beside the window, so that it can be shown again after each question;
 * the labels on show are filled from it. */

#include "steps.h"

#include <glib/gi18n-lib.h>

#define FIRST KIGEN_STEP_APPLIED
#define LAST KIGEN_STEP_RETIRED
#define N_SHOWN (LAST - FIRST + 1)

typedef struct {
  SheetProgress progress[N_SHOWN];
  char *words; /* what is going on */
  GString *notes;
  guint turn; /* the shell's while its sheet is on show */
  Field *steps[N_SHOWN];
  Field *now;
  Field *note;
} Steps;

static const char *const names[N_SHOWN] = {
  N_ ("The renewal is applied for"),
  N_ ("The authority issues the certificate"),
  N_ ("The certificate and its key are received"),
  N_ ("The certificate is installed"),
  N_ ("The new certificate is proved to log in"),
  N_ ("The backup is written and read back"),
  N_ ("The old certificate is dealt with"),
};

static void
free_steps (gpointer data)
{
  Steps *steps = data;
  g_free (steps->words);
  g_string_free (steps->notes, TRUE);
  g_free (steps);
}

void
steps_begin (Shell *shell)
{
  Steps *steps = g_new0 (Steps, 1);
  steps->notes = g_string_new (NULL);
  shell_keep (shell, steps, free_steps);
}

static void
fill (Shell *shell, const Steps *steps)
{
  if (steps->turn != shell_turn (shell))
    return;
  for (int i = 0; i < N_SHOWN; i++)
    field_set_progress (steps->steps[i], steps->progress[i]);
  field_set_text (steps->now, steps->words != NULL ? steps->words : "");
  field_set_text (steps->note, steps->notes->str);
  field_set_visible (steps->note, steps->notes->len > 0);
}

static void
stop (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  shell_close (shell);
}

void
steps_show (Shell *shell)
{
  Steps *steps = shell_kept (shell);
  Sheet *sheet = sheet_new (shell, SHEET_MARK_NONE, _ ("The certificate is being renewed"));
  for (int i = 0; i < N_SHOWN; i++)
    steps->steps[i] = sheet_add_step (sheet, _ (names[i]));
  steps->now = sheet_add_activity (sheet);
  steps->note = sheet_add_text (sheet, "");
  sheet_add_text (sheet, _ ("The window may be closed at any time: nothing is lost, and the renewal can be "
                            "gone on with later."));
  sheet_add_button (sheet, SHEET_BUTTON_LEAVING, _ ("_Later"), stop, NULL);
  shell_show (shell, sheet);
  steps->turn = shell_turn (shell);
  fill (shell, steps);
}

typedef struct {
  KigenStep step;
  gboolean complete;
  char *text;
} Tale;

static void
free_tale (gpointer data)
{
  Tale *tale = data;
  g_free (tale->text);
  g_free (tale);
}

static void
take_tale (Shell *shell, gpointer data)
{
  const Tale *tale = data;
  Steps *steps = shell_kept (shell);
  int reached = (int)tale->step - FIRST;
  for (int i = 0; i < N_SHOWN; i++)
    if (i < reached || (i == reached && tale->complete))
      steps->progress[i] = SHEET_STEP_COMPLETE;
    else if (i == reached)
      steps->progress[i] = SHEET_STEP_GOING_ON;
    else
      steps->progress[i] = SHEET_STEP_AHEAD;
  g_free (steps->words);
  steps->words = g_strdup (tale->text);
  fill (shell, steps);
}

void
steps_tell (Shell *shell, KigenStep step, gboolean complete, const char *text)
{
  Tale *tale = g_new0 (Tale, 1);
  tale->step = step;
  tale->complete = complete;
  tale->text = g_strdup (text);
  shell_tell (shell, take_tale, tale, free_tale);
}

static void
take_note (Shell *shell, gpointer text)
{
  Steps *steps = shell_kept (shell);
  g_string_append_printf (steps->notes, "%s%s", steps->notes->len > 0 ? "\n" : "", (const char *)text);
  fill (shell, steps);
}

void
steps_note (Shell *shell, const char *text)
{
  shell_tell (shell, take_note, g_strdup (text), g_free);
}
