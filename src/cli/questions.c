/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* A renewal's questions, answered by options first and by the terminal after that: the terminal's view of the
 * conversation.  What options say is looked at before the authority hears of anything. */

#include "cli.h"

#include <kigen/base/error.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

typedef struct {
  KigenView view;
  KigenCli *cli;
} TerminalView;

static KigenCli *
cli_of (KigenView *view)
{
  return ((TerminalView *)view)->cli;
}

char *
kigen_cli_backup_path (const KigenCli *cli)
{
  return cli->backup != NULL ? g_canonicalize_filename (cli->backup, NULL) : NULL;
}

gboolean
kigen_cli_confirm (KigenCli *cli, const char *question, GError **error)
{
  gboolean yes = cli->yes;
  if (!yes && !kigen_console_ask (cli->console, question, &yes, error))
    return FALSE;
  return yes || kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, _ ("You said no."));
}

static gboolean
check_password (KigenCli *cli, const KigenProfile *profile, GError **error)
{
  if (cli->password_file == NULL && kigen_console_can_ask (cli->console))
    return TRUE;
  g_autoptr (KigenSecret) password = kigen_cli_new_password (cli, profile, error);
  return password != NULL;
}

gboolean
kigen_cli_check_answers (KigenCli *cli, const KigenProfile *profile, gboolean fresh, GError **error)
{
  if (!cli->yes && !kigen_console_can_ask (cli->console))
    return kigen_fail (error, KIGEN_ERROR_USAGE, _ ("Add --yes to say yes to what would be asked."),
                       _ ("There is nobody at a terminal who could be asked."));
  if (!check_password (cli, profile, error))
    return FALSE;
  g_autofree char *backup = kigen_cli_backup_path (cli);
  return backup == NULL || !fresh || kigen_backup_path_check (backup, error);
}

static gboolean
confirm (KigenView *view, const KigenCertificate *old, GPtrArray *pairs, GError **error)
{
  KigenCli *cli = cli_of (view);
  if (cli->yes)
    return TRUE;
  kigen_console_note (cli->console, _ ("This is what the authority will renew:"));
  for (guint i = 0; i < pairs->len; i++) {
    char *const *pair = g_ptr_array_index (pairs, i);
    kigen_console_note (cli->console, "  %s: %s", pair[0], pair[1]);
  }
  g_autofree char *question
      = g_strdup_printf (_ ("Apply for the renewal of %s?"), kigen_certificate_name (old));
  return kigen_cli_confirm (cli, question, error);
}

/* --yes does not say it. */
static gboolean
apply_again (KigenView *view, const KigenCertificate *old, gint64 sent_at, gboolean *yes, GError **error)
{
  KigenCli *cli = cli_of (view);
  *yes = cli->apply_again;
  cli->apply_again = FALSE;
  if (*yes || cli->yes || !kigen_console_can_ask (cli->console))
    return TRUE;
  g_autofree char *day = kigen_cli_day (sent_at);
  kigen_console_note (cli->console,
                      _ ("An application for %s was sent on %s, and the authority does not show it.  It was "
                         "probably not taken; its help desk can tell."),
                      kigen_certificate_name (old), day);
  return kigen_console_ask (cli->console, _ ("Apply once more?  A fee may fall due twice."), yes, error);
}

static KigenSecret *
password (KigenView *view, KigenProfile *profile, gboolean again, const char *problem, GError **error)
{
  KigenCli *cli = cli_of (view);
  if (problem != NULL)
    kigen_console_note (cli->console, "%s", problem);
  if (again && cli->password_file == NULL)
    return kigen_cli_known_password (cli, _ ("The password that you chose for this renewal: "), error);
  return kigen_cli_new_password (cli, profile, error);
}

/* What was given, or must be taken, cannot be asked for again: what is wrong with it ends the run. */
static char *
backup (KigenView *view, const char *suggestion, const char *problem, GError **error)
{
  KigenCli *cli = cli_of (view);
  gboolean asks = cli->backup == NULL && !cli->yes && kigen_console_can_ask (cli->console);
  if (asks) {
    if (problem != NULL)
      kigen_console_note (cli->console, "%s", problem);
    g_autofree char *answer
        = kigen_console_line (cli->console, _ ("Where the backup goes"), suggestion, error);
    if (answer == NULL)
      return NULL;
    /* No shell has seen what was typed here. */
    gboolean at_home = g_str_has_prefix (answer, "~/");
    return g_canonicalize_filename (at_home ? answer + 2 : answer, at_home ? g_get_home_dir () : NULL);
  }
  g_autofree char *path = cli->backup != NULL ? kigen_cli_backup_path (cli) : g_strdup (suggestion);
  if (problem != NULL && !kigen_backup_path_check (path, error))
    return NULL;
  return g_steal_pointer (&path);
}

static gboolean
ask_old (KigenCli *cli, const KigenCertificate *old, KigenOldChoice *choice, GError **error)
{
  gboolean yes = FALSE;
  g_autofree char *end = kigen_cli_day (old->not_after);
  g_autofree char *question = g_strdup_printf (
      _ ("The new certificate works and is backed up.  Take the old one (until %s) out of the store?"), end);
  if (!kigen_console_ask (cli->console, question, &yes, error))
    return FALSE;
  *choice = yes ? KIGEN_OLD_DELETE : KIGEN_OLD_KEEP;
  return TRUE;
}

static gboolean
old_choice (KigenView *view, const KigenCertificate *old, const KigenCertificate *renewed G_GNUC_UNUSED,
            KigenOldChoice *choice, GError **error)
{
  KigenCli *cli = cli_of (view);
  if (cli->old == NULL && kigen_console_can_ask (cli->console))
    return ask_old (cli, old, choice, error);
  *choice = g_strcmp0 (cli->old, "delete") == 0 ? KIGEN_OLD_DELETE : KIGEN_OLD_KEEP;
  return TRUE;
}

static void
progress (KigenView *view, KigenStep step G_GNUC_UNUSED, gboolean complete, const char *text)
{
  kigen_console_progress (cli_of (view)->console, text, complete);
}

static void
note (KigenView *view, const char *text)
{
  kigen_console_note (cli_of (view)->console, "%s", text);
}

/* A command ends with its error; whoever gave it says when to go on. */
static KigenTroubleChoice
trouble (KigenView *view G_GNUC_UNUSED, const GError *error G_GNUC_UNUSED)
{
  return KIGEN_TROUBLE_LATER;
}

/* The agent need not look again to know what has become of it. */
static void
done (KigenView *view, const KigenRenewalResult *result)
{
  KigenCli *cli = cli_of (view);
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) all = kigen_inventory_scan (&cli->workspace, &problem);
  if (all == NULL)
    g_debug ("the outcome is not written down: %s", problem->message);
  kigen_cli_print_result (cli, result);
}

gboolean
kigen_cli_talk (KigenCli *cli, const KigenTask *task, GError **error)
{
  TerminalView view = {
    .view = { .confirm = confirm,
              .apply_again = apply_again,
              .password = password,
              .backup = backup,
              .old = old_choice,
              .progress = progress,
              .note = note,
              .trouble = trouble,
              .done = done },
    .cli = cli,
  };
  KigenState *state = kigen_inventory_state (&cli->workspace, error);
  if (state == NULL)
    return FALSE;
  KigenRenewalPlace place = kigen_cli_place (cli, state);
  KigenRenewalResult *result = kigen_conversation_run (&place, task, &view.view, error);
  kigen_renewal_result_free (result);
  return result != NULL;
}
