/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

#include <kigen/desktop/program.h>

#include <gio/gio.h>
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

gboolean
kigen_program_launch (const char *const *words, GError **error)
{
  g_autoptr (GSubprocess) launched = g_subprocess_newv (words, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, error);
  return launched != NULL;
}

void
kigen_program_become (const char *path, char **words)
{
  execv (path, words);
}
