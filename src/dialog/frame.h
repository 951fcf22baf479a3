/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The one window as its toolkit has it.  The controller stands on this, and a toolkit's own files make it.
 * Main thread, but for frame_call().
 */
typedef struct _Frame Frame;
typedef struct _Page Page;

/** Lays a page open in place of the one that lies there, and takes it over. */
void frame_show (Frame *frame, Page *page);
/** Closes the window; it says controller_closed(), at once or soon. */
void frame_close (Frame *frame);
/** Whether a file is being chosen. */
gboolean frame_is_choosing (const Frame *frame);
/** Into the clipboard. */
void frame_copy (Frame *frame, const char *text);

/** From any thread: has `call` called in the main thread, in the order of the calls. */
void frame_call (void (*call) (gpointer data), gpointer data);
/** The program stays, also without a window, until it has been released as often. */
void frame_hold_program (void);
void frame_release_program (void);

G_END_DECLS
