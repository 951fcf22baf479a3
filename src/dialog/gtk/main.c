/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* kigen-dialog: started on demand, and gone when its window closes.  A second start hands its wish to the
 * first, so that there are never two dialogues about one certificate. */

#include "frame-gtk.h"
#include "pages.h"
#include "start.h"

#include <kigen/desktop/instance.h>

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include <stdlib.h>

static const char style[] = ".kigen-heading { font-size: 1.5em; font-weight: bold; }\n"
                            ".kigen-name { font-size: 1.15em; font-weight: bold; }\n"
                            ".kigen-row { padding: 12px; border: 1px solid alpha(currentColor, 0.2);"
                            " border-radius: 8px; }\n"
                            ".kigen-due { color: mix(#c06000, @theme_fg_color, 0.3); font-weight: bold; }\n"
                            ".kigen-ended { color: mix(#d8202f, @theme_fg_color, 0.4); font-weight: bold; }\n"
                            ".kigen-good { color: mix(#1f8f45, @theme_fg_color, 0.3); }\n";

typedef struct {
  Start start;
  Controller *controller; /* NULL once its window is closed */
  GtkWindow *window;
} Program;

static void
forget_controller (GtkWidget *window G_GNUC_UNUSED, gpointer data)
{
  Program *program = data;
  program->controller = NULL;
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
open_controller (Program *program, GApplication *application)
{
  if (program->controller != NULL)
    return;
  add_style ();
  program->controller = frame_open (GTK_APPLICATION (application), &program->start.given);
  program->window = frame_window (controller_frame (program->controller));
  g_signal_connect (program->window, "destroy", G_CALLBACK (forget_controller), program);
}

static int
on_command_line (GApplication *application, GApplicationCommandLine *line, gpointer data)
{
  Program *program = data;
  g_auto (GStrv) words = g_application_command_line_get_arguments (line, NULL);
  open_controller (program, application);
  gboolean known = wish_show (program->controller, (const char *const *)words + 1);
  if (!known) {
    g_application_command_line_printerr (line, _ ("kigen-dialog: there is no window “%s”.\n"), words[1]);
    if (!gtk_widget_get_visible (GTK_WIDGET (program->window)))
      gtk_window_destroy (program->window);
    return START_EXIT_USAGE;
  }
  gtk_window_present (program->window);
  return EXIT_SUCCESS;
}

static int
run (Program *program)
{
  g_autofree char *id = kigen_instance_name (KIGEN_DIALOG_APPLICATION, program->start.given.state_folder);
  g_autoptr (GtkApplication) application = gtk_application_new (id, G_APPLICATION_HANDLES_COMMAND_LINE);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_ptr_array_add (words, (gpointer)(guintptr) "kigen-dialog");
  for (char **word = program->start.words; word != NULL && *word != NULL; word++)
    g_ptr_array_add (words, *word);
  g_signal_connect (application, "command-line", G_CALLBACK (on_command_line), program);
  int n = (int)words->len;
  g_ptr_array_add (words, NULL);
  return g_application_run (G_APPLICATION (application), n, (char **)words->pdata);
}

int
main (int argc G_GNUC_UNUSED, char **argv)
{
  Program program = { 0 };
  /* Small windows are drawn fastest, and in half the memory, without the graphics card; GDK would load all of
   * OpenGL just to choose how a window is laid out. */
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  int status = start_begin (&program.start, argv) ? run (&program) : START_EXIT_USAGE;
  start_clear (&program.start);
  return status;
}
