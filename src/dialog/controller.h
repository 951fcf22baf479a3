/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "frame.h"

#include <kigen/workspace/workspace.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * What kigen-dialog shows in its one window: a page lies in it, and work goes on behind it in a thread of
 * its own, one job after the other.
 *
 * What the controller holds belongs to the main thread.  A job has its own workspace (a state belongs to one
 * thread) and asks through controller_ask(), which lays a page open and waits.
 */
typedef struct _Controller Controller;

/** Shows something in the main thread; it answers by controller_answer(), at once or later. */
typedef void (*ControllerQuestion) (Controller *controller, gpointer question);

typedef struct {
  const char *uri;
  gboolean was_wrong;
} StorePasswordQuestion;

/** What the command line gave, and the windows that the controller opens without knowing any; constant. */
typedef struct {
  char **profile_names;
  char **store_uris;
  char *state_folder;
  void (*list) (Controller *controller);
  /** Answers with a KigenSecret; its question is a StorePasswordQuestion. */
  ControllerQuestion store_password;
} ControllerOptions;

/** Behind a frame, which tells it what becomes of the window. */
Controller *controller_new (Frame *frame, const ControllerOptions *options);
/** The window has been drawn: before, a job would only compete with it. */
void controller_drawn (Controller *controller);
/** The window is closed: wakes a waiting job with CANCELLED, and cancels one that is at work.  The controller
 * is freed with its last job. */
void controller_closed (Controller *controller);

/** For what waits in the main thread, and may outlive the window. */
Controller *controller_ref (Controller *controller);
void controller_unref (Controller *controller);
/** NULL once the window is closed. */
Frame *controller_frame (Controller *controller);
/** The main thread's own workspace. */
KigenWorkspace *controller_workspace (Controller *controller);
/** Lays a page open in place of the one that lies there. */
void controller_show (Controller *controller, Page *page);
/** Lays the list open, where every way leads back to. */
void controller_show_list (Controller *controller);
/** How many have been laid open: another number, another page. */
guint controller_turn (Controller *controller);
void controller_close (Controller *controller);
/** Whether a job is going on, or a file is being chosen. */
gboolean controller_is_busy (Controller *controller);
/** Something that outlives pages, in place of what was kept before; freed with the controller. */
void controller_keep (Controller *controller, gpointer data, GDestroyNotify free_data);
gpointer controller_kept (Controller *controller);

/** Work, in the controller's own thread.  `workspace` is the job's.  Returns what came of it, or NULL with
 * the error.
 */
typedef gpointer (*ControllerJob) (Controller *controller, KigenWorkspace *workspace,
                                   GCancellable *cancellable, gpointer data, GError **error);
/** Back in the main thread; `result` belongs to it; `error` is NULL where it went well. */
typedef void (*ControllerDone) (Controller *controller, gpointer result, const GError *error, gpointer data);
/** `free_data` frees `data` after `done`; may be NULL.  Nothing is called any more once the window is closed.
 */
void controller_run (Controller *controller, ControllerJob job, ControllerDone done, gpointer data,
                     GDestroyNotify free_data);

/** In a job: asks and waits.  NULL with CANCELLED where the window is closed or the user leaves. */
gpointer controller_ask (Controller *controller, ControllerQuestion ask, gpointer question, GError **error);
/** In the main thread: `answer` must not be NULL; NULL means that the user leaves. */
void controller_answer (Controller *controller, gpointer answer);
/** In a job: shows something without waiting; `free_data` frees `data` after. */
void controller_tell (Controller *controller, ControllerQuestion tell, gpointer data,
                      GDestroyNotify free_data);

G_END_DECLS
