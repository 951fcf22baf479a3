/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* The window and the thread behind it.  The two talk through one place: a question is handed to the main loop
 * and its answer waited for under a lock; closing the window answers "the user leaves" and cancels. */

#include "shell.h"

#include "sheet.h"

#include <kigen/error.h>

#include <glib/gi18n-lib.h>

#define WIDTH 760
#define HEIGHT 620
/* What a screen of 1024×768 has room for. */
#define MOST_WIDTH 1000
#define MOST_HEIGHT 680
#define USUAL_RESOLUTION (96 * PANGO_SCALE)

static void run_work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable);

struct _Shell {
  gatomicrefcount references;
  GtkWindow *window; /* NULL once it is closed */
  KigenWatch watch;
  const ShellOptions *options;
  GCancellable *cancellable; /* of the job that is going on; NULL for none */
  gboolean drawn;            /* the window has had its first frame */
  GTask *held_back;          /* until then: the first job would only compete with it */

  GMutex lock;
  GCond changed;
  gboolean waits; /* a job waits for an answer */
  gboolean answered;
  gboolean closed;
  gpointer answer;
};

static Shell *
shell_ref (Shell *shell)
{
  g_atomic_ref_count_inc (&shell->references);
  return shell;
}

static void
shell_unref (Shell *shell)
{
  if (!g_atomic_ref_count_dec (&shell->references))
    return;
  kigen_watch_clear (&shell->watch);
  g_mutex_clear (&shell->lock);
  g_cond_clear (&shell->changed);
  g_free (shell);
}

static void
set_watch (KigenWatch *watch, const ShellOptions *options)
{
  watch->profile_names = g_strdupv (options->profile_names);
  watch->store_uris = g_strdupv (options->store_uris);
  watch->state_folder = g_strdup (options->state_folder);
  watch->forgiving = TRUE;
}

/* Whoever waits is sent home, and what goes on is cancelled: it ends in order, and can be gone on with. */
static void
leave (Shell *shell)
{
  g_mutex_lock (&shell->lock);
  shell->closed = TRUE;
  g_cond_broadcast (&shell->changed);
  g_mutex_unlock (&shell->lock);
  if (shell->cancellable != NULL)
    g_cancellable_cancel (shell->cancellable);
}

static void
on_destroy (GtkWidget *window G_GNUC_UNUSED, gpointer data)
{
  Shell *shell = data;
  leave (shell);
  if (shell->held_back != NULL)
    g_task_return_new_error (shell->held_back, G_IO_ERROR, G_IO_ERROR_CANCELLED, "closed");
  g_clear_object (&shell->held_back);
  shell->window = NULL;
  shell_unref (shell);
}

static void
on_drawn (GdkFrameClock *clock, gpointer data)
{
  Shell *shell = data;
  g_signal_handlers_disconnect_by_data (clock, shell);
  shell->drawn = TRUE;
  if (shell->held_back != NULL)
    g_task_run_in_thread (shell->held_back, run_work);
  g_clear_object (&shell->held_back);
}

static void
on_realize (GtkWidget *window, gpointer data)
{
  Shell *shell = data;
  if (!shell->drawn)
    g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_drawn), shell);
}

/* Larger text takes a larger window, as far as the screen goes. */
static void
set_size (GtkWindow *window)
{
  int resolution = USUAL_RESOLUTION;
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &resolution, NULL);
  double scale = MAX ((double)resolution / USUAL_RESOLUTION, 1);
  gtk_window_set_default_size (window, (int)MIN (WIDTH * scale, MOST_WIDTH),
                               (int)MIN (HEIGHT * scale, MOST_HEIGHT));
}

Shell *
shell_new (GtkApplication *application, const ShellOptions *options)
{
  Shell *shell = g_new0 (Shell, 1);
  g_atomic_ref_count_init (&shell->references);
  g_mutex_init (&shell->lock);
  g_cond_init (&shell->changed);
  shell->options = options;
  set_watch (&shell->watch, options);
  shell->window = GTK_WINDOW (gtk_application_window_new (application));
  set_size (shell->window);
  gtk_window_set_title (shell->window, _ ("Kigen: client certificates"));
  g_signal_connect (shell->window, "destroy", G_CALLBACK (on_destroy), shell);
  g_signal_connect (shell->window, "realize", G_CALLBACK (on_realize), shell);
  return shell;
}

GtkWindow *
shell_window (Shell *shell)
{
  return shell->window;
}

KigenWatch *
shell_watch (Shell *shell)
{
  return &shell->watch;
}

void
shell_show (Shell *shell, GtkWidget *sheet)
{
  if (shell->window == NULL)
    return;
  /* GTK 4.8 would keep pointing at the old sheet's. */
  gtk_window_set_default_widget (shell->window, NULL);
  gtk_window_set_child (shell->window, sheet);
  sheet_set_focus (sheet);
}

gboolean
shell_is_busy (Shell *shell)
{
  return shell->cancellable != NULL || g_object_get_data (G_OBJECT (shell->window), "chooser") != NULL;
}

/* Jobs
 * ------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  Shell *shell;
  ShellJob job;
  ShellDone done;
  gpointer data;
  GDestroyNotify free_data;
} Work;

static void ask_store_password (Shell *shell, gpointer question);

static KigenSecret *
store_password (const char *uri, gboolean was_wrong, gpointer data, GError **error)
{
  StorePasswordQuestion question = { uri, was_wrong };
  return shell_ask (data, ask_store_password, &question, error);
}

static void
ask_store_password (Shell *shell, gpointer question)
{
  sheet_ask_store_password (shell, question);
}

static void
run_work (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;
  KigenWatch watch = { 0 };
  set_watch (&watch, work->shell->options);
  watch.store_password = store_password;
  watch.store_password_data = work->shell;
  gpointer result = work->job (work->shell, &watch, cancellable, work->data, &error);
  kigen_watch_clear (&watch);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, NULL);
}

/* All of it in the main thread: the task itself may come to its end in the other, where letting go of the
 * program would not wake it up. */
static void
finish_work (GObject *source G_GNUC_UNUSED, GAsyncResult *outcome, gpointer data)
{
  Work *work = data;
  Shell *shell = work->shell;
  g_autoptr (GError) error = NULL;
  gpointer result = g_task_propagate_pointer (G_TASK (outcome), &error);
  g_clear_object (&shell->cancellable);
  if (shell->window != NULL && work->done != NULL)
    work->done (shell, result, error, work->data);
  if (work->free_data != NULL)
    work->free_data (work->data);
  shell_unref (work->shell);
  g_free (work);
  g_application_release (g_application_get_default ());
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
  g_clear_object (&shell->cancellable);
  shell->cancellable = g_cancellable_new ();
  /* The program stays until the job has ended in order, also when the window is gone. */
  g_autoptr (GTask) task = g_task_new (NULL, shell->cancellable, finish_work, work);
  g_task_set_check_cancellable (task, FALSE);
  g_application_hold (g_application_get_default ());
  g_task_set_task_data (task, work, NULL);
  if (shell->drawn)
    g_task_run_in_thread (task, run_work);
  else
    shell->held_back = g_steal_pointer (&task);
}

/* Questions
 * ------------------------------------------------------------------------------------------------------- */

typedef struct {
  Shell *shell;
  ShellQuestion show;
  gpointer data;
  GDestroyNotify free_data;
} Message;

static gboolean
show_message (gpointer data)
{
  Message *message = data;
  if (message->shell->window != NULL)
    message->show (message->shell, message->data);
  if (message->free_data != NULL)
    message->free_data (message->data);
  shell_unref (message->shell);
  g_free (message);
  return G_SOURCE_REMOVE;
}

void
shell_tell (Shell *shell, ShellQuestion tell, gpointer data, GDestroyNotify free_data)
{
  Message *message = g_new0 (Message, 1);
  message->shell = shell_ref (shell);
  message->show = tell;
  message->data = data;
  message->free_data = free_data;
  /* Before drawing: a slow computer that turns a spinner would never come to what is merely idle. */
  g_idle_add_full (G_PRIORITY_DEFAULT, show_message, message, NULL);
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
