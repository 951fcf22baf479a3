/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Errors: one domain, and each code means one thing that the user can do about it.
 *
 * A message says what happened, in one line, fit to be shown whatever went into it, in the user's language
 * and without a full stop's worth of jargon; the advice says what to do next.  Errors of other libraries are
 * turned into ours at the border of the room that calls them.  Neither message nor advice ever holds a
 * password, a key or a reference ID.
 */
#define KIGEN_ERROR (kigen_error_quark ())

typedef enum {
  KIGEN_ERROR_FAILED,              /* anything that has no code of its own (exit status 1) */
  KIGEN_ERROR_USAGE,               /* the command line cannot be understood (2) */
  KIGEN_ERROR_NOTHING_TO_DO,       /* no certificate is due, no renewal is open (3) */
  KIGEN_ERROR_TOO_EARLY,           /* the authority does not renew it yet: wait, or --early (3) */
  KIGEN_ERROR_REFUSED,             /* the authority said no; the message carries its words (4) */
  KIGEN_ERROR_NOT_OURS,            /* what the authority issued is not what was asked for (4) */
  KIGEN_ERROR_UNREACHABLE,         /* no connection, a time-out, a server fault: try later (5) */
  KIGEN_ERROR_PASSWORD_WRONG,      /* the password does not open it (6) */
  KIGEN_ERROR_PASSWORD_MISSING,    /* a password is needed and nobody can be asked (6) */
  KIGEN_ERROR_PASSWORD_FORM,       /* a new password is not of the profile's form (6) */
  KIGEN_ERROR_INTERRUPTED,         /* a renewal stopped midway; resume goes on (7) */
  KIGEN_ERROR_CANCELLED,           /* the user said no, before anything was begun (7) */
  KIGEN_ERROR_STORE_ABSENT,        /* the store is not there (8) */
  KIGEN_ERROR_STORE_UNREADABLE,    /* it is there and may not be read or written (8) */
  KIGEN_ERROR_STORE_BUSY,          /* another program has it at the moment (5) */
  KIGEN_ERROR_STORE_CORRUPT,       /* it is there and damaged (8) */
  KIGEN_ERROR_STORE_FOREIGN,       /* it is there and of a kind that is not supported (8) */
  KIGEN_ERROR_STORE_LOCKED,        /* it has a password and is not open (8) */
  KIGEN_ERROR_CERTIFICATE_ABSENT,  /* no certificate of that ID in any store watched (8) */
  KIGEN_ERROR_CERTIFICATE_ENDED,   /* it has run out and cannot renew itself: obtain a new one (8) */
  KIGEN_ERROR_KEY,                 /* its key is absent, does not fit, or cannot leave its store (8) */
  KIGEN_ERROR_FILE_DAMAGED,        /* a PKCS#12 (or other) file is not whole (8) */
  KIGEN_ERROR_LAST_ONE,            /* it is the only valid one of its subject: not without --force (8) */
  KIGEN_ERROR_BACKUP_EXISTS,       /* there is a file of that name: choose another (9) */
  KIGEN_ERROR_BACKUP_UNWRITABLE,   /* the backup cannot be written there (9) */
  KIGEN_ERROR_UNTRUSTED,           /* the authority's identity could not be verified (10) */
  KIGEN_ERROR_STATE_UNSAFE,        /* the state folder is open to others (1) */
  KIGEN_ERROR_STATE_NEWER,         /* the state was written by a newer Kigen (1) */
  KIGEN_ERROR_BUSY,                /* another Kigen is at work on this certificate (1) */
  KIGEN_ERROR_SESSION_LOST,        /* the authority's session ended; begin its conversation anew (5) */
  KIGEN_ERROR_APPLICATION_UNKNOWN, /* an application was sent, and the authority shows none: the user may have
                                      it made again (7) */
} KigenErrorCode;

GQuark kigen_error_quark (void);

/** A new error.  `advice` (translated, may be NULL: the code's own is used) is copied. */
GError *kigen_error_new (KigenErrorCode code, const char *advice, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/** Sets `*error` unless `error` is NULL; always returns FALSE, so that `return kigen_fail (…)` reads well. */
gboolean kigen_fail (GError **error, KigenErrorCode code, const char *advice, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/** What to do next: the error's own advice, or its code's, translated.  Never NULL; owned by the error or
 * static. */
const char *kigen_error_advice (const GError *error);

/** Gives `*error` another library's own words, in whatever language it has: for whoever looks after the
 * computer, and kept out of the message.  Copied, made fit to be shown; NULL or "" for none.  Nothing where
 * `error` is NULL. */
void kigen_error_set_detail (GError **error, const char *detail);
/** What was given so; "" for nothing.  Owned by the error. */
const char *kigen_error_detail (const GError *error);

/** The code's short name for JSON and logs: "refused", "store-locked".  "failed" for errors of other domains.
 */
const char *kigen_error_code_name (const GError *error);

/** The exit status for this error, 1 to 10: the numbers at the codes above. */
int kigen_error_exit_status (const GError *error);

G_END_DECLS
