/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Days are counted with a zone's offset and plain arithmetic, because GDateTime ends with year 9999: the
 * customary "no end" of a certificate, 9999-12-31T23:59:59Z, is already year 10000 in Japan.  Instants beyond
 * are clamped.
 *
 * A local time is turned into an instant by walking the intervals of constant offset from well before it: the
 * first instant whose local time is not before the wanted one.  Where clocks are set forward over it, that is
 * the moment of the change; where they are set back over it, it is the first of the two.
 */

#include <kigen/base/calendar.h>

#define DAY_SECONDS G_GINT64_CONSTANT (86400)
#define EPOCH_DAY G_GINT64_CONSTANT (719163) /* 1970-01-01 as GDate counts */
#define FIRST_INSTANT G_GINT64_CONSTANT (-62135596800)
#define LAST_INSTANT G_GINT64_CONSTANT (253402300799)
#define LAST_DAY G_GINT64_CONSTANT (3652060) /* 10000-01-01, which east of Greenwich has begun by then */
#define WIDEST_OFFSET (26 * 3600)

static gint64
offset_at (gint64 instant, GTimeZone *zone)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, instant);

  return g_time_zone_get_offset (zone, interval);
}

static gint64
local_at (gint64 instant, GTimeZone *zone)
{
  gint64 held = CLAMP (instant, FIRST_INSTANT, LAST_INSTANT);

  return held + offset_at (held, zone);
}

static gint64
floor_days (gint64 seconds)
{
  gint64 days = seconds / DAY_SECONDS;

  return seconds % DAY_SECONDS < 0 ? days - 1 : days;
}

/* The first instant after `from` that is no longer in its interval; one at or before `to` is known to be. */
static gint64
end_of_interval (gint64 from, gint64 to, GTimeZone *zone)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, from);

  while (to - from > 1) {
    gint64 middle = from + (to - from) / 2;
    if (g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, middle) == interval)
      from = middle;
    else
      to = middle;
  }
  return to;
}

static gint64
instant_of_local (gint64 local, GTimeZone *zone)
{
  gint64 at = local - WIDEST_OFFSET;

  for (;;) {
    int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, at);
    gint64 wanted = local - g_time_zone_get_offset (zone, interval);
    if (wanted <= at)
      return at;
    if (g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, wanted) == interval)
      return wanted;
    at = end_of_interval (at, wanted, zone);
  }
}

gint64
kigen_calendar_day (gint64 instant, GTimeZone *zone)
{
  return floor_days (local_at (instant, zone)) + EPOCH_DAY;
}

gint64
kigen_calendar_instant (gint64 day, int hour, GTimeZone *zone)
{
  gint64 held = CLAMP (day, 1, LAST_DAY);
  gint64 instant = instant_of_local ((held - EPOCH_DAY) * DAY_SECONDS + (gint64)hour * 3600, zone);

  return CLAMP (instant, FIRST_INSTANT, LAST_INSTANT);
}

gint64
kigen_calendar_days_between (gint64 now, gint64 then, GTimeZone *zone)
{
  return kigen_calendar_day (then, zone) - kigen_calendar_day (now, zone);
}

/* The local time as if it were UTC: only its fields are of interest. */
static GDateTime *
fields_at (gint64 instant, GTimeZone *zone)
{
  gint64 local = local_at (instant, zone);

  return g_date_time_new_from_unix_utc (CLAMP (local, FIRST_INSTANT, LAST_INSTANT));
}

char *
kigen_calendar_rfc3339 (gint64 instant, GTimeZone *zone)
{
  g_autoptr (GDateTime) fields = fields_at (instant, zone);
  gint64 minutes = offset_at (CLAMP (instant, FIRST_INSTANT, LAST_INSTANT), zone) / 60;
  g_autofree char *rest = g_date_time_format (fields, "-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%04d%s%c%02d:%02d", g_date_time_get_year (fields), rest, minutes < 0 ? '-' : '+',
                          (int)(ABS (minutes) / 60), (int)(ABS (minutes) % 60));
}

char *
kigen_calendar_date (gint64 instant, GTimeZone *zone)
{
  g_autoptr (GDateTime) fields = fields_at (instant, zone);

  return g_strdup_printf ("%04d-%02d-%02d", g_date_time_get_year (fields), g_date_time_get_month (fields),
                          g_date_time_get_day_of_month (fields));
}

static int
number (const GMatchInfo *match, int group)
{
  g_autofree char *digits = g_match_info_fetch (match, group);

  return digits == NULL ? 0 : (int)g_ascii_strtoll (digits, NULL, 10);
}

static gint64
read_offset (const GMatchInfo *match)
{
  g_autofree char *sign = g_match_info_fetch (match, 8);
  gint64 seconds = (gint64)number (match, 9) * 3600 + (gint64)number (match, 10) * 60;

  return g_strcmp0 (sign, "-") == 0 ? -seconds : seconds;
}

static gboolean
has_offset (const GMatchInfo *match)
{
  g_autofree char *offset = g_match_info_fetch (match, 7);

  return offset != NULL && *offset != '\0';
}

static GRegex *
pattern (void)
{
  return g_regex_new (
      "^(\\d{4})-(\\d\\d)-(\\d\\d)"
      "(?:[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.\\d+)?)?([Zz]|([+-])(\\d\\d):(\\d\\d))?)?\\z",
      G_REGEX_OPTIMIZE, 0, NULL);
}

gboolean
kigen_calendar_parse (const char *text, GTimeZone *zone, gint64 *instant)
{
  g_autoptr (GRegex) regex = pattern ();
  g_autoptr (GMatchInfo) match = NULL;
  gint64 local;
  GDate date;

  if (text == NULL || !g_regex_match (regex, text, 0, &match))
    return FALSE;
  if (!g_date_valid_dmy ((GDateDay)number (match, 3), (GDateMonth)number (match, 2),
                         (GDateYear)number (match, 1)))
    return FALSE;
  if (number (match, 4) > 23 || number (match, 5) > 59 || number (match, 6) > 60 || number (match, 9) > 23
      || number (match, 10) > 59)
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)number (match, 3), (GDateMonth)number (match, 2),
                  (GDateYear)number (match, 1));
  local = ((gint64)g_date_get_julian (&date) - EPOCH_DAY) * DAY_SECONDS + (gint64)number (match, 4) * 3600
          + (gint64)number (match, 5) * 60 + number (match, 6);
  *instant = has_offset (match) ? local - read_offset (match) : instant_of_local (local, zone);
  return TRUE;
}

gint64
kigen_clock_system (gpointer unused)
{
  (void)unused;
  return g_get_real_time () / G_USEC_PER_SEC;
}
