/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-authority"

/* Dates as Japanese pages write them.  Two patterns, the western calendar's and the present eras'; a match
 * that is no date of the calendar (month 13) is not one.  Japan has no summer time: one fixed offset will do
 * on every system. */

#include "dates.h"

#define JAPAN "+09:00"
#define YEAR_BEFORE_REIWA 2018
#define YEAR_BEFORE_HEISEI 1988

#define TIME_PATTERN "(?:[\\sT]*(?<hour>\\d{1,2})[:時](?<minute>\\d{2})(?:[:分](?<second>\\d{2}))?)?"

static const char *const patterns[] = { "(?<!\\d)(?<year>\\d{4})\\s*[-/.年]\\s*(?<month>\\d{1,2})\\s*[-/"
                                        ".月]\\s*(?<day>\\d{1,2})(?!\\d)日?" TIME_PATTERN,
                                        "(?<era>令和|平成|R|H)\\s*(?<year>\\d{1,2}|元)\\s*[-/"
                                        ".年]\\s*(?<month>\\d{1,2})\\s*[-/.月]\\s*(?<day>\\d{1,2})(?!"
                                        "\\d)日?" TIME_PATTERN };

static int
number_in (const GMatchInfo *match, const char *name)
{
  g_autofree char *digits = g_match_info_fetch_named (match, name);
  return digits != NULL ? (int)g_ascii_strtoll (digits, NULL, 10) : 0;
}

static int
year_in (const GMatchInfo *match)
{
  g_autofree char *era = g_match_info_fetch_named (match, "era");
  if (era == NULL || *era == '\0')
    return number_in (match, "year");
  g_autofree char *year = g_match_info_fetch_named (match, "year");
  int of_era = g_str_equal (year, "元") ? 1 : number_in (match, "year");
  gboolean heisei = g_str_equal (era, "平成") || g_str_equal (era, "H");
  return of_era + (heisei ? YEAR_BEFORE_HEISEI : YEAR_BEFORE_REIWA);
}

static gint64
instant_in_japan (int year, int month, int day, int hour, int minute, int second)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (JAPAN);
  g_autoptr (GDateTime) instant = g_date_time_new (zone, year, month, day, hour, minute, second);
  return instant != NULL ? g_date_time_to_unix (instant) : 0;
}

/* A list has hundreds of dates: each pattern is compiled once. */
static GRegex *
regex_of (gsize pattern)
{
  static gsize made[G_N_ELEMENTS (patterns)];
  if (g_once_init_enter (&made[pattern]))
    g_once_init_leave (&made[pattern], (gsize)g_regex_new (patterns[pattern], G_REGEX_OPTIMIZE, 0, NULL));
  return (GRegex *)made[pattern];
}

static void
collect_dates (GRegex *regex, const char *text, GArray *dates)
{
  g_autoptr (GMatchInfo) match = NULL;
  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL)) {
    gint64 instant = instant_in_japan (year_in (match), number_in (match, "month"), number_in (match, "day"),
                                       number_in (match, "hour"), number_in (match, "minute"),
                                       number_in (match, "second"));
    if (instant != 0)
      g_array_append_val (dates, instant);
  }
}

GArray *
mpki_dates_in (const char *text)
{
  GArray *dates = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *plain = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  if (plain == NULL)
    return dates;
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    collect_dates (regex_of (i), plain, dates);
  return dates;
}

gint64
mpki_date_of_request_id (const char *request_id)
{
  if (request_id == NULL)
    return 0;
  for (gsize i = 0; i < 8; i++)
    if (!g_ascii_isdigit (request_id[i]))
      return 0;
  g_autofree char *digits = g_strndup (request_id, 8);
  int date = (int)g_ascii_strtoll (digits, NULL, 10);
  return instant_in_japan (date / 10000, date / 100 % 100, date % 100, 0, 0, 0);
}
