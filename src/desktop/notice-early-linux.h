/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * What a notification server says right behind its reply.  libnotify learns a notice's number from the reply,
 * in its thread, and lets go by what is said meanwhile of a number that it does not know yet; here it is
 * kept.
 */
typedef struct _KigenNoticeEarly KigenNoticeEarly;

KigenNoticeEarly *kigen_notice_early_new (const char *server);
void kigen_notice_early_free (KigenNoticeEarly *early);
/** A notice is under way from now on. */
void kigen_notice_early_begin (KigenNoticeEarly *early);
/** What was said since then of this number: an action (g_free()) and why it was closed, each left as it is
 * where there was none. */
void kigen_notice_early_find (const KigenNoticeEarly *early, guint32 number, char **action, guint *reason);

G_END_DECLS
