/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/certificate.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * The state: an SQLite database `kigen.db` in the state folder (WAL, synchronous FULL, foreign keys, prepared
 * statements), with numbered schema steps (data/schema/NNN.sql).  It holds what cannot be read out of the
 * stores: what was seen, names the user gave, notices given, renewals with their steps, history.  No password
 * or key ever; reference IDs are in it, which is why the folder is the user's alone.
 *
 * One object a thread.  Every function that writes is durable when it returns TRUE.
 * Errors: STATE_UNSAFE (folder), STATE_NEWER (schema of a newer program), FAILED (disk full, locked for 10
 * s…).
 */
typedef struct _KigenState KigenState;

/**
 * Opens or makes the database in `folder` (prepared by kigen_path_prepare_state()).  A damaged one is set
 * aside as `kigen.db.damaged-YYYYMMDD-HHMMSS` and a new one begun: `*set_aside` (may be NULL; g_free) is its
 * path then, and the state says `rebuilt` from then on (kigen_state_rebuilt_at()).
 */
KigenState *kigen_state_open (const char *folder, gint64 now, char **set_aside, GError **error);
void kigen_state_close (KigenState *state);
/** How long a call waits for others that write, instead of 10 s: for who must answer others meanwhile. */
void kigen_state_set_patience (KigenState *state, int milliseconds);
const char *kigen_state_folder (const KigenState *state);
/** When this database was begun in a damaged one's place; 0 for never. */
gint64 kigen_state_rebuilt_at (const KigenState *state);
/** A new number after each change by any process: tells a resident reader that there is news. */
gint64 kigen_state_version (KigenState *state);

/* Certificates seen
 * ------------------------------------------------------------------------------------------- */

/**
 * Records what a scan found.  `stores` (NULL-terminated URIs) are those that could be read: what they held
 * and do not hold any more is marked gone; other stores' certificates stay as they were.
 */
gboolean kigen_state_record_scan (KigenState *state, GPtrArray *certificates, const char *const *stores,
                                  gint64 now, GError **error);
/** Those not gone, KigenCertificate elements without der; the user's own name for one is its label. */
GPtrArray *kigen_state_certificates (KigenState *state, GError **error);
/** The user's own name for a certificate (it goes over to its successor at the renewal); NULL takes it away.
 */
gboolean kigen_state_set_label (KigenState *state, const char *id, const char *label, GError **error);
/** The user's own name or NULL; g_free(). */
char *kigen_state_label (KigenState *state, const char *id);
/** All of the user's own names: ID → name, both g_free()d with the table. */
GHashTable *kigen_state_labels (KigenState *state, GError **error);

/** Files and folders, there or not, whose change calls for another scan; no path twice. */
gboolean kigen_state_set_watched (KigenState *state, const char *const *paths, GError **error);
/** g_strfreev(); NULL with an error. */
char **kigen_state_watched (KigenState *state, GError **error);

/* Notices
 * ----------------------------------------------------------------------------------------------------- */

/** A notice as it was given: shown at an instant for a stage, and what the user answered. */
typedef struct {
  char *id;   /* the certificate */
  int stage;  /* days before the end it stands for: 90, 60, 30, 15, 7 … 0, negative once it has run out */
  gint64 day; /* local day on which it was shown (calendar.h) */
  gint64 shown_at;     /* instant */
  char *answer;        /* "renew", "later", "dismissed", NULL while there is none */
  gint64 answered_day; /* local day of the answer, 0 while there is none */
} KigenNoticeGiven;

void kigen_notice_given_free (KigenNoticeGiven *notice);
/** Writes `n` of them down with what each said, `texts`, for the history: all or none. */
gboolean kigen_state_record_notices (KigenState *state, const KigenNoticeGiven *notices,
                                     const char *const *texts, guint n, GError **error);
/** One recorded already (same certificate, stage and day) stays as it is. */
gboolean kigen_state_record_notice (KigenState *state, const KigenNoticeGiven *notice, GError **error);
/** Writes down the answer to the notice shown on `day`; it may come on a later one, `answered_day`. */
gboolean kigen_state_answer_notice (KigenState *state, const char *id, int stage, gint64 day,
                                    const char *answer, gint64 answered_day, GError **error);
/** All given for a certificate, oldest first; KigenNoticeGiven elements. */
GPtrArray *kigen_state_notices (KigenState *state, const char *id, GError **error);

/* Renewals
 * ---------------------------------------------------------------------------------------------------- */

typedef enum {
  KIGEN_STEP_BEGUN,
  KIGEN_STEP_APPLIED,
  KIGEN_STEP_ISSUED,
  KIGEN_STEP_RECEIVED,
  KIGEN_STEP_INSTALLED,
  KIGEN_STEP_PROVED,
  KIGEN_STEP_BACKED_UP,
  KIGEN_STEP_RETIRED,
  KIGEN_STEP_DONE,
  KIGEN_STEP_ABANDONED,
} KigenStep;

/** "begun", "applied", "issued", "received", "installed", "proved", "backed-up", "retired", "done",
 * "abandoned". */
const char *kigen_step_name (KigenStep step);

/** One renewal, from its journal.  All strings owned by it, NULL where not known yet. */
typedef struct {
  gint64 number;
  char *old_id; /* NULL for a first certificate (obtain) */
  char *subject;
  char *profile;      /* its Id */
  char *store;        /* URI */
  KigenStep step;     /* the last one that is complete */
  gboolean under_way; /* the step after it was entered and not finished: its outcome is not known */
  gint64 entered_at;  /* when that was */
  gint64 applied_at;  /* when an application was sent that may have been taken; 0 where none was */
  char *request_id;
  char *reference_id;  /* a credential: shown only when asked for */
  gint64 applications; /* how many of ours were sent, taken or not */
  char *new_id;        /* of what was received, and so of its key, which was found to fit; NULL before */
  gint64 refused_at;   /* when the new certificate was first refused at the login; 0 where it was not */
  char *backup;        /* path wanted or written */
  char *backup_sum;    /* SHA-256 of the backup as it was read back, in hex; NULL before */
  char *old_choice;    /* "keep", "delete", NULL: not decided */
  char *reason;        /* why it was abandoned */
  gint64 begun_at;
  gint64 changed_at;
} KigenRenewalRecord;

void kigen_renewal_record_free (KigenRenewalRecord *record);

/** Begins one (step BEGUN).  A certificate has at most one that is not done or abandoned: BUSY otherwise. */
KigenRenewalRecord *kigen_state_begin_renewal (KigenState *state, const KigenCertificate *old,
                                               const char *profile, const char *store, gint64 now,
                                               GError **error);
/** The same for a first certificate, with the IDs of its paper notice. */
KigenRenewalRecord *kigen_state_begin_obtaining (KigenState *state, const char *profile, const char *store,
                                                 const char *request_id, const char *reference_id, gint64 now,
                                                 GError **error);
/** The open renewal of a certificate (by old or new ID), or NULL without an error. */
KigenRenewalRecord *kigen_state_open_renewal (KigenState *state, const char *id, GError **error);
/** All open ones, oldest first; KigenRenewalRecord elements. */
GPtrArray *kigen_state_open_renewals (KigenState *state, GError **error);
/** The newest renewals of a certificate's subject that hold its request and reference ID, newest first. */
GPtrArray *kigen_state_renewals_of_subject (KigenState *state, const char *subject, GError **error);
/** Writes down that the step after `record->step` is entered (under_way, entered_at = now). */
gboolean kigen_state_enter_step (KigenState *state, KigenRenewalRecord *record, gint64 now, GError **error);
/** Writes down that `step` is complete, with whatever the record has learnt (IDs, backup, choice) in one
 * transaction. */
gboolean kigen_state_complete_step (KigenState *state, KigenRenewalRecord *record, KigenStep step, gint64 now,
                                    GError **error);
/** Writes what the record has learnt, the step as it is. */
gboolean kigen_state_save_renewal (KigenState *state, const KigenRenewalRecord *record, gint64 now,
                                   GError **error);
/** Ends it as abandoned, with the reason in words. */
gboolean kigen_state_abandon_renewal (KigenState *state, KigenRenewalRecord *record, const char *reason,
                                      gint64 now, GError **error);

/* Backups
 * ----------------------------------------------------------------------------------------------------- */

/** A PKCS#12 file that was written apart from a renewal; whether it is still there, nobody says. */
typedef struct {
  char *path;
  gint64 at;
} KigenBackupRecord;

void kigen_backup_record_free (KigenBackupRecord *record);
/** Writes down where the certificate went, and `text` into the history, of kind "backup". */
gboolean kigen_state_record_backup (KigenState *state, const char *id, const char *path, const char *text,
                                    gint64 now, GError **error);
/** All of a certificate, newest first; KigenBackupRecord elements. */
GPtrArray *kigen_state_backups (KigenState *state, const char *id, GError **error);

/** Notes that something is about to be written there, so that a later run finds what is left of it if this
 * one is killed.  Errors: FAILED. */
gboolean kigen_state_note_folder (KigenState *state, const char *folder, GError **error);
/** Those noted, and those of recent backups, newest first and not many; g_strfreev(). */
char **kigen_state_folders (KigenState *state);

/* History
 * ----------------------------------------------------------------------------------------------------- */

typedef struct {
  gint64 at;
  char *kind; /* "noticed", "renewal-begun", "applied", …, "done", "abandoned", "obtained", "backup",
                 "restored", "deleted", "revoked", "state-rebuilt" */
  char *id;   /* the certificate it is about; may be NULL */
  char *text; /* one line in the language it was written in, no secrets */
} KigenHistoryEntry;

void kigen_history_entry_free (KigenHistoryEntry *entry);
gboolean kigen_state_add_history (KigenState *state, const char *kind, const char *id, const char *text,
                                  gint64 now, GError **error);
/** Newest first, `limit` at most (0: all); KigenHistoryEntry elements. */
GPtrArray *kigen_state_history (KigenState *state, guint limit, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenState, kigen_state_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenRenewalRecord, kigen_renewal_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenNoticeGiven, kigen_notice_given_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenHistoryEntry, kigen_history_entry_free)

G_END_DECLS
