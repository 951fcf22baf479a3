/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* The command line.  Everything is checked here, so that nothing further in has to. */
#include "options.h"

#include "faults.h"

#include <string.h>

#define SUMMARY                                                                                              \
  "A practice registration authority on this computer: it works like the real one as its users' manuals "    \
  "describe\n"                                                                                               \
  "it, and what it issues is worth nothing.  One line of JSON tells when it is ready, and where it is."

/* What has to be looked at before it is an option. */
typedef struct {
  char *rendering, *key_type, *pkcs12;
  gboolean list_renderings, list_faults;
} Words;

static void
words_clear (Words *words)
{
  g_free (words->rendering);
  g_free (words->key_type);
  g_free (words->pkcs12);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static gboolean
choose (const char *option, const char *text, const char *const *choices, int *choice, GError **error)
{
  for (int i = 0; choices[i] != NULL; i++)
    if (text == NULL || g_str_equal (choices[i], text)) {
      *choice = i;
      return TRUE;
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "There is no --%s \"%s\"; --help shows those there are.", option, text);
  return FALSE;
}

static gboolean
in_range (const char *option, double value, double least, double most, GError **error)
{
  if (value >= least && value <= most)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--%s is a number from %.0f to %.0f.", option,
               least, most);
  return FALSE;
}

static gboolean
is_loopback (const char *address, GError **error)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);
  if (parsed != NULL && g_inet_address_get_is_loopback (parsed))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "The practice authority can be reached from this computer only: %s is not a loopback address.",
               address);
  return FALSE;
}

static gboolean
check_password (const char *password, GError **error)
{
  if (strlen (password) == 4 && strspn (password, "0123456789") == 4)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--password is four digits.");
  return FALSE;
}

static gboolean
check_faults (char **faults, GError **error)
{
  g_autoptr (Faults) trial = faults_new (NULL, NULL);
  for (char **fault = faults; fault != NULL && *fault != NULL; fault++)
    if (!faults_add (trial, *fault, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_waits (char **waits, GError **error)
{
  static const char *const keys[] = { "FirstPoll", "LongestPoll", "Issue", "Settle", "Timeout", NULL };
  for (char **wait = waits; wait != NULL && *wait != NULL; wait++) {
    g_auto (GStrv) parts = g_strsplit (*wait, "=", 2);
    if (parts[0] == NULL || parts[1] == NULL || !g_strv_contains (keys, parts[0])
        || !g_ascii_string_to_unsigned (parts[1], 10, 0, 86400, NULL, NULL)) {
      g_set_error (
          error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
          "\"%s\" is no wait: it is FirstPoll, LongestPoll, Issue, Settle or Timeout, = and seconds.", *wait);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check (Options *options, const Words *words, GError **error)
{
  static const char *const key_types[] = { "rsa", "ec", NULL };
  static const char *const forms[] = { "modern", "3des", "rc2", NULL };
  int key_type = KEY_RSA, form = PKCS12_MODERN;
  options->rendering = rendering_find (words->rendering != NULL ? words->rendering : "plain", error);
  if (options->rendering == NULL || !choose ("key-type", words->key_type, key_types, &key_type, error)
      || !choose ("pkcs12", words->pkcs12, forms, &form, error))
    return FALSE;
  options->key_type = (KeyType)key_type;
  options->pkcs12 = (Pkcs12Form)form;
  return in_range ("port", options->port, 0, 65535, error) && is_loopback (options->address, error)
         && in_range ("days-left", options->days_left, -1000, 1187, error)
         && in_range ("status-seconds", options->status_seconds, 0, 3600, error)
         && in_range ("slow-seconds", options->slow_seconds, 0, 3600, error)
         && in_range ("list-lag-seconds", options->list_lag_seconds, 0, 86400, error)
         && in_range ("session-seconds", options->session_seconds, 1, 86400, error)
         && in_range ("renew-from", options->renew_from, 0, 2000, error)
         && check_password (options->password, error) && check_faults (options->faults, error)
         && check_waits (options->waits, error);
}

static gboolean
make_folder (Options *options, GError **error)
{
  if (options->folder == NULL) {
    options->folder = g_dir_make_tmp ("kigen-rehearsal-XXXXXX", error);
    options->folder_is_temporary = TRUE;
    return options->folder != NULL;
  }
  g_autofree char *given = g_steal_pointer (&options->folder);
  options->folder = g_canonicalize_filename (given, NULL);
  if (g_mkdir_with_parents (options->folder, 0700) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The folder %s could not be made.", options->folder);
  return FALSE;
}

static gboolean
parse_words (Options *options, Words *words, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port, "The port (0: any that is free)", "N" },
    { "address", 0, 0, G_OPTION_ARG_STRING, &options->address, "The loopback address (127.0.0.1)",
      "ADDRESS" },
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &options->folder,
      "Where all is kept (a temporary folder, removed at the end)", "DIR" },
    { "rendering", 0, 0, G_OPTION_ARG_STRING, &words->rendering, "How the pages look (plain)", "NAME|N" },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->faults, "What goes wrong, and how often",
      "NAME[:N|:always]" },
    { "common-name", 0, 0, G_OPTION_ARG_STRING, &options->common_name, "Of the first client certificate",
      "NAME" },
    { "days-left", 0, 0, G_OPTION_ARG_INT, &options->days_left, "Of the first client certificate (7)", "N" },
    { "key-type", 0, 0, G_OPTION_ARG_STRING, &words->key_type, "Of the certificates that are made (rsa)",
      "rsa|ec" },
    { "pkcs12", 0, 0, G_OPTION_ARG_STRING, &words->pkcs12, "How a PKCS#12 is encrypted (modern)",
      "modern|3des|rc2" },
    { "status-seconds", 0, 0, G_OPTION_ARG_DOUBLE, &options->status_seconds,
      "How long each status before the issued one lasts (1)", "S" },
    { "slow-seconds", 0, 0, G_OPTION_ARG_DOUBLE, &options->slow_seconds, "What a slow answer waits (3)",
      "S" },
    { "list-lag-seconds", 0, 0, G_OPTION_ARG_DOUBLE, &options->list_lag_seconds,
      "After what time a lagging list shows an application (5)", "S" },
    { "wait", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->waits,
      "A wait that the profile tells its users (FirstPoll, LongestPoll, Issue, Settle, Timeout)", "KEY=S" },
    { "session-seconds", 0, 0, G_OPTION_ARG_INT, &options->session_seconds, "When a session times out (600)",
      "S" },
    { "renew-from", 0, 0, G_OPTION_ARG_INT, &options->renew_from,
      "Days before the end in which it renews (90)", "DAYS" },
    { "password", 0, 0, G_OPTION_ARG_STRING, &options->password, "Of the first client's PKCS#12 (1234)",
      "NNNN" },
    { "until-eof", 0, 0, G_OPTION_ARG_NONE, &options->until_eof, "Ends when its standard input is closed",
      NULL },
    { "list-renderings", 0, 0, G_OPTION_ARG_NONE, &words->list_renderings, "Shows the renderings there are",
      NULL },
    { "list-faults", 0, 0, G_OPTION_ARG_NONE, &words->list_faults, "Shows the faults there are", NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_summary (context, SUMMARY);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc <= 1)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "There is nothing to do with \"%s\".",
               (*argv)[1]);
  return FALSE;
}

static void
fill_in (char **text, const char *fallback)
{
  if (*text == NULL)
    *text = g_strdup (fallback);
}

Options *
options_parse (int *argc, char ***argv, GError **error)
{
  g_auto (Words) words = { 0 };
  g_autoptr (Options) options = g_new0 (Options, 1);
  options->days_left = 7;
  options->status_seconds = 1;
  options->slow_seconds = 3;
  options->list_lag_seconds = 5;
  options->session_seconds = 600;
  options->renew_from = 90;
  if (!parse_words (options, &words, argc, argv, error))
    return NULL;
  /* After the parsing, which does not free what it replaces. */
  fill_in (&options->address, "127.0.0.1");
  fill_in (&options->common_name, "0110119153");
  fill_in (&options->password, "1234");
  if (words.list_renderings || words.list_faults) {
    g_autofree char *list = words.list_faults ? faults_list () : rendering_list ();
    g_print ("%s", list);
    return NULL;
  }
  if (!check (options, &words, error) || !make_folder (options, error))
    return NULL;
  return g_steal_pointer (&options);
}

void
options_free (Options *options)
{
  g_free (options->address);
  g_free (options->folder);
  g_strfreev (options->faults);
  g_strfreev (options->waits);
  g_free (options->common_name);
  g_free (options->password);
  g_free (options);
}
