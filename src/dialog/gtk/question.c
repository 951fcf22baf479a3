/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* A question is a sheet like any other here. */

#include "question.h"

void
question_show (Shell *shell, const Question *question)
{
  Sheet *sheet = sheet_new (shell, SHEET_MARK_QUESTION, question->heading);
  if (question->free_data != NULL)
    sheet_keep (sheet, question->data, question->free_data);
  if (question->pairs != NULL)
    sheet_add_pairs (sheet, question->pairs);
  sheet_add_text (sheet, question->text);
  for (gsize i = 0; i < G_N_ELEMENTS (question->choices); i++)
    sheet_add_button (sheet, question->choices[i].kind, question->choices[i].label,
                      question->choices[i].pressed, question->data);
  shell_show (shell, sheet);
}
