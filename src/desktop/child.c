/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

#include <kigen/desktop/child.h>

#include "process.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#define MOST_OUTPUT 65536

struct _KigenChild {
  KigenProcess *process;
  char *name;
  GString *line; /* of its output, not ended yet */
  gsize output;
  guint timer;
  gboolean limited; /* in time and words */
  gboolean late;
  gboolean floods;
  guint parts;           /* that go on: the process, and its output */
  KigenChildEnded ended; /* NULL: cancelled */
  gpointer data;
};

static void
end_part (KigenChild *child)
{
  if (--child->parts > 0)
    return;
  kigen_process_free (child->process);
  g_string_free (child->line, TRUE);
  g_free (child->name);
  g_free (child);
}

static char *
describe_end (const KigenChild *child)
{
  if (child->late)
    return g_strdup_printf (_ ("%s did not come to an end and was stopped."), child->name);
  if (child->floods)
    return g_strdup_printf (_ ("%s said too much and was stopped."), child->name);
  char *crash = kigen_process_crash (child->process, child->name);
  if (crash != NULL)
    return crash;
  int status = kigen_process_status (child->process);
  return status != 0 ? g_strdup_printf (_ ("%s did not succeed (status %d)."), child->name, status) : NULL;
}

static void
on_end (gpointer data)
{
  KigenChild *child = data;
  g_clear_handle_id (&child->timer, g_source_remove);
  if (child->ended != NULL) {
    g_autofree char *problem = describe_end (child);
    child->ended (problem, child->data);
  }
  end_part (child);
}

static gboolean
on_late (gpointer data)
{
  KigenChild *child = data;
  child->timer = 0;
  child->late = TRUE;
  kigen_process_kill (child->process);
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
    g_message ("%s: %s", child->name, g_strchomp (line));
    g_string_truncate (child->line, 0);
  }
}

static gboolean
on_said (const char *bytes, gsize size, gpointer data)
{
  KigenChild *child = data;
  child->output += size;
  gboolean too_much = child->output > MOST_OUTPUT;
  if (too_much && child->limited) {
    child->floods = TRUE;
    kigen_process_kill (child->process);
  }
  if (size == 0 || child->floods) {
    end_part (child);
    return FALSE;
  }
  /* Who may take all the time there is may be in the middle of something: it is only not listened to. */
  if (!too_much)
    log_lines (child, bytes, size);
  return TRUE;
}

KigenChild *
kigen_child_start (const char *const *words, guint seconds, const char *token, KigenChildEnded ended,
                   gpointer data, GError **error)
{
  static const KigenProcessHandlers handlers = { on_said, on_end };
  g_autoptr (GError) problem = NULL;
  KigenChild *child = g_new0 (KigenChild, 1);
  child->process = kigen_process_start (words, token, &handlers, child, &problem);
  if (child->process == NULL) {
    kigen_fail (error, KIGEN_ERROR_FAILED, _ ("Please install Kigen once more."),
                _ ("%s could not be started: %s"), words[0], problem->message);
    g_free (child);
    return NULL;
  }
  child->parts = 2;
  child->name = g_path_get_basename (words[0]);
  child->line = g_string_new (NULL);
  child->ended = ended;
  child->data = data;
  child->limited = seconds > 0;
  if (child->limited)
    child->timer = g_timeout_add_seconds (seconds, on_late, child);
  return child;
}

void
kigen_child_cancel (KigenChild *child)
{
  child->ended = NULL;
  kigen_process_mute (child->process);
  kigen_process_kill (child->process);
}

void
kigen_child_leave (KigenChild *child)
{
  child->ended = NULL;
}
