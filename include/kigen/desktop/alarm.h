/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * One alarm on the wall clock.  It survives suspend, rings late rather than never, and rings too when
 * somebody sets the clock or the time zone: what is due may have changed then.  Asleep it costs nothing.
 */
typedef struct _KigenAlarm KigenAlarm;

/** Rings in the main context of the thread that made the alarm. */
typedef void (*KigenAlarmRang) (gpointer data);

/** Errors: FAILED where the system has no such timer. */
KigenAlarm *kigen_alarm_new (KigenAlarmRang rang, gpointer data, GError **error);
void kigen_alarm_free (KigenAlarm *alarm);
/** The only instant from now on (seconds since 1970-01-01T00:00:00Z): it rings once.  One that is past rings
 * at once; G_MAXINT64 rings for a change of the clock alone. */
void kigen_alarm_set (KigenAlarm *alarm, gint64 instant);

G_END_DECLS
