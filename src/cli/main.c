/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen: reads what was asked for, does it, and ends with the exit status that tells what came of it. */

#include "cli.h"

#include <kigen/base/error.h>
#include <kigen/base/log.h>
#include <kigen/base/paths.h>
#include <kigen/desktop/program.h>

#include <glib/gi18n-lib.h>

#include <errno.h>
#include <stdio.h>

static gboolean
show_help (const KigenCommand *command)
{
  g_autofree char *help = kigen_options_help (command);
  kigen_cli_say ("%s", help);
  return TRUE;
}

/* --verbose shows our own rooms' messages, and no library's. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer verbose)
{
  gboolean shown = (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) != 0;
  for (gsize i = 0; !shown && verbose != NULL && i < n; i++)
    shown = g_str_equal (fields[i].key, "GLIB_DOMAIN") && g_str_has_prefix (fields[i].value, "kigen-");
  return shown ? kigen_log_write (g_log_writer_standard_streams, level, fields, n) : G_LOG_WRITER_HANDLED;
}

static gboolean
run (KigenCli *cli, int argc, char **argv, GError **error)
{
  const KigenCommand *command = NULL;
  if (!kigen_options_parse (cli, argc, argv, &command, error))
    return FALSE;
  g_log_set_writer_func (write_log, GINT_TO_POINTER (cli->verbose), NULL);
  if (cli->version) {
    kigen_cli_say ("kigen %s", KIGEN_VERSION);
    return TRUE;
  }
  if (cli->help)
    return show_help (command);
  if (command == NULL)
    return kigen_fail (error, KIGEN_ERROR_USAGE, NULL, _ ("No command was given."));
  if (!command->run (cli, error))
    return FALSE;
  return fflush (stdout) == 0
         || kigen_fail (error, KIGEN_ERROR_FAILED, _ ("What was asked for has been done all the same."),
                        _ ("The answer could not be written: %s"), g_strerror (errno));
}

int
main (int argc, char **argv)
{
  kigen_secret_protect_process ();
  g_log_writer_default_set_use_stderr (TRUE); /* on standard output stands the result alone */
  kigen_path_init_locale ();
  g_autoptr (KigenCli) cli = kigen_cli_new ();
  kigen_interrupt_begin (cli->cancellable);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = kigen_program_begin (argc, argv);
  if (run (cli, (int)g_strv_length (words), words, &error))
    return cli->status;
  kigen_cli_print_error (cli, error);
  return kigen_error_exit_status (error);
}
