/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* The least that a GTK program can show: a window with a label.  What kigen-dialog is measured beside. */

#include <gtk/gtk.h>

static void
on_activate (GtkApplication *application, gpointer data G_GNUC_UNUSED)
{
  GtkWidget *window = gtk_application_window_new (application);
  gtk_window_set_title (GTK_WINDOW (window), "Kigen is not here");
  gtk_window_set_default_size (GTK_WINDOW (window), 760, 620);
  gtk_window_set_child (GTK_WINDOW (window), gtk_label_new ("One moment, please"));
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (GtkApplication) application
      = gtk_application_new ("org.kigen.Tests.Plain", G_APPLICATION_DEFAULT_FLAGS);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
