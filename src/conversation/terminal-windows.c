/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-conversation"

/* The console.  Ctrl-C ends a read of it by itself. */

#include "terminal.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#include <windows.h>

#define LONGEST_LINE 4096

struct _Terminal {
  HANDLE input;
  HANDLE output;
};

static HANDLE
open_console (const wchar_t *name)
{
  return CreateFileW (name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                      OPEN_EXISTING, 0, NULL);
}

Terminal *
terminal_open (void)
{
  DWORD mode = 0;
  if (!GetConsoleMode (GetStdHandle (STD_INPUT_HANDLE), &mode))
    return NULL;
  Terminal *terminal = g_new (Terminal, 1);
  terminal->input = open_console (L"CONIN$");
  terminal->output = open_console (L"CONOUT$");
  return terminal;
}

void
terminal_close (Terminal *terminal)
{
  if (terminal == NULL)
    return;
  CloseHandle (terminal->input);
  CloseHandle (terminal->output);
  g_free (terminal);
}

void
terminal_write (Terminal *terminal, const char *text)
{
  glong length = 0;
  g_autofree wchar_t *wide = g_utf8_to_utf16 (text, -1, NULL, &length, NULL);
  DWORD written = 0;
  if (wide != NULL)
    WriteConsoleW (terminal->output, wide, (DWORD)length, &written, NULL);
}

/* Without the line's end; what was typed is on no page of memory afterwards. */
static KigenSecret *
to_secret (wchar_t *line, DWORD length)
{
  while (length > 0 && (line[length - 1] == L'\n' || line[length - 1] == L'\r'))
    length--;
  glong size = 0;
  char *text = g_utf16_to_utf8 (line, (glong)length, NULL, &size, NULL);
  if (text == NULL)
    return kigen_secret_new ("", 0);
  KigenSecret *secret = kigen_secret_new (text, (gsize)size);
  kigen_cleanse (text, (gsize)size);
  g_free (text);
  return secret;
}

KigenSecret *
terminal_read_line (Terminal *terminal, gboolean echo, GCancellable *cancellable, GError **error)
{
  wchar_t line[LONGEST_LINE];
  DWORD before = 0;
  DWORD length = 0;
  gboolean settable = GetConsoleMode (terminal->input, &before);
  if (settable && !echo) {
    FlushConsoleInputBuffer (terminal->input);
    SetConsoleMode (terminal->input,
                    (before & ~(DWORD)ENABLE_ECHO_INPUT) | ENABLE_LINE_INPUT | ENABLE_PROCESSED_INPUT);
  }
  gboolean read = ReadConsoleW (terminal->input, line, LONGEST_LINE, &length, NULL) && length > 0
                  && !g_cancellable_is_cancelled (cancellable);
  if (settable && !echo) {
    SetConsoleMode (terminal->input, before);
    terminal_write (terminal, "\r\n");
  }
  KigenSecret *secret = read ? to_secret (line, length) : NULL;
  kigen_cleanse (line, sizeof line);
  if (secret == NULL)
    kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, _ ("Stopped as you asked."));
  return secret;
}
