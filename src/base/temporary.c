/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

#include "temporary.h"

#include <string.h>

#define PREFIX ".kigen-unfinished-"
#define PREFIX_LENGTH (sizeof PREFIX - 1)
#define RANDOM_DIGITS 16
#define TARGET_DIGITS 8
#define LENGTH (PREFIX_LENGTH + RANDOM_DIGITS + 1 + TARGET_DIGITS)

static char *
digits_of (const char *target)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, target, -1);
  return g_strndup (digest, TARGET_DIGITS);
}

char *
kigen_temporary_name (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *target = g_path_get_basename (path);
  g_autofree char *digits = digits_of (target);
  g_autofree char *name = g_strdup_printf (PREFIX "%08x%08x-%s", g_random_int (), g_random_int (), digits);
  return g_build_filename (folder, name, NULL);
}

static gboolean
are_digits (const char *text, gsize length)
{
  return strspn (text, "0123456789abcdef") >= length;
}

gboolean
kigen_temporary_is_name (const char *name)
{
  return strlen (name) == LENGTH && g_str_has_prefix (name, PREFIX)
         && are_digits (name + PREFIX_LENGTH, RANDOM_DIGITS) && name[PREFIX_LENGTH + RANDOM_DIGITS] == '-'
         && are_digits (name + PREFIX_LENGTH + RANDOM_DIGITS + 1, TARGET_DIGITS);
}

gboolean
kigen_temporary_is_for (const char *name, const char *target)
{
  g_autofree char *digits = digits_of (target);
  return kigen_temporary_is_name (name) && g_str_has_suffix (name, digits);
}
