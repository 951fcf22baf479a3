/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen backup: a certificate with its key and chain out of a store into a PKCS#12 file. */

#include "cli.h"

#include <kigen/base/error.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

static gboolean
write_backup (KigenCli *cli, const KigenCertificate *certificate, const char *path, GError **error)
{
  const KigenProfile *profile = kigen_workspace_profile (&cli->workspace, certificate->profile, error);
  g_autoptr (KigenStore) store
      = profile != NULL ? kigen_workspace_open_store (&cli->workspace, certificate->store, error) : NULL;
  g_autoptr (KigenPkcs12) contents
      = store != NULL ? kigen_store_export (store, certificate->id, error) : NULL;
  g_autoptr (KigenSecret) password = contents != NULL ? kigen_cli_new_password (cli, profile, error) : NULL;
  if (password == NULL)
    return FALSE;
  const char *format = kigen_settings_get (kigen_workspace_settings (&cli->workspace), "Backup.Format");
  KigenPkcs12Form form = g_str_equal (format, "legacy") ? KIGEN_PKCS12_LEGACY : KIGEN_PKCS12_MODERN;
  return kigen_backup_write (path, contents, password, form, error);
}

gboolean
kigen_cli_backup (KigenCli *cli, GError **error)
{
  KigenState *state = kigen_inventory_state (&cli->workspace, error);
  g_autoptr (GPtrArray) all = state != NULL ? kigen_inventory_look (&cli->workspace, NULL, error) : NULL;
  const KigenCertificate *certificate = all != NULL ? kigen_cli_pick (all, cli->arguments[0], error) : NULL;
  g_autofree char *path = g_canonicalize_filename (cli->arguments[1], NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  if (certificate == NULL || !kigen_backup_path_check (path, error)
      || !kigen_state_note_folder (state, folder, error) || !write_backup (cli, certificate, path, error))
    return FALSE;
  g_autofree char *text = g_strdup_printf (_ ("Backed up as %s"), path);
  if (!kigen_state_record_backup (state, certificate->id, path, text, kigen_cli_now (), error))
    return FALSE;
  if (!cli->json) {
    kigen_cli_say (_ ("The backup was written and read back: %s"), path);
    return TRUE;
  }
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  kigen_json_text (builder, "id", certificate->id);
  kigen_json_text (builder, "backup", path);
  json_builder_end_object (builder);
  kigen_cli_print_json (builder);
  return TRUE;
}
