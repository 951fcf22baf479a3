/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

#include "notice-server-linux.h"

#include <kigen/base/text.h>

#include <libnotify/notify.h>

static gboolean
can (GList *capabilities, const char *what)
{
  return g_list_find_custom (capabilities, what, (GCompareFunc)g_strcmp0) != NULL;
}

KigenNoticeServer *
kigen_notice_server_ask (void)
{
  KigenNoticeServer *server = g_new0 (KigenNoticeServer, 1);
  g_autofree char *name = NULL;
  GList *capabilities = notify_get_server_caps ();
  gboolean answered = notify_get_server_info (&name, NULL, NULL, NULL);
  server->buttons = can (capabilities, "actions");
  server->markup = can (capabilities, "body-markup");
  /* The default action is a click on the text, and no button by the specification; Xfce's draws one all the
   * same. */
  server->draws_default_action = answered && g_strcmp0 (name, "Xfce Notify Daemon") == 0;
  g_list_free_full (capabilities, g_free);
  return server;
}

char *
kigen_notice_server_text (const KigenNoticeServer *server, const KigenNotice *notice)
{
  g_autofree char *text = g_strconcat (notice->text, server->buttons ? "" : "\n",
                                       server->buttons ? "" : notice->without_buttons, NULL);
  g_autofree char *printable = kigen_text_printable (text, "\n");
  return server->markup ? g_markup_escape_text (printable, -1) : g_steal_pointer (&printable);
}
