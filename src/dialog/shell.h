/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "frame.h"

#include <kigen/workspace/workspace.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * What kigen-dialog shows in its one window: a sheet lies in it, and work goes on behind it in a thread of
 * its own, one job after the other.
 *
 * What the shell holds belongs to the main thread.  A job has its own watch (a state belongs to one thread)
 * and asks through shell_ask(), which lays a sheet open and waits.
 */
typedef struct _Shell Shell;

/** What was given on the command line; constant. */
typedef struct {
  char **profile_names;
  char **store_uris;
  char *state_folder;
} ShellOptions;

/** Behind a frame, which tells it what becomes of the window. */
Shell *shell_new (Frame *frame, const ShellOptions *options);
/** The window has been drawn: before, a job would only compete with it. */
void shell_drawn (Shell *shell);
/** The window is closed: whoever waits is sent home, and what goes on is cancelled.  The shell is gone with
 * its last job. */
void shell_closed (Shell *shell);

/** For what waits in the main thread, and may outlive the window. */
Shell *shell_ref (Shell *shell);
void shell_unref (Shell *shell);
/** NULL once the window is closed. */
Frame *shell_frame (Shell *shell);
/** The main thread's own workspace. */
KigenWorkspace *shell_watch (Shell *shell);
/** Lays a sheet open in place of the one that lies there. */
void shell_show (Shell *shell, Sheet *sheet);
/** How many have been laid open: another number, another sheet. */
guint shell_turn (Shell *shell);
void shell_close (Shell *shell);
/** Whether a job is going on, or a file is being chosen. */
gboolean shell_is_busy (Shell *shell);
/** Something that outlives sheets, in place of what was kept before; freed with the shell. */
void shell_keep (Shell *shell, gpointer data, GDestroyNotify free_data);
gpointer shell_kept (Shell *shell);

/** Work, in the shell's own thread.  `watch` is the job's.  Returns what came of it, or NULL with the error.
 */
typedef gpointer (*ShellJob) (Shell *shell, KigenWorkspace *workspace, GCancellable *cancellable,
                              gpointer data, GError **error);
/** Back in the main thread; `result` belongs to it; `error` is NULL where it went well. */
typedef void (*ShellDone) (Shell *shell, gpointer result, const GError *error, gpointer data);
/** `free_data` frees `data` after `done`; may be NULL.  Nothing is called any more once the window is closed.
 */
void shell_run (Shell *shell, ShellJob job, ShellDone done, gpointer data, GDestroyNotify free_data);

/** Shows something in the main thread; it answers by shell_answer(), at once or later. */
typedef void (*ShellQuestion) (Shell *shell, gpointer question);
/** In a job: asks and waits.  NULL with CANCELLED where the window is closed or the user leaves. */
gpointer shell_ask (Shell *shell, ShellQuestion ask, gpointer question, GError **error);
/** In the main thread: `answer` must not be NULL; NULL means that the user leaves. */
void shell_answer (Shell *shell, gpointer answer);
/** In a job: shows something without waiting; `free_data` frees `data` after. */
void shell_tell (Shell *shell, ShellQuestion tell, gpointer data, GDestroyNotify free_data);

G_END_DECLS
