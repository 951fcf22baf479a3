/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* A question is a page like any other here. */

#include "question.h"

void
question_show (Controller *controller, const Question *question)
{
  Page *page = page_new (controller, PAGE_MARK_QUESTION, question->heading);
  if (question->free_data != NULL)
    page_keep (page, question->data, question->free_data);
  if (question->pairs != NULL)
    page_add_pairs (page, question->pairs);
  page_add_text (page, question->text);
  for (gsize i = 0; i < G_N_ELEMENTS (question->choices); i++)
    page_add_button (page, question->choices[i].kind, question->choices[i].label,
                     question->choices[i].pressed, question->data);
  controller_show (controller, page);
}
