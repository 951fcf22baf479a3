/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desk"

/* libnotify waits for the server's answer, half a minute if it has to: so each call to it is made in a
 * thread, one at a time.  Its signals come to the main context all the same. */

#include <kigen/notifier.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <libnotify/notify.h>

#define SERVER "org.freedesktop.Notifications"
/* Desktop Notifications Specification 1.2, "NotificationClosed": dismissed by the user. */
#define CLOSED_BY_USER 2

/* One notice: the main thread's, but for the notification while a thread makes and shows it. */
typedef struct {
  KigenNotifier *notifier;
  KigenNotice *notice;
  NotifyNotification *shown;
  gboolean answered; /* before the server's "taken" came through */
  KigenAnswer answer;
  char *token;
  gboolean closed;   /* likewise */
  gboolean given_up; /* its server is gone; under the lock `handover` */
  gatomicrefcount references;
} Shown;

struct _KigenNotifier {
  KigenNotifierHandlers handlers;
  gpointer data;
  guint watch;
  char *server;            /* its address on the bus; NULL for none */
  GCancellable *under_way; /* of the notice that is being shown; NULL for none */
  GPtrArray *on_screen;    /* Shown */
};

/* libnotify keeps a list of all notifications, without a lock of its own.  Held while a server is waited for,
 * so never taken by the main thread. */
static GMutex libnotify;
/* Whose the notification is that a thread has made. */
static GMutex handover;

KigenNotice *
kigen_notice_new (void)
{
  return g_new0 (KigenNotice, 1);
}

void
kigen_notice_free (KigenNotice *notice)
{
  if (notice == NULL)
    return;
  if (notice->free_subject != NULL)
    notice->free_subject (notice->subject);
  g_free (notice->title);
  g_free (notice->text);
  g_free (notice->icon);
  g_free (notice->go_label);
  g_free (notice->later_label);
  g_free (notice->without_buttons);
  g_free (notice);
}

static Shown *
ref_shown (Shown *shown)
{
  g_atomic_ref_count_inc (&shown->references);
  return shown;
}

static void
unref_shown (gpointer data)
{
  Shown *shown = data;
  if (!g_atomic_ref_count_dec (&shown->references))
    return;
  kigen_notice_free (shown->notice);
  g_free (shown->token);
  g_free (shown);
}

static void
close_in_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data,
                 GCancellable *cancellable G_GNUC_UNUSED)
{
  g_mutex_lock (&libnotify);
  notify_notification_close (data, NULL);
  g_object_unref (data);
  g_mutex_unlock (&libnotify);
  g_task_return_boolean (task, TRUE);
}

static void
forget_in_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data,
                  GCancellable *cancellable G_GNUC_UNUSED)
{
  g_mutex_lock (&libnotify);
  g_object_unref (data);
  g_mutex_unlock (&libnotify);
  g_task_return_boolean (task, TRUE);
}

/* The end of one that was on the screen; what the server says of it from now on is of no interest. */
static void
let_go (Shown *shown, GTaskThreadFunc how)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  g_signal_handlers_disconnect_by_data (shown->shown, shown);
  notify_notification_clear_actions (shown->shown);
  g_task_set_task_data (task, g_steal_pointer (&shown->shown), NULL);
  g_task_run_in_thread (task, how);
  unref_shown (shown);
}

static void
finish (Shown *shown, KigenAnswer what, const char *token)
{
  KigenNotifier *notifier = shown->notifier;
  g_ptr_array_remove (notifier->on_screen, shown);
  notifier->handlers.answered (shown->notice, what, token, notifier->data);
  let_go (shown, forget_in_thread);
}

static gboolean
is_on_screen (const Shown *shown)
{
  return g_ptr_array_find (shown->notifier->on_screen, shown, NULL);
}

static void
on_action (NotifyNotification *notification, char *action, gpointer data)
{
  Shown *shown = data;
  KigenAnswer what = g_str_equal (action, "later") ? KIGEN_ANSWER_LATER : KIGEN_ANSWER_GO;
  g_autofree char *token = g_strdup (notify_notification_get_activation_token (notification));
  if (is_on_screen (shown)) {
    finish (shown, what, token);
  } else if (!shown->answered) {
    shown->answered = TRUE;
    shown->answer = what;
    shown->token = g_steal_pointer (&token);
  }
}

/* After an answer the server says this, too: nobody hears it any more then. */
static void
on_closed (NotifyNotification *notification, gpointer data)
{
  Shown *shown = data;
  gboolean by_user = notify_notification_get_closed_reason (notification) == CLOSED_BY_USER;
  if (!is_on_screen (shown)) {
    shown->closed = TRUE;
    if (by_user && !shown->answered) {
      shown->answered = TRUE;
      shown->answer = KIGEN_ANSWER_DISMISSED;
    }
  } else if (by_user) {
    finish (shown, KIGEN_ANSWER_DISMISSED, NULL);
  } else {
    g_ptr_array_remove (shown->notifier->on_screen, shown);
    let_go (shown, forget_in_thread);
  }
}

static gboolean
can (GList *capabilities, const char *what)
{
  return g_list_find_custom (capabilities, what, (GCompareFunc)g_strcmp0) != NULL;
}

static char *
body (const KigenNotice *notice, GList *capabilities)
{
  gboolean buttons = can (capabilities, "actions");
  g_autofree char *text
      = g_strconcat (notice->text, buttons ? "" : "\n", buttons ? "" : notice->without_buttons, NULL);
  if (can (capabilities, "body-markup"))
    return g_markup_escape_text (text, -1);
  return g_steal_pointer (&text);
}

/* The default action is a click on the text, and no button by the specification; Xfce's draws one all the
 * same. */
static gboolean
draws_default_action (void)
{
  g_autofree char *name = NULL;
  return notify_get_server_info (&name, NULL, NULL, NULL) && g_strcmp0 (name, "Xfce Notify Daemon") == 0;
}

static const NotifyUrgency urgencies[] = {
  [KIGEN_URGENCY_LOW] = NOTIFY_URGENCY_LOW,
  [KIGEN_URGENCY_NORMAL] = NOTIFY_URGENCY_NORMAL,
  [KIGEN_URGENCY_CRITICAL] = NOTIFY_URGENCY_CRITICAL,
};

static NotifyNotification *
compose (Shown *shown, GList *capabilities)
{
  const KigenNotice *notice = shown->notice;
  g_autofree char *text = body (notice, capabilities);
  NotifyNotification *made = notify_notification_new (notice->title, text, notice->icon);
  notify_notification_set_urgency (made, urgencies[notice->urgency]);
  notify_notification_set_timeout (made, notice->urgency == KIGEN_URGENCY_CRITICAL ? NOTIFY_EXPIRES_NEVER
                                                                                   : NOTIFY_EXPIRES_DEFAULT);
  notify_notification_set_hint (made, "desktop-entry", g_variant_new_string ("org.kigen.Agent"));
  if (can (capabilities, "actions")) {
    notify_notification_add_action (made, "default", notice->go_label, on_action, shown, NULL);
    if (!draws_default_action ())
      notify_notification_add_action (made, "go", notice->go_label, on_action, shown, NULL);
    notify_notification_add_action (made, "later", notice->later_label, on_action, shown, NULL);
  }
  g_signal_connect (made, "closed", G_CALLBACK (on_closed), shown);
  return made;
}

/* The server has answered after all, when nobody waited for it any more. */
static gboolean
on_late (gpointer data)
{
  let_go (data, forget_in_thread);
  return G_SOURCE_REMOVE;
}

static void
show_in_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data,
                GCancellable *cancellable G_GNUC_UNUSED)
{
  Shown *shown = data;
  GError *error = NULL;
  g_mutex_lock (&libnotify);
  GList *capabilities = notify_get_server_caps ();
  NotifyNotification *made = compose (shown, capabilities);
  g_list_free_full (capabilities, g_free);
  gboolean taken = notify_notification_show (made, &error);
  g_mutex_unlock (&libnotify);
  g_mutex_lock (&handover);
  shown->shown = made;
  if (shown->given_up)
    g_idle_add (on_late, ref_shown (shown));
  g_mutex_unlock (&handover);
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
  g_ptr_array_add (notifier->on_screen, shown);
  notifier->handlers.shown (shown->notice, TRUE, notifier->data);
  if (!is_on_screen (shown))
    return;
  if (shown->answered) {
    finish (shown, shown->answer, shown->token);
  } else if (shown->closed) {
    g_ptr_array_remove (notifier->on_screen, shown);
    let_go (shown, forget_in_thread);
  }
}

static void
on_shown (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Shown *shown = data;
  KigenNotifier *notifier = shown->notifier;
  g_autoptr (GError) error = NULL;
  gboolean given_up = g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)));
  gboolean taken = g_task_propagate_boolean (G_TASK (result), &error);
  if (!given_up)
    g_clear_object (&notifier->under_way);
  if (taken && !given_up) {
    settle (shown);
    return;
  }
  g_info ("the notice was not taken: %s", error != NULL ? error->message : "its server is gone");
  notifier->handlers.shown (shown->notice, FALSE, notifier->data);
  /* A thread may still wait with it for a server that does not answer. */
  g_mutex_lock (&handover);
  shown->given_up = TRUE;
  gboolean waits = shown->shown == NULL;
  g_mutex_unlock (&handover);
  if (waits)
    unref_shown (shown);
  else
    let_go (shown, forget_in_thread);
}

gboolean
kigen_notifier_show (KigenNotifier *notifier, KigenNotice *notice)
{
  if (notifier->under_way != NULL) {
    kigen_notice_free (notice);
    return FALSE;
  }
  notifier->under_way = g_cancellable_new ();
  Shown *shown = g_new0 (Shown, 1);
  g_atomic_ref_count_init (&shown->references);
  shown->notifier = notifier;
  shown->notice = notice;
  g_autoptr (GTask) task = g_task_new (NULL, notifier->under_way, on_shown, shown);
  g_task_set_task_data (task, ref_shown (shown), unref_shown);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, show_in_thread);
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
    let_go (shown, close_in_thread);
  }
}

/* What a server had on the screen went with it, and the next one gives the same numbers to others. */
static void
forget_server (KigenNotifier *notifier)
{
  g_clear_pointer (&notifier->server, g_free);
  if (notifier->under_way != NULL)
    g_cancellable_cancel (notifier->under_way);
  g_clear_object (&notifier->under_way);
  while (notifier->on_screen->len > 0)
    let_go (g_ptr_array_steal_index (notifier->on_screen, notifier->on_screen->len - 1), forget_in_thread);
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
  if (notifier->under_way != NULL)
    g_cancellable_cancel (notifier->under_way);
  g_clear_object (&notifier->under_way);
  g_ptr_array_unref (notifier->on_screen);
  g_free (notifier->server);
  g_free (notifier);
}
