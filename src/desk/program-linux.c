/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desk"

#include <kigen/program.h>

#include <unistd.h>

char **
kigen_program_begin (int argc G_GNUC_UNUSED, char **argv)
{
  return g_strdupv (argv);
}

/* Here it is whoever started it that decides. */
void
kigen_program_leave_terminal (void)
{
}

void
kigen_program_become (const char *path, char **words)
{
  execv (path, words);
}
