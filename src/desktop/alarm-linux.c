/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* timerfd_create(2): an absolute time on CLOCK_REALTIME with TFD_TIMER_CANCEL_ON_SET. */

#include <kigen/desktop/alarm.h>

#include <kigen/base/error.h>

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* The kernel takes no later one gladly; the year 2200 is never enough. */
#define NEVER G_GINT64_CONSTANT (7258118400)

struct _KigenAlarm {
  int timer;
  guint source;
  guint at_once;
  GFileMonitor *zone; /* the link that says which zone this machine is in */
  KigenAlarmRang rang;
  gpointer data;
};

static gboolean
on_timer (gint timer, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
  const KigenAlarm *alarm = data;
  guint64 times;
  /* ECANCELED tells of a clock that was set; both mean: look again. */
  if (read (timer, &times, sizeof times) < 0 && errno != ECANCELED)
    return G_SOURCE_CONTINUE;
  alarm->rang (alarm->data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_at_once (gpointer data)
{
  KigenAlarm *alarm = data;
  alarm->at_once = 0;
  alarm->rang (alarm->data);
  return G_SOURCE_REMOVE;
}

static void
on_zone (GFileMonitor *monitor G_GNUC_UNUSED, GFile *file G_GNUC_UNUSED, GFile *other G_GNUC_UNUSED,
         GFileMonitorEvent event G_GNUC_UNUSED, gpointer data)
{
  const KigenAlarm *alarm = data;
  alarm->rang (alarm->data);
}

KigenAlarm *
kigen_alarm_new (KigenAlarmRang rang, gpointer data, GError **error)
{
  int timer = timerfd_create (CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (timer < 0) {
    kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("This system has no timer for it: %s"),
                g_strerror (errno));
    return NULL;
  }
  KigenAlarm *alarm = g_new0 (KigenAlarm, 1);
  alarm->timer = timer;
  alarm->rang = rang;
  alarm->data = data;
  alarm->source = g_unix_fd_add (timer, G_IO_IN, on_timer, alarm);
  g_autoptr (GFile) zone = g_file_new_for_path ("/etc/localtime");
  alarm->zone = g_file_monitor_file (zone, G_FILE_MONITOR_NONE, NULL, NULL);
  if (alarm->zone != NULL)
    g_signal_connect (alarm->zone, "changed", G_CALLBACK (on_zone), alarm);
  return alarm;
}

void
kigen_alarm_free (KigenAlarm *alarm)
{
  if (alarm == NULL)
    return;
  g_source_remove (alarm->source);
  g_clear_handle_id (&alarm->at_once, g_source_remove);
  close (alarm->timer);
  if (alarm->zone != NULL)
    g_signal_handlers_disconnect_by_data (alarm->zone, alarm);
  g_clear_object (&alarm->zone);
  g_free (alarm);
}

void
kigen_alarm_set (KigenAlarm *alarm, gint64 instant)
{
  /* Zero would disarm it. */
  struct itimerspec when = { .it_value.tv_sec = (time_t)CLAMP (instant, 1, NEVER) };
  if (timerfd_settime (alarm->timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL) == 0)
    return;
  /* The clock was set since it was looked at. */
  if (errno == ECANCELED && alarm->at_once == 0)
    alarm->at_once = g_idle_add (on_at_once, alarm);
  else if (errno != ECANCELED)
    g_warning ("the alarm could not be set: %s", g_strerror (errno));
}
