/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "controller.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** Opens the window, not shown yet; the controller behind it goes with it. */
Controller *frame_open (GtkApplication *application, const ControllerOptions *options);
GtkWindow *frame_window (Frame *frame);
/** The chooser that is open, or NULL. */
void frame_set_chooser (Frame *frame, GtkNativeDialog *chooser);

G_END_DECLS
