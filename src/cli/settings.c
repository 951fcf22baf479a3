/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen settings: shows them all or one, or changes one. */

#include "cli.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

static void
print_one (const KigenSettings *settings, const char *name)
{
  const char *value = kigen_settings_get (settings, name);
  kigen_cli_say ("%s=%s%s\n    %s", name, value,
                 kigen_settings_is_locked (settings, name) ? _ ("   (set by the administrator)") : "",
                 kigen_settings_meaning (name));
}

/* `only` NULL: all of them. */
static void
print_json (const KigenSettings *settings, const char *only)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  for (const char *const *name = kigen_settings_names (); *name != NULL; name++) {
    if (only != NULL && !g_str_equal (*name, only))
      continue;
    json_builder_set_member_name (builder, *name);
    json_builder_begin_object (builder);
    kigen_json_text (builder, "value", kigen_settings_get (settings, *name));
    json_builder_set_member_name (builder, "locked");
    json_builder_add_boolean_value (builder, kigen_settings_is_locked (settings, *name));
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
  kigen_cli_print_json (builder);
}

static gboolean
check_name (const char *name, GError **error)
{
  if (g_strv_contains (kigen_settings_names (), name))
    return TRUE;
  return kigen_fail (error, KIGEN_ERROR_USAGE, _ ("“kigen settings” shows them all."),
                     _ ("There is no setting “%s”."), name);
}

gboolean
kigen_cli_settings (KigenCli *cli, GError **error)
{
  const char *name = cli->arguments[0];
  const char *value = name != NULL ? cli->arguments[1] : NULL;
  kigen_workspace_settings (&cli->workspace);
  if (cli->unset && (name == NULL || value != NULL))
    return kigen_fail (error, KIGEN_ERROR_USAGE, NULL, _ ("Usage: kigen settings --unset NAME"));
  if (name == NULL && cli->json) {
    print_json (cli->workspace.settings, NULL);
    return TRUE;
  }
  if (name == NULL) {
    for (const char *const *one = kigen_settings_names (); *one != NULL; one++)
      print_one (cli->workspace.settings, *one);
    return TRUE;
  }
  if (!check_name (name, error))
    return FALSE;
  gboolean sets = value != NULL || cli->unset;
  if (sets && !kigen_settings_set (cli->workspace.settings, name, cli->unset ? NULL : value, error))
    return FALSE;
  if (cli->json)
    print_json (cli->workspace.settings, name);
  else if (!sets)
    kigen_cli_say ("%s", kigen_settings_get (cli->workspace.settings, name));
  return TRUE;
}
