/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Instants and days.  An instant is seconds since 1970-01-01T00:00:00Z in a gint64, from year 1 to 9999; a
 * day is a calendar day of a time zone, as a Julian day number (GDate's), so that a difference of days is a
 * subtraction.
 */

/** The day in which the instant falls in this zone. */
gint64 kigen_calendar_day (gint64 instant, GTimeZone *zone);
/** The first instant of `day` at or after `hour`:00 in this zone; where the clocks skip that hour, the first
 * after it. */
gint64 kigen_calendar_instant (gint64 day, int hour, GTimeZone *zone);
/** Calendar days from `now` to `then` in this zone: 0 for the same day, negative when it is past. */
gint64 kigen_calendar_days_between (gint64 now, gint64 then, GTimeZone *zone);

/** "2026-11-27T23:59:59+09:00" (RFC 3339) in this zone.  g_free(). */
char *kigen_calendar_rfc3339 (gint64 instant, GTimeZone *zone);
/** "2026-11-27" in this zone.  g_free(). */
char *kigen_calendar_date (gint64 instant, GTimeZone *zone);
/** Reads RFC 3339, "YYYY-MM-DD" (midnight of this zone) or "YYYY-MM-DD HH:MM". */
gboolean kigen_calendar_parse (const char *text, GTimeZone *zone, gint64 *instant);

/** The clock, handed in at the edge: programs use kigen_clock_system, tests their own. */
typedef gint64 (*KigenClock) (gpointer data);
gint64 kigen_clock_system (gpointer unused);

G_END_DECLS
