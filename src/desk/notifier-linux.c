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

typedef struct {
  KigenNotifier *notifier;
  KigenNotice *notice;
  NotifyNotification *shown;
} Shown;

struct _KigenNotifier {
  KigenNotifierHandlers handlers;
  gpointer data;
  guint server;
  gboolean busy;
  GPtrArray *on_screen; /* Shown */
  GCancellable *cancellable;
};

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

static void
free_shown (gpointer data)
{
  Shown *shown = data;
  if (shown->shown != NULL) {
    g_signal_handlers_disconnect_by_data (shown->shown, shown);
    notify_notification_clear_actions (shown->shown);
  }
  g_clear_object (&shown->shown);
  kigen_notice_free (shown->notice);
  g_free (shown);
}

static void
answer (Shown *shown, KigenAnswer what)
{
  KigenNotifier *notifier = shown->notifier;
  guint index;
  /* The server says "closed" after an answer, too. */
  if (!g_ptr_array_find (notifier->on_screen, shown, &index))
    return;
  g_ptr_array_steal_index (notifier->on_screen, index);
  const char *token = notify_notification_get_activation_token (shown->shown);
  notifier->handlers.answered (shown->notice, what, token, notifier->data);
  free_shown (shown);
}

static void
on_action (NotifyNotification *notification G_GNUC_UNUSED, char *action, gpointer data)
{
  answer (data, g_str_equal (action, "later") ? KIGEN_ANSWER_LATER : KIGEN_ANSWER_GO);
}

static void
on_closed (NotifyNotification *notification, gpointer data)
{
  Shown *shown = data;
  guint index;
  if (notify_notification_get_closed_reason (notification) == CLOSED_BY_USER)
    answer (shown, KIGEN_ANSWER_DISMISSED);
  else if (g_ptr_array_find (shown->notifier->on_screen, shown, &index))
    g_ptr_array_remove_index (shown->notifier->on_screen, index);
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

static void
show_in_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data,
                GCancellable *cancellable G_GNUC_UNUSED)
{
  Shown *shown = data;
  GError *error = NULL;
  GList *capabilities = notify_get_server_caps ();
  shown->shown = compose (shown, capabilities);
  g_list_free_full (capabilities, g_free);
  if (notify_notification_show (shown->shown, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_shown (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Shown *shown = data;
  g_autoptr (GError) error = NULL;
  gboolean taken = g_task_propagate_boolean (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    free_shown (shown);
    return;
  }
  KigenNotifier *notifier = shown->notifier;
  notifier->busy = FALSE;
  if (taken) {
    g_ptr_array_add (notifier->on_screen, shown);
    notifier->handlers.shown (shown->notice, TRUE, notifier->data);
    return;
  }
  g_info ("the notice was not taken: %s", error->message);
  notifier->handlers.shown (shown->notice, FALSE, notifier->data);
  free_shown (shown);
}

gboolean
kigen_notifier_show (KigenNotifier *notifier, KigenNotice *notice)
{
  if (notifier->busy) {
    kigen_notice_free (notice);
    return FALSE;
  }
  notifier->busy = TRUE;
  Shown *shown = g_new0 (Shown, 1);
  shown->notifier = notifier;
  shown->notice = notice;
  g_autoptr (GTask) task = g_task_new (NULL, notifier->cancellable, on_shown, shown);
  g_task_set_task_data (task, shown, NULL);
  g_task_run_in_thread (task, show_in_thread);
  return TRUE;
}

static void
close_in_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data,
                 GCancellable *cancellable G_GNUC_UNUSED)
{
  notify_notification_close (data, NULL);
  g_task_return_boolean (task, TRUE);
}

void
kigen_notifier_withdraw (KigenNotifier *notifier,
                         gboolean (*stale) (const KigenNotice *notice, gpointer data), gpointer data)
{
  for (guint i = notifier->on_screen->len; i-- > 0;) {
    const Shown *shown = g_ptr_array_index (notifier->on_screen, i);
    if (!stale (shown->notice, data))
      continue;
    g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
    g_task_set_task_data (task, g_object_ref (shown->shown), g_object_unref);
    g_ptr_array_remove_index (notifier->on_screen, i);
    g_task_run_in_thread (task, close_in_thread);
  }
}

static void
on_server (GDBusConnection *bus G_GNUC_UNUSED, const char *name G_GNUC_UNUSED,
           const char *owner G_GNUC_UNUSED, gpointer data)
{
  KigenNotifier *notifier = data;
  notifier->handlers.appeared (notifier->data);
}

KigenNotifier *
kigen_notifier_new (const KigenNotifierHandlers *handlers, gpointer data)
{
  KigenNotifier *notifier = g_new0 (KigenNotifier, 1);
  notifier->handlers = *handlers;
  notifier->data = data;
  notifier->on_screen = g_ptr_array_new_with_free_func (free_shown);
  notifier->cancellable = g_cancellable_new ();
  notify_init (_ ("Kigen"));
  notifier->server = g_bus_watch_name (G_BUS_TYPE_SESSION, SERVER, G_BUS_NAME_WATCHER_FLAGS_NONE, on_server,
                                       NULL, notifier, NULL);
  return notifier;
}

void
kigen_notifier_free (KigenNotifier *notifier)
{
  if (notifier == NULL)
    return;
  g_bus_unwatch_name (notifier->server);
  g_cancellable_cancel (notifier->cancellable);
  g_object_unref (notifier->cancellable);
  g_ptr_array_unref (notifier->on_screen);
  notify_uninit ();
  g_free (notifier);
}
