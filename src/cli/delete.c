/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen delete: a certificate and its key out of the store, unless the desk would be without. */

#include "cli.h"

#include <kigen/base/error.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

static gboolean
check_that_it_may_go (KigenCli *cli, const KigenCertificate *certificate, GPtrArray *all, GError **error)
{
  if (cli->force)
    return TRUE;
  if (kigen_inventory_is_only_one (certificate, all))
    return kigen_fail (error, KIGEN_ERROR_LAST_ONE, NULL,
                       _ ("%s (ID %.8s) is the only certificate of its subject that works."),
                       kigen_certificate_name (certificate), certificate->id);
  GError *problem = NULL;
  g_autoptr (KigenRenewalRecord) open
      = kigen_state_open_renewal (cli->workspace.state, certificate->id, &problem);
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  return open == NULL
         || kigen_fail (error, KIGEN_ERROR_BUSY, _ ("Go on with “kigen resume” first."),
                        _ ("A renewal of this certificate is under way."));
}

gboolean
kigen_cli_delete (KigenCli *cli, GError **error)
{
  KigenState *state = kigen_inventory_state (&cli->workspace, error);
  g_auto (GStrv) readable = NULL;
  g_autoptr (GPtrArray) all = state != NULL ? kigen_inventory_look (&cli->workspace, &readable, error) : NULL;
  const KigenCertificate *certificate = all != NULL ? kigen_cli_pick (all, cli->arguments[0], error) : NULL;
  if (certificate == NULL || !check_that_it_may_go (cli, certificate, all, error))
    return FALSE;
  g_autofree char *end = kigen_cli_day (certificate->not_after);
  g_autofree char *question
      = g_strdup_printf (_ ("Take %s (until %s) and its key out of %s?  Without a backup, it is gone."),
                         kigen_certificate_name (certificate), end, certificate->store);
  if (!kigen_cli_confirm (cli, question, error))
    return FALSE;
  g_autoptr (KigenStore) store = kigen_workspace_open_store (&cli->workspace, certificate->store, error);
  g_autofree char *text = g_strdup_printf (_ ("Taken out of %s"), certificate->store);
  if (store == NULL || !kigen_store_remove (store, certificate->id, error)
      || !kigen_state_add_history (state, "deleted", certificate->id, text, kigen_cli_now (), error))
    return FALSE;
  g_autoptr (GPtrArray) left = kigen_inventory_look (&cli->workspace, NULL, NULL);
  if (left != NULL)
    kigen_inventory_record (&cli->workspace, left, readable, NULL);
  if (!cli->json) {
    kigen_cli_say (_ ("It has been taken out of the store."));
    return TRUE;
  }
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  kigen_json_text (builder, "id", certificate->id);
  kigen_json_text (builder, "store", certificate->store);
  json_builder_end_object (builder);
  kigen_cli_print_json (builder);
  return TRUE;
}
