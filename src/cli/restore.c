/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen restore: a backup into the first store, beside what is there. */

#include "file.h"

#include <kigen/base/error.h>
#include <kigen/base/text.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

static gboolean
is_watched (KigenCli *cli, const KigenCertificate *certificate)
{
  const GPtrArray *profiles = kigen_workspace_profiles (&cli->workspace, NULL);
  for (guint i = 0; profiles != NULL && i < profiles->len; i++)
    if (kigen_profile_matches (g_ptr_array_index (profiles, i), certificate))
      return TRUE;
  return FALSE;
}

static gboolean
import (KigenCli *cli, const char *uri, const KigenPkcs12 *contents, GError **error)
{
  g_autoptr (KigenStore) store = kigen_workspace_open_store (&cli->workspace, uri, error);
  return store != NULL && kigen_store_create (store, error)
         && kigen_store_import (store, contents, NULL, error);
}

gboolean
kigen_cli_restore (KigenCli *cli, GError **error)
{
  KigenState *state = kigen_inventory_state (&cli->workspace, error);
  g_autoptr (KigenPkcs12) contents
      = state != NULL && kigen_workspace_profiles (&cli->workspace, error) != NULL
            ? kigen_cli_open_file (cli, cli->arguments[0], error)
            : NULL;
  if (contents == NULL)
    return FALSE;
  g_autofree char *uri = kigen_workspace_first_store (&cli->workspace);
  const KigenCertificate *certificate = contents->certificate;
  g_autofree char *text = g_strdup_printf (_ ("Restored into %s"), uri);
  if (!import (cli, uri, contents, error)
      || !kigen_state_add_history (state, "restored", certificate->id, text, kigen_cli_now (), error))
    return FALSE;
  if (!is_watched (cli, certificate))
    kigen_console_note (cli->console,
                        _ ("It is in the store, but of none of the authorities that Kigen watches."));
  if (cli->json) {
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    json_builder_begin_object (builder);
    kigen_json_text (builder, "id", certificate->id);
    kigen_json_text (builder, "store", uri);
    kigen_json_instant (builder, "not_after", certificate->not_after);
    json_builder_end_object (builder);
    kigen_cli_print_json (builder);
    return TRUE;
  }
  g_autofree char *end = kigen_cli_day (certificate->not_after);
  g_autofree char *name = kigen_text_printable (certificate->common_name, "");
  kigen_cli_say (_ ("%s (ID %.8s, until %s) and its key are in %s."), name, certificate->id, end, uri);
  return TRUE;
}
