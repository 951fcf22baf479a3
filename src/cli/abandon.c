/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen abandon: gives up an open renewal or first certificate, after saying what that costs. */

#include "cli.h"

#include <kigen/base/error.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

static const char *
cost (const KigenRenewalRecord *record)
{
  if (record->step >= KIGEN_STEP_PROVED)
    return _ ("The new certificate logs in and stays in the store, and so does the old one.");
  if (record->step >= KIGEN_STEP_RECEIVED)
    return _ ("The new certificate is taken out of the store again; what was received stays as a file, and a "
              "later renewal goes on from it.");
  if (record->applied_at != 0 || record->step >= KIGEN_STEP_APPLIED)
    return _ ("The application stays with the authority, and its fee may fall due; a later renewal looks for "
              "it first.");
  return _ ("Nothing was applied for.");
}

gboolean
kigen_cli_abandon (KigenCli *cli, GError **error)
{
  KigenState *state = kigen_inventory_state (&cli->workspace, error);
  g_autoptr (GPtrArray) open = state != NULL ? kigen_state_open_renewals (state, error) : NULL;
  g_autoptr (KigenRenewalRecord) record = open != NULL ? kigen_cli_pick_open (cli, open, error) : NULL;
  KigenProfile *profile
      = record != NULL ? kigen_workspace_profile (&cli->workspace, record->profile, error) : NULL;
  if (profile == NULL)
    return FALSE;
  const char *whose = record->subject != NULL ? record->subject : _ ("a first certificate");
  g_autofree char *question = g_strdup_printf (_ ("Give up the renewal of %s?  %s"), whose, cost (record));
  if (!kigen_cli_confirm (cli, question, error))
    return FALSE;
  KigenRenewalPlace place = kigen_cli_place (cli, state);
  if (!kigen_renewal_abandon (&place, profile, record, _ ("It was given up at the user's wish."), error))
    return FALSE;
  if (!cli->json)
    kigen_cli_say (_ ("The renewal of %s was given up.  %s"), whose, cost (record));
  return TRUE;
}
