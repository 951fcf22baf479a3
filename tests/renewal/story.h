/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/renewal/renewal.h>

#include "workshop.h"

G_BEGIN_DECLS

/** A desk and the practice authority: a store with a certificate that has seven days left, a state, a clock
 * of its own, and a user who answers as told. */
typedef struct {
  char *folder;
  GSubprocess *authority;
  KigenProfile *profile;
  KigenSettings *settings;
  KigenStore *store;
  KigenCertificate *old;
  KigenRenewalPlace place; /* its state may be exchanged: story_change_state() */
  KigenRenewalQuestions questions;
  gint64 shift;         /* seconds that the desk's clock is ahead */
  KigenStep stop_after; /* stopped when this is complete; KIGEN_STEP_DONE: not */
  /* The user. */
  const char *password;
  char *backup;
  KigenOldChoice choice;
  gboolean leaves_at_old; /* goes away when asked what becomes of the old one */
  guint words;            /* how often another application may be made */
  /* What was asked and told. */
  guint asked_again, asked_password, warned;
  gboolean saw_ids; /* the first entry of a first certificate had its IDs */
  char *message;    /* of the last error; NULL for none */
} Story;

/** `switches` are kigen-rehearsal's, NULL-terminated; NULL for none. */
void story_open (Story *story, const char *const *switches);
void story_close (Story *story);
/** Another state folder of the same user. */
void story_change_state (Story *story);

#define STORY_DONE (-1)
/** Each gives the error's code, STORY_DONE for none. */
int story_renew (Story *story);
int story_resume (Story *story);
int story_obtain (Story *story);
int story_abandon (Story *story);

/** The certificate's open renewal; NULL for none; kigen_renewal_record_free(). */
KigenRenewalRecord *story_record (const Story *story);
/** Certificates in the store that are not a CA's. */
guint story_certificates (const Story *story);
/** How many lines of this kind the authority has noted: "sent", "application". */
guint story_events (const Story *story, const char *kind);
/** The received files in the state folder. */
guint story_received (const Story *story);
/** The certificate that the backup holds, with its key; NULL where it does not open; g_free(). */
char *story_backup_id (const Story *story, const char *password);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Story, story_close)

G_END_DECLS
