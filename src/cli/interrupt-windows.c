/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* Ctrl-C, a closed console, a shutdown: Windows tells in a thread of its own, which cancels what is going on,
 * so that it can end in order. */

#include "cli.h"

#include <stdlib.h>
#include <windows.h>

/* As a console's own programs end on Ctrl-C. */
#define EXIT_BY_CONTROL_C ((int)0xC000013A)
/* After a console is closed, Windows leaves five seconds. */
#define GRACE_MILLISECONDS 4500

static GCancellable *to_cancel;

static BOOL WINAPI
on_control (DWORD event)
{
  if (g_cancellable_is_cancelled (to_cancel))
    exit (EXIT_BY_CONTROL_C);
  g_cancellable_cancel (to_cancel);
  /* The process is ended as soon as this returns from any other. */
  if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
    Sleep (GRACE_MILLISECONDS);
  return TRUE;
}

void
kigen_interrupt_begin (GCancellable *cancellable)
{
  to_cancel = g_object_ref (cancellable);
  SetConsoleCtrlHandler (on_control, TRUE);
}
