/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/renewal/renewal.h>
#include <kigen/workspace/workspace.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/** What the user wants after something went wrong. */
typedef enum {
  KIGEN_TROUBLE_LATER, /* nothing more now */
  KIGEN_TROUBLE_AGAIN, /* the same once more; what was reached is kept */
} KigenTroubleChoice;

/**
 * A view: how a conversation looks.  It is asked one thing at a time and may take as long as the user likes;
 * FALSE or NULL with CANCELLED tells that the user has left.  All are called in the dialogue's thread.  Back
 * ends: the terminal, GTK, the tests' scripted one.  Whoever makes one embeds this as its first member.
 */
typedef struct _KigenView KigenView;
struct _KigenView {
  /** The data of the application (label, value: char*[3]); TRUE: 「はい」. */
  gboolean (*confirm) (KigenView *view, const KigenCertificate *old, GPtrArray *pairs, GError **error);
  /** 「もう一度申請する」: an application was sent at `sent_at`, and the authority does not show it. */
  gboolean (*apply_again) (KigenView *view, const KigenCertificate *old, gint64 sent_at, gboolean *yes,
                           GError **error);
  /** A new password, or (`again`) the one that was chosen earlier.  `problem` tells what was wrong with the
   * last answer, NULL at first. */
  KigenSecret *(*password) (KigenView *view, KigenProfile *profile, gboolean again, const char *problem,
                            GError **error);
  /** Where the backup goes, an absolute path; g_free(). */
  char *(*backup) (KigenView *view, const char *suggestion, const char *problem, GError **error);
  /** 「更新前の証明書を削除しますか」 */
  gboolean (*old) (KigenView *view, const KigenCertificate *old, const KigenCertificate *renewed,
                   KigenOldChoice *choice, GError **error);
  void (*progress) (KigenView *view, KigenStep step, gboolean complete, const char *text);
  void (*note) (KigenView *view, const char *text);
  /** What happened and what to do is in the error. */
  KigenTroubleChoice (*trouble) (KigenView *view, const GError *error);
  void (*done) (KigenView *view, const KigenRenewalResult *result);
};

/** What is to be renewed, or gone on with. */
typedef struct {
  KigenProfile *profile;           /* borrowed */
  const KigenCertificate *old;     /* to renew; NULL to resume or obtain */
  gboolean early;                  /* also before the authority's first day */
  gint64 open;                     /* number of the open renewal to go on with; 0 to begin or obtain */
  const char *store;               /* URI, to obtain */
  const char *request_id;          /* to obtain */
  const KigenSecret *reference_id; /* to obtain */
} KigenTask;

/**
 * The conversation, told once, straight through: runs the task to its end, asking the view, and after trouble
 * as often as the user says 「もう一度」.  Each question is asked until its answer will do, and nothing is
 * sent to the authority before what can be checked here has been.  What was answered once is not asked for
 * again after trouble, unless that was what did not do.
 * kigen_renewal_result_free().  Errors: those of renewal.h; CANCELLED or INTERRUPTED where the user left.
 */
KigenRenewalResult *kigen_conversation_run (const KigenRenewalPlace *place, const KigenTask *task,
                                            KigenView *view, GError **error);

G_END_DECLS
