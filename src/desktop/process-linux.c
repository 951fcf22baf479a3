/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

#include "process.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#define PIECE 4096

struct _KigenProcess {
  GSubprocess *subprocess;
  GCancellable *cancellable;
  gboolean over;
  KigenProcessHandlers handlers;
  gpointer data;
};

static void
on_end (GObject *source, GAsyncResult *result, gpointer data)
{
  KigenProcess *process = data;
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  process->over = TRUE;
  process->handlers.ended (process->data);
}

static void listen (KigenProcess *process);

static void
on_output (GObject *source, GAsyncResult *result, gpointer data)
{
  KigenProcess *process = data;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  gsize size = 0;
  const char *piece = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  if (process->handlers.said (piece, size, process->data) && size > 0)
    listen (process);
}

static void
listen (KigenProcess *process)
{
  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (process->subprocess), PIECE,
                                   G_PRIORITY_DEFAULT, process->cancellable, on_output, process);
}

KigenProcess *
kigen_process_start (const char *const *words, const char *token, const KigenProcessHandlers *handlers,
                     gpointer data, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  if (token != NULL) {
    g_subprocess_launcher_setenv (launcher, "XDG_ACTIVATION_TOKEN", token, TRUE);
    g_subprocess_launcher_setenv (launcher, "DESKTOP_STARTUP_ID", token, TRUE);
  }
  GSubprocess *subprocess = g_subprocess_launcher_spawnv (launcher, words, error);
  if (subprocess == NULL)
    return NULL;
  KigenProcess *process = g_new0 (KigenProcess, 1);
  process->subprocess = subprocess;
  process->cancellable = g_cancellable_new ();
  process->handlers = *handlers;
  process->data = data;
  listen (process);
  g_subprocess_wait_async (subprocess, NULL, on_end, process);
  return process;
}

void
kigen_process_free (KigenProcess *process)
{
  g_object_unref (process->subprocess);
  g_object_unref (process->cancellable);
  g_free (process);
}

void
kigen_process_kill (KigenProcess *process)
{
  if (!process->over)
    g_subprocess_force_exit (process->subprocess);
}

void
kigen_process_mute (KigenProcess *process)
{
  g_cancellable_cancel (process->cancellable);
}

char *
kigen_process_crash (const KigenProcess *process, const char *name)
{
  if (!g_subprocess_get_if_signaled (process->subprocess))
    return NULL;
  return g_strdup_printf (_ ("%s broke down (signal %d)."), name,
                          g_subprocess_get_term_sig (process->subprocess));
}

int
kigen_process_status (const KigenProcess *process)
{
  return g_subprocess_get_exit_status (process->subprocess);
}
