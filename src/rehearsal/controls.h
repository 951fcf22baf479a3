/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "address.h"

/* Forms, and the buttons and links in them. */
void controls_open_form (GString *out, const Place *place, const char *action);
void controls_draw_form (GString *out, const Place *place, const Block *block);
/* A control that needs nothing to be entered, on its own; and one in a line of a table. */
void controls_draw_alone (GString *out, const Place *place, const Control *control);
void controls_draw_in_line (GString *out, const Place *place, const Control *control);
