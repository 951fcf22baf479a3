/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/profile.h>
#include <kigen/base/settings.h>
#include <kigen/conversation/console.h>
#include <kigen/conversation/conversation.h>
#include <kigen/renewal/renewal.h>
#include <kigen/state/state.h>
#include <kigen/store/store.h>
#include <kigen/workspace/workspace.h>

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** One run of the command line: what was given, and what has been opened for it.  Made in main.c. */
typedef struct {
  /* given; NULL and FALSE where not (options.c) */
  KigenWorkspace workspace;
  gboolean json;
  gboolean verbose;
  gboolean help;
  gboolean version;
  gboolean yes;
  gboolean early;
  gboolean force;
  gboolean ids;
  gboolean keep;
  gboolean unset;
  gboolean apply_again; /* good for one application, and taken back with it */
  char *password_file;
  char *store_password_file;
  char *backup;
  char *old;
  char *at;
  char *request_id;
  char *reference_id_file;
  char *ids_file;
  char *report;
  char **arguments; /* what follows the command's name */

  GCancellable *cancellable;
  KigenConsole *console;
  KigenSecret *store_password;
  KigenSecret *password; /* of --password-file */
  int status;            /* what the program ends with where the command went well */
} KigenCli;

/** What a command may be given, one bit an option or group of options that go together. */
typedef enum {
  KIGEN_TAKES_YES = 1 << 0,
  KIGEN_TAKES_PASSWORD = 1 << 1,
  KIGEN_TAKES_BACKUP = 1 << 2,
  KIGEN_TAKES_OLD = 1 << 3,
  KIGEN_TAKES_EARLY = 1 << 4,
  KIGEN_TAKES_NOTICE_IDS = 1 << 5,
  KIGEN_TAKES_AT = 1 << 6,
  KIGEN_TAKES_FORCE = 1 << 7,
  KIGEN_TAKES_SHOW_IDS = 1 << 8,
  KIGEN_TAKES_KEEP = 1 << 9,
  KIGEN_TAKES_UNSET = 1 << 10,
  KIGEN_TAKES_REPORT = 1 << 11,
  KIGEN_TAKES_APPLY_AGAIN = 1 << 12,
} KigenTakes;

/** A command: a row of the table in commands.c. */
typedef struct {
  const char *name;
  const char *arguments; /* as the help shows them */
  guint least;           /* arguments */
  guint most;
  guint takes;
  const char *summary;
  gboolean (*run) (KigenCli *cli, GError **error);
} KigenCommand;

/** Ends with a row whose name is NULL. */
extern const KigenCommand kigen_commands[];
const KigenCommand *kigen_command_find (const char *name);

/* The commands, a file each.  FALSE: the error tells, and its exit status is the program's. */
gboolean kigen_cli_list (KigenCli *cli, GError **error);
gboolean kigen_cli_scan (KigenCli *cli, GError **error);
gboolean kigen_cli_notices (KigenCli *cli, GError **error);
gboolean kigen_cli_renew (KigenCli *cli, GError **error);
gboolean kigen_cli_resume (KigenCli *cli, GError **error);
gboolean kigen_cli_abandon (KigenCli *cli, GError **error);
gboolean kigen_cli_obtain (KigenCli *cli, GError **error);
gboolean kigen_cli_backup (KigenCli *cli, GError **error);
gboolean kigen_cli_restore (KigenCli *cli, GError **error);
gboolean kigen_cli_check (KigenCli *cli, GError **error);
gboolean kigen_cli_delete (KigenCli *cli, GError **error);
gboolean kigen_cli_history (KigenCli *cli, GError **error);
gboolean kigen_cli_status (KigenCli *cli, GError **error);
gboolean kigen_cli_doctor (KigenCli *cli, GError **error);
gboolean kigen_cli_settings (KigenCli *cli, GError **error);
gboolean kigen_cli_rehearse (KigenCli *cli, GError **error);

/* options.c */

/** Reads the command line, options anywhere.  `*command` is NULL where none was named.  Errors: USAGE. */
gboolean kigen_options_parse (KigenCli *cli, int argc, char **argv, const KigenCommand **command,
                              GError **error);
/** The help for a command, or for the program (NULL).  g_free(). */
char *kigen_options_help (const KigenCommand *command);

/* context.c */

KigenCli *kigen_cli_new (void);
void kigen_cli_free (KigenCli *cli);
gint64 kigen_cli_now (void);
/** A store's password, from its file or the terminal; `data` is the KigenCli. */
KigenSecret *kigen_cli_store_password (const char *uri, gboolean was_wrong, gpointer data, GError **error);
KigenRenewalPlace kigen_cli_place (KigenCli *cli, KigenState *state);

/* pick.c */

/** Whether it is an ID or its first 8 characters or more.  Errors: USAGE. */
gboolean kigen_cli_check_id (const char *id, GError **error);
/** By an ID or its first 8 characters or more.  Errors: USAGE, CERTIFICATE_ABSENT. */
KigenCertificate *kigen_cli_pick (GPtrArray *certificates, const char *id, GError **error);
/** The open renewal that the command's first argument names, else the only one; taken out of `open`, to be
 * freed.  Errors: USAGE, NOTHING_TO_DO. */
KigenRenewalRecord *kigen_cli_pick_open (const KigenCli *cli, GPtrArray *open, GError **error);

/* password.c */

/** A new password of the profile's form (NULL: any that is not empty), from --password-file or twice from the
 * terminal. */
KigenSecret *kigen_cli_new_password (KigenCli *cli, const KigenProfile *profile, GError **error);
/** One that opens something. */
KigenSecret *kigen_cli_known_password (KigenCli *cli, const char *prompt, GError **error);
/** The first line of the file that `option` names, with a warning where others can read it. */
KigenSecret *kigen_cli_read_secret (KigenCli *cli, const char *option, const char *path, GError **error);
/** Warns where others can read such a file. */
void kigen_cli_warn_exposed (KigenCli *cli, const char *path);

/* questions.c: a renewal's questions, asked of options and terminal */

/** The conversation about a task on the terminal, and what came of it on standard output. */
gboolean kigen_cli_talk (KigenCli *cli, const KigenTask *task, GError **error);
/** What can be said to be wrong before the authority hears of it: the password's form, the backup's place,
 * --old, and that somebody can be asked.  `fresh` tells that nothing of it was begun yet. */
gboolean kigen_cli_check_answers (KigenCli *cli, const KigenProfile *profile, gboolean fresh, GError **error);
/** Yes or no; --yes is yes.  FALSE with CANCELLED for no. */
gboolean kigen_cli_confirm (KigenCli *cli, const char *question, GError **error);
/** --backup as an absolute path, or NULL.  g_free(). */
char *kigen_cli_backup_path (const KigenCli *cli);

/* output.c */

/** Prints a line on standard output. */
void kigen_cli_say (const char *format, ...) G_GNUC_PRINTF (1, 2);
/** Prints a builder's root on standard output. */
void kigen_cli_print_json (JsonBuilder *builder);
void kigen_json_text (JsonBuilder *builder, const char *name, const char *value);
/** The same in one line: a name that other people gave. */
void kigen_json_name (JsonBuilder *builder, const char *name, const char *value);
void kigen_json_number (JsonBuilder *builder, const char *name, gint64 value);
/** RFC 3339 in the local zone; null for 0. */
void kigen_json_instant (JsonBuilder *builder, const char *name, gint64 instant);
void kigen_json_has_key (JsonBuilder *builder, KigenHasKey has_key);
/** A text filled up with blanks to so many columns, wide characters counting twice.  g_free(). */
char *kigen_cli_pad (const char *text, int columns);
/** The local time zone, found once; static. */
GTimeZone *kigen_cli_zone (void);
/** The local day of an instant.  g_free(). */
char *kigen_cli_day (gint64 instant);
/** What a renewal came to, as JSON or in words. */
void kigen_cli_print_result (const KigenCli *cli, const KigenRenewalResult *result);
void kigen_cli_print_error (KigenCli *cli, const GError *error);

/* interrupt-linux.c */

/** From here on Ctrl-C and the other ways to end the program cancel instead; the second time ends it. */
void kigen_interrupt_begin (GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenCli, kigen_cli_free)

G_END_DECLS
