/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* A program without a console of its own has nobody to talk to, unless it was started from a terminal.  It
 * must not keep that: who closes a terminal ends all that hang on it. */

#include <kigen/desktop/program.h>

#include "command-line-windows.h"

#include <kigen/base/error.h>
#include <kigen/base/wide.h>

#include <stdio.h>
#include <windows.h>

char **
kigen_program_begin (int argc G_GNUC_UNUSED, char **argv G_GNUC_UNUSED)
{
  /* What was sent elsewhere when it was started goes there. */
  gboolean output = GetStdHandle (STD_OUTPUT_HANDLE) != NULL;
  gboolean errors = GetStdHandle (STD_ERROR_HANDLE) != NULL;
  if ((!output || !errors) && AttachConsole (ATTACH_PARENT_PROCESS)) {
    if (!output)
      freopen ("CONOUT$", "w", stdout);
    if (!errors)
      freopen ("CONOUT$", "w", stderr);
  }
  return g_win32_get_command_line ();
}

void
kigen_program_leave_terminal (void)
{
  FreeConsole ();
}

static gboolean
start (const char *path, const char *const *words)
{
  g_autofree wchar_t *program = kigen_wide_new (path);
  g_autofree wchar_t *line = kigen_command_line_new (words);
  STARTUPINFOW startup = { .cb = sizeof startup };
  PROCESS_INFORMATION process;
  if (!CreateProcessW (program, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process))
    return FALSE;
  CloseHandle (process.hThread);
  CloseHandle (process.hProcess);
  return TRUE;
}

gboolean
kigen_program_launch (const char *const *words, GError **error)
{
  if (start (words[0], words))
    return TRUE;
  g_autofree char *reason = g_win32_error_message ((gint)GetLastError ());
  return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, "%s", reason);
}

void
kigen_program_become (const char *path, char **words)
{
  if (start (path, (const char *const *)words))
    ExitProcess (0);
}
