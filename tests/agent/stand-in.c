/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * A program for the tests of those that the agent starts, in the place of kigen and of kigen-dialog.  Each
 * writes "PID NAME WORD…" as a line into the file $STAND_IN_DIARY, waits for the file $STAND_IN_GATE where
 * that is set, writes "ends", and ends as $STAND_IN_END says: "status N", "crash" or not set.
 */

#include <glib.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LOOK_MICROSECONDS 10000

static void
write_line (const char *line)
{
  FILE *file = fopen (g_getenv ("STAND_IN_DIARY"), "a");
  if (file == NULL)
    exit (100);
  fprintf (file, "%s\n", line);
  fclose (file);
}

int
main (int argc G_GNUC_UNUSED, char **argv)
{
  const char *gate = g_getenv ("STAND_IN_GATE");
  const char *end = g_getenv ("STAND_IN_END");
  g_autofree char *name = g_path_get_basename (argv[0]);
  g_autofree char *words = g_strjoinv (" ", argv + 1);
  g_autofree char *line = g_strdup_printf ("%d %s %s", (int)getpid (), name, words);
  write_line (line);
  while (gate != NULL && !g_file_test (gate, G_FILE_TEST_EXISTS))
    g_usleep (LOOK_MICROSECONDS);
  write_line ("ends");
  if (g_strcmp0 (end, "crash") == 0)
    __builtin_trap ();
  return end != NULL ? atoi (end + strlen ("status ")) : 0;
}
