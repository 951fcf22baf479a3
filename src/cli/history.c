/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen history: what has happened, oldest first; with --ids the IDs of the applications, which revoking
 * needs. */

#include "cli.h"

#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

#include <string.h>

static gboolean
is_about (const KigenHistoryEntry *entry, const char *id)
{
  return id == NULL || (entry->id != NULL && g_ascii_strncasecmp (entry->id, id, strlen (id)) == 0);
}

static void
print_entry (const KigenHistoryEntry *entry)
{
  g_autoptr (GDateTime) instant = g_date_time_new_from_unix_local (entry->at);
  g_autofree char *at = instant != NULL ? g_date_time_format (instant, "%Y-%m-%d %H:%M") : g_strdup ("");
  kigen_cli_say ("%s  %.8s  %s", at, entry->id != NULL ? entry->id : "        ", entry->text);
}

static void
print_entries (const KigenCli *cli, GPtrArray *entries)
{
  gboolean any = FALSE;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = entries->len; i > 0; i--) {
    const KigenHistoryEntry *entry = g_ptr_array_index (entries, i - 1);
    if (!is_about (entry, cli->arguments[0]))
      continue;
    any = TRUE;
    if (!cli->json)
      print_entry (entry);
    json_builder_begin_object (builder);
    kigen_json_instant (builder, "at", entry->at);
    kigen_json_text (builder, "kind", entry->kind);
    kigen_json_text (builder, "id", entry->id);
    kigen_json_text (builder, "text", entry->text);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  if (cli->json)
    kigen_cli_print_json (builder);
  else if (!any)
    kigen_cli_say ("%s", cli->arguments[0] == NULL ? _ ("Nothing has happened yet.")
                                                   : _ ("Nothing has happened with that ID."));
}

static void
print_ids_of (const char *subject, const KigenRenewalRecord *record, const KigenCli *cli,
              JsonBuilder *builder)
{
  if (!cli->json)
    kigen_cli_say (_ ("%s\n  request ID: %s\n  reference ID: %s"), subject, record->request_id,
                   record->reference_id != NULL ? record->reference_id : "-");
  json_builder_begin_object (builder);
  kigen_json_name (builder, "subject", subject);
  kigen_json_text (builder, "id", record->new_id);
  kigen_json_text (builder, "request_id", record->request_id);
  kigen_json_text (builder, "reference_id", record->reference_id);
  kigen_json_instant (builder, "at", record->begun_at);
  json_builder_end_object (builder);
}

static gboolean
print_ids (KigenCli *cli, GError **error)
{
  g_autoptr (GPtrArray) all = kigen_state_certificates (cli->workspace.state, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GHashTable) subjects = g_hash_table_new (g_str_hash, g_str_equal);
  json_builder_begin_array (builder);
  for (guint i = 0; all != NULL && i < all->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (all, i);
    if (!g_hash_table_add (subjects, one->subject))
      continue;
    g_autoptr (GPtrArray) records
        = kigen_state_renewals_of_subject (cli->workspace.state, one->subject, error);
    if (records == NULL)
      return FALSE;
    for (guint r = 0; r < records->len; r++)
      print_ids_of (one->subject, g_ptr_array_index (records, r), cli, builder);
  }
  json_builder_end_array (builder);
  if (all != NULL && cli->json)
    kigen_cli_print_json (builder);
  return all != NULL;
}

gboolean
kigen_cli_history (KigenCli *cli, GError **error)
{
  const char *id = cli->arguments[0];
  if (id != NULL && !kigen_cli_check_id (id, error))
    return FALSE;
  KigenState *state = kigen_inventory_state (&cli->workspace, error);
  if (state == NULL)
    return FALSE;
  if (cli->ids)
    return print_ids (cli, error);
  g_autoptr (GPtrArray) entries = kigen_state_history (state, 0, error);
  if (entries == NULL)
    return FALSE;
  print_entries (cli, entries);
  return TRUE;
}
