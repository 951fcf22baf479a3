/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-agent"

/* kigen-agent: one a user and state.  A second start opens the list in the first; other programs ask by the
 * application's actions (org.freedesktop.Application, org.gtk.Actions). */

#include "agent.h"

#include <kigen/instance.h>
#include <kigen/paths.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include <stdlib.h>
#include <unistd.h>

#define EXIT_USAGE 2
/* Tells the newer agent that it was started by an older one, so that two that do not agree end all the same.
 */
#define RESTARTED "KIGEN_AGENT_RESTARTED"

typedef struct {
  AgentOptions options;
  gboolean verbose;
  gboolean version;
  gboolean service; /* started by the bus */
  GApplication *application;
  Agent *agent;
  gboolean started_by_hand; /* its own first activation opens nothing: it is the login's */
  gboolean restarted;       /* by an older agent, for a state that is newer than it */
  gboolean running;
  gboolean ended; /* maybe before it ran */
  gboolean restart;
} Program;

static void
on_quit (gboolean restart, gpointer data)
{
  Program *program = data;
  program->restart = restart && !program->restarted;
  program->ended = TRUE;
  if (program->running)
    g_application_quit (program->application);
}

static void
on_startup (GApplication *application, gpointer data)
{
  Program *program = data;
  if (g_application_get_dbus_connection (application) == NULL)
    return;
  g_application_hold (application);
  program->agent = agent_new (&program->options, on_quit, program);
  /* It gets on with this state; with a later one another restart may help. */
  program->restarted = FALSE;
}

static void
on_activate (GApplication *application G_GNUC_UNUSED, gpointer data)
{
  Program *program = data;
  if (program->started_by_hand)
    program->started_by_hand = FALSE;
  else
    agent_open (program->agent, "list", NULL, NULL);
}

static void
on_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const Program *program = data;
  const char *target = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;
  agent_open (program->agent, g_action_get_name (G_ACTION (action)), target, NULL);
}

static void
add_actions (Program *program)
{
  static const GActionEntry actions[] = {
    { "list", on_action, NULL, NULL, NULL, { 0 } },
    { "renew", on_action, "s", NULL, NULL, { 0 } }, /* an ID, or "" for the one that is due */
    { "obtain", on_action, NULL, NULL, NULL, { 0 } },
    { "backup", on_action, "s", NULL, NULL, { 0 } },
    { "history", on_action, NULL, NULL, NULL, { 0 } },
    { "settings", on_action, NULL, NULL, NULL, { 0 } },
    { "doctor", on_action, NULL, NULL, NULL, { 0 } },
    { "quit", on_action, NULL, NULL, NULL, { 0 } },
  };
  g_action_map_add_action_entries (G_ACTION_MAP (program->application), actions, G_N_ELEMENTS (actions),
                                   program);
}

static gboolean
parse (Program *program, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &program->options.profile_names,
      N_ ("An authority, by name or by its file; all there are if not given"), N_ ("NAME|FILE") },
    { "store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &program->options.store_uris,
      N_ ("A certificate store, such as nss:DIR; all that you have if not given"), N_ ("URI") },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &program->options.state_folder,
      N_ ("Where Kigen keeps what it has to remember"), N_ ("DIR") },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &program->verbose, N_ ("Tells what it does"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &program->version, N_ ("Shows the version"), NULL },
    { "gapplication-service", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &program->service, NULL, NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_summary (context,
                                _ ("Sits in the tray and tells in time of certificates that run out."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (program->options.state_folder != NULL) {
    char *path = g_canonicalize_filename (program->options.state_folder, NULL);
    g_free (program->options.state_folder);
    program->options.state_folder = path;
  }
  return TRUE;
}

/* Without a session's bus there is neither tray nor notice, and nobody to find a second start. */
static gboolean
reach_session (Program *program)
{
  g_autoptr (GError) error = NULL;
  gboolean there = g_application_register (program->application, NULL, &error)
                   && g_application_get_dbus_connection (program->application) != NULL;
  if (!there)
    g_printerr ("kigen-agent: %s%s%s\n%s\n", _ ("There is no desktop session here (no session bus)."),
                error != NULL ? " " : "", error != NULL ? error->message : "",
                _ ("Start it in a desktop session; without one, “kigen notices” tells what is due."));
  return there;
}

static int
run (Program *program)
{
  g_autofree char *id = kigen_instance_name (KIGEN_AGENT_APPLICATION, program->options.state_folder);
  GApplicationFlags flags = program->service ? G_APPLICATION_IS_SERVICE : G_APPLICATION_DEFAULT_FLAGS;
  program->started_by_hand = !program->service;
  program->application = g_application_new (id, flags);
  g_signal_connect (program->application, "startup", G_CALLBACK (on_startup), program);
  g_signal_connect (program->application, "activate", G_CALLBACK (on_activate), program);
  add_actions (program);
  int status = reach_session (program) ? EXIT_SUCCESS : EXIT_FAILURE;
  program->running = status == EXIT_SUCCESS && !program->ended;
  if (program->running)
    status = g_application_run (program->application, 0, NULL);
  g_clear_pointer (&program->agent, agent_free);
  g_clear_object (&program->application);
  return status;
}

/* The words are those that this one was started with. */
static void
start_newer (char **words)
{
  g_autofree char *path = kigen_path_program ("kigen-agent");
  g_setenv (RESTARTED, "1", TRUE);
  execv (path, words);
  g_warning ("the newer agent could not be started");
}

int
main (int argc, char **argv)
{
  Program program = { 0 };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = g_strdupv (argv);
  program.restarted = g_getenv (RESTARTED) != NULL;
  g_unsetenv (RESTARTED);
  kigen_path_init_locale ();
  g_set_prgname ("kigen-agent");
  g_set_application_name ("Kigen");
  if (!parse (&program, &argc, &argv, &error) || argc > 1) {
    g_printerr ("kigen-agent: %s\n", error != NULL ? error->message : _ ("It takes no words, only options."));
    return EXIT_USAGE;
  }
  if (program.version) {
    g_print ("kigen-agent %s\n", KIGEN_VERSION);
    return EXIT_SUCCESS;
  }
  if (program.verbose)
    g_setenv ("G_MESSAGES_DEBUG", "kigen-agent kigen-desk kigen-state", FALSE);
  int status = run (&program);
  g_strfreev (program.options.profile_names);
  g_strfreev (program.options.store_uris);
  g_free (program.options.state_folder);
  if (program.restart)
    start_newer (words);
  return status;
}
