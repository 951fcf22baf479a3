/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-conversation"

/* Asking and telling on a terminal.  Progress is one moving line where standard error is a terminal; anything
 * else that is written there ends that line first. */

#include <kigen/conversation/console.h>

#include <kigen/base/error.h>
#include <kigen/base/text.h>

#include "terminal.h"

#include <glib/gi18n-lib.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TO_LINE_START "\r\033[K"

struct _KigenConsole {
  Terminal *terminal; /* NULL: nobody can be asked */
  GCancellable *cancellable;
  gboolean moves;   /* standard error is a terminal */
  gboolean is_open; /* a moving line is on it */
  char *last;       /* the last line of progress */
};

KigenConsole *
kigen_console_new (GCancellable *cancellable)
{
  KigenConsole *console = g_new0 (KigenConsole, 1);
  console->terminal = terminal_open ();
  console->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  console->moves = isatty (STDERR_FILENO) == 1;
  return console;
}

static void
end_line (KigenConsole *console)
{
  if (!console->is_open)
    return;
  fputs ("\n", stderr);
  console->is_open = FALSE;
}

void
kigen_console_free (KigenConsole *console)
{
  if (console == NULL)
    return;
  end_line (console);
  terminal_close (console->terminal);
  g_clear_object (&console->cancellable);
  g_free (console->last);
  g_free (console);
}

gboolean
kigen_console_can_ask (const KigenConsole *console)
{
  return console->terminal != NULL;
}

/* Asking
 * ----------------------------------------------------------------------------------------------------------
 */

static KigenSecret *
ask_line (KigenConsole *console, const char *prompt, gboolean echo, GError **error)
{
  g_autofree char *printable = kigen_text_printable (prompt, "\n\t");
  end_line (console);
  terminal_write (console->terminal, printable);
  return terminal_read_line (console->terminal, echo, console->cancellable, error);
}

gboolean
kigen_console_ask (KigenConsole *console, const char *question, gboolean *yes, GError **error)
{
  static const char *const agreeing[] = { "y", "yes", "はい", "h", NULL };
  if (!kigen_console_can_ask (console))
    return kigen_fail (error, KIGEN_ERROR_USAGE, _ ("Add --yes to say yes to what would be asked."),
                       _ ("There is nobody at a terminal who could be asked: %s"), question);
  g_autofree char *prompt = g_strdup_printf ("%s %s ", question, _ ("[y/N]"));
  g_autoptr (KigenSecret) answer = ask_line (console, prompt, TRUE, error);
  if (answer == NULL)
    return FALSE;
  *yes = kigen_text_is (kigen_secret_text (answer), agreeing);
  return TRUE;
}

KigenSecret *
kigen_console_password (KigenConsole *console, const char *prompt, GError **error)
{
  if (!kigen_console_can_ask (console)) {
    kigen_fail (error, KIGEN_ERROR_PASSWORD_MISSING,
                _ ("Write it into a file that only you can read, and name that with --password-file."),
                _ ("A password is needed, and there is nobody at a terminal who could be asked."));
    return NULL;
  }
  return ask_line (console, prompt, FALSE, error);
}

char *
kigen_console_line (KigenConsole *console, const char *prompt, const char *preset, GError **error)
{
  if (!kigen_console_can_ask (console))
    return g_strdup (preset);
  g_autofree char *shown = preset != NULL && *preset != '\0' ? g_strdup_printf ("%s [%s]: ", prompt, preset)
                                                             : g_strdup_printf ("%s: ", prompt);
  g_autoptr (KigenSecret) answer = ask_line (console, shown, TRUE, error);
  if (answer == NULL)
    return NULL;
  g_autofree char *text = g_strstrip (g_strdup (kigen_secret_text (answer)));
  return g_strdup (*text != '\0' ? text : preset);
}

/* Telling
 * ---------------------------------------------------------------------------------------------------------
 */

void
kigen_console_progress (KigenConsole *console, const char *words, gboolean complete)
{
  g_autofree char *text = kigen_text_printable (words, "");
  if (console->moves) {
    fprintf (stderr, TO_LINE_START "%s%s", text, complete ? "" : " …");
    console->is_open = TRUE;
    if (complete)
      end_line (console);
    fflush (stderr);
    return;
  }
  /* A log wants each thing once. */
  if (g_strcmp0 (console->last, text) == 0)
    return;
  fprintf (stderr, "%s\n", text);
  g_free (console->last);
  console->last = g_strdup (text);
}

void
kigen_console_note (KigenConsole *console, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *printable = kigen_text_printable (text, "\n\t");
  end_line (console);
  fprintf (stderr, "%s\n", printable);
}
