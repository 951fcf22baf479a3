/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* The commands there are. */

#include "cli.h"

#include <glib/gi18n-lib.h>

#define RENEWAL (KIGEN_TAKES_YES | KIGEN_TAKES_PASSWORD | KIGEN_TAKES_BACKUP | KIGEN_TAKES_OLD)

const KigenCommand kigen_commands[] = {
  { "list", "", 0, 0, 0, N_ ("Shows the certificates that are watched"), kigen_cli_list },
  { "scan", "", 0, 0, 0, N_ ("Looks into the certificate stores and remembers what is there"),
    kigen_cli_scan },
  { "notices", "", 0, 0, KIGEN_TAKES_AT, N_ ("Shows which notices are due"), kigen_cli_notices },
  { "renew", "[ID]", 0, 1, RENEWAL | KIGEN_TAKES_EARLY,
    N_ ("Renews a certificate: applies, fetches, installs, proves, backs up"), kigen_cli_renew },
  { "resume", "[ID]", 0, 1, RENEWAL | KIGEN_TAKES_APPLY_AGAIN,
    N_ ("Goes on with a renewal that was interrupted"), kigen_cli_resume },
  { "abandon", "[ID]", 0, 1, KIGEN_TAKES_YES, N_ ("Gives up a renewal that was begun"), kigen_cli_abandon },
  { "obtain", "", 0, 0, KIGEN_TAKES_YES | KIGEN_TAKES_PASSWORD | KIGEN_TAKES_BACKUP | KIGEN_TAKES_NOTICE_IDS,
    N_ ("Fetches a first certificate with the IDs of the paper notice"), kigen_cli_obtain },
  { "backup", "ID FILE", 2, 2, KIGEN_TAKES_PASSWORD, N_ ("Writes a certificate and its key into a file"),
    kigen_cli_backup },
  { "restore", "FILE", 1, 1, KIGEN_TAKES_PASSWORD, N_ ("Puts a backup into the certificate store"),
    kigen_cli_restore },
  { "check", "FILE", 1, 1, KIGEN_TAKES_PASSWORD, N_ ("Proves that a backup opens and is whole"),
    kigen_cli_check },
  { "delete", "ID", 1, 1, KIGEN_TAKES_YES | KIGEN_TAKES_FORCE,
    N_ ("Takes a certificate and its key out of the store"), kigen_cli_delete },
  { "history", "[ID]", 0, 1, KIGEN_TAKES_SHOW_IDS, N_ ("Shows what has happened"), kigen_cli_history },
  { "status", "", 0, 0, 0, N_ ("Shows what is going on"), kigen_cli_status },
  { "doctor", "", 0, 0, KIGEN_TAKES_REPORT,
    N_ ("Looks for what is wrong on this computer, and tells what to do"), kigen_cli_doctor },
  { "settings", "[NAME [VALUE]]", 0, 2, KIGEN_TAKES_UNSET, N_ ("Shows or changes the settings"),
    kigen_cli_settings },
  { "rehearse", "", 0, 0, KIGEN_TAKES_KEEP,
    N_ ("Demonstrates a whole renewal with a practice authority on this computer"), kigen_cli_rehearse },
  { NULL, NULL, 0, 0, 0, NULL, NULL },
};

const KigenCommand *
kigen_command_find (const char *name)
{
  for (const KigenCommand *command = kigen_commands; command->name != NULL; command++)
    if (g_str_equal (command->name, name))
      return command;
  return NULL;
}
