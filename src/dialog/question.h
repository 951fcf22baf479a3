/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "page.h"

G_BEGIN_DECLS

typedef struct {
  PageButton kind; /* what is preferred also stands for leaving */
  const char *label;
  PagePressed pressed; /* where a toolkit asks otherwise than by a page, that is NULL */
} QuestionChoice;

/** Something to be decided before anything else.  The strings are copied where they are kept. */
typedef struct {
  const char *heading;
  GPtrArray *pairs; /* label and value, char*[3] elements; NULL for none */
  const char *text;
  QuestionChoice choices[2];
  gpointer data; /* handed to what is pressed */
  GDestroyNotify free_data;
} Question;

/** Takes the data over. */
void question_show (Controller *controller, const Question *question);

G_END_DECLS
