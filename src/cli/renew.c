/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen renew and kigen resume. */

#include "cli.h"

#include <kigen/authority/authority.h>
#include <kigen/base/error.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

/* Which one is meant
 * -------------------------------------------------------------------------------------------------- */

/* Those that could be meant where nobody says which: due or being renewed; else whatever has no successor, so
 * that the answer tells why it is not renewed. */
static GPtrArray *
candidates (KigenCli *cli, GPtrArray *all, GError **error)
{
  g_autoptr (GArray) conditions = kigen_inventory_conditions (&cli->workspace, all, error);
  if (conditions == NULL)
    return NULL;
  GPtrArray *due = g_ptr_array_new ();
  for (guint i = 0; i < all->len; i++) {
    KigenCondition condition = g_array_index (conditions, KigenCondition, i);
    if (condition == KIGEN_CONDITION_DUE || condition == KIGEN_CONDITION_RENEWING)
      g_ptr_array_add (due, g_ptr_array_index (all, i));
  }
  gboolean none = due->len == 0;
  for (guint i = 0; none && i < all->len; i++)
    if (g_array_index (conditions, KigenCondition, i) != KIGEN_CONDITION_RENEWED)
      g_ptr_array_add (due, g_ptr_array_index (all, i));
  return due;
}

static KigenCertificate *
choose (KigenCli *cli, GPtrArray *all, GError **error)
{
  if (cli->arguments[0] != NULL)
    return kigen_cli_pick (all, cli->arguments[0], error);
  g_autoptr (GPtrArray) due = candidates (cli, all, error);
  if (due == NULL)
    return NULL;
  if (due->len == 0) {
    kigen_fail (error, KIGEN_ERROR_NOTHING_TO_DO, _ ("A first certificate is fetched with “kigen obtain”."),
                _ ("There is no certificate to renew in your certificate stores."));
    return NULL;
  }
  if (due->len == 1)
    return g_ptr_array_index (due, 0);
  g_autoptr (GString) ids = g_string_new (NULL);
  for (guint i = 0; i < due->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (due, i);
    g_string_append_printf (ids, "%s%.8s (%s)", i > 0 ? ", " : "", one->id, kigen_certificate_name (one));
  }
  kigen_fail (error, KIGEN_ERROR_USAGE, _ ("Say which, by its ID: kigen renew ID"),
              _ ("There is more than one that could be renewed: %s."), ids->str);
  return NULL;
}

/* Running
 * ---------------------------------------------------------------------------------------------------------
 */

/* Before the authority's first day for it, somebody at the terminal may want it all the same. */
static gboolean
ask_whether_early (KigenCli *cli, const KigenProfile *profile, const KigenCertificate *old, gboolean *early,
                   GError **error)
{
  int left = kigen_inventory_days_left (old->not_after);
  *early = cli->early;
  if (cli->early || cli->yes || left <= kigen_profile_renew_from (profile)
      || !kigen_console_can_ask (cli->console))
    return TRUE;
  g_autofree char *question = g_strdup_printf (
      ngettext ("It lasts for %d more day.  A new one counts from today, and the authority may refuse or "
                "charge for it.  Renew all the same?",
                "It lasts for %d more days.  A new one counts from today, and the authority may refuse or "
                "charge for it.  Renew all the same?",
                (gulong)left),
      left);
  return kigen_console_ask (cli->console, question, early, error);
}

static gboolean
is_fresh (KigenState *state, const char *id)
{
  g_autoptr (KigenRenewalRecord) open = kigen_state_open_renewal (state, id, NULL);
  return open == NULL;
}

gboolean
kigen_cli_renew (KigenCli *cli, GError **error)
{
  KigenState *state = kigen_inventory_state (&cli->workspace, error);
  g_autoptr (GPtrArray) all = state != NULL ? kigen_inventory_scan (&cli->workspace, error) : NULL;
  if (all == NULL)
    return FALSE;
  const KigenCertificate *old = choose (cli, all, error);
  KigenProfile *profile = old != NULL ? kigen_workspace_profile (&cli->workspace, old->profile, error) : NULL;
  gboolean early = FALSE;
  if (profile == NULL || !kigen_authority_check_served (profile, error)
      || !kigen_cli_check_answers (cli, profile, is_fresh (state, old->id), error)
      || !ask_whether_early (cli, profile, old, &early, error))
    return FALSE;
  KigenTask task = { .profile = profile, .old = old, .early = early };
  return kigen_cli_talk (cli, &task, error);
}

/* Resuming
 * -------------------------------------------------------------------------------------------------------- */

gboolean
kigen_cli_resume (KigenCli *cli, GError **error)
{
  KigenState *state = kigen_inventory_state (&cli->workspace, error);
  g_autoptr (GPtrArray) open = state != NULL ? kigen_state_open_renewals (state, error) : NULL;
  g_autoptr (KigenRenewalRecord) record = open != NULL ? kigen_cli_pick_open (cli, open, error) : NULL;
  KigenProfile *profile
      = record != NULL ? kigen_workspace_profile (&cli->workspace, record->profile, error) : NULL;
  gboolean fresh = record != NULL && record->step < KIGEN_STEP_RECEIVED;
  if (profile == NULL || !kigen_cli_check_answers (cli, profile, fresh, error))
    return FALSE;
  KigenTask task = { .profile = profile, .open = record->number };
  return kigen_cli_talk (cli, &task, error);
}
