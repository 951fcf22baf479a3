/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * A GError that carries an advice of its own.  What a code is called, how a program ends on it and what to do
 * about it is one row of a table; the compiler's -Wswitch is of no help there, so a test walks all the codes.
 */

#include <kigen/base/error.h>

#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

typedef struct {
  char *advice;
  char *detail;
} KigenErrorPrivate;

static void
kigen_error_private_init (KigenErrorPrivate *private)
{
  private->advice = NULL;
  private->detail = NULL;
}

static void
kigen_error_private_copy (const KigenErrorPrivate *from, KigenErrorPrivate *to)
{
  to->advice = g_strdup (from->advice);
  to->detail = g_strdup (from->detail);
}

static void
kigen_error_private_clear (KigenErrorPrivate *private)
{
  g_free (private->advice);
  g_free (private->detail);
}

G_DEFINE_EXTENDED_ERROR (KigenError, kigen_error)

typedef struct {
  const char *name;
  int exit_status;
  const char *advice;
} Meaning;

static const Meaning meanings[] = {
  [KIGEN_ERROR_FAILED]
  = { "failed", 1, N_ ("Try again; if it stays like this, tell your helper what is written here.") },
  [KIGEN_ERROR_USAGE] = { "usage", 2, N_ ("Run “kigen --help” to see what can be given.") },
  [KIGEN_ERROR_NOTHING_TO_DO] = { "nothing-to-do", 3, N_ ("Nothing has to be done now.") },
  [KIGEN_ERROR_TOO_EARLY]
  = { "too-early", 3, N_ ("Wait until the renewal opens, or add --early to ask for it now.") },
  [KIGEN_ERROR_REFUSED]
  = { "refused", 4, N_ ("Ask the help desk of the certification authority, and quote the message above.") },
  [KIGEN_ERROR_NOT_OURS]
  = { "not-ours", 4, N_ ("Nothing was changed.  Ask the help desk of the certification authority.") },
  [KIGEN_ERROR_UNREACHABLE]
  = { "unreachable", 5, N_ ("Check the connection to the network, and try again later.") },
  [KIGEN_ERROR_PASSWORD_WRONG] = { "password-wrong", 6, N_ ("Enter the password again.") },
  [KIGEN_ERROR_PASSWORD_MISSING]
  = { "password-missing", 6, N_ ("Name a file that holds the password on its first line.") },
  [KIGEN_ERROR_PASSWORD_FORM] = { "password-form", 6, N_ ("Choose another password.") },
  [KIGEN_ERROR_INTERRUPTED] = { "interrupted", 7, N_ ("Run “kigen resume” to go on where it stopped.") },
  [KIGEN_ERROR_CANCELLED] = { "cancelled", 7, N_ ("Nothing was changed.  Begin again whenever you like.") },
  [KIGEN_ERROR_STORE_ABSENT]
  = { "store-absent", 8, N_ ("Check the name of the certificate store, or whether its drive is connected.") },
  [KIGEN_ERROR_STORE_UNREADABLE]
  = { "store-unreadable", 8, N_ ("Check who owns the certificate store and who may read and write it.") },
  [KIGEN_ERROR_STORE_BUSY]
  = { "store-busy", 5, N_ ("Try again in a moment; if it stays so, close the browser that it belongs to.") },
  [KIGEN_ERROR_STORE_CORRUPT]
  = { "store-corrupt", 8, N_ ("Bring the certificate store back from a backup.") },
  [KIGEN_ERROR_STORE_FOREIGN]
  = { "store-foreign", 8, N_ ("Choose a certificate store of a kind that is supported.") },
  [KIGEN_ERROR_STORE_LOCKED]
  = { "store-locked", 8, N_ ("Give the password of the certificate store and try again.") },
  [KIGEN_ERROR_CERTIFICATE_ABSENT]
  = { "certificate-absent", 8, N_ ("Run “kigen list” to see which certificates there are.") },
  [KIGEN_ERROR_CERTIFICATE_ENDED]
  = { "certificate-ended", 8, N_ ("It can no longer renew itself.  Apply for a new certificate.") },
  [KIGEN_ERROR_KEY]
  = { "key", 8, N_ ("Bring the certificate and its key back from a backup, or choose another certificate.") },
  [KIGEN_ERROR_FILE_DAMAGED] = { "file-damaged", 8, N_ ("Use another copy of the file.") },
  [KIGEN_ERROR_LAST_ONE] = { "last-one", 8, N_ ("Renew it first, or add --force if it really has to go.") },
  [KIGEN_ERROR_BACKUP_EXISTS] = { "backup-exists", 9, N_ ("Choose another name or another folder.") },
  [KIGEN_ERROR_BACKUP_UNWRITABLE]
  = { "backup-unwritable", 9, N_ ("Check the drive and its free space, or choose another folder.") },
  [KIGEN_ERROR_UNTRUSTED]
  = { "untrusted", 10, N_ ("Do not go on.  Check the date of this computer and ask your helper.") },
  [KIGEN_ERROR_STATE_UNSAFE]
  = { "state-unsafe", 1, N_ ("Make the folder yours alone, or choose another with --state.") },
  [KIGEN_ERROR_STATE_NEWER] = { "state-newer", 1, N_ ("Start the newest Kigen that is installed.") },
  [KIGEN_ERROR_BUSY] = { "busy", 1, N_ ("Wait until the other window or program has finished.") },
  [KIGEN_ERROR_SESSION_LOST] = { "session-lost", 5, N_ ("Try again; what was applied for is kept.") },
  [KIGEN_ERROR_APPLICATION_UNKNOWN]
  = { "application-unknown", 7,
      N_ ("Look again later with “kigen resume”.  If the authority's help desk says that there is no "
          "application, “kigen resume --apply-again” makes another; a fee may fall due twice.") },
};

static const Meaning *
meaning_of (const GError *error)
{
  if (error->domain != KIGEN_ERROR || error->code < 0 || error->code >= (int)G_N_ELEMENTS (meanings))
    return &meanings[KIGEN_ERROR_FAILED];
  return &meanings[error->code];
}

static GError *make (KigenErrorCode code, const char *advice, const char *format, va_list args)
    G_GNUC_PRINTF (3, 0);

static GError *
make (KigenErrorCode code, const char *advice, const char *format, va_list args)
{
  GError *error = g_error_new_valist (KIGEN_ERROR, (int)code, format, args);
  g_autofree char *raw = error->message;

  /* Names, addresses and words of pages are other people's. */
  error->message = kigen_text_printable (raw, "");
  kigen_error_get_private (error)->advice = g_strdup (advice);
  return error;
}

GError *
kigen_error_new (KigenErrorCode code, const char *advice, const char *format, ...)
{
  va_list args;
  GError *error;

  va_start (args, format);
  error = make (code, advice, format, args);
  va_end (args);
  return error;
}

gboolean
kigen_fail (GError **error, KigenErrorCode code, const char *advice, const char *format, ...)
{
  va_list args;

  if (error == NULL)
    return FALSE;
  va_start (args, format);
  g_propagate_error (error, make (code, advice, format, args));
  va_end (args);
  return FALSE;
}

const char *
kigen_error_advice (const GError *error)
{
  g_return_val_if_fail (error != NULL, "");

  if (error->domain == KIGEN_ERROR) {
    const char *own = kigen_error_get_private (error)->advice;
    if (own != NULL)
      return own;
  }
  return _ (meaning_of (error)->advice);
}

void
kigen_error_set_detail (GError **error, const char *detail)
{
  KigenErrorPrivate *private;

  if (error == NULL || *error == NULL || (*error)->domain != KIGEN_ERROR)
    return;
  private = kigen_error_get_private (*error);
  g_free (private->detail);
  private->detail = detail != NULL ? kigen_text_printable (detail, "\n") : NULL;
}

const char *
kigen_error_detail (const GError *error)
{
  g_return_val_if_fail (error != NULL, "");

  if (error->domain != KIGEN_ERROR || kigen_error_get_private (error)->detail == NULL)
    return "";
  return kigen_error_get_private (error)->detail;
}

const char *
kigen_error_code_name (const GError *error)
{
  g_return_val_if_fail (error != NULL, "failed");
  return meaning_of (error)->name;
}

int
kigen_error_exit_status (const GError *error)
{
  g_return_val_if_fail (error != NULL, 1);
  return meaning_of (error)->exit_status;
}
