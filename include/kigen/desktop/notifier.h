/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Shows notices by what the desktop has for that (on Linux org.freedesktop.Notifications, Desktop
 * Notifications Specification 1.2).  It is asked what it can do; where it draws no buttons, the text says how
 * to go on. Nothing waits for it: a server that is slow, gone or not there yet only means that a notice was
 * not shown.
 */
typedef struct _KigenNotifier KigenNotifier;

typedef enum {
  KIGEN_URGENCY_LOW,
  KIGEN_URGENCY_NORMAL,
  KIGEN_URGENCY_CRITICAL, /* stays until it is answered, where the server keeps such */
} KigenUrgency;

/** All strings are owned by the notice; translated. */
typedef struct {
  char *title;
  char *text;
  char *icon;     /* its name in the icon theme */
  char *go_label; /* 「更新する」 */
  char *later_label;
  char *without_buttons; /* what the text says further where there are none */
  KigenUrgency urgency;
  gpointer subject; /* the caller's; freed by free_subject with the notice */
  GDestroyNotify free_subject;
} KigenNotice;

typedef enum {
  KIGEN_NOTICE_ANSWER_GO, /* the button, or a click on the text */
  KIGEN_NOTICE_ANSWER_LATER,
  KIGEN_NOTICE_ANSWER_DISMISSED,
} KigenNoticeAnswer;

/** Called in the main context of the thread that made the notifier; a notice stays the notifier's. */
typedef struct {
  /** The server has taken it, or has not: then it is closed, and freed afterwards. */
  void (*shown) (const KigenNotice *notice, gboolean taken, gpointer data);
  /** `token` (NULL for none) lets a window come to the front.  The notice is freed afterwards. */
  void (*answered) (const KigenNotice *notice, KigenNoticeAnswer answer, const char *token, gpointer data);
  /** A server has come, or come back. */
  void (*appeared) (gpointer data);
} KigenNotifierHandlers;

KigenNotifier *kigen_notifier_new (const KigenNotifierHandlers *handlers, gpointer data);
/** What is on the screen stays there, unanswered. */
void kigen_notifier_free (KigenNotifier *notifier);

KigenNotice *kigen_notice_new (void);
void kigen_notice_free (KigenNotice *notice);
/** Takes the notice over.  One at a time is under way; FALSE (and the notice freed) where one is. */
gboolean kigen_notifier_show (KigenNotifier *notifier, KigenNotice *notice);
/** Takes those off the screen that `stale` says TRUE of; they are freed without an answer. */
void kigen_notifier_withdraw (KigenNotifier *notifier,
                              gboolean (*stale) (const KigenNotice *notice, gpointer data), gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenNotice, kigen_notice_free)

G_END_DECLS
