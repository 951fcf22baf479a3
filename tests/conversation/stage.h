/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/conversation/conversation.h>

G_BEGIN_DECLS

/* A desk and a practice authority for conversations without a screen: a folder of its own, an NSS database
 * with a certificate that has seven days left, a state, and kigen-rehearsal on a port of its own. */
typedef struct {
  char *folder;
  char *backup; /* where a backup may go */
  KigenWorkspace workspace;
  KigenRenewalPlace place;
  KigenTask task; /* to renew the certificate */
  GPtrArray *certificates;
  GSubprocess *authority;
} Stage;

/** `fault` is one of kigen-rehearsal's, or NULL. */
void stage_open (Stage *stage, const char *fault);
void stage_close (Stage *stage);
/** Certificates in the store that are not a CA's. */
guint stage_count (Stage *stage);
/** Applications that the authority has recorded. */
guint stage_applications (const Stage *stage);

/** The request ID (0) or the reference ID (1) of the paper notice.  g_free(). */
char *stage_notice_id (const Stage *stage, guint line);

/* A view that answers by a script, and writes down what it was asked and told. */

typedef struct {
  KigenView view;
  const char *const *answers; /* one a question, in order: see scripted_view_init() */
  guint next;
  GString *log; /* a word a question: "confirm password:PROBLEM backup old trouble:CODE done" */
} ScriptedView;

/** Answers: to confirm "yes", "leave"; to password and backup the text itself or "leave", to backup also
 * "suggestion"; to old "delete", "keep", "leave"; to trouble "again", "later".  More questions than answers
 * are a failure. */
void scripted_view_init (ScriptedView *view, const char *const *answers);
void scripted_view_clear (ScriptedView *view);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stage, stage_close)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ScriptedView, scripted_view_clear)

G_END_DECLS
