/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/* The administrator's settings: /etc/kigen/kigen.conf. */

#include "settings-private.h"

#include "paths-private.h"

#include <kigen/base/paths.h>

GKeyFile *
kigen_settings_read_site (char **place, GError **error)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  *place = g_build_filename (kigen_path_site_folder (), "kigen.conf", NULL);
  return kigen_file_read_keys (keys, *place, G_KEY_FILE_NONE, error) ? g_steal_pointer (&keys) : NULL;
}
