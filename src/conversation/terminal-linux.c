/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-conversation"

/* /dev/tty.  Signals that end the program do not interrupt a read here: they are taken by a thread of the
 * program's, which cancels, and the read looks out for that.  So the terminal's settings are always put
 * back. */

#include "terminal.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* A line of a terminal is never longer (MAX_CANON is shorter). */
#define LONGEST_LINE 4096

struct _Terminal {
  int file;
};

Terminal *
terminal_open (void)
{
  int file = isatty (STDIN_FILENO) ? open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) : -1;
  if (file < 0)
    return NULL;
  Terminal *terminal = g_new (Terminal, 1);
  terminal->file = file;
  return terminal;
}

void
terminal_close (Terminal *terminal)
{
  if (terminal == NULL)
    return;
  close (terminal->file);
  g_free (terminal);
}

void
terminal_write (Terminal *terminal, const char *text)
{
  gsize left = strlen (text);
  while (left > 0) {
    ssize_t written = write (terminal->file, text, left);
    if (written < 0 && errno != EINTR)
      return;
    if (written > 0) {
      text += written;
      left -= (gsize)written;
    }
  }
}

static gboolean
wait_for_line (const Terminal *terminal, GCancellable *cancellable)
{
  GPollFD files[2] = { { terminal->file, G_IO_IN, 0 } };
  guint n = g_cancellable_make_pollfd (cancellable, &files[1]) ? 2 : 1;
  int ready = 0;
  do
    ready = g_poll (files, n, -1);
  while (ready < 0 && errno == EINTR);
  if (n == 2)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_is_cancelled (cancellable) && (files[0].revents & G_IO_IN) != 0;
}

static ssize_t
read_line (const Terminal *terminal, char *line, GCancellable *cancellable)
{
  ssize_t size = -1;
  while (wait_for_line (terminal, cancellable)) {
    size = read (terminal->file, line, LONGEST_LINE);
    if (size >= 0 || errno != EINTR)
      break;
  }
  return size;
}

KigenSecret *
terminal_read_line (Terminal *terminal, gboolean echo, GCancellable *cancellable, GError **error)
{
  struct termios before;
  gboolean settable = tcgetattr (terminal->file, &before) == 0;
  if (settable && !echo) {
    struct termios hidden = before;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    hidden.c_lflag |= ICANON | ISIG | ECHONL;
    tcsetattr (terminal->file, TCSAFLUSH, &hidden);
  }
  char line[LONGEST_LINE];
  ssize_t size = read_line (terminal, line, cancellable);
  if (settable && !echo)
    tcsetattr (terminal->file, TCSADRAIN, &before);

  if (size <= 0) {
    terminal_write (terminal, "\n");
    kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, _ ("Stopped as you asked."));
    return NULL;
  }
  if (line[size - 1] == '\n')
    size--;
  KigenSecret *secret = kigen_secret_new (line, (gsize)size);
  kigen_cleanse (line, sizeof line);
  return secret;
}
