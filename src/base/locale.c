/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Language.  A desk may ask for Japanese without the system having that locale: then C.UTF-8 with LANGUAGE
 * speaks it all the same.  The catalogue is looked for from the program's own folder, so that a package can
 * be put anywhere and a build tree works as it is.
 */

#include <kigen/base/paths.h>

#include "paths-private.h"

#include <glib/gi18n-lib.h>
#include <libintl.h>
#include <locale.h>

static const char *const catalogue_folders[] = { "../share/locale", "locale", "../data/po", "../../data/po" };

static const char *
language_asked_for (void)
{
  static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++) {
    const char *value = g_getenv (variables[i]);
    if (value != NULL && *value != '\0')
      return value;
  }
  return "";
}

static void
fall_back (void)
{
  const char *language = g_getenv ("LANGUAGE");

  if (setlocale (LC_ALL, "C.UTF-8") == NULL)
    g_debug ("there is no C.UTF-8 either");
  if (g_str_has_prefix (language_asked_for (), "ja") && (language == NULL || *language == '\0'))
    g_setenv ("LANGUAGE", "ja", TRUE);
}

static char *
catalogue_folder (void)
{
  g_autofree char *program = kigen_path_program_folder ();

  if (program == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (catalogue_folders); i++) {
    g_autofree char *folder = g_build_filename (program, catalogue_folders[i], NULL);
    g_autofree char *file = g_build_filename (folder, "ja", "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);
    if (g_file_test (file, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&folder);
  }
  return NULL;
}

void
kigen_path_init_locale (void)
{
  g_autofree char *folder = NULL;

  if (setlocale (LC_ALL, "") == NULL)
    fall_back ();
  kigen_path_prepare_console ();
  folder = catalogue_folder ();
  if (folder != NULL)
    bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
