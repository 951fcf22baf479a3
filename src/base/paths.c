/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Where things are, as far as all platforms agree on it.
 */

#include <kigen/base/paths.h>

#include "paths-private.h"
#include "temporary.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

char *
kigen_path_default_state (void)
{
  return g_build_filename (g_get_user_state_dir (), kigen_path_folder_name (), NULL);
}

/* The database and what stands beside it (src/state), the beginning of one, or what a renewal has received
 * and not handed on yet (src/renewal), which must not be shut away when the database is lost. */
static gboolean
is_state (const char *name)
{
  static const char *const received[] = { "received-*.p12", "download-*.p12", "renewal-*.p12" };
  gboolean is_ours = g_str_has_prefix (name, "kigen.db") || kigen_temporary_is_name (name);

  for (gsize i = 0; i < G_N_ELEMENTS (received); i++)
    is_ours = is_ours || g_pattern_match_simple (received[i], name);
  return is_ours;
}

gboolean
kigen_path_check_contents (const char *folder, GError **error)
{
  g_autofree char *usual = kigen_path_default_state ();
  g_autofree char *path = g_canonicalize_filename (folder, NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  gboolean empty = TRUE;
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
    if (is_state (name))
      return TRUE;
    empty = FALSE;
  }
  if (empty || g_str_equal (path, usual))
    return TRUE;
  return kigen_fail (
      error, KIGEN_ERROR_STATE_UNSAFE, _ ("Choose a folder that is empty or not there yet with --state."),
      _ ("The folder %s holds other things than Kigen's state; it was left as it is."), folder);
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
