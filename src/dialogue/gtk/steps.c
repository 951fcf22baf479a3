/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* What a renewal has done so far lives beside the window, so that it can be shown again after each question;
 * the labels on show are filled from it. */

#include "steps.h"

#include <glib/gi18n-lib.h>

#define FIRST KIGEN_STEP_APPLIED
#define LAST KIGEN_STEP_RETIRED
#define N_SHOWN (LAST - FIRST + 1)

typedef enum {
  STEP_AHEAD,
  STEP_GOING_ON,
  STEP_COMPLETE,
} Progress;

typedef struct {
  Progress progress[N_SHOWN];
  char *words; /* what is going on */
  GString *notes;
  GtkWidget *icons[N_SHOWN]; /* on show; NULL where there is no sheet */
  GtkWidget *now;
  GtkWidget *note;
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

static Steps *
steps_of (Shell *shell)
{
  return g_object_get_data (G_OBJECT (shell_window (shell)), "steps");
}

void
steps_begin (Shell *shell)
{
  Steps *steps = g_new0 (Steps, 1);
  steps->notes = g_string_new (NULL);
  g_object_set_data_full (G_OBJECT (shell_window (shell)), "steps", steps, free_steps);
}

static const char *
icon_for (Progress progress)
{
  static const char *const icons[]
      = { "media-record-symbolic", "go-next-symbolic", "object-select-symbolic" };
  return icons[progress];
}

static void
fill (Steps *steps)
{
  for (int i = 0; i < N_SHOWN; i++) {
    if (steps->icons[i] == NULL)
      return;
    gtk_image_set_from_icon_name (GTK_IMAGE (steps->icons[i]), icon_for (steps->progress[i]));
    gtk_widget_set_opacity (steps->icons[i], steps->progress[i] == STEP_AHEAD ? 0.25 : 1);
  }
  gtk_label_set_text (GTK_LABEL (steps->now), steps->words != NULL ? steps->words : "");
  gtk_label_set_text (GTK_LABEL (steps->note), steps->notes->str);
  gtk_widget_set_visible (steps->note, steps->notes->len > 0);
}

static void
forget_sheet (GtkWidget *sheet G_GNUC_UNUSED, gpointer data)
{
  Steps *steps = data;
  for (int i = 0; i < N_SHOWN; i++)
    steps->icons[i] = NULL;
}

static GtkWidget *
make_step (Steps *steps, int i)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ (names[i]));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  steps->icons[i] = gtk_image_new ();
  gtk_box_append (GTK_BOX (box), steps->icons[i]);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
stop (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  gtk_window_destroy (shell_window (shell));
}

GtkWidget *
steps_sheet (Shell *shell)
{
  Steps *steps = steps_of (shell);
  GtkWidget *sheet = sheet_new (shell, NULL, _ ("The certificate is being renewed"));
  for (int i = 0; i < N_SHOWN; i++)
    sheet_add (sheet, make_step (steps, i));
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *spinner = gtk_spinner_new ();
  gtk_spinner_start (GTK_SPINNER (spinner));
  steps->now = gtk_label_new ("");
  gtk_accessible_update_property (GTK_ACCESSIBLE (steps->now), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("What is going on"), -1);
  gtk_box_append (GTK_BOX (line), spinner);
  gtk_box_append (GTK_BOX (line), steps->now);
  sheet_add (sheet, line);
  steps->note = sheet_add_text (sheet, "");
  sheet_add_text (sheet, _ ("The window may be closed at any time: nothing is lost, and the renewal can be "
                            "gone on with later."));
  sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("_Later"), stop, NULL);
  g_signal_connect (sheet, "destroy", G_CALLBACK (forget_sheet), steps);
  fill (steps);
  return sheet;
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
  Steps *steps = steps_of (shell);
  int reached = (int)tale->step - FIRST;
  for (int i = 0; i < N_SHOWN; i++)
    if (i < reached || (i == reached && tale->complete))
      steps->progress[i] = STEP_COMPLETE;
    else if (i == reached)
      steps->progress[i] = STEP_GOING_ON;
    else
      steps->progress[i] = STEP_AHEAD;
  g_free (steps->words);
  steps->words = g_strdup (tale->text);
  fill (steps);
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

void
steps_note (Shell *shell, const char *text)
{
  Steps *steps = steps_of (shell);
  g_string_append_printf (steps->notes, "%s%s", steps->notes->len > 0 ? "\n" : "", text);
  fill (steps);
}
