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
  PageProgress progress[N_SHOWN];
  char *words; /* what is going on */
  GString *notes;
  guint turn; /* the controller's while its page is on show */
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
steps_begin (Controller *controller)
{
  Steps *steps = g_new0 (Steps, 1);
  steps->notes = g_string_new (NULL);
  controller_keep (controller, steps, free_steps);
}

static void
fill (Controller *controller, const Steps *steps)
{
  if (steps->turn != controller_turn (controller))
    return;
  for (int i = 0; i < N_SHOWN; i++)
    field_set_progress (steps->steps[i], steps->progress[i]);
  field_set_text (steps->now, steps->words != NULL ? steps->words : "");
  field_set_text (steps->note, steps->notes->str);
  field_set_visible (steps->note, steps->notes->len > 0);
}

static void
stop (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  controller_close (controller);
}

void
steps_show (Controller *controller)
{
  Steps *steps = controller_kept (controller);
  Page *page = page_new (controller, PAGE_MARK_NONE, _ ("The certificate is being renewed"));
  for (int i = 0; i < N_SHOWN; i++)
    steps->steps[i] = page_add_step (page, _ (names[i]));
  steps->now = page_add_activity (page);
  steps->note = page_add_text (page, "");
  page_add_text (page, _ ("The window may be closed at any time: nothing is lost, and the renewal can be "
                          "gone on with later."));
  page_add_button (page, PAGE_BUTTON_LEAVING, _ ("_Later"), stop, NULL);
  controller_show (controller, page);
  steps->turn = controller_turn (controller);
  fill (controller, steps);
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
take_tale (Controller *controller, gpointer data)
{
  const Tale *tale = data;
  Steps *steps = controller_kept (controller);
  int reached = (int)tale->step - FIRST;
  for (int i = 0; i < N_SHOWN; i++)
    if (i < reached || (i == reached && tale->complete))
      steps->progress[i] = PAGE_STEP_COMPLETE;
    else if (i == reached)
      steps->progress[i] = PAGE_STEP_GOING_ON;
    else
      steps->progress[i] = PAGE_STEP_AHEAD;
  g_free (steps->words);
  steps->words = g_strdup (tale->text);
  fill (controller, steps);
}

void
steps_tell (Controller *controller, KigenStep step, gboolean complete, const char *text)
{
  Tale *tale = g_new0 (Tale, 1);
  tale->step = step;
  tale->complete = complete;
  tale->text = g_strdup (text);
  controller_tell (controller, take_tale, tale, free_tale);
}

static void
take_note (Controller *controller, gpointer text)
{
  Steps *steps = controller_kept (controller);
  g_string_append_printf (steps->notes, "%s%s", steps->notes->len > 0 ? "\n" : "", (const char *)text);
  fill (controller, steps);
}

void
steps_note (Controller *controller, const char *text)
{
  controller_tell (controller, take_note, g_strdup (text), g_free);
}
