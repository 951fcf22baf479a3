/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-agent"

/* kigen-agent: one a user and state.  A second start opens the list in the first; other programs ask by its
 * actions. */

#include "agent.h"

#include <kigen/base/log.h>
#include <kigen/base/paths.h>
#include <kigen/desktop/autostart.h>
#include <kigen/desktop/instance.h>
#include <kigen/desktop/program.h>

#include <glib/gi18n-lib.h>

#include <stdlib.h>

#define EXIT_USAGE 2
/* Tells the newer agent that it was started by an older one, so that two that do not agree end all the same.
 */
#define RESTARTED "KIGEN_AGENT_RESTARTED"

typedef struct {
  AgentOptions options;
  gboolean verbose;
  gboolean version;
  gboolean service;  /* started by the bus */
  gboolean at_login; /* by the system's entry, which a user alone cannot take away everywhere */
  gboolean quit;     /* the one that runs is to */
  KigenInstance *instance;
  Agent *agent;
  gboolean skip_first_activation; /* the start itself opens no window, only a later one does */
  gboolean restarted;             /* by an older agent, for a state that is newer than it */
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
    kigen_instance_quit (program->instance);
}

static void
on_begun (gpointer data)
{
  Program *program = data;
  program->agent = agent_new (&program->options, on_quit, program);
  /* This agent can read the state; should a newer Kigen change it, restarting again may help. */
  program->restarted = FALSE;
}

static void
on_activated (gpointer data)
{
  Program *program = data;
  if (program->skip_first_activation)
    program->skip_first_activation = FALSE;
  else
    agent_open (program->agent, "list", NULL, NULL);
}

static void
on_asked (const char *action, const char *target, gpointer data)
{
  const Program *program = data;
  agent_open (program->agent, action, target, NULL);
}

static const KigenInstanceHandlers handlers = { on_begun, on_activated, on_asked };

static const KigenInstanceAction agent_actions[] = {
  { "list", FALSE },   { "renew", TRUE }, /* an ID, or "" for the one that is due */
  { "obtain", FALSE }, { "backup", TRUE }, { "history", FALSE }, { "settings", FALSE },
  { "doctor", FALSE }, { "quit", FALSE },  { NULL, FALSE },
};

static gboolean
parse (Program *program, char ***words, GError **error)
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
    { "quit", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &program->quit, NULL, NULL },
    { "at-login", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &program->at_login, NULL, NULL },
    { "gapplication-service", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &program->service, NULL, NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_summary (context,
                                _ ("Sits in the tray and tells in time of certificates that run out."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, words, error))
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
  gboolean there = kigen_instance_register (program->instance, &error);
  if (!there)
    g_printerr ("kigen-agent: %s%s%s\n%s\n", _ ("There is no desktop session here (no session bus)."),
                error != NULL ? " " : "", error != NULL ? error->message : "",
                _ ("Start it in a desktop session; without one, “kigen notices” tells what is due."));
  return there;
}

static int
run (Program *program)
{
  g_autofree char *name = kigen_instance_name (KIGEN_AGENT_APPLICATION, program->options.state_folder);
  if (program->quit)
    return kigen_instance_end (name) ? EXIT_SUCCESS : EXIT_FAILURE;
  program->skip_first_activation = !program->service;
  program->instance = kigen_instance_new (name, program->service, agent_actions, &handlers, program);
  int status = reach_session (program) ? EXIT_SUCCESS : EXIT_FAILURE;
  program->running = status == EXIT_SUCCESS && !program->ended;
  if (program->running)
    status = kigen_instance_run (program->instance);
  g_clear_pointer (&program->agent, agent_free);
  g_clear_pointer (&program->instance, kigen_instance_free);
  return status;
}

/* The words are those that this one was started with. */
static void
start_newer (char **words)
{
  g_autofree char *path = kigen_path_program ("kigen-agent");
  g_setenv (RESTARTED, "1", TRUE);
  kigen_program_become (path, words);
  g_warning ("the newer agent could not be started");
}

int
main (int argc, char **argv)
{
  Program program = { 0 };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = kigen_program_begin (argc, argv);
  g_auto (GStrv) rest = g_strdupv (words);
  program.restarted = g_getenv (RESTARTED) != NULL;
  g_unsetenv (RESTARTED);
  kigen_path_init_locale ();
  kigen_log_begin ();
  g_set_prgname ("kigen-agent");
  g_set_application_name ("Kigen");
  if (!parse (&program, &rest, &error) || g_strv_length (rest) > 1) {
    g_printerr ("kigen-agent: %s\n", error != NULL ? error->message : _ ("It takes no words, only options."));
    return EXIT_USAGE;
  }
  if (program.version) {
    g_print ("kigen-agent %s\n", KIGEN_VERSION);
    return EXIT_SUCCESS;
  }
  kigen_program_leave_terminal ();
  if (program.verbose)
    g_setenv ("G_MESSAGES_DEBUG", "kigen-agent kigen-desktop kigen-state", FALSE);
  int status = program.at_login && !kigen_autostart_is_on () ? EXIT_SUCCESS : run (&program);
  g_strfreev (program.options.profile_names);
  g_strfreev (program.options.store_uris);
  g_free (program.options.state_folder);
  if (program.restart)
    start_newer (words);
  return status;
}
