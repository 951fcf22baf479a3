/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/*
 * A balloon out of the icon, which newer Windows draws as a notification of its own.  There is one at a time,
 * without buttons.  What nobody saw because the screen was locked or taken by something else counts as not
 * taken; when that is over, a server has appeared.
 */

#include <kigen/desktop/notifier.h>

#include "shell-icon-windows.h"
#include "window-windows.h"

#include <shellapi.h>
#include <wtsapi32.h>

/* Not all that ends an interruption is told; only while a notice waits for it. */
#define LOOK_SECONDS 300

struct _KigenNotifier {
  KigenNotifierHandlers handlers;
  gpointer data;
  KigenNotice *under_way;
  guint showing;
  KigenNotice *on_screen; /* or in the list of notifications, where it still can be clicked */
  guint waiting;          /* for a screen that can be interrupted; 0 where nothing waits for it */
  gboolean urgent;        /* what waits is */
};

/* Whether somebody is there to see it (SHQueryUserNotificationState).  In a new user's first hour Windows
 * wants quiet, which what is urgent cannot give. */
static gboolean
can_interrupt (gboolean urgent)
{
  QUERY_USER_NOTIFICATION_STATE state;
  if (SHQueryUserNotificationState (&state) != S_OK)
    return TRUE;
  return state == QUNS_ACCEPTS_NOTIFICATIONS || state == QUNS_APP || (urgent && state == QUNS_QUIET_TIME);
}

static void
try_again (KigenNotifier *notifier)
{
  if (notifier->waiting == 0)
    return;
  g_clear_handle_id (&notifier->waiting, g_source_remove);
  notifier->handlers.appeared (notifier->data);
}

static gboolean
on_waited (gpointer data)
{
  KigenNotifier *notifier = data;
  if (!can_interrupt (notifier->urgent))
    return G_SOURCE_CONTINUE;
  try_again (notifier);
  return G_SOURCE_REMOVE;
}

static gboolean
on_display (UINT message G_GNUC_UNUSED, WPARAM wide G_GNUC_UNUSED, LPARAM large G_GNUC_UNUSED,
            LRESULT *answer G_GNUC_UNUSED, gpointer data)
{
  try_again (data);
  return FALSE;
}

static gboolean
on_session (UINT message G_GNUC_UNUSED, WPARAM what, LPARAM large G_GNUC_UNUSED,
            LRESULT *answer G_GNUC_UNUSED, gpointer data)
{
  if (what == WTS_SESSION_UNLOCK || what == WTS_CONSOLE_CONNECT || what == WTS_REMOTE_CONNECT)
    try_again (data);
  return FALSE;
}

static KigenTrayIcon
picture_of (const KigenNotice *notice)
{
  KigenTrayIcon icon = KIGEN_TRAY_NORMAL;
  while (icon < KIGEN_TRAY_TROUBLE && g_strcmp0 (kigen_tray_icon_name (icon), notice->icon) != 0)
    icon++;
  return icon;
}

/* How to go on is said only where there is room for it beside the notice. */
static char *
compose (const KigenNotice *notice)
{
  g_autofree char *both = g_strconcat (notice->text, "\n", notice->without_buttons, NULL);
  glong length = 0;
  g_free (g_utf8_to_utf16 (both, -1, NULL, &length, NULL));
  return (gsize)length <= kigen_shell_icon_room () ? g_steal_pointer (&both) : g_strdup (notice->text);
}

static gboolean
put_on_screen (const KigenNotice *notice)
{
  gboolean urgent = notice->urgency == KIGEN_URGENCY_CRITICAL;
  g_autofree char *text = compose (notice);
  return can_interrupt (urgent)
         && kigen_shell_icon_say (picture_of (notice), notice->title, text,
                                  urgent ? 0 : NIIF_RESPECT_QUIET_TIME);
}

static gboolean
on_showing (gpointer data)
{
  KigenNotifier *notifier = data;
  KigenNotice *notice = g_steal_pointer (&notifier->under_way);
  notifier->showing = 0;
  if (put_on_screen (notice)) {
    g_clear_pointer (&notifier->on_screen, kigen_notice_free);
    notifier->on_screen = notice;
    notifier->handlers.shown (notice, TRUE, notifier->data);
    return G_SOURCE_REMOVE;
  }
  notifier->urgent = notice->urgency == KIGEN_URGENCY_CRITICAL;
  if (notifier->waiting == 0)
    notifier->waiting = g_timeout_add_seconds (LOOK_SECONDS, on_waited, notifier);
  notifier->handlers.shown (notice, FALSE, notifier->data);
  kigen_notice_free (notice);
  return G_SOURCE_REMOVE;
}

static void
on_icon (UINT event, POINT at G_GNUC_UNUSED, gpointer data)
{
  KigenNotifier *notifier = data;
  if (event == KIGEN_SHELL_ICON_APPEARED) {
    g_clear_handle_id (&notifier->waiting, g_source_remove);
    notifier->handlers.appeared (notifier->data);
  }
  /* NIN_BALLOONTIMEOUT says nothing: it comes of itself and of a click that closes it. */
  if (event != NIN_BALLOONUSERCLICK || notifier->on_screen == NULL)
    return;
  g_autoptr (KigenNotice) notice = g_steal_pointer (&notifier->on_screen);
  notifier->handlers.answered (notice, KIGEN_NOTICE_ANSWER_GO, NULL, notifier->data);
}

KigenNotifier *
kigen_notifier_new (const KigenNotifierHandlers *handlers, gpointer data)
{
  KigenNotifier *notifier = g_new0 (KigenNotifier, 1);
  notifier->handlers = *handlers;
  notifier->data = data;
  kigen_shell_icon_hear (on_icon, notifier);
  kigen_window_listen (WM_WTSSESSION_CHANGE, on_session, notifier);
  kigen_window_listen (WM_DISPLAYCHANGE, on_display, notifier);
  WTSRegisterSessionNotification (kigen_window_handle (), NOTIFY_FOR_THIS_SESSION);
  return notifier;
}

void
kigen_notifier_free (KigenNotifier *notifier)
{
  if (notifier == NULL)
    return;
  WTSUnRegisterSessionNotification (kigen_window_handle ());
  kigen_window_forget (notifier);
  kigen_shell_icon_forget (notifier);
  g_clear_handle_id (&notifier->showing, g_source_remove);
  g_clear_handle_id (&notifier->waiting, g_source_remove);
  kigen_notice_free (notifier->under_way);
  kigen_notice_free (notifier->on_screen);
  g_free (notifier);
}

/* What became of it is told later, as where a server is asked. */
gboolean
kigen_notifier_show (KigenNotifier *notifier, KigenNotice *notice)
{
  if (notifier->under_way != NULL) {
    kigen_notice_free (notice);
    return FALSE;
  }
  notifier->under_way = notice;
  notifier->showing = g_idle_add (on_showing, notifier);
  return TRUE;
}

void
kigen_notifier_withdraw (KigenNotifier *notifier,
                         gboolean (*stale) (const KigenNotice *notice, gpointer data), gpointer data)
{
  if (notifier->on_screen == NULL || !stale (notifier->on_screen, data))
    return;
  g_clear_pointer (&notifier->on_screen, kigen_notice_free);
  kigen_shell_icon_hush ();
}
