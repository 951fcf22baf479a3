/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* A waitable timer with an absolute time follows the clock where that is set, and rings after a sleep for
 * what was due in it.  What else makes a look worth while, the hidden window hears. */

#include <kigen/desktop/alarm.h>

#include "handle-windows.h"
#include "window-windows.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>
#include <wchar.h>

/* The year 2200 is never enough. */
#define NEVER G_GINT64_CONSTANT (7258118400)
/* Windows counts tenths of microseconds from 1601 on. */
#define SECONDS_TO_1970 G_GINT64_CONSTANT (11644473600)
#define UNITS_A_SECOND 10000000

struct _KigenAlarm {
  HANDLE timer;
  guint source;
  wchar_t zone[G_N_ELEMENTS (((DYNAMIC_TIME_ZONE_INFORMATION *)0)->TimeZoneKeyName)];
  KigenAlarmRang rang;
  gpointer data;
};

static gboolean
on_timer (gpointer data)
{
  const KigenAlarm *alarm = data;
  alarm->rang (alarm->data);
  return G_SOURCE_CONTINUE;
}

/* Whether this machine's time zone is another one than it was. */
static gboolean
look_at_zone (KigenAlarm *alarm)
{
  DYNAMIC_TIME_ZONE_INFORMATION now;
  GetDynamicTimeZoneInformation (&now);
  if (wcscmp (now.TimeZoneKeyName, alarm->zone) == 0)
    return FALSE;
  wcscpy (alarm->zone, now.TimeZoneKeyName);
  return TRUE;
}

static gboolean
on_clock (UINT message, WPARAM wide, LPARAM large G_GNUC_UNUSED, LRESULT *answer G_GNUC_UNUSED, gpointer data)
{
  KigenAlarm *alarm = data;
  gboolean other_zone = look_at_zone (alarm);
  gboolean awake = message == WM_POWERBROADCAST && wide == PBT_APMRESUMEAUTOMATIC;
  if (other_zone || awake || message == WM_TIMECHANGE)
    alarm->rang (alarm->data);
  return FALSE;
}

KigenAlarm *
kigen_alarm_new (KigenAlarmRang rang, gpointer data, GError **error)
{
  HANDLE timer = CreateWaitableTimerW (NULL, FALSE, NULL);
  if (timer == NULL) {
    g_autofree char *reason = g_win32_error_message ((gint)GetLastError ());
    kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("This system has no timer for it: %s"), reason);
    return NULL;
  }
  KigenAlarm *alarm = g_new0 (KigenAlarm, 1);
  alarm->timer = timer;
  alarm->rang = rang;
  alarm->data = data;
  alarm->source = kigen_handle_watch (timer, on_timer, alarm);
  look_at_zone (alarm);
  kigen_window_listen (WM_TIMECHANGE, on_clock, alarm);
  kigen_window_listen (WM_POWERBROADCAST, on_clock, alarm);
  kigen_window_listen (WM_SETTINGCHANGE, on_clock, alarm);
  return alarm;
}

void
kigen_alarm_free (KigenAlarm *alarm)
{
  if (alarm == NULL)
    return;
  kigen_window_forget (alarm);
  g_source_remove (alarm->source);
  CloseHandle (alarm->timer);
  g_free (alarm);
}

void
kigen_alarm_set (KigenAlarm *alarm, gint64 instant)
{
  LARGE_INTEGER when = { .QuadPart = (CLAMP (instant, 0, NEVER) + SECONDS_TO_1970) * UNITS_A_SECOND };
  if (SetWaitableTimer (alarm->timer, &when, 0, NULL, NULL, FALSE))
    return;
  g_autofree char *reason = g_win32_error_message ((gint)GetLastError ());
  g_warning ("the alarm could not be set: %s", reason);
}
