/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "controller.h"
#include "look.h"

G_BEGIN_DECLS

/** Opens the window, not shown yet; the controller behind it goes with it.  The program stays as long as it
 * is open. */
Controller *frame_open (const ControllerOptions *options);
HWND frame_window (const Frame *frame);
const Look *frame_look (const Frame *frame);
/** Shows the window, in front where Windows lets it. */
void frame_present (Frame *frame);
/** Whether there is something in the window. */
gboolean frame_has_page (const Frame *frame);
/** From now on (`begins`) something modal is open over the window, or is not any more. */
void frame_set_modal (Frame *frame, gboolean begins);
/** Gives a key or a click to the dialogue keys of the window it is for; TRUE where it was one of them. */
gboolean frame_take_message (MSG *message);

G_END_DECLS
