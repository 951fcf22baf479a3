/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen rehearse: the whole story, told while it happens.
 *
 * The practice authority and every `kigen` in it are the real programs, as processes of their own, in a
 * folder that is thrown away: what is seen here is what happens at a desk.  The user's own stores, settings
 * and state are not touched. */

#include "cli.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define FIRST_PASSWORD "1234\n"
#define BACKUP_PASSWORD "4711\n"
#define SHELL_WORD "kigen"

typedef struct {
  KigenCli *cli;
  char *folder;
  char *program;
  char *profile;
  char *store; /* URI */
  char *state;
  GSubprocess *authority;
} Stage;

static gboolean
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  for (const char *name = NULL; folder != NULL && (name = g_dir_read_name (folder)) != NULL;) {
    g_autofree char *inner = g_build_filename (path, name, NULL);
    remove_tree (inner);
  }
  return g_remove (path) == 0;
}

/* The authority ends when its standard input does. */
static void
end_authority (Stage *stage)
{
  if (stage->authority == NULL)
    return;
  g_output_stream_close (g_subprocess_get_stdin_pipe (stage->authority), NULL, NULL);
  g_subprocess_wait (stage->authority, NULL, NULL);
  g_clear_object (&stage->authority);
}

static void
clear_stage (Stage *stage)
{
  end_authority (stage);
  if (stage->folder != NULL && stage->cli->keep)
    kigen_cli_say (_ ("\nThe practice folder stays: %s"), stage->folder);
  else if (stage->folder != NULL && !remove_tree (stage->folder))
    g_warning ("%s could not be removed", stage->folder);
  g_free (stage->folder);
  g_free (stage->program);
  g_free (stage->profile);
  g_free (stage->store);
  g_free (stage->state);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stage, clear_stage)

/* The practice authority
 * ------------------------------------------------------------------------------------------ */

static char *
read_profile_path (const char *line)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  if (line == NULL || !json_parser_load_from_data (parser, line, -1, NULL))
    return NULL;
  JsonNode *root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  return g_strdup (json_object_get_string_member_with_default (json_node_get_object (root), "profile", NULL));
}

static gboolean
start_authority (Stage *stage, GError **error)
{
  g_autofree char *program = kigen_path_program ("kigen-rehearsal");
  g_autofree char *folder = g_build_filename (stage->folder, "authority", NULL);
  g_autoptr (GError) problem = NULL;
  stage->authority = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                       &problem, program, "--until-eof", "--folder", folder, NULL);
  if (stage->authority == NULL)
    return kigen_fail (error, KIGEN_ERROR_FAILED, _ ("Install the package with the practice authority."),
                       _ ("The practice authority could not be started: %s"), problem->message);
  g_autoptr (GDataInputStream) output
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (stage->authority));
  g_autofree char *line = g_data_input_stream_read_line (output, NULL, stage->cli->cancellable, NULL);
  stage->profile = read_profile_path (line);
  return stage->profile != NULL
         || kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The practice authority did not start."));
}

static gboolean
write_file (const Stage *stage, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (stage->folder, name, NULL);
  return kigen_file_create (path, text, strlen (text), error);
}

static gboolean
set_stage (Stage *stage, GError **error)
{
  g_autoptr (GError) problem = NULL;
  stage->folder = g_dir_make_tmp ("kigen-rehearse-XXXXXX", &problem);
  if (stage->folder == NULL)
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("No folder to practise in could be made: %s"),
                       problem->message);
  g_autofree char *database = g_build_filename (stage->folder, "nssdb", NULL);
  stage->program = kigen_path_program ("kigen");
  stage->store = g_strconcat ("nss:", database, NULL);
  stage->state = g_build_filename (stage->folder, "state", NULL);
  return write_file (stage, "first-password", FIRST_PASSWORD, error)
         && write_file (stage, "password", BACKUP_PASSWORD, error) && start_authority (stage, error);
}

/* Telling
 * ---------------------------------------------------------------------------------------------------------
 */

/* The command as somebody would type it at a desk: without what only practice needs. */
static void
show_command (char *const *words)
{
  g_autoptr (GString) line = g_string_new ("$ " SHELL_WORD);
  for (; *words != NULL; words++) {
    g_autofree char *quoted = strpbrk (*words, " \"'") != NULL ? g_shell_quote (*words) : g_strdup (*words);
    g_string_append_printf (line, " %s", quoted);
  }
  kigen_cli_say ("%s", line->str);
}

static gboolean
run_kigen (const Stage *stage, char *const *words, GError **error)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  const char *const own[]
      = { stage->program, "--profile", stage->profile, "--store", stage->store, "--state", stage->state };
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    g_ptr_array_add (command, (gpointer)(guintptr)own[i]);
  for (; *words != NULL; words++)
    g_ptr_array_add (command, *words);
  g_ptr_array_add (command, NULL);
  fflush (stdout);

  g_autoptr (GError) problem = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_INHERIT);
  g_subprocess_launcher_set_cwd (launcher, stage->folder);
  g_autoptr (GSubprocess) child
      = g_subprocess_launcher_spawnv (launcher, (const char *const *)command->pdata, &problem);
  if (child == NULL || !g_subprocess_wait (child, stage->cli->cancellable, &problem))
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The rehearsal was stopped: %s"),
                       problem->message);
  if (g_subprocess_get_if_exited (child) && g_subprocess_get_exit_status (child) == 0)
    return TRUE;
  return kigen_fail (error, KIGEN_ERROR_FAILED, _ ("Your own certificates were not touched."),
                     _ ("The rehearsal did not get through: its last command failed."));
}

static gboolean narrate (const Stage *stage, const char *words, GError **error, ...) G_GNUC_NULL_TERMINATED;

/* A paragraph of the story, and the command that it is about. */
static gboolean
narrate (const Stage *stage, const char *words, GError **error, ...)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  va_list arguments;
  va_start (arguments, error);
  for (char *word = va_arg (arguments, char *); word != NULL; word = va_arg (arguments, char *))
    g_ptr_array_add (command, word);
  va_end (arguments);
  g_ptr_array_add (command, NULL);
  kigen_cli_say ("\n%s", words);
  show_command ((char *const *)command->pdata);
  return run_kigen (stage, (char *const *)command->pdata, error);
}

static gboolean
tell_story (const Stage *stage, GError **error)
{
  return narrate (
             stage,
             _ ("1. A desk.  Its client certificate was issued three years ago and has seven days left.\n"
                "   It is put into a certificate store of its own, as a browser would do."),
             error, "restore", "authority/client.p12", "--password-file", "first-password", NULL)
         && narrate (stage, _ ("2. Kigen finds it: which it is, when it ends, what is to be done."), error,
                     "list", NULL)
         && narrate (stage, _ ("3. The notice that the front desk gets to see today."), error, "notices",
                     NULL)
         && narrate (
             stage,
             _ ("4. The renewal, in one go.  Kigen follows the authority's pages as a user would, fetches\n"
                "   the new certificate, puts it beside the old one, logs in with it to prove that it\n"
                "   works, writes the backup, and only then takes the old one away."),
             error, "renew", "--yes", "--password-file", "password", "--backup", "backup.p12", "--old",
             "delete", NULL)
         && narrate (stage, _ ("5. What is in the store now: the new certificate alone."), error, "list",
                     NULL)
         && narrate (stage, _ ("6. The backup is opened once more, to see that it holds what it should."),
                     error, "check", "backup.p12", "--password-file", "password", NULL)
         && narrate (stage, _ ("7. And the notices?  There is nothing left to say."), error, "notices", NULL)
         && narrate (stage, _ ("8. What happened, for whoever asks later."), error, "history", NULL);
}

gboolean
kigen_cli_rehearse (KigenCli *cli, GError **error)
{
  g_auto (Stage) stage = { .cli = cli };
  kigen_cli_say (_ ("A rehearsal: everything happens on this computer, against a practice authority, with\n"
                    "certificates that are worth nothing.  Your own are not touched."));
  if (!set_stage (&stage, error) || !tell_story (&stage, error))
    return FALSE;
  kigen_cli_say (_ ("\nThat is all.  At a real desk it is the same, with the real authority."));
  return TRUE;
}
