/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* The beginning that kigen-dialog has on every platform. */

#include "start.h"

#include "pages.h"

#include <kigen/base/log.h>
#include <kigen/base/paths.h>
#include <kigen/base/secret.h>

#include <glib/gi18n-lib.h>

static gboolean
parse (Start *start, char **arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &start->given.profile_names,
      N_ ("An authority, by name or by its file; all there are if not given"), N_ ("NAME|FILE") },
    { "store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &start->given.store_uris,
      N_ ("A certificate store, such as nss:DIR; all that you have if not given"), N_ ("URI") },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &start->given.state_folder,
      N_ ("Where Kigen keeps what it has to remember"), N_ ("DIR") },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &start->verbose, N_ ("Tells what it does"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &start->words, NULL,
      N_ ("[list|renew [ID]|obtain|check|restore|history|settings|doctor]") },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_auto (GStrv) left = g_strdupv (arguments);
  return g_option_context_parse_strv (context, &left, error);
}

gboolean
start_begin (Start *start, char **arguments)
{
  g_autoptr (GError) error = NULL;
  start->given.list = list_window_show;
  start->given.store_password = store_password_show;
  kigen_secret_protect_process ();
  kigen_path_init_locale ();
  kigen_log_begin ();
  g_set_prgname ("kigen-dialog");
  g_set_application_name ("Kigen");
  if (!parse (start, arguments, &error)) {
    g_printerr ("kigen-dialog: %s\n", error->message);
    return FALSE;
  }
  if (start->verbose)
    g_setenv ("G_MESSAGES_DEBUG",
              "kigen-conversation kigen-workspace kigen-renewal kigen-authority kigen-web", FALSE);
  return TRUE;
}

void
start_clear (Start *start)
{
  g_strfreev (start->given.profile_names);
  g_strfreev (start->given.store_uris);
  g_free (start->given.state_folder);
  g_strfreev (start->words);
}
