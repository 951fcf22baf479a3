/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen scan: what the stores hold goes into the state, which is all that the agent reads. */

#include "cli.h"

#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

gboolean
kigen_cli_scan (KigenCli *cli, GError **error)
{
  g_auto (GStrv) readable = NULL;
  if (!kigen_inventory_record_places (&cli->workspace, error))
    return FALSE;
  g_autoptr (GPtrArray) all = kigen_inventory_look (&cli->workspace, &readable, error);
  if (all == NULL || !kigen_inventory_record (&cli->workspace, all, readable, error))
    return FALSE;
  if (!cli->json) {
    kigen_cli_say (ngettext ("%u certificate is watched.", "%u certificates are watched.", all->len),
                   all->len);
    return TRUE;
  }
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  kigen_json_number (builder, "certificates", all->len);
  kigen_json_number (builder, "stores", g_strv_length (readable));
  json_builder_end_object (builder);
  kigen_cli_print_json (builder);
  return TRUE;
}
