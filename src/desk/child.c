/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desk"

#include <kigen/child.h>

#include <kigen/error.h>

#include <glib/gi18n-lib.h>

#define MOST_OUTPUT 65536
#define PIECE 4096

struct _KigenChild {
  GSubprocess *process;
  GCancellable *cancellable;
  char *name;
  GString *line; /* of its output, not ended yet */
  gsize output;
  guint timer;
  gboolean limited; /* in time and words */
  gboolean late;
  gboolean floods;
  gboolean over;
  KigenChildEnded ended; /* NULL: cancelled */
  gpointer data;
  gatomicrefcount references;
};

static void
unref (KigenChild *child)
{
  if (!g_atomic_ref_count_dec (&child->references))
    return;
  g_clear_object (&child->process);
  g_clear_object (&child->cancellable);
  g_string_free (child->line, TRUE);
  g_free (child->name);
  g_free (child);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenChild, unref)

static KigenChild *
ref (KigenChild *child)
{
  g_atomic_ref_count_inc (&child->references);
  return child;
}

static char *
describe_end (const KigenChild *child)
{
  if (child->late)
    return g_strdup_printf (_ ("%s did not come to an end and was stopped."), child->name);
  if (child->floods)
    return g_strdup_printf (_ ("%s said too much and was stopped."), child->name);
  if (g_subprocess_get_if_signaled (child->process))
    return g_strdup_printf (_ ("%s broke down (signal %d)."), child->name,
                            g_subprocess_get_term_sig (child->process));
  if (g_subprocess_get_exit_status (child->process) != 0)
    return g_strdup_printf (_ ("%s did not succeed (status %d)."), child->name,
                            g_subprocess_get_exit_status (child->process));
  return NULL;
}

static void
on_end (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KigenChild) child = data;
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  child->over = TRUE;
  g_clear_handle_id (&child->timer, g_source_remove);
  if (child->ended == NULL)
    return;
  g_autofree char *problem = describe_end (child);
  child->ended (problem, child->data);
}

static gboolean
on_late (gpointer data)
{
  KigenChild *child = data;
  child->timer = 0;
  child->late = TRUE;
  g_subprocess_force_exit (child->process);
  return G_SOURCE_REMOVE;
}

static void
log_lines (KigenChild *child, const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    if (text[i] != '\n') {
      g_string_append_c (child->line, text[i]);
      continue;
    }
    g_autofree char *line = g_utf8_make_valid (child->line->str, (gssize)child->line->len);
    g_message ("%s: %s", child->name, line);
    g_string_truncate (child->line, 0);
  }
}

static void
on_output (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KigenChild) child = data;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  gsize size = bytes != NULL ? g_bytes_get_size (bytes) : 0;
  if (size == 0)
    return;
  child->output += size;
  if (child->output > MOST_OUTPUT && child->limited) {
    child->floods = TRUE;
    g_subprocess_force_exit (child->process);
    return;
  }
  /* Who may take all the time there is may be in the middle of something: it is only not listened to. */
  if (child->output <= MOST_OUTPUT)
    log_lines (child, g_bytes_get_data (bytes, NULL), size);
  g_input_stream_read_bytes_async (G_INPUT_STREAM (source), PIECE, G_PRIORITY_DEFAULT, child->cancellable,
                                   on_output, ref (child));
}

KigenChild *
kigen_child_start (const char *const *words, guint seconds, const char *token, KigenChildEnded ended,
                   gpointer data, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  if (token != NULL) {
    g_subprocess_launcher_setenv (launcher, "XDG_ACTIVATION_TOKEN", token, TRUE);
    g_subprocess_launcher_setenv (launcher, "DESKTOP_STARTUP_ID", token, TRUE);
  }
  GSubprocess *process = g_subprocess_launcher_spawnv (launcher, words, &problem);
  if (process == NULL) {
    kigen_fail (error, KIGEN_ERROR_FAILED, _ ("Please install Kigen once more."),
                _ ("%s could not be started: %s"), words[0], problem->message);
    return NULL;
  }
  KigenChild *child = g_new0 (KigenChild, 1);
  g_atomic_ref_count_init (&child->references);
  child->process = process;
  child->cancellable = g_cancellable_new ();
  child->name = g_path_get_basename (words[0]);
  child->line = g_string_new (NULL);
  child->ended = ended;
  child->data = data;
  child->limited = seconds > 0;
  if (child->limited)
    child->timer = g_timeout_add_seconds (seconds, on_late, child);
  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (process), PIECE, G_PRIORITY_DEFAULT,
                                   child->cancellable, on_output, ref (child));
  g_subprocess_wait_async (process, NULL, on_end, child);
  return child;
}

void
kigen_child_cancel (KigenChild *child)
{
  child->ended = NULL;
  g_cancellable_cancel (child->cancellable);
  if (!child->over)
    g_subprocess_force_exit (child->process);
}

void
kigen_child_leave (KigenChild *child)
{
  child->ended = NULL;
}
