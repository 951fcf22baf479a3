/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* Passwords: from a file or from the terminal, never from the command line or the environment. */

#include "cli.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

/* Which file it is, on standard error: there is one, so that its name is no secret. */
static void
warn (KigenCli *cli, const char *path)
{
  kigen_console_note (cli->console, _ ("Others on this computer can read %s.  Make it yours alone."), path);
}

KigenSecret *
kigen_cli_read_secret (KigenCli *cli, const char *option, const char *path, GError **error)
{
  gboolean exposed = FALSE;
  KigenSecret *secret = kigen_secret_read_file (path, option, &exposed, error);
  if (secret != NULL && exposed)
    warn (cli, path);
  return secret;
}

void
kigen_cli_warn_exposed (KigenCli *cli, const char *path)
{
  if (kigen_secret_file_is_exposed (path))
    warn (cli, path);
}

/* It is read once, since standard input cannot be read again.  Where a store's password comes from there,
 * too, that is the line before. */
static KigenSecret *
read_password (KigenCli *cli, GError **error)
{
  gboolean both = g_str_equal (cli->password_file, "-") && g_strcmp0 (cli->store_password_file, "-") == 0;
  if (cli->password == NULL && both && cli->store_password == NULL)
    cli->store_password = kigen_cli_read_secret (cli, "--store-password-file", "-", error);
  if (cli->password == NULL && (!both || cli->store_password != NULL))
    cli->password = kigen_cli_read_secret (cli, "--password-file", cli->password_file, error);
  return cli->password != NULL ? kigen_secret_ref (cli->password) : NULL;
}

static gboolean
check_form (const KigenProfile *profile, const KigenSecret *password, GError **error)
{
  const char *text = kigen_secret_text (password);
  if (profile == NULL)
    return *text != '\0' || kigen_fail (error, KIGEN_ERROR_PASSWORD_FORM, NULL, _ ("The password is empty."));
  return kigen_profile_password_fits (profile, text)
         || kigen_fail (error, KIGEN_ERROR_PASSWORD_FORM, NULL, _ ("The password must be %s."),
                        kigen_profile_password_hint (profile));
}

/* On a terminal: its form is looked at before it is asked for a second time, and whatever is wrong is said
 * and asked for again. */
static KigenSecret *
ask_new (KigenCli *cli, const KigenProfile *profile, GError **error)
{
  g_autofree char *prompt = profile != NULL ? g_strdup_printf (_ ("New password for the backup (%s): "),
                                                               kigen_profile_password_hint (profile))
                                            : g_strdup (_ ("New password for the backup: "));
  for (;;) {
    g_autoptr (GError) problem = NULL;
    g_autoptr (KigenSecret) first = kigen_console_password (cli->console, prompt, error);
    if (first == NULL)
      return NULL;
    if (!check_form (profile, first, &problem)) {
      kigen_console_note (cli->console, "%s", problem->message);
      continue;
    }
    g_autoptr (KigenSecret) second = kigen_console_password (cli->console, _ ("The same once more: "), error);
    if (second == NULL || kigen_secret_equal (first, second))
      return g_steal_pointer (&second);
    kigen_console_note (cli->console, _ ("The two were not the same.  Once again, please."));
  }
}

KigenSecret *
kigen_cli_new_password (KigenCli *cli, const KigenProfile *profile, GError **error)
{
  if (cli->password_file == NULL)
    return ask_new (cli, profile, error);
  g_autoptr (KigenSecret) password = read_password (cli, error);
  if (password == NULL || !check_form (profile, password, error))
    return NULL;
  return g_steal_pointer (&password);
}

KigenSecret *
kigen_cli_known_password (KigenCli *cli, const char *prompt, GError **error)
{
  if (cli->password_file != NULL)
    return read_password (cli, error);
  return kigen_console_password (cli->console, prompt, error);
}
