/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* A backup that was named on the command line. */

#include "file.h"

#include <glib/gi18n-lib.h>

KigenPkcs12 *
kigen_cli_open_file (KigenCli *cli, const char *path, GError **error)
{
  g_autoptr (GBytes) file = kigen_backup_read (path, error);
  g_autoptr (KigenSecret) password
      = file != NULL ? kigen_cli_known_password (cli, _ ("The password of the backup: "), error) : NULL;
  return password != NULL ? kigen_backup_open (file, path, password, error) : NULL;
}
