/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* kigen-rehearsal: a practice registration authority on loopback, with a throw-away authority of its own. */
#include "folder.h"
#include "server.h"

#include <glib-unix.h>
#include <stdio.h>
#include <unistd.h>

#define EXIT_USAGE 2

static gboolean
stop (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
watch_input (int file, GIOCondition condition G_GNUC_UNUSED, gpointer loop)
{
  char dropped[256];
  if (read (file, dropped, sizeof dropped) > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
announce (const Site *site, int port)
{
  g_autofree char *profile = site_path (site, "rehearsal.profile");
  Json *json = json_new ();
  json_text (json, "base", site->base);
  json_number (json, "port", port);
  json_text (json, "folder", site->options->folder);
  json_text (json, "profile", profile);
  g_autofree char *line = json_finish (json);
  fputs (line, stdout);
  fflush (stdout);
}

static gboolean
serve (const Options *options, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (Site) site = site_open (options, g_get_real_time (), error);
  if (site == NULL)
    return FALSE;
  g_autoptr (Server) server = server_open (site, error);
  if (server == NULL || !site_write_profile (site, server_port (server), error))
    return FALSE;
  g_unix_signal_add (SIGTERM, stop, loop);
  g_unix_signal_add (SIGINT, stop, loop);
  if (options->until_eof)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, watch_input, loop);
  events_note (site->events, "start", "rendering", options->rendering->name);
  announce (site, server_port (server));
  g_main_loop_run (loop);
  events_note (site->events, "stop", NULL, NULL);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Options) options = options_parse (&argc, &argv, &error);
  if (options == NULL && error == NULL)
    return EXIT_SUCCESS;
  if (options == NULL) {
    g_printerr ("kigen-rehearsal: %s\n", error->message);
    return EXIT_USAGE;
  }
  gboolean served = serve (options, &error);
  if (!served)
    g_printerr ("kigen-rehearsal: %s\n", error->message);
  if (options->folder_is_temporary)
    folder_remove (options->folder);
  return served ? EXIT_SUCCESS : EXIT_FAILURE;
}
