/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* One table of options for all commands; each row says which commands take it.  GOption parses the whole
 * table, so that options may stand before or after the command, and what the command does not take is turned
 * down afterwards. */

#include "cli.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#define EVERY_COMMAND 0
#define COLUMN 14

typedef struct {
  guint taken_by; /* KigenTakes, or EVERY_COMMAND */
  gsize place;    /* offset in KigenCli */
  const char *name;
  char letter;
  GOptionArg kind;
  const char *meaning;
  const char *argument;
} Row;

#define PLACE(member) G_STRUCT_OFFSET (KigenCli, member)

static const Row rows[] = {
  { EVERY_COMMAND, PLACE (workspace.profile_names), "profile", 0, G_OPTION_ARG_FILENAME_ARRAY,
    N_ ("An authority, by name or by its file; all there are if not given"), N_ ("NAME|FILE") },
  { EVERY_COMMAND, PLACE (workspace.store_uris), "store", 0, G_OPTION_ARG_FILENAME_ARRAY,
    N_ ("A certificate store, such as nss:DIR; all that you have if not given"), N_ ("URI") },
  { EVERY_COMMAND, PLACE (workspace.state_folder), "state", 0, G_OPTION_ARG_FILENAME,
    N_ ("Where Kigen keeps what it has to remember"), N_ ("DIR") },
  { EVERY_COMMAND, PLACE (store_password_file), "store-password-file", 0, G_OPTION_ARG_FILENAME,
    N_ ("A file whose first line opens a store that has a password"), N_ ("FILE") },
  { EVERY_COMMAND, PLACE (json), "json", 0, G_OPTION_ARG_NONE, N_ ("Answers in JSON"), NULL },
  { EVERY_COMMAND, PLACE (verbose), "verbose", 'v', G_OPTION_ARG_NONE, N_ ("Tells what it does"), NULL },
  { EVERY_COMMAND, PLACE (help), "help", 'h', G_OPTION_ARG_NONE, N_ ("Shows this"), NULL },
  { EVERY_COMMAND, PLACE (version), "version", 0, G_OPTION_ARG_NONE, N_ ("Shows the version"), NULL },
  { KIGEN_TAKES_YES, PLACE (yes), "yes", 'y', G_OPTION_ARG_NONE,
    N_ ("Says yes to questions; never overwrites a file"), NULL },
  { KIGEN_TAKES_EARLY, PLACE (early), "early", 0, G_OPTION_ARG_NONE,
    N_ ("Renews before the authority's first day for it"), NULL },
  { KIGEN_TAKES_APPLY_AGAIN, PLACE (apply_again), "apply-again", 0, G_OPTION_ARG_NONE,
    N_ ("Makes an application once more that the authority does not show; a fee may fall due twice"), NULL },
  { KIGEN_TAKES_PASSWORD, PLACE (password_file), "password-file", 0, G_OPTION_ARG_FILENAME,
    N_ ("A file whose first line is the password (-: standard input)"), N_ ("FILE") },
  { KIGEN_TAKES_BACKUP, PLACE (backup), "backup", 0, G_OPTION_ARG_FILENAME, N_ ("Where the backup goes"),
    N_ ("FILE") },
  { KIGEN_TAKES_OLD, PLACE (old), "old", 0, G_OPTION_ARG_STRING,
    N_ ("What becomes of the old certificate at the end"), "keep|delete" },
  { KIGEN_TAKES_NOTICE_IDS, PLACE (request_id), "request-id", 0, G_OPTION_ARG_STRING,
    N_ ("The request ID on the paper notice"), N_ ("ID") },
  { KIGEN_TAKES_NOTICE_IDS, PLACE (reference_id_file), "reference-id", 0, G_OPTION_ARG_FILENAME,
    N_ ("A file whose first line is the reference ID"), N_ ("FILE") },
  { KIGEN_TAKES_NOTICE_IDS, PLACE (ids_file), "ids-file", 0, G_OPTION_ARG_FILENAME,
    N_ ("A file with the request ID and the reference ID, a line each"), N_ ("FILE") },
  { KIGEN_TAKES_AT, PLACE (at), "at", 0, G_OPTION_ARG_STRING, N_ ("As if it were that day"),
    N_ ("YYYY-MM-DD") },
  { KIGEN_TAKES_FORCE, PLACE (force), "force", 0, G_OPTION_ARG_NONE,
    N_ ("Also the only valid one of its subject"), NULL },
  { KIGEN_TAKES_SHOW_IDS, PLACE (ids), "ids", 0, G_OPTION_ARG_NONE,
    N_ ("Shows request and reference IDs: whoever knows them can revoke"), NULL },
  { KIGEN_TAKES_KEEP, PLACE (keep), "keep", 0, G_OPTION_ARG_NONE, N_ ("Leaves the practice folder there"),
    NULL },
  { KIGEN_TAKES_REPORT, PLACE (report), "report", 0, G_OPTION_ARG_FILENAME,
    N_ ("Writes what was found into a new file, for your helper"), N_ ("FILE") },
  { KIGEN_TAKES_UNSET, PLACE (unset), "unset", 0, G_OPTION_ARG_NONE, N_ ("Takes your own value away"), NULL },
};

static gboolean
is_taken (const Row *row, const KigenCommand *command)
{
  return row->taken_by == EVERY_COMMAND || (command != NULL && (command->takes & row->taken_by) != 0);
}

static GOptionEntry
make_entry (const Row *row, gpointer place)
{
  GOptionEntry entry = { row->name, row->letter, 0, row->kind, place, row->meaning, row->argument };
  return entry;
}

/* All rows with their places in `cli`; for the help (`cli` NULL) those of a command, pointing nowhere in
 * particular. */
static GOptionContext *
make_context (KigenCli *cli, const KigenCommand *command, gpointer nowhere)
{
  g_autoptr (GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (cli == NULL && !is_taken (&rows[i], command))
      continue;
    GOptionEntry entry
        = make_entry (&rows[i], cli != NULL ? G_STRUCT_MEMBER_P (cli, rows[i].place) : nowhere);
    g_array_append_val (entries, entry);
  }
  GOptionContext *context = g_option_context_new (NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, (GOptionEntry *)(gpointer)entries->data, GETTEXT_PACKAGE);
  return context;
}

static gboolean
is_given (KigenCli *cli, const Row *row)
{
  if (row->kind == G_OPTION_ARG_NONE)
    return G_STRUCT_MEMBER (gboolean, cli, row->place);
  return G_STRUCT_MEMBER (gpointer, cli, row->place) != NULL;
}

static gboolean
fail_arguments (const KigenCommand *command, GError **error)
{
  g_autofree char *words
      = g_strchomp (g_strdup_printf (_ ("Usage: kigen %s %s"), command->name, command->arguments));
  g_autofree char *advice = g_strdup_printf (_ ("“kigen %s --help” shows what it takes."), command->name);
  return kigen_fail (error, KIGEN_ERROR_USAGE, advice, "%s", words);
}

static gboolean
fail_option (const KigenCommand *command, const char *option, GError **error)
{
  g_autofree char *advice = g_strdup_printf (_ ("“kigen %s --help” shows what it takes."), command->name);
  return kigen_fail (error, KIGEN_ERROR_USAGE, advice, _ ("“%s” does not take --%s."), command->name, option);
}

static gboolean
is_empty (KigenCli *cli, const Row *row)
{
  gpointer value = row->kind == G_OPTION_ARG_NONE ? NULL : G_STRUCT_MEMBER (gpointer, cli, row->place);
  if (value == NULL)
    return FALSE;
  return row->kind == G_OPTION_ARG_FILENAME_ARRAY ? **(char **)value == '\0' : *(char *)value == '\0';
}

static gboolean
check_options (KigenCli *cli, const KigenCommand *command, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (is_given (cli, &rows[i]) && !is_taken (&rows[i], command))
      return fail_option (command, rows[i].name, error);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (is_empty (cli, &rows[i]))
      return kigen_fail (error, KIGEN_ERROR_USAGE, NULL, _ ("--%s needs a value."), rows[i].name);
  guint n = g_strv_length (cli->arguments);
  if (n < command->least || n > command->most)
    return fail_arguments (command, error);
  if (cli->old != NULL && !g_str_equal (cli->old, "keep") && !g_str_equal (cli->old, "delete"))
    return kigen_fail (error, KIGEN_ERROR_USAGE, NULL, _ ("It is --old keep or --old delete."));
  return TRUE;
}

gboolean
kigen_options_parse (KigenCli *cli, int argc, char **argv, const KigenCommand **command, GError **error)
{
  g_auto (GStrv) words = g_new0 (char *, (gsize)argc + 1);
  for (int i = 0; i < argc; i++)
    words[i] = g_strdup (argv[i]);
  g_autoptr (GOptionContext) context = make_context (cli, NULL, NULL);
  g_autoptr (GError) problem = NULL;
  *command = NULL;
  if (!g_option_context_parse_strv (context, &words, &problem)) {
    /* GOption takes back what it had understood; the answer is JSON all the same. */
    cli->json = g_strv_contains ((const char *const *)argv, "--json");
    return kigen_fail (error, KIGEN_ERROR_USAGE, NULL, _ ("What was given cannot be understood (%s)."),
                       problem->message);
  }

  /* parse_strv() leaves a lone "--" in; the program's own name is first. */
  GStrvBuilder *rest = g_strv_builder_new ();
  const char *name = NULL;
  for (guint i = 1; words[i] != NULL; i++) {
    if (g_str_equal (words[i], "--"))
      continue;
    if (name == NULL)
      name = words[i];
    else
      g_strv_builder_add (rest, words[i]);
  }
  cli->arguments = g_strv_builder_end (rest);
  g_strv_builder_unref (rest);
  if (name == NULL)
    return TRUE;
  if (g_str_equal (name, "help")) {
    cli->help = TRUE;
    name = cli->arguments[0];
    if (name == NULL)
      return TRUE;
  }
  *command = kigen_command_find (name);
  if (*command == NULL)
    return kigen_fail (error, KIGEN_ERROR_USAGE, NULL, _ ("There is no command “%s”."), name);
  return cli->help || check_options (cli, *command, error);
}

static char *
program_summary (void)
{
  GString *text = g_string_new (_ ("Keeps client certificates from running out.\n\nCommands:\n"));
  for (const KigenCommand *command = kigen_commands; command->name != NULL; command++)
    g_string_append_printf (text, "  %-*s%s\n", COLUMN, command->name, _ (command->summary));
  g_string_append_printf (text, "\n%s", _ ("“kigen COMMAND --help” shows what a command takes."));
  return g_string_free (text, FALSE);
}

char *
kigen_options_help (const KigenCommand *command)
{
  char *nowhere = NULL;
  g_autoptr (GOptionContext) context = make_context (NULL, command, &nowhere);
  g_autofree char *summary = command == NULL ? program_summary () : g_strdup (_ (command->summary));
  g_option_context_set_summary (context, summary);
  g_autofree char *help = g_strchomp (g_option_context_get_help (context, TRUE, NULL));
  /* GLib's first lines are “Usage:” and the program's name with what it knows of us: ours say it better. */
  const char *body = strstr (help, "\n\n");
  const char *arguments = command != NULL && *command->arguments != '\0' ? command->arguments : NULL;
  return g_strconcat (_ ("Usage:"), "\n  kigen ", _ ("[OPTION…]"), " ",
                      command != NULL ? command->name : _ ("COMMAND"), arguments != NULL ? " " : "",
                      arguments != NULL ? arguments : "", body != NULL ? body : "", NULL);
}
