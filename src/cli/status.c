/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen status: renewals that are open, and how the certificates stand, out of what Kigen remembers. */

#include "cli.h"

#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

static const char *
step_in_words (KigenStep step)
{
  switch (step) {
  case KIGEN_STEP_BEGUN:
    return _ ("begun");
  case KIGEN_STEP_APPLIED:
    return _ ("applied for");
  case KIGEN_STEP_ISSUED:
    return _ ("issued by the authority");
  case KIGEN_STEP_RECEIVED:
    return _ ("received");
  case KIGEN_STEP_INSTALLED:
    return _ ("installed");
  case KIGEN_STEP_PROVED:
    return _ ("proved to log in");
  case KIGEN_STEP_BACKED_UP:
    return _ ("backed up");
  case KIGEN_STEP_RETIRED:
  case KIGEN_STEP_DONE:
  case KIGEN_STEP_ABANDONED:
  default:
    return _ ("done but for tidying up");
  }
}

static const char *
record_id (const KigenRenewalRecord *record)
{
  if (record->old_id != NULL)
    return record->old_id;
  return record->new_id != NULL ? record->new_id : "";
}

static void
print_text (GPtrArray *open, GPtrArray *certificates)
{
  for (guint i = 0; i < open->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (open, i);
    g_autofree char *since = kigen_cli_day (record->begun_at);
    kigen_cli_say (_ ("A renewal of %s is open since %s; so far it is %s.  “kigen resume %.8s” goes on."),
                   record->subject != NULL ? record->subject : _ ("a first certificate"), since,
                   step_in_words (record->step), record_id (record));
  }
  if (open->len == 0)
    kigen_cli_say (_ ("No renewal is open."));
  kigen_cli_say (ngettext ("%u certificate is watched.", "%u certificates are watched.", certificates->len),
                 certificates->len);
}

static void
print_json (const KigenCli *cli, GPtrArray *open, GPtrArray *certificates)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "renewals");
  json_builder_begin_array (builder);
  for (guint i = 0; i < open->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (open, i);
    json_builder_begin_object (builder);
    kigen_json_text (builder, "id", record->old_id);
    kigen_json_text (builder, "new_id", record->new_id);
    kigen_json_text (builder, "profile", record->profile);
    kigen_json_text (builder, "store", record->store);
    kigen_json_text (builder, "step", kigen_step_name (record->step));
    kigen_json_instant (builder, "begun_at", record->begun_at);
    kigen_json_instant (builder, "changed_at", record->changed_at);
    kigen_json_instant (builder, "applied_at", record->applied_at);
    kigen_json_text (builder, "backup", record->backup);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  kigen_json_number (builder, "certificates", certificates->len);
  kigen_json_instant (builder, "rebuilt_at", kigen_state_rebuilt_at (cli->workspace.state));
  json_builder_end_object (builder);
  kigen_cli_print_json (builder);
}

gboolean
kigen_cli_status (KigenCli *cli, GError **error)
{
  KigenState *state = kigen_inventory_state (&cli->workspace, error);
  g_autoptr (GPtrArray) open = state != NULL ? kigen_state_open_renewals (state, error) : NULL;
  g_autoptr (GPtrArray) certificates = open != NULL ? kigen_state_certificates (state, error) : NULL;
  if (certificates == NULL)
    return FALSE;
  if (cli->json)
    print_json (cli, open, certificates);
  else
    print_text (open, certificates);
  return TRUE;
}
