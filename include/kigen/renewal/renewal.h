/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/authority/authority.h>
#include <kigen/base/calendar.h>
#include <kigen/base/certificate.h>
#include <kigen/base/profile.h>
#include <kigen/base/settings.h>
#include <kigen/crypto/pkcs12.h>
#include <kigen/state/state.h>
#include <kigen/store/store.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * The renewal: a table of steps (renewal/steps.c), each journaled before and after, so that it can be killed
 * at any instant and goes on (data/documents/ARCHITECTURE.md).  Synchronous; runs in one thread.
 *
 * At no instant is the desk without a working certificate: the old one leaves the store only after the new
 * one has logged in and its backup has been read back, and only if the user said so.
 */
typedef struct {
  KigenState *state;
  const KigenSettings *settings;
  KigenClock clock;
  gpointer clock_data;
  KigenStorePassword store_password; /* may be NULL: a locked store is an error */
  gpointer store_password_data;
  GCancellable *cancellable; /* may be NULL */
} KigenRenewalPlace;

typedef enum {
  KIGEN_OLD_KEEP,
  KIGEN_OLD_DELETE,
} KigenOldChoice;

/**
 * What a renewal asks, in the order in which it asks.  Each may block as long as the user likes; FALSE or
 * NULL ends the run with the error set (CANCELLED, PASSWORD_MISSING …), and resume goes on.  All are called
 * in the renewal's thread.
 */
typedef struct {
  /** The data the authority shows before the application is sent (label, value); not asked when it was sent
   * already. */
  gboolean (*confirm) (const KigenCertificate *old, GPtrArray *pairs, gpointer data, GError **error);
  /** The password for the new PKCS#12 and the backup; it has the profile's form when this returns (checked
   * again).  `again` tells that an earlier run fetched it under one: that opens it, else the same pair is
   * fetched anew under this one. */
  KigenSecret *(*password) (KigenProfile *profile, gboolean again, gpointer data, GError **error);
  /** Where the backup goes; `suggestion` is the settings' folder and NAME_COMPUTER_YYYYMMDD.p12.  g_free().
   */
  char *(*backup) (const char *suggestion, gpointer data, GError **error);
  /** Whether another application is to be made: one was sent at `sent_at`, the authority's list has stayed
   * empty for as long as the profile says, and a fee may fall due twice.  The answer is good for one.  NULL:
   * no. */
  gboolean (*apply_again) (const KigenCertificate *old, gint64 sent_at, gboolean *yes, gpointer data,
                           GError **error);
  /** What becomes of the old one, asked when everything else is done. */
  gboolean (*old) (const KigenCertificate *old, const KigenCertificate *renewed, KigenOldChoice *choice,
                   gpointer data, GError **error);
  /** A step is entered (`complete` FALSE) or complete; `text` tells it in words, or is the authority's status
   * word. */
  void (*progress) (KigenStep step, gboolean complete, const char *text, gpointer data);
  /** Something to know that does not stop it: another issuer, a shorter validity. */
  void (*warning) (const char *text, gpointer data);
  gpointer data;
} KigenRenewalQuestions;

/** What came of it.  Strings owned by it. */
typedef struct {
  char *id; /* NULL for a first certificate */
  char *new_id;
  gint64 not_after; /* of the new one */
  char *backup;
  KigenOldChoice old;
  GPtrArray *steps; /* names of the steps completed, char* */
} KigenRenewalResult;

void kigen_renewal_result_free (KigenRenewalResult *result);

/** A renewal of `old` (with store and profile set): goes on with its open one, else begins one.
 * Errors: TOO_EARLY without `early`, CERTIFICATE_ENDED, BUSY, and all of the rooms below; INTERRUPTED where
 * an application is with the authority and it stopped for a reason that passes. */
KigenRenewalResult *kigen_renewal_renew (const KigenRenewalPlace *place, KigenProfile *profile,
                                         const KigenCertificate *old, gboolean early,
                                         const KigenRenewalQuestions *questions, GError **error);

/** Goes on with an interrupted one (or an interrupted `obtain`).  NOTHING_TO_DO where it is done already. */
KigenRenewalResult *kigen_renewal_resume (const KigenRenewalPlace *place, KigenProfile *profile,
                                          KigenRenewalRecord *record, const KigenRenewalQuestions *questions,
                                          GError **error);

/** The first certificate from the paper notice's IDs into `store` (URI): fetched, installed, proved, backed
 * up. */
KigenRenewalResult *kigen_renewal_obtain (const KigenRenewalPlace *place, KigenProfile *profile,
                                          const char *store, const char *request_id,
                                          const KigenSecret *reference_id,
                                          const KigenRenewalQuestions *questions, GError **error);

/** Gives up an open renewal or first certificate, `reason` in words for the history.  A new certificate that
 * is in the store and has not logged in is taken out again; what was received stays as a file, and a later
 * renewal goes on from it.  Errors: those of the store, BUSY, NOTHING_TO_DO. */
gboolean kigen_renewal_abandon (const KigenRenewalPlace *place, KigenProfile *profile,
                                KigenRenewalRecord *record, const char *reason, GError **error);

/** Whether `path` may become a backup: nothing is there (not even a dangling link), its folder is there
 * and can be written to, and there is room.  Creates nothing.  Errors:
 * BACKUP_EXISTS, BACKUP_UNWRITABLE. */
gboolean kigen_backup_path_check (const char *path, GError **error);
/** Makes the settings' own folder where that is what `path` lies in, and it is not there yet. */
void kigen_backup_make_folder (const KigenSettings *settings, const char *path);
/** FOLDER/NAME_COMPUTER_YYYYMMDD.p12, with what a file system or Windows does not take replaced.  g_free().
 */
char *kigen_backup_suggestion (const KigenSettings *settings, const KigenCertificate *certificate,
                               gint64 now);
/** Writes a backup: atomically, 0600, read back and opened.  An existing file that holds exactly this pair
 * counts as done. */
gboolean kigen_backup_write (const char *path, const KigenPkcs12 *contents, const KigenSecret *password,
                             KigenPkcs12Form form, GError **error);

/** A backup as somebody has it: its bytes, where they have the shape of a whole PKCS#12.  Errors:
 * FILE_DAMAGED. */
GBytes *kigen_backup_read (const char *path, GError **error);
/** Opened, with one key that fits the certificate in it; `path` is for messages.  Errors: PASSWORD_WRONG,
 * FILE_DAMAGED, KEY. */
KigenPkcs12 *kigen_backup_open (GBytes *file, const char *path, const KigenSecret *password, GError **error);

/** The HTTP options that the settings ask for (proxy) with the profile's anchors; the strings belong to both.
 */
KigenHttpOptions kigen_renewal_http_options (KigenProfile *profile, const KigenSettings *settings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenRenewalResult, kigen_renewal_result_free)

G_END_DECLS
