/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>
#include <windows.h>

G_BEGIN_DECLS

/**
 * This process's hidden window, at which Windows says what it has to say.  It is there while anybody listens.
 * All in the main thread; its messages come through the main context.
 */

/** TRUE: `answer` is what Windows gets, and nobody else is asked. */
typedef gboolean (*KigenWindowHeard) (UINT message, WPARAM wide, LPARAM large, LRESULT *answer,
                                      gpointer data);

void kigen_window_listen (UINT message, KigenWindowHeard heard, gpointer data);
/** All that was listened to with this. */
void kigen_window_forget (gpointer data);
/** For who listens. */
HWND kigen_window_handle (void);
/** By which others find it, see below. */
void kigen_window_set_name (const char *name);
/** Another process's window of this name; NULL for none. */
HWND kigen_window_find (const char *name);

G_END_DECLS
