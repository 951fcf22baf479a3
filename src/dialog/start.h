/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "controller.h"

G_BEGIN_DECLS

#define START_EXIT_USAGE 2

/** How the program was started. */
typedef struct {
  ControllerOptions given;
  gboolean verbose;
  char **words;
} Start;

/** Language, logging and what protects secrets; reads the command line (UTF-8 on Windows, as the system has
 * it elsewhere).  FALSE where it cannot be understood, and it has been said. */
gboolean start_begin (Start *start, char **arguments);
void start_clear (Start *start);

G_END_DECLS
