/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* A child for the tests of what becomes of one:
 *
 *   test-desktop-talker quiet | loud | status N | crash | hang | flood | words WORD… | getenv NAME VALUE
 */

#include <kigen/desktop/program.h>

#include <stdio.h>
#include <stdlib.h>

#define FLOOD_PIECES 100000

static int
talk_loud (void)
{
  puts ("one");
  fflush (stdout);
  fputs ("two\n", stderr);
  fflush (stderr);
  g_usleep (G_USEC_PER_SEC / 5);
  return 0;
}

static void G_GNUC_NORETURN
hang (void)
{
  for (;;)
    g_usleep (G_USEC_PER_SEC);
}

static int
flood (void)
{
  for (int i = 0; i < FLOOD_PIECES && fputs ("and one more, ", stdout) >= 0; i++)
    continue;
  return 0;
}

static int
repeat (char *const *words)
{
  for (; *words != NULL; words++)
    printf ("<%s>\n", *words);
  fflush (stdout);
  g_usleep (G_USEC_PER_SEC / 5);
  return 0;
}

static int
talk (char *const *words)
{
  if (g_strcmp0 (words[0], "loud") == 0)
    return talk_loud ();
  if (g_strcmp0 (words[0], "status") == 0)
    return atoi (words[1]);
  if (g_strcmp0 (words[0], "crash") == 0)
    __builtin_trap ();
  if (g_strcmp0 (words[0], "hang") == 0)
    hang ();
  if (g_strcmp0 (words[0], "flood") == 0)
    return flood ();
  if (g_strcmp0 (words[0], "words") == 0)
    return repeat (words + 1);
  if (g_strcmp0 (words[0], "getenv") == 0)
    return g_strcmp0 (g_getenv (words[1]), words[2]) == 0 ? 0 : 1;
  return 0;
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) words = kigen_program_begin (argc, argv);
  return talk (words + 1);
}
