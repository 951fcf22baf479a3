/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

#include <kigen/desktop/instance.h>

#include <kigen/base/paths.h>

/* Enough of a digest to tell a user's few states apart. */
#define DIGITS "12"

char *
kigen_instance_name (const char *application, const char *state_folder)
{
  g_autofree char *usual = kigen_path_default_state ();
  g_autofree char *path
      = state_folder != NULL ? g_canonicalize_filename (state_folder, NULL) : g_strdup (usual);
  if (g_str_equal (path, usual))
    return g_strdup (application);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  /* An element of a name on the bus must not begin with a digit. */
  return g_strdup_printf ("%s.s%." DIGITS "s", application, digest);
}
