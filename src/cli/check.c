/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen check: proves that a backup opens and is whole. */

#include "file.h"

#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

gboolean
kigen_cli_check (KigenCli *cli, GError **error)
{
  const char *path = cli->arguments[0];
  g_autoptr (KigenPkcs12) contents = kigen_cli_open_file (cli, path, error);
  if (contents == NULL)
    return FALSE;
  const KigenCertificate *certificate = contents->certificate;
  if (cli->json) {
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    json_builder_begin_object (builder);
    kigen_json_text (builder, "id", certificate->id);
    kigen_json_name (builder, "common_name", certificate->common_name);
    kigen_json_name (builder, "subject", certificate->subject);
    kigen_json_name (builder, "issuer", certificate->issuer);
    kigen_json_text (builder, "serial", certificate->serial);
    kigen_json_instant (builder, "not_before", certificate->not_before);
    kigen_json_instant (builder, "not_after", certificate->not_after);
    kigen_json_has_key (builder, KIGEN_HAS_KEY_YES);
    json_builder_end_object (builder);
    kigen_cli_print_json (builder);
    return TRUE;
  }
  g_autofree char *end = kigen_cli_day (certificate->not_after);
  kigen_cli_say (_ ("%s opens and is whole: a certificate and its key."), path);
  kigen_cli_say (_ ("  subject: %s"), certificate->subject);
  kigen_cli_say (_ ("  issuer:  %s"), certificate->issuer);
  kigen_cli_say (kigen_inventory_days_left (certificate->not_after) < 0 ? _ ("  It ran out on %s.")
                                                                        : _ ("  It lasts until %s."),
                 end);
  return TRUE;
}
