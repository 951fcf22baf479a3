/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/* A console has a code page of its own, from a time before Unicode; files and pipes get UTF-8, as on any
 * other platform. */

#include "paths-private.h"

#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static UINT former;

/* The console is not the program's, and whoever called it goes on with it. */
static void
restore_console (void)
{
  SetConsoleOutputCP (former);
}

static void
print (const char *text)
{
  fputs (text, stdout);
  fflush (stdout);
}

static void
print_error (const char *text)
{
  fputs (text, stderr);
  fflush (stderr);
}

void
kigen_path_prepare_console (void)
{
  former = GetConsoleOutputCP ();
  if (former != 0 && former != CP_UTF8 && SetConsoleOutputCP (CP_UTF8))
    atexit (restore_console);
  _setmode (_fileno (stdout), _O_BINARY);
  _setmode (_fileno (stderr), _O_BINARY);
  g_set_print_handler (print);
  g_set_printerr_handler (print_error);
}
