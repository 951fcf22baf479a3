/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* libnotify waits for the server's answer, half a minute if it has to: so a call that waits is made in a
 * thread, one at a time.  All else of it, and the life of each notification, is the main thread's alone: that
 * is where its signals come, and it knows no lock of its own. */

#include <kigen/desktop/notifier.h>

#include "notice-early-linux.h"
#include "notice-server-linux.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <libnotify/notify.h>

#define SERVER "org.freedesktop.Notifications"
/* Desktop Notifications Specification 1.2, "NotificationClosed": dismissed by the user. */
#define CLOSED_BY_USER 2

/* One notice. */
typedef struct {
  KigenNotifier *notifier; /* NULL once nobody waits for it any more */
  KigenNotice *notice;
  NotifyNotification *shown; /* frees this one with itself; NULL while it is not made */
  gboolean over;             /* its answers are ignored from now on */
  gboolean answered;         /* before the server's "taken" came through */
  KigenNoticeAnswer answer;
  char *token;
  gboolean closed; /* likewise */
} Shown;

struct _KigenNotifier {
  KigenNotifierHandlers handlers;
  gpointer data;
  guint watch;
  char *server;         /* its address on the bus; NULL for none */
  Shown *under_way;     /* NULL for none; freed by the last of its calls */
  GPtrArray *on_screen; /* Shown */
  KigenNoticeEarly *early;
};

/* Held while a server is waited for, so never taken by the main thread. */
static GMutex libnotify;

static void
free_shown (gpointer data)
{
  Shown *shown = data;
  kigen_notice_free (shown->notice);
  g_free (shown->token);
  g_free (shown);
}

/* What the server says of it from now on is of no interest.  Not freed at once: libnotify still looks at a
 * notification after it has called for an answer to it. */
static void
let_go (Shown *shown)
{
  shown->over = TRUE;
  if (shown->shown != NULL)
    g_idle_add_once (g_object_unref, shown->shown);
  else
    free_shown (shown);
}

static void
close_in_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data,
                 GCancellable *cancellable G_GNUC_UNUSED)
{
  g_mutex_lock (&libnotify);
  notify_notification_close (data, NULL);
  g_mutex_unlock (&libnotify);
  g_task_return_boolean (task, TRUE);
}

static void
on_taken_off (GObject *source G_GNUC_UNUSED, GAsyncResult *result G_GNUC_UNUSED, gpointer data)
{
  g_object_unref (data);
}

static void
take_off (Shown *shown)
{
  NotifyNotification *notification = g_object_ref (shown->shown);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_taken_off, notification);
  let_go (shown);
  g_task_set_task_data (task, notification, NULL);
  g_task_run_in_thread (task, close_in_thread);
}

static void
finish (Shown *shown, KigenNoticeAnswer what, const char *token)
{
  KigenNotifier *notifier = shown->notifier;
  g_ptr_array_remove (notifier->on_screen, shown);
  notifier->handlers.answered (shown->notice, what, token, notifier->data);
  let_go (shown);
}

static gboolean
is_on_screen (const Shown *shown)
{
  return shown->notifier != NULL && g_ptr_array_find (shown->notifier->on_screen, shown, NULL);
}

static void
take_action (Shown *shown, const char *action, const char *token)
{
  KigenNoticeAnswer what = g_str_equal (action, "later") ? KIGEN_NOTICE_ANSWER_LATER : KIGEN_NOTICE_ANSWER_GO;
  if (is_on_screen (shown)) {
    finish (shown, what, token);
  } else if (!shown->answered) {
    shown->answered = TRUE;
    shown->answer = what;
    shown->token = g_strdup (token);
  }
}

static void
on_action (NotifyNotification *notification, char *action, gpointer data)
{
  Shown *shown = data;
  g_autofree char *token = g_strdup (notify_notification_get_activation_token (notification));
  if (!shown->over)
    take_action (shown, action, token);
}

/* The server tells of the end after an answer, too; it is ignored then. */
static void
take_end (Shown *shown, gboolean by_user)
{
  if (!is_on_screen (shown)) {
    shown->closed = TRUE;
    if (by_user && !shown->answered) {
      shown->answered = TRUE;
      shown->answer = KIGEN_NOTICE_ANSWER_DISMISSED;
    }
  } else if (by_user) {
    finish (shown, KIGEN_NOTICE_ANSWER_DISMISSED, NULL);
  } else {
    g_ptr_array_remove (shown->notifier->on_screen, shown);
    let_go (shown);
  }
}

static void
on_closed (NotifyNotification *notification, gpointer data)
{
  Shown *shown = data;
  if (!shown->over)
    take_end (shown, notify_notification_get_closed_reason (notification) == CLOSED_BY_USER);
}

/* What the server has said before libnotify knew the notice's number. */
static void
take_early (Shown *shown)
{
  gint number = 0;
  g_autofree char *action = NULL;
  guint reason = 0;
  g_object_get (shown->shown, "id", &number, NULL);
  kigen_notice_early_find (shown->notifier->early, (guint32)number, &action, &reason);
  if (action != NULL)
    take_action (shown, action, NULL);
  if (reason != 0)
    take_end (shown, reason == CLOSED_BY_USER);
}

static void
ask_in_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED,
               GCancellable *cancellable G_GNUC_UNUSED)
{
  g_mutex_lock (&libnotify);
  KigenNoticeServer *server = kigen_notice_server_ask ();
  g_mutex_unlock (&libnotify);
  g_task_return_pointer (task, server, g_free);
}

static const NotifyUrgency urgencies[] = {
  [KIGEN_URGENCY_LOW] = NOTIFY_URGENCY_LOW,
  [KIGEN_URGENCY_NORMAL] = NOTIFY_URGENCY_NORMAL,
  [KIGEN_URGENCY_CRITICAL] = NOTIFY_URGENCY_CRITICAL,
};

static NotifyNotification *
compose (Shown *shown, const KigenNoticeServer *server)
{
  const KigenNotice *notice = shown->notice;
  g_autofree char *text = kigen_notice_server_text (server, notice);
  NotifyNotification *made = notify_notification_new (notice->title, text, notice->icon);
  notify_notification_set_urgency (made, urgencies[notice->urgency]);
  notify_notification_set_timeout (made, notice->urgency == KIGEN_URGENCY_CRITICAL ? NOTIFY_EXPIRES_NEVER
                                                                                   : NOTIFY_EXPIRES_DEFAULT);
  notify_notification_set_hint (made, "desktop-entry", g_variant_new_string ("org.kigen.Agent"));
  if (server->buttons) {
    notify_notification_add_action (made, "default", notice->go_label, on_action, shown, NULL);
    if (!server->draws_default_action)
      notify_notification_add_action (made, "go", notice->go_label, on_action, shown, NULL);
    notify_notification_add_action (made, "later", notice->later_label, on_action, shown, NULL);
  }
  g_signal_connect (made, "closed", G_CALLBACK (on_closed), shown);
  g_object_set_data_full (G_OBJECT (made), "shown", shown, free_shown);
  return made;
}

static void
show_in_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data,
                GCancellable *cancellable G_GNUC_UNUSED)
{
  GError *error = NULL;
  g_mutex_lock (&libnotify);
  gboolean taken = notify_notification_show (data, &error);
  g_mutex_unlock (&libnotify);
  if (taken)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Taken, and maybe more than that already. */
static void
settle (Shown *shown)
{
  KigenNotifier *notifier = shown->notifier;
  take_early (shown);
  g_ptr_array_add (notifier->on_screen, shown);
  notifier->handlers.shown (shown->notice, TRUE, notifier->data);
  if (!is_on_screen (shown))
    return;
  if (shown->answered) {
    finish (shown, shown->answer, shown->token);
  } else if (shown->closed) {
    g_ptr_array_remove (notifier->on_screen, shown);
    let_go (shown);
  }
}

static void
on_shown (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Shown *shown = data;
  KigenNotifier *notifier = shown->notifier;
  g_autoptr (GError) error = NULL;
  gboolean taken = g_task_propagate_boolean (G_TASK (result), &error);
  if (notifier != NULL)
    notifier->under_way = NULL;
  if (notifier != NULL && taken) {
    settle (shown);
    return;
  }
  if (notifier != NULL) {
    g_info ("the notice was not taken: %s", error->message);
    notifier->handlers.shown (shown->notice, FALSE, notifier->data);
  }
  let_go (shown);
}

static void
on_asked (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Shown *shown = data;
  g_autofree KigenNoticeServer *server = g_task_propagate_pointer (G_TASK (result), NULL);
  if (shown->notifier == NULL) {
    let_go (shown);
    return;
  }
  shown->shown = compose (shown, server);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_shown, shown);
  g_task_set_task_data (task, shown->shown, NULL);
  g_task_run_in_thread (task, show_in_thread);
}

gboolean
kigen_notifier_show (KigenNotifier *notifier, KigenNotice *notice)
{
  if (notifier->under_way != NULL) {
    kigen_notice_free (notice);
    return FALSE;
  }
  Shown *shown = g_new0 (Shown, 1);
  shown->notifier = notifier;
  shown->notice = notice;
  notifier->under_way = shown;
  kigen_notice_early_begin (notifier->early);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_asked, shown);
  g_task_run_in_thread (task, ask_in_thread);
  return TRUE;
}

void
kigen_notifier_withdraw (KigenNotifier *notifier,
                         gboolean (*stale) (const KigenNotice *notice, gpointer data), gpointer data)
{
  for (guint i = notifier->on_screen->len; i-- > 0;) {
    Shown *shown = g_ptr_array_index (notifier->on_screen, i);
    if (!stale (shown->notice, data))
      continue;
    g_ptr_array_remove_index (notifier->on_screen, i);
    take_off (shown);
  }
}

/* A thread may still wait with it for a server that does not answer. */
static Shown *
give_up (KigenNotifier *notifier)
{
  Shown *shown = g_steal_pointer (&notifier->under_way);
  if (shown != NULL)
    shown->notifier = NULL;
  return shown;
}

/* What a server had on the screen went with it, and the next one gives the same numbers to others. */
static void
forget_server (KigenNotifier *notifier)
{
  g_clear_pointer (&notifier->server, g_free);
  while (notifier->on_screen->len > 0)
    let_go (g_ptr_array_steal_index (notifier->on_screen, notifier->on_screen->len - 1));
  const Shown *given_up = give_up (notifier);
  if (given_up == NULL)
    return;
  g_info ("the notice was not taken: its server is gone");
  notifier->handlers.shown (given_up->notice, FALSE, notifier->data);
}

static void
on_server (GDBusConnection *bus G_GNUC_UNUSED, const char *name G_GNUC_UNUSED, const char *owner,
           gpointer data)
{
  KigenNotifier *notifier = data;
  /* One that our own call has started shows what it was started for. */
  if (notifier->server != NULL && !g_str_equal (notifier->server, owner))
    forget_server (notifier);
  g_free (notifier->server);
  notifier->server = g_strdup (owner);
  notifier->handlers.appeared (notifier->data);
}

static void
on_no_server (GDBusConnection *bus G_GNUC_UNUSED, const char *name G_GNUC_UNUSED, gpointer data)
{
  KigenNotifier *notifier = data;
  if (notifier->server != NULL)
    forget_server (notifier);
}

KigenNotifier *
kigen_notifier_new (const KigenNotifierHandlers *handlers, gpointer data)
{
  KigenNotifier *notifier = g_new0 (KigenNotifier, 1);
  notifier->handlers = *handlers;
  notifier->data = data;
  notifier->on_screen = g_ptr_array_new ();
  notifier->early = kigen_notice_early_new (SERVER);
  notify_init (_ ("Kigen"));
  notifier->watch = g_bus_watch_name (G_BUS_TYPE_SESSION, SERVER, G_BUS_NAME_WATCHER_FLAGS_NONE, on_server,
                                      on_no_server, notifier, NULL);
  return notifier;
}

/* Without notify_uninit(): it would take what stands on the screen away, and wait for the server to do so. */
void
kigen_notifier_free (KigenNotifier *notifier)
{
  if (notifier == NULL)
    return;
  g_bus_unwatch_name (notifier->watch);
  kigen_notice_early_free (notifier->early);
  give_up (notifier);
  g_ptr_array_unref (notifier->on_screen);
  g_free (notifier->server);
  g_free (notifier);
}
