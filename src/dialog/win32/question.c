/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* A question is Windows' own task dialogue, with a link that says what each answer does. */

#include "question.h"

#include "frame-win32.h"
#include "utf16.h"

#include <commctrl.h>

#define FIRST_CHOICE 100

typedef struct {
  Controller *controller;
  wchar_t *heading;
  wchar_t *text;
  wchar_t *labels[2];
  PagePressed pressed[2];
  int preferred;
  gboolean is_harmful;
  gpointer data;
  GDestroyNotify free_data;
} Asked;

static wchar_t *
whole_text (const Question *question)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; question->pairs != NULL && i < question->pairs->len; i++) {
    char *const *pair = g_ptr_array_index (question->pairs, i);
    g_string_append_printf (text, "%s: %s\n", pair[0], pair[1]);
  }
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, question->text);
  return utf16_words (text->str);
}

static int
ask_windows (const Asked *asked)
{
  TASKDIALOG_BUTTON buttons[G_N_ELEMENTS (asked->labels)];
  for (int i = 0; i < (int)G_N_ELEMENTS (buttons); i++)
    buttons[i] = (TASKDIALOG_BUTTON){ FIRST_CHOICE + i, asked->labels[i] };
  TASKDIALOGCONFIG config = {
    .cbSize = sizeof config,
    .hwndParent = frame_window (controller_frame (asked->controller)),
    .dwFlags = TDF_USE_COMMAND_LINKS | TDF_ALLOW_DIALOG_CANCELLATION | TDF_POSITION_RELATIVE_TO_WINDOW,
    .pszWindowTitle = L"Kigen",
    .pszMainIcon = asked->is_harmful ? TD_WARNING_ICON : TD_INFORMATION_ICON,
    .pszMainInstruction = asked->heading,
    .pszContent = asked->text,
    .cButtons = G_N_ELEMENTS (buttons),
    .pButtons = buttons,
    .nDefaultButton = FIRST_CHOICE + asked->preferred,
  };
  int pressed = 0;
  if (FAILED (TaskDialogIndirect (&config, &pressed, NULL, NULL)) || pressed < FIRST_CHOICE)
    return asked->preferred;
  return pressed - FIRST_CHOICE;
}

/* In a call of its own, so that whoever asks goes on; the window may be gone when it is answered. */
static void
ask (gpointer data)
{
  Asked *asked = data;
  Frame *frame = controller_frame (asked->controller);
  if (frame != NULL) {
    int chosen = ask_windows (asked);
    if (controller_frame (asked->controller) == frame) {
      frame_set_modal (frame, FALSE);
      asked->pressed[chosen](asked->controller, NULL, asked->data);
    }
  }
  if (asked->free_data != NULL)
    asked->free_data (asked->data);
  g_free (asked->heading);
  g_free (asked->text);
  for (gsize i = 0; i < G_N_ELEMENTS (asked->labels); i++)
    g_free (asked->labels[i]);
  controller_unref (asked->controller);
  g_free (asked);
}

void
question_show (Controller *controller, const Question *question)
{
  Asked *asked = g_new0 (Asked, 1);
  asked->controller = controller_ref (controller);
  asked->heading = utf16_words (question->heading);
  asked->text = whole_text (question);
  for (int i = 0; i < (int)G_N_ELEMENTS (asked->labels); i++) {
    asked->labels[i] = utf16_label (question->choices[i].label);
    asked->pressed[i] = question->choices[i].pressed;
    asked->preferred = question->choices[i].kind == PAGE_BUTTON_PREFERRED ? i : asked->preferred;
    asked->is_harmful = asked->is_harmful || question->choices[i].kind == PAGE_BUTTON_HARMFUL;
  }
  asked->data = question->data;
  asked->free_data = question->free_data;
  frame_set_modal (controller_frame (controller), TRUE);
  frame_call (ask, asked);
}
