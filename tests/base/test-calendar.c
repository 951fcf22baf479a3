/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Days and instants, where clocks are set forward and back, where a day is missing, and where time ends.
 * GDateTime is the judge for the years that it knows.
 */

#include "zone.h"

#include <kigen/base/calendar.h>

#define LAST_INSTANT G_GINT64_CONSTANT (253402300799)

static const char *const zones[]
    = { "UTC", "Asia/Tokyo", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia" };

static void
in_every_zone (void (*try_in) (GTimeZone *))
{
  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_autoptr (GTimeZone) zone = zone_named (zones[i]);
    try_in (zone);
  }
}

static gint64
parse (const char *text, GTimeZone *zone)
{
  gint64 instant = 0;

  g_assert_true (kigen_calendar_parse (text, zone, &instant));
  return instant;
}

static gint64
day_of (const char *date)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  return kigen_calendar_day (parse (date, utc), utc);
}

static void
assert_instant (const char *zone_name, const char *date, int hour, const char *wanted)
{
  g_autoptr (GTimeZone) zone = zone_named (zone_name);
  g_autofree char *got = kigen_calendar_rfc3339 (kigen_calendar_instant (day_of (date), hour, zone), zone);

  g_assert_cmpstr (got, ==, wanted);
}

static void
test_day_is_that_of_the_zone (void)
{
  g_autoptr (GTimeZone) tokyo = zone_named ("Asia/Tokyo");
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  gint64 late = parse ("2026-11-26T15:00:00Z", utc);
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 27, G_DATE_NOVEMBER, 2026);
  g_assert_cmpint (kigen_calendar_day (late, tokyo), ==, g_date_get_julian (&date));
  g_assert_cmpint (kigen_calendar_day (late, utc), ==, g_date_get_julian (&date) - 1);
}

static void
test_days_between (void)
{
  g_autoptr (GTimeZone) tokyo = zone_named ("Asia/Tokyo");
  gint64 now = parse ("2026-11-20T23:59:59+09:00", tokyo);

  g_assert_cmpint (kigen_calendar_days_between (now, now, tokyo), ==, 0);
  g_assert_cmpint (kigen_calendar_days_between (now, now + 1, tokyo), ==, 1);
  g_assert_cmpint (kigen_calendar_days_between (now + 1, now, tokyo), ==, -1);
  g_assert_cmpint (kigen_calendar_days_between (now, parse ("2027-02-18T00:00:00+09:00", tokyo), tokyo), ==,
                   90);
}

static void
test_hour_of_a_day (void)
{
  assert_instant ("Asia/Tokyo", "2026-11-27", 9, "2026-11-27T09:00:00+09:00");
  assert_instant ("Asia/Tokyo", "2026-11-27", 0, "2026-11-27T00:00:00+09:00");
  assert_instant ("America/New_York", "2026-07-04", 23, "2026-07-04T23:00:00-04:00");
}

static void
test_hour_that_clocks_skip (void)
{
  assert_instant ("America/New_York", "2026-03-08", 2, "2026-03-08T03:00:00-04:00");
  assert_instant ("Europe/London", "2026-03-29", 1, "2026-03-29T02:00:00+01:00");
  assert_instant ("Australia/Lord_Howe", "2026-10-04", 2, "2026-10-04T02:30:00+11:00");
}

static void
test_hour_that_comes_twice (void)
{
  assert_instant ("America/New_York", "2026-11-01", 1, "2026-11-01T01:00:00-04:00");
  assert_instant ("Europe/London", "2026-10-25", 1, "2026-10-25T01:00:00+01:00");
  assert_instant ("America/New_York", "2026-11-01", 2, "2026-11-01T02:00:00-05:00");
}

static void
test_day_that_never_was (void)
{
  g_autoptr (GTimeZone) apia = zone_named ("Pacific/Apia");

  if (!zone_has_history ()) {
    g_test_skip ("this system's zones have no history");
    return;
  }
  assert_instant ("Pacific/Apia", "2011-12-30", 9, "2011-12-31T00:00:00+14:00");
  g_assert_cmpint (kigen_calendar_days_between (parse ("2011-12-29T23:59:59-10:00", apia),
                                                parse ("2011-12-31T00:00:00+14:00", apia), apia),
                   ==, 2);
}

/* The local time as seconds, by GDateTime's fields. */
static gint64
local_by_judge (gint64 instant, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_to_unix (local) + g_date_time_get_utc_offset (local) / G_TIME_SPAN_SECOND;
}

static void
try_instant_is_the_first (GTimeZone *zone)
{
  static const int steps[] = { 1, 60, 1799, 1800, 1801, 3599, 3600, 3601, 7200, 43200, 86399, 86400, 90000 };

  for (guint i = 0; i < 1000; i++) {
    gint64 day = g_test_rand_int_range (712223, 744000); /* 1951 to 2037 */
    int hour = g_test_rand_int_range (0, 24);
    gint64 wanted = (day - 719163) * 86400 + hour * 3600;
    gint64 instant = kigen_calendar_instant (day, hour, zone);

    g_assert_cmpint (local_by_judge (instant, zone), >=, wanted);
    for (gsize step = 0; step < G_N_ELEMENTS (steps); step++)
      g_assert_cmpint (local_by_judge (instant - steps[step], zone), <, wanted);
  }
}

static void
test_instant_is_the_first (void)
{
  in_every_zone (try_instant_is_the_first);
}

static void
try_date_and_day_agree_with_the_judge (GTimeZone *zone)
{
  for (guint i = 0; i < 1000; i++) {
    gint64 instant = (gint64)(g_test_rand_double_range (-60e9, 250e9));
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant);
    g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
    g_autofree char *rfc3339 = kigen_calendar_rfc3339 (instant, zone);
    g_autofree char *date = kigen_calendar_date (instant, zone);
    g_autofree char *wanted
        = g_strdup_printf ("%04d-%02d-%02d", g_date_time_get_year (local), g_date_time_get_month (local),
                           g_date_time_get_day_of_month (local));
    GDate judge;

    g_date_clear (&judge, 1);
    g_date_set_parse (&judge, wanted);
    g_assert_cmpstr (date, ==, wanted);
    g_assert_true (g_str_has_prefix (rfc3339, wanted));
    g_assert_cmpint (kigen_calendar_day (instant, zone), ==,
                     local_by_judge (instant, zone) < 0
                         ? (local_by_judge (instant, zone) - 86399) / 86400 + 719163
                         : local_by_judge (instant, zone) / 86400 + 719163);
  }
}

static void
test_date_and_day_agree_with_the_judge (void)
{
  in_every_zone (try_date_and_day_agree_with_the_judge);
}

static void
try_text_and_back (GTimeZone *zone)
{
  for (guint i = 0; i < 1000; i++) {
    /* Offsets of whole minutes only: before 1900 they had seconds, which RFC 3339 cannot write. */
    gint64 instant = (gint64)(g_test_rand_double_range (0, 250e9));
    g_autofree char *text = kigen_calendar_rfc3339 (instant, zone);

    g_assert_cmpint (parse (text, zone), ==, instant);
  }
}

static void
test_text_and_back (void)
{
  in_every_zone (try_text_and_back);
}

static void
test_end_of_time (void)
{
  g_autoptr (GTimeZone) tokyo = zone_named ("Asia/Tokyo");
  g_autofree char *text = kigen_calendar_rfc3339 (LAST_INSTANT, tokyo);
  g_autofree char *date = kigen_calendar_date (LAST_INSTANT, tokyo);
  g_autofree char *beyond = kigen_calendar_date (G_MAXINT64, tokyo);
  g_autofree char *before = kigen_calendar_rfc3339 (G_MININT64, tokyo);
  gint64 last_day = kigen_calendar_day (LAST_INSTANT, tokyo);

  g_assert_cmpstr (text, ==, "9999-12-31T23:59:59+09:00");
  g_assert_cmpstr (date, ==, "9999-12-31");
  g_assert_cmpstr (beyond, ==, "9999-12-31");
  g_assert_true (g_str_has_prefix (before, "0001-01-01T"));
  g_assert_cmpint (kigen_calendar_days_between (0, LAST_INSTANT, tokyo), ==, 3652060 - 719163);
  g_assert_cmpint (kigen_calendar_instant (last_day, 9, tokyo), ==, LAST_INSTANT);
  g_assert_cmpint (kigen_calendar_instant (G_MAXINT64, 9, tokyo), ==, LAST_INSTANT);
  g_assert_cmpint (kigen_calendar_instant (G_MININT64, 0, tokyo), ==, G_GINT64_CONSTANT (-62135596800));
}

static void
test_parse (void)
{
  g_autoptr (GTimeZone) tokyo = zone_named ("Asia/Tokyo");
  static const struct {
    const char *text;
    gint64 instant;
  } rows[] = {
    { "1970-01-01T00:00:00Z", 0 },      { "1970-01-01T09:00:00+09:00", 0 }, { "1970-01-01", -32400 },
    { "1970-01-01 09:00", 0 },          { "1970-01-01T09:00:01", 1 },       { "1970-01-01t00:00:00.999z", 0 },
    { "1969-12-31T19:00:00-05:00", 0 }, { "1970-01-01T00:00Z", 0 },
  };
  static const char *const wrong[] = { "",
                                       "today",
                                       "1970-13-01",
                                       "1970-02-30",
                                       "1970-1-1",
                                       "0000-01-01",
                                       "1970-01-01T24:00:00Z",
                                       "1970-01-01T00:60:00Z",
                                       "1970-01-01T00:00:00+24:00",
                                       "1970-01-01T00:00:00Z09:00",
                                       "1970-01-01\n",
                                       "1970-01-01 09",
                                       "１９７０-01-01",
                                       "1970-01-01Z" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (parse (rows[i].text, tokyo), ==, rows[i].instant);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    gint64 instant = 42;
    g_assert_false (kigen_calendar_parse (wrong[i], tokyo, &instant));
    g_assert_cmpint (instant, ==, 42);
  }
}

static void
test_system_clock (void)
{
  g_assert_cmpint (kigen_clock_system (NULL), >, G_GINT64_CONSTANT (1700000000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/day-is-that-of-the-zone", test_day_is_that_of_the_zone);
  g_test_add_func ("/calendar/days-between", test_days_between);
  g_test_add_func ("/calendar/hour-of-a-day", test_hour_of_a_day);
  g_test_add_func ("/calendar/hour-that-clocks-skip", test_hour_that_clocks_skip);
  g_test_add_func ("/calendar/hour-that-comes-twice", test_hour_that_comes_twice);
  g_test_add_func ("/calendar/day-that-never-was", test_day_that_never_was);
  g_test_add_func ("/calendar/instant-is-the-first", test_instant_is_the_first);
  g_test_add_func ("/calendar/date-and-day-agree-with-the-judge", test_date_and_day_agree_with_the_judge);
  g_test_add_func ("/calendar/text-and-back", test_text_and_back);
  g_test_add_func ("/calendar/end-of-time", test_end_of_time);
  g_test_add_func ("/calendar/parse", test_parse);
  g_test_add_func ("/calendar/system-clock", test_system_clock);
  return g_test_run ();
}
