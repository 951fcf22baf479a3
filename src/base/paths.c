/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Where things are, as far as all platforms agree on it.
 */

#include <kigen/paths.h>

#include "paths-private.h"

char *
kigen_path_default_state (void)
{
  return g_build_filename (g_get_user_state_dir (), kigen_path_folder_name (), NULL);
}

char *
kigen_path_program (const char *name)
{
  g_autofree char *folder = kigen_path_program_folder ();
  g_autofree char *file = g_strconcat (name, kigen_path_program_suffix (), NULL);

  if (folder == NULL)
    return g_steal_pointer (&file);
  return g_build_filename (folder, file, NULL);
}
