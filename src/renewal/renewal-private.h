/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/renewal/renewal.h>

#include "claim.h"

G_BEGIN_DECLS

/**
 * One run over the table of steps: what it knows, what it has open.  Made by run.c, driven by steps.c; the
 * record is what survives it.
 */
typedef struct {
  const KigenRenewalPlace *place;
  const KigenRenewalQuestions *questions;
  KigenProfile *profile;      /* borrowed */
  KigenRenewalRecord *record; /* borrowed */
  KigenStore *store;
  KigenCertificate *old;     /* NULL for a first certificate, and once it has left the store */
  KigenSecret *reference_id; /* a first certificate's */
  KigenClaim *claim;

  KigenAuthority *authority;     /* as the old certificate; opened when first needed, kept for all of it */
  KigenApplication *application; /* where the authority's page or list has just told of it */
  GPtrArray *known_bad;          /* entries of the list that were no successors, char*, NULL-terminated */
  KigenSecret *password;
  KigenPkcs12 *contents; /* the received file, opened and checked */
  KigenCertificate *renewed;
  gboolean backup_settled;
  gboolean has_unopened;   /* an earlier run's file is there that the password does not open */
  gboolean is_applied_for; /* the authority said that there is an application already */
  gboolean is_old_entry;   /* the last download brought the present certificate, or one from before */
  KigenStep step;          /* the one that is under way */
  gboolean moved;          /* a step has set the record to another place than its own end */
  GPtrArray *steps;        /* names of those complete, char* */
} KigenRun;

/* run.c: what every step needs of its run */

/** A run without its claim, store and record: the caller sets them; claim and store are closed with it.  What
 * it is given is borrowed; `questions` may be NULL where nobody is told or asked anything. */
KigenRun *kigen_run_new (const KigenRenewalPlace *place, KigenProfile *profile,
                         const KigenRenewalQuestions *questions);
void kigen_run_free (KigenRun *run);
gint64 kigen_run_now (const KigenRun *run);
/** Tells `text` as progress of the step that is under way. */
void kigen_run_tell (const KigenRun *run, const char *text);
/** Asks for the password where this run does not know it; `again`: it was chosen in an earlier run. */
gboolean kigen_run_ask_password (KigenRun *run, gboolean again, GError **error);
/** Finds the new certificate in its store (`run->renewed`). */
gboolean kigen_run_find_renewed (KigenRun *run, GError **error);
/** Whether the same may go well later: the authority was not reached, its session ended, somebody stopped. */
gboolean kigen_run_passes_by_itself (const GError *problem);

/* connection.c */

/** The conversation as the old certificate (or as nobody, for a first one). */
KigenAuthority *kigen_run_authority (KigenRun *run, GError **error);

/* application.c */

/** Takes `application` over as the run's, and what it tells into the record. */
void kigen_run_learn_application (KigenRun *run, KigenApplication *application);
/** Looks into the authority's list; `*found` tells, and `run->application` is it. */
gboolean kigen_run_look_into_list (KigenRun *run, gboolean *found, GError **error);

/* backup-choice.c */

/** Asks where the backup goes and holds the answer against the disk, once a run. */
gboolean kigen_run_settle_backup (KigenRun *run, GError **error);

/* step-apply.c, step-issue.c: from nothing to an issued certificate */
gboolean kigen_run_apply (KigenRun *run, GError **error);
gboolean kigen_run_await (KigenRun *run, GError **error);

/* step-receive.c: the file */
gboolean kigen_run_receive (KigenRun *run, GError **error);
/** Makes sure that `run->contents` holds the received file, asking for its password where this run does not
 * know it; where that does not open it, the same pair is fetched again under the new one. */
gboolean kigen_run_open_received (KigenRun *run, GError **error);

/* issued.c: is it what was asked for? */

/** Opens a PKCS#12 from the authority and holds it against what was asked for: whole, opens, exactly one key,
 * which fits; the old one's subject (any for a first certificate), the profile's issuer, a later end. Errors:
 * FILE_DAMAGED, PASSWORD_WRONG, NOT_OURS. */
KigenPkcs12 *kigen_issued_open (GBytes *file, const KigenSecret *password, KigenProfile *profile,
                                const KigenCertificate *old, gint64 now, GError **error);
/** Whether it holds, under this password, the present certificate or an earlier one of the same subject. */
gboolean kigen_issued_is_from_before (GBytes *file, const KigenSecret *password, const KigenProfile *profile,
                                      const KigenCertificate *old);
/** What is odd about it without being wrong, translated sentences; char*, g_ptr_array_unref(). */
GPtrArray *kigen_issued_oddities (const KigenCertificate *renewed, KigenProfile *profile,
                                  const KigenCertificate *old);
/** Says what is odd about what was received. */
void kigen_run_tell_oddities (const KigenRun *run);

/* step-install.c, step-prove.c, step-back-up.c, step-retire.c: into the store, the proof, the backup, and the
 * old one out of it */
gboolean kigen_run_install (KigenRun *run, GError **error);
gboolean kigen_run_prove (KigenRun *run, GError **error);
gboolean kigen_run_back_up (KigenRun *run, GError **error);
gboolean kigen_run_retire (KigenRun *run, GError **error);
gboolean kigen_run_finish (KigenRun *run, GError **error);
/** Whether the backup is there as it was read back; where the run knows the password, it is opened, too. */
gboolean kigen_run_backup_holds (KigenRun *run);
/** Takes the new certificate out of its store again, and looks whether it is gone. */
gboolean kigen_run_withdraw (KigenRun *run, GError **error);

/* steps.c: the table */

/** Runs the steps that are left.  The error is the one that a user should see, with its exit status. */
gboolean kigen_run_steps (KigenRun *run, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenRun, kigen_run_free)

G_END_DECLS
