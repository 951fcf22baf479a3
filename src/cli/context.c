/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* What commands stand on: what is watched, and a terminal. */

#include "cli.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

static void
note (const char *text, gpointer data)
{
  const KigenCli *cli = data;
  kigen_console_note (cli->console, "%s", text);
}

KigenCli *
kigen_cli_new (void)
{
  KigenCli *cli = g_new0 (KigenCli, 1);
  cli->cancellable = g_cancellable_new ();
  cli->console = kigen_console_new (cli->cancellable);
  cli->workspace.store_password = kigen_cli_store_password;
  cli->workspace.store_password_data = cli;
  cli->workspace.note = note;
  cli->workspace.note_data = cli;
  return cli;
}

void
kigen_cli_free (KigenCli *cli)
{
  if (cli == NULL)
    return;
  g_strfreev (cli->arguments);
  g_free (cli->password_file);
  g_free (cli->store_password_file);
  g_free (cli->backup);
  g_free (cli->old);
  g_free (cli->at);
  g_free (cli->request_id);
  g_free (cli->reference_id_file);
  g_free (cli->ids_file);
  g_free (cli->report);
  kigen_workspace_clear (&cli->workspace);
  g_clear_pointer (&cli->store_password, kigen_secret_unref);
  g_clear_pointer (&cli->password, kigen_secret_unref);
  kigen_console_free (cli->console);
  g_object_unref (cli->cancellable);
  g_free (cli);
}

gint64
kigen_cli_now (void)
{
  return kigen_clock_system (NULL);
}

static KigenSecret *
ask_store_password (const KigenCli *cli, const char *uri, GError **error)
{
  if (!kigen_console_can_ask (cli->console)) {
    kigen_fail (error, KIGEN_ERROR_STORE_LOCKED,
                _ ("Write its password into a file that only you can read, and name that with "
                   "--store-password-file."),
                _ ("The certificate store %s has a password."), uri);
    return NULL;
  }
  g_autofree char *prompt = g_strdup_printf (_ ("Password of the certificate store %s: "), uri);
  return kigen_console_password (cli->console, prompt, error);
}

/* A password that has just been found wrong is not tried again: a file holds only one. */
KigenSecret *
kigen_cli_store_password (const char *uri, gboolean was_wrong, gpointer data, GError **error)
{
  KigenCli *cli = data;
  if (was_wrong)
    g_clear_pointer (&cli->store_password, kigen_secret_unref);
  if (was_wrong && cli->store_password_file != NULL) {
    kigen_fail (error, KIGEN_ERROR_PASSWORD_WRONG, NULL,
                _ ("The password in the file does not open the certificate store %s."), uri);
    return NULL;
  }
  if (cli->store_password == NULL)
    cli->store_password
        = cli->store_password_file != NULL
              ? kigen_cli_read_secret (cli, "--store-password-file", cli->store_password_file, error)
              : ask_store_password (cli, uri, error);
  return cli->store_password != NULL ? kigen_secret_ref (cli->store_password) : NULL;
}

KigenRenewalPlace
kigen_cli_place (KigenCli *cli, KigenState *state)
{
  KigenRenewalPlace place = {
    .state = state,
    .settings = kigen_workspace_settings (&cli->workspace),
    .clock = kigen_clock_system,
    .store_password = kigen_cli_store_password,
    .store_password_data = cli,
    .cancellable = cli->cancellable,
  };
  return place;
}
