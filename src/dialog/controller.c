/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What is behind the window: one thread at work, the same for all jobs, one after the other.  What libraries
 * keep for a thread is so there once, and is for every job what it was for the first.  The two threads talk
 * through one place: a question is handed to the main thread and its answer waited for under a lock; closing
 * the window answers "the user leaves" and cancels. */

#include "controller.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

typedef struct {
  Controller *controller;
  ControllerJob job;
  ControllerDone done;
  gpointer data;
  GDestroyNotify free_data;
  GCancellable *cancellable;
  gpointer result; /* what came of it; NULL with the error */
  GError *error;
} Work;

struct _Controller {
  gatomicrefcount references;
  Frame *frame; /* NULL once it is closed */
  KigenWorkspace workspace;
  const ControllerOptions *options;
  GCancellable *cancellable; /* of the job that is going on; NULL for none */
  gboolean drawn;
  Work *held_back;      /* until it is drawn */
  GThreadPool *workers; /* a single one; NULL before its first job */
  guint turn;
  gpointer kept;
  GDestroyNotify free_kept;

  GMutex lock;
  GCond changed;
  gboolean waits; /* a job waits for an answer */
  gboolean answered;
  gboolean closed;
  gpointer answer;
};

Controller *
controller_ref (Controller *controller)
{
  g_atomic_ref_count_inc (&controller->references);
  return controller;
}

void
controller_unref (Controller *controller)
{
  if (!g_atomic_ref_count_dec (&controller->references))
    return;
  controller_keep (controller, NULL, NULL);
  if (controller->workers != NULL)
    g_thread_pool_free (controller->workers, FALSE, TRUE);
  kigen_workspace_clear (&controller->workspace);
  g_mutex_clear (&controller->lock);
  g_cond_clear (&controller->changed);
  g_free (controller);
}

static void
set_workspace (KigenWorkspace *workspace, const ControllerOptions *options)
{
  workspace->profile_names = g_strdupv (options->profile_names);
  workspace->store_uris = g_strdupv (options->store_uris);
  workspace->state_folder = g_strdup (options->state_folder);
  workspace->forgiving = TRUE;
}

Controller *
controller_new (Frame *frame, const ControllerOptions *options)
{
  Controller *controller = g_new0 (Controller, 1);
  g_atomic_ref_count_init (&controller->references);
  g_mutex_init (&controller->lock);
  g_cond_init (&controller->changed);
  controller->frame = frame;
  controller->options = options;
  set_workspace (&controller->workspace, options);
  return controller;
}

Frame *
controller_frame (Controller *controller)
{
  return controller->frame;
}

KigenWorkspace *
controller_workspace (Controller *controller)
{
  return &controller->workspace;
}

void
controller_show (Controller *controller, Page *page)
{
  controller->turn++;
  if (controller->frame != NULL)
    frame_show (controller->frame, page);
}

void
controller_show_list (Controller *controller)
{
  controller->options->list (controller);
}

guint
controller_turn (Controller *controller)
{
  return controller->turn;
}

void
controller_close (Controller *controller)
{
  if (controller->frame != NULL)
    frame_close (controller->frame);
}

gboolean
controller_is_busy (Controller *controller)
{
  return controller->cancellable != NULL || frame_is_choosing (controller->frame);
}

void
controller_keep (Controller *controller, gpointer data, GDestroyNotify free_data)
{
  if (controller->free_kept != NULL)
    controller->free_kept (controller->kept);
  controller->kept = data;
  controller->free_kept = free_data;
}

gpointer
controller_kept (Controller *controller)
{
  return controller->kept;
}

/* Jobs
 * ------------------------------------------------------------------------------------------------------------
 */

static KigenSecret *
store_password (const char *uri, gboolean was_wrong, gpointer data, GError **error)
{
  Controller *controller = data;
  StorePasswordQuestion question = { uri, was_wrong };
  return controller_ask (controller, controller->options->store_password, &question, error);
}

static void
finish_work (gpointer data)
{
  Work *work = data;
  Controller *controller = work->controller;
  if (controller->cancellable == work->cancellable)
    g_clear_object (&controller->cancellable);
  if (controller->frame != NULL && work->done != NULL)
    work->done (controller, work->result, work->error, work->data);
  if (work->free_data != NULL)
    work->free_data (work->data);
  g_clear_error (&work->error);
  g_object_unref (work->cancellable);
  g_free (work);
  controller_unref (controller);
  frame_release_program ();
}

static void
run_work (gpointer data, gpointer unused G_GNUC_UNUSED)
{
  Work *work = data;
  KigenWorkspace workspace = { 0 };
  set_workspace (&workspace, work->controller->options);
  workspace.store_password = store_password;
  workspace.store_password_data = work->controller;
  work->result = work->job (work->controller, &workspace, work->cancellable, work->data, &work->error);
  kigen_workspace_clear (&workspace);
  frame_call (finish_work, work);
}

static void
start_work (Work *work)
{
  Controller *controller = work->controller;
  if (controller->workers == NULL)
    controller->workers = g_thread_pool_new (run_work, NULL, 1, TRUE, NULL);
  g_thread_pool_push (controller->workers, work, NULL);
}

void
controller_run (Controller *controller, ControllerJob job, ControllerDone done, gpointer data,
                GDestroyNotify free_data)
{
  Work *work = g_new0 (Work, 1);
  work->controller = controller_ref (controller);
  work->job = job;
  work->done = done;
  work->data = data;
  work->free_data = free_data;
  work->cancellable = g_cancellable_new ();
  g_set_object (&controller->cancellable, work->cancellable);
  /* The program stays until the job has ended in order, also when the window is gone. */
  frame_hold_program ();
  if (controller->drawn)
    start_work (work);
  else
    controller->held_back = work;
}

void
controller_drawn (Controller *controller)
{
  controller->drawn = TRUE;
  if (controller->held_back != NULL)
    start_work (g_steal_pointer (&controller->held_back));
}

void
controller_closed (Controller *controller)
{
  g_mutex_lock (&controller->lock);
  controller->closed = TRUE;
  g_cond_broadcast (&controller->changed);
  g_mutex_unlock (&controller->lock);
  controller->frame = NULL;
  if (controller->cancellable != NULL)
    g_cancellable_cancel (controller->cancellable);
  if (controller->held_back != NULL)
    finish_work (g_steal_pointer (&controller->held_back));
  controller_unref (controller);
}

/* Questions
 * ------------------------------------------------------------------------------------------------------- */

typedef struct {
  Controller *controller;
  ControllerQuestion show;
  gpointer data;
  GDestroyNotify free_data;
} Message;

static void
show_message (gpointer data)
{
  Message *message = data;
  if (message->controller->frame != NULL)
    message->show (message->controller, message->data);
  if (message->free_data != NULL)
    message->free_data (message->data);
  controller_unref (message->controller);
  g_free (message);
}

void
controller_tell (Controller *controller, ControllerQuestion tell, gpointer data, GDestroyNotify free_data)
{
  Message *message = g_new0 (Message, 1);
  message->controller = controller_ref (controller);
  message->show = tell;
  message->data = data;
  message->free_data = free_data;
  frame_call (show_message, message);
}

gpointer
controller_ask (Controller *controller, ControllerQuestion ask, gpointer question, GError **error)
{
  g_mutex_lock (&controller->lock);
  controller->waits = TRUE;
  controller->answered = FALSE;
  controller->answer = NULL;
  g_mutex_unlock (&controller->lock);
  controller_tell (controller, ask, question, NULL);

  g_mutex_lock (&controller->lock);
  while (!controller->answered && !controller->closed)
    g_cond_wait (&controller->changed, &controller->lock);
  gpointer answer = controller->answer;
  controller->waits = FALSE;
  g_mutex_unlock (&controller->lock);
  if (answer == NULL)
    kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, _ ("Stopped as you asked."));
  return answer;
}

void
controller_answer (Controller *controller, gpointer answer)
{
  g_mutex_lock (&controller->lock);
  if (controller->waits && !controller->answered) {
    controller->answer = answer;
    controller->answered = TRUE;
    g_cond_broadcast (&controller->changed);
  }
  g_mutex_unlock (&controller->lock);
}
