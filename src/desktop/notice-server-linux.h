/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/desktop/notifier.h>

G_BEGIN_DECLS

/** What a notification server says of itself. */
typedef struct {
  gboolean buttons;
  gboolean markup;
  gboolean draws_default_action;
} KigenNoticeServer;

/** Asks the one that is there, and waits for its answer; one that gives none can do nothing.  g_free(). */
KigenNoticeServer *kigen_notice_server_ask (void);
/** The notice's text as this server takes it.  g_free(). */
char *kigen_notice_server_text (const KigenNoticeServer *server, const KigenNotice *notice);

G_END_DECLS
