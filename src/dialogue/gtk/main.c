/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* kigen-dialog: started on demand, and gone when its window closes.  A second start hands its wish to the
 * first, so that there are never two dialogues about one certificate. */

#include "windows.h"

#include <kigen/instance.h>
#include <kigen/paths.h>
#include <kigen/secret.h>

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include <stdlib.h>

#define EXIT_USAGE 2

static const char style[] = ".kigen-heading { font-size: 1.5em; font-weight: bold; }\n"
                            ".kigen-name { font-size: 1.15em; font-weight: bold; }\n"
                            ".kigen-row { padding: 12px; border: 1px solid alpha(currentColor, 0.2);"
                            " border-radius: 8px; }\n"
                            ".kigen-due { color: mix(#c06000, @theme_fg_color, 0.3); font-weight: bold; }\n"
                            ".kigen-ended { color: mix(#d8202f, @theme_fg_color, 0.4); font-weight: bold; }\n"
                            ".kigen-good { color: mix(#1f8f45, @theme_fg_color, 0.3); }\n";

typedef struct {
  ShellOptions given;
  gboolean verbose;
  char **words;
  Shell *shell; /* NULL once its window is closed */
} Program;

typedef void (*ShowWindow) (Shell *shell);

static const struct {
  const char *name;
  ShowWindow show;
} windows[] = {
  { "list", list_window_show },       { "obtain", obtain_window_show },
  { "check", check_window_show },     { "restore", restore_window_show },
  { "history", history_window_show }, { "settings", settings_window_show },
  { "doctor", doctor_window_show },
};

static void
forget_shell (GtkWidget *window G_GNUC_UNUSED, gpointer data)
{
  Program *program = data;
  program->shell = NULL;
}

static void
add_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_data (provider, style, -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
open_shell (Program *program, GApplication *application)
{
  if (program->shell != NULL)
    return;
  add_style ();
  program->shell = shell_new (GTK_APPLICATION (application), &program->given);
  g_signal_connect (shell_window (program->shell), "destroy", G_CALLBACK (forget_shell), program);
}

/* What was asked for, unless something is under way: that stays. */
static gboolean
show_wish (Program *program, char *const *words)
{
  Shell *shell = program->shell;
  if (shell_is_busy (shell))
    return TRUE;
  if (words[0] == NULL) {
    list_window_show (shell);
    return TRUE;
  }
  if (g_str_equal (words[0], "renew") || g_str_equal (words[0], "resume")) {
    renewal_window_show (shell, words[1]);
    return TRUE;
  }
  if (g_str_equal (words[0], "backup")) {
    backup_window_choose (shell, words[1]);
    return TRUE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (windows); i++)
    if (g_str_equal (words[0], windows[i].name)) {
      windows[i].show (shell);
      return TRUE;
    }
  return FALSE;
}

static int
on_command_line (GApplication *application, GApplicationCommandLine *line, gpointer data)
{
  Program *program = data;
  g_auto (GStrv) words = g_application_command_line_get_arguments (line, NULL);
  open_shell (program, application);
  gboolean known = show_wish (program, words + 1);
  if (!known) {
    g_application_command_line_printerr (line, _ ("kigen-dialog: there is no window “%s”.\n"), words[1]);
    if (!gtk_widget_get_visible (GTK_WIDGET (shell_window (program->shell))))
      gtk_window_destroy (shell_window (program->shell));
    return EXIT_USAGE;
  }
  gtk_window_present (shell_window (program->shell));
  return EXIT_SUCCESS;
}

static gboolean
parse (Program *program, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &program->given.profile_names,
      N_ ("An authority, by name or by its file; all there are if not given"), N_ ("NAME|FILE") },
    { "store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &program->given.store_uris,
      N_ ("A certificate store, such as nss:DIR; all that you have if not given"), N_ ("URI") },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &program->given.state_folder,
      N_ ("Where Kigen keeps what it has to remember"), N_ ("DIR") },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &program->verbose, N_ ("Tells what it does"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &program->words, NULL,
      N_ ("[list|renew [ID]|obtain|check|restore|history|settings|doctor]") },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return g_option_context_parse (context, &argc, &argv, error);
}

static int
run (Program *program)
{
  g_autofree char *id = kigen_instance_name (KIGEN_DIALOG_APPLICATION, program->given.state_folder);
  g_autoptr (GtkApplication) application = gtk_application_new (id, G_APPLICATION_HANDLES_COMMAND_LINE);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_ptr_array_add (words, (gpointer)(guintptr) "kigen-dialog");
  for (char **word = program->words; word != NULL && *word != NULL; word++)
    g_ptr_array_add (words, *word);
  g_signal_connect (application, "command-line", G_CALLBACK (on_command_line), program);
  int n = (int)words->len;
  g_ptr_array_add (words, NULL);
  return g_application_run (G_APPLICATION (application), n, (char **)words->pdata);
}

int
main (int argc, char **argv)
{
  Program program = { 0 };
  g_autoptr (GError) error = NULL;
  kigen_secret_protect_process ();
  kigen_path_init_locale ();
  /* Small windows are drawn fastest, and in half the memory, without the graphics card; GDK would load all of
   * OpenGL just to choose how a window is laid out. */
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  g_set_prgname ("kigen-dialog");
  g_set_application_name ("Kigen");
  if (!parse (&program, argc, argv, &error)) {
    g_printerr ("kigen-dialog: %s\n", error->message);
    return EXIT_USAGE;
  }
  if (program.verbose)
    g_setenv ("G_MESSAGES_DEBUG", "kigen-dialogue kigen-renewal kigen-authority kigen-web", FALSE);
  int status = run (&program);
  g_strfreev (program.given.profile_names);
  g_strfreev (program.given.store_uris);
  g_free (program.given.state_folder);
  g_strfreev (program.words);
  return status;
}
