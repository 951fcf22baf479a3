/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What is behind the window: one thread at work, the same for all jobs, one after the other.  What libraries
 * keep for a thread is so there once, and is for every job what it was for the first.  The two threads talk
 * through one place: a question is handed to the main thread and its answer waited for under a lock; closing
 * the window answers "the user leaves" and cancels. */

#include "shell.h"

#include "sheet.h"
#include "sheets.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

typedef struct {
  Shell *shell;
  ShellJob job;
  ShellDone done;
  gpointer data;
  GDestroyNotify free_data;
  GCancellable *cancellable;
  gpointer result; /* what came of it; NULL with the error */
  GError *error;
} Work;

struct _Shell {
  gatomicrefcount references;
  Frame *frame; /* NULL once it is closed */
  KigenWorkspace workspace;
  const ShellOptions *options;
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

Shell *
shell_ref (Shell *shell)
{
  g_atomic_ref_count_inc (&shell->references);
  return shell;
}

void
shell_unref (Shell *shell)
{
  if (!g_atomic_ref_count_dec (&shell->references))
    return;
  shell_keep (shell, NULL, NULL);
  if (shell->workers != NULL)
    g_thread_pool_free (shell->workers, FALSE, TRUE);
  kigen_workspace_clear (&shell->workspace);
  g_mutex_clear (&shell->lock);
  g_cond_clear (&shell->changed);
  g_free (shell);
}

static void
set_watch (KigenWorkspace *workspace, const ShellOptions *options)
{
  workspace->profile_names = g_strdupv (options->profile_names);
  workspace->store_uris = g_strdupv (options->store_uris);
  workspace->state_folder = g_strdup (options->state_folder);
  workspace->forgiving = TRUE;
}

Shell *
shell_new (Frame *frame, const ShellOptions *options)
{
  Shell *shell = g_new0 (Shell, 1);
  g_atomic_ref_count_init (&shell->references);
  g_mutex_init (&shell->lock);
  g_cond_init (&shell->changed);
  shell->frame = frame;
  shell->options = options;
  set_watch (&shell->workspace, options);
  return shell;
}

Frame *
shell_frame (Shell *shell)
{
  return shell->frame;
}

KigenWorkspace *
shell_watch (Shell *shell)
{
  return &shell->workspace;
}

void
shell_show (Shell *shell, Sheet *sheet)
{
  shell->turn++;
  if (shell->frame != NULL)
    frame_show (shell->frame, sheet);
}

guint
shell_turn (Shell *shell)
{
  return shell->turn;
}

void
shell_close (Shell *shell)
{
  if (shell->frame != NULL)
    frame_close (shell->frame);
}

gboolean
shell_is_busy (Shell *shell)
{
  return shell->cancellable != NULL || frame_is_choosing (shell->frame);
}

void
shell_keep (Shell *shell, gpointer data, GDestroyNotify free_data)
{
  if (shell->free_kept != NULL)
    shell->free_kept (shell->kept);
  shell->kept = data;
  shell->free_kept = free_data;
}

gpointer
shell_kept (Shell *shell)
{
  return shell->kept;
}

/* Jobs
 * ------------------------------------------------------------------------------------------------------------
 */

static KigenSecret *
store_password (const char *uri, gboolean was_wrong, gpointer data, GError **error)
{
  StorePasswordQuestion question = { uri, was_wrong };
  return shell_ask (data, store_password_show, &question, error);
}

static void
finish_work (gpointer data)
{
  Work *work = data;
  Shell *shell = work->shell;
  if (shell->cancellable == work->cancellable)
    g_clear_object (&shell->cancellable);
  if (shell->frame != NULL && work->done != NULL)
    work->done (shell, work->result, work->error, work->data);
  if (work->free_data != NULL)
    work->free_data (work->data);
  g_clear_error (&work->error);
  g_object_unref (work->cancellable);
  g_free (work);
  shell_unref (shell);
  frame_release_program ();
}

static void
run_work (gpointer data, gpointer unused G_GNUC_UNUSED)
{
  Work *work = data;
  KigenWorkspace workspace = { 0 };
  set_watch (&workspace, work->shell->options);
  workspace.store_password = store_password;
  workspace.store_password_data = work->shell;
  work->result = work->job (work->shell, &workspace, work->cancellable, work->data, &work->error);
  kigen_workspace_clear (&workspace);
  frame_call (finish_work, work);
}

static void
start_work (Work *work)
{
  Shell *shell = work->shell;
  if (shell->workers == NULL)
    shell->workers = g_thread_pool_new (run_work, NULL, 1, TRUE, NULL);
  g_thread_pool_push (shell->workers, work, NULL);
}

void
shell_run (Shell *shell, ShellJob job, ShellDone done, gpointer data, GDestroyNotify free_data)
{
  Work *work = g_new0 (Work, 1);
  work->shell = shell_ref (shell);
  work->job = job;
  work->done = done;
  work->data = data;
  work->free_data = free_data;
  work->cancellable = g_cancellable_new ();
  g_set_object (&shell->cancellable, work->cancellable);
  /* The program stays until the job has ended in order, also when the window is gone. */
  frame_hold_program ();
  if (shell->drawn)
    start_work (work);
  else
    shell->held_back = work;
}

void
shell_drawn (Shell *shell)
{
  shell->drawn = TRUE;
  if (shell->held_back != NULL)
    start_work (g_steal_pointer (&shell->held_back));
}

void
shell_closed (Shell *shell)
{
  g_mutex_lock (&shell->lock);
  shell->closed = TRUE;
  g_cond_broadcast (&shell->changed);
  g_mutex_unlock (&shell->lock);
  shell->frame = NULL;
  if (shell->cancellable != NULL)
    g_cancellable_cancel (shell->cancellable);
  if (shell->held_back != NULL)
    finish_work (g_steal_pointer (&shell->held_back));
  shell_unref (shell);
}

/* Questions
 * ------------------------------------------------------------------------------------------------------- */

typedef struct {
  Shell *shell;
  ShellQuestion show;
  gpointer data;
  GDestroyNotify free_data;
} Message;

static void
show_message (gpointer data)
{
  Message *message = data;
  if (message->shell->frame != NULL)
    message->show (message->shell, message->data);
  if (message->free_data != NULL)
    message->free_data (message->data);
  shell_unref (message->shell);
  g_free (message);
}

void
shell_tell (Shell *shell, ShellQuestion tell, gpointer data, GDestroyNotify free_data)
{
  Message *message = g_new0 (Message, 1);
  message->shell = shell_ref (shell);
  message->show = tell;
  message->data = data;
  message->free_data = free_data;
  frame_call (show_message, message);
}

gpointer
shell_ask (Shell *shell, ShellQuestion ask, gpointer question, GError **error)
{
  g_mutex_lock (&shell->lock);
  shell->waits = TRUE;
  shell->answered = FALSE;
  shell->answer = NULL;
  g_mutex_unlock (&shell->lock);
  shell_tell (shell, ask, question, NULL);

  g_mutex_lock (&shell->lock);
  while (!shell->answered && !shell->closed)
    g_cond_wait (&shell->changed, &shell->lock);
  gpointer answer = shell->answer;
  shell->waits = FALSE;
  g_mutex_unlock (&shell->lock);
  if (answer == NULL)
    kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, _ ("Stopped as you asked."));
  return answer;
}

void
shell_answer (Shell *shell, gpointer answer)
{
  g_mutex_lock (&shell->lock);
  if (shell->waits && !shell->answered) {
    shell->answer = answer;
    shell->answered = TRUE;
    g_cond_broadcast (&shell->changed);
  }
  g_mutex_unlock (&shell->lock);
}
