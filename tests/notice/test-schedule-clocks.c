/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * The notices where clocks are wrong and put right, where a zone changes its time or a desk its zone, and at
 * ends that other programs stumble over.
 */

#include "desk.h"
#include "zone.h"

#include <kigen/base/calendar.h>

#define END "2026-11-27T23:59:59+09:00"

static Desk *
desk_at (const char *zone, const char *end, int hour, const char *since)
{
  Desk *desk = desk_new (zone, end);

  desk->rules.hour = hour;
  desk_off_until (desk, since);
  return desk;
}

static void
test_set_back_repeats_nothing (void)
{
  g_autoptr (Desk) desk = desk_at ("Asia/Tokyo", END, 9, "2026-08-28 08:00");

  desk_on_until (desk, "2026-08-29 09:30");
  desk_tells (desk, "90 at 2026-08-29T09:00:00+09:00", NULL);
  desk_set_clock (desk, "2026-08-29 08:30");
  desk_on_until (desk, "2026-09-03 12:00");
  desk_set_clock (desk, "2026-08-01 12:00");
  desk_on_until (desk, "2026-09-28 08:00");
  desk_set_clock (desk, "1970-01-01 09:00");
  desk_on_until (desk, "1970-01-02 09:00");
  desk_set_clock (desk, "2026-09-28 08:00");
  desk_tells (desk, NULL);
  desk_on_until (desk, "2026-09-28 09:00");
  desk_tells (desk, "60 at 2026-09-28T09:00:00+09:00", NULL);
}

static void
test_set_back_repeats_no_daily_one (void)
{
  g_autoptr (Desk) desk = desk_at ("Asia/Tokyo", END, 9, "2026-11-19 09:00");

  desk_on_until (desk, "2026-11-22 12:00");
  desk_tells (desk, "15 at 2026-11-19T09:00:00+09:00", "7 at 2026-11-20T09:00:00+09:00",
              "6 at 2026-11-21T09:00:00+09:00", "5 at 2026-11-22T09:00:00+09:00", NULL);
  desk_set_clock (desk, "2026-11-22 08:00");
  desk_on_until (desk, "2026-11-22 12:00");
  desk_set_clock (desk, "2026-11-20 08:00");
  desk_on_until (desk, "2026-11-23 08:59");
  desk_tells (desk, NULL);
  desk_on_until (desk, "2026-11-23 09:00");
  desk_tells (desk, "4 at 2026-11-23T09:00:00+09:00", NULL);
}

static void
test_set_forward_loses_nothing (void)
{
  g_autoptr (Desk) desk = desk_at ("Asia/Tokyo", END, 9, "2026-08-29 10:00");

  desk_on_until (desk, "2026-08-29 10:30");
  desk_set_clock (desk, "2036-08-29 10:30");
  desk_on_until (desk, "2036-08-30 10:00");
  desk_set_clock (desk, "2026-08-29 10:31");
  desk_tells (desk, "90 at 2026-08-29T10:00:00+09:00", "-3563 at 2036-08-29T10:30:00+09:00",
              "-3564 at 2036-08-30T09:00:00+09:00", NULL);
  desk_on_until (desk, "2026-11-22 12:00");
  desk_tells (desk, "60 at 2026-09-28T09:00:00+09:00", "30 at 2026-10-28T09:00:00+09:00",
              "15 at 2026-11-12T09:00:00+09:00", "7 at 2026-11-20T09:00:00+09:00",
              "6 at 2026-11-21T09:00:00+09:00", "5 at 2026-11-22T09:00:00+09:00", NULL);
}

static void
test_set_forward_over_stages (void)
{
  g_autoptr (Desk) desk = desk_at ("Asia/Tokyo", END, 9, "2026-08-01 10:00");

  desk_on_until (desk, "2026-08-01 11:00");
  desk_set_clock (desk, "2026-10-01 11:00");
  desk_tells (desk, "60 at 2026-10-01T11:00:00+09:00", NULL);
  desk_set_clock (desk, "2026-08-01 11:00");
  desk_on_until (desk, "2026-10-29 11:00");
  desk_tells (desk, "90 at 2026-08-29T09:00:00+09:00", "30 at 2026-10-28T09:00:00+09:00", NULL);
}

/* What a wrong clock showed of years to come does not speak against an answer given now. */
static void
test_later_survives_a_clock_that_was_ahead (void)
{
  g_autoptr (Desk) desk = desk_at ("Asia/Tokyo", END, 9, "2026-08-29 10:00");

  desk_set_clock (desk, "2027-08-29 10:00");
  desk_set_clock (desk, "2026-08-29 10:01");
  desk_say_later (desk);
  desk_on_until (desk, "2026-09-20 10:00");
  desk_tells (desk, "-275 at 2027-08-29T10:00:00+09:00", "90 at 2026-08-29T10:01:00+09:00",
              "90 at 2026-08-30T09:00:00+09:00", NULL);
}

static void
test_set_back_repeats_no_later (void)
{
  g_autoptr (Desk) desk = desk_at ("Asia/Tokyo", END, 9, "2026-08-29 09:00");

  desk_on_until (desk, "2026-08-29 10:00");
  desk_say_later (desk);
  desk_off_until (desk, "2026-09-03 10:00");
  desk_on_until (desk, "2026-09-05 10:00");
  desk_tells (desk, "90 at 2026-08-29T09:00:00+09:00", "90 at 2026-09-03T10:00:00+09:00", NULL);
  desk_set_clock (desk, "2026-08-30 08:00");
  desk_on_until (desk, "2026-09-20 10:00");
  desk_tells (desk, NULL);
}

/* A dead battery: the clock begins in 1970, and the network puts it right in the middle of the morning. */
static void
test_clock_without_battery (void)
{
  g_autoptr (Desk) desk = desk_at ("Asia/Tokyo", END, 9, "1970-01-01 09:00");

  for (int day = 20; day < 23; day++) {
    g_autofree char *now = g_strdup_printf ("2026-11-%d 10:30", day);
    desk_set_clock_to (desk, 0);
    desk_on_for (desk, 300);
    desk_set_clock (desk, now);
  }
  desk_tells (desk, "7 at 2026-11-20T10:30:00+09:00", "6 at 2026-11-21T10:30:00+09:00",
              "5 at 2026-11-22T10:30:00+09:00", NULL);
}

static void
test_hour_that_clocks_skip (void)
{
  g_autoptr (Desk) desk = desk_at ("America/New_York", "2026-03-10 12:00", 2, "2026-03-07 12:00");

  desk_on_until (desk, "2026-03-09 12:00");
  desk_tells (desk, "3 at 2026-03-07T12:00:00-05:00", "2 at 2026-03-08T03:00:00-04:00",
              "1 at 2026-03-09T02:00:00-04:00", NULL);
}

static void
test_hour_that_comes_twice (void)
{
  g_autoptr (Desk) desk = desk_at ("America/New_York", "2026-11-03 12:00", 1, "2026-10-31 12:00");

  desk_on_until (desk, "2026-11-02 12:00");
  desk_tells (desk, "3 at 2026-10-31T12:00:00-04:00", "2 at 2026-11-01T01:00:00-04:00",
              "1 at 2026-11-02T01:00:00-05:00", NULL);
}

static void
test_off_over_the_first_of_the_two_hours (void)
{
  g_autoptr (Desk) desk = desk_at ("America/New_York", "2026-11-03 12:00", 1, "2026-10-31 12:00");

  desk_on_until (desk, "2026-11-01T00:30:00-04:00");
  desk_off_until (desk, "2026-11-01T01:10:00-05:00");
  desk_on_until (desk, "2026-11-01 12:00");
  desk_tells (desk, "3 at 2026-10-31T12:00:00-04:00", "2 at 2026-11-01T01:10:00-05:00", NULL);
}

/* In Nuuk 23:00 becomes midnight: Saturday's notice is given on Sunday, and is Sunday's as well. */
static void
test_hour_skipped_into_the_next_day (void)
{
  g_autoptr (Desk) desk = desk_at ("America/Nuuk", "2026-03-31 12:00", 23, "2026-03-27 23:00");

  desk_on_until (desk, "2026-03-30 22:59");
  desk_tells (desk, "4 at 2026-03-27T23:00:00-02:00", "3 at 2026-03-29T00:00:00-01:00", NULL);
  desk_on_until (desk, "2026-04-01 12:00");
  desk_tells (desk, "1 at 2026-03-30T23:00:00-01:00", "0 at 2026-03-31T23:00:00-01:00", NULL);
}

/* In Newfoundland clocks went back at one past midnight, into the day before.  Who asks then has been told.
 */
static void
test_day_that_begins_twice (void)
{
  g_autoptr (Desk) desk = desk_at ("America/St_Johns", "2006-10-30 12:00", 0, "2006-10-28 00:00");

  if (!zone_has_history ()) {
    g_test_skip ("this system's zones have no history");
    return;
  }
  desk_on_until (desk, "2006-10-29T00:00:30-02:30");
  desk_on_until (desk, "2006-10-28T23:30:00-03:30");
  desk_on_until (desk, "2006-10-30 12:00");
  desk_tells (desk, "2 at 2006-10-28T00:00:00-02:30", "1 at 2006-10-29T00:00:00-02:30",
              "0 at 2006-10-30T00:00:00-03:30", NULL);
}

static void
test_offsets_of_half_hours (void)
{
  static const struct {
    const char *zone;
    const char *wanted;
  } rows[] = {
    { "Asia/Kolkata", "90 at 2026-08-29T09:00:00+05:30" },
    { "Asia/Kathmandu", "90 at 2026-08-29T09:00:00+05:45" },
    { "Australia/Eucla", "90 at 2026-08-29T09:00:00+08:45" },
    { "Australia/Lord_Howe", "90 at 2026-08-29T09:00:00+10:30" },
    { "America/St_Johns", "90 at 2026-08-29T09:00:00-02:30" },
    { "Pacific/Chatham", "90 at 2026-08-29T09:00:00+12:45" },
    { "Pacific/Marquesas", "90 at 2026-08-29T09:00:00-09:30" },
    { "Pacific/Kiritimati", "90 at 2026-08-29T09:00:00+14:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Desk) desk = desk_at (rows[i].zone, "2026-11-27 12:00", 9, "2026-08-01 12:00");
    desk_on_until (desk, "2026-09-27 12:00");
    desk_tells (desk, rows[i].wanted, NULL);
  }
}

/* Samoa had no 30 December 2011: its notice is the 31st's, and the days go on being counted. */
static void
test_day_that_never_was (void)
{
  g_autoptr (Desk) desk = desk_at ("Pacific/Apia", "2012-01-01 12:00", 9, "2011-12-28 09:00");
  g_autoptr (Desk) midnight = desk_at ("Pacific/Apia", "2012-01-01 12:00", 0, "2011-12-28 00:00");

  if (!zone_has_history ()) {
    g_test_skip ("this system's zones have no history");
    return;
  }
  desk_on_until (desk, "2012-01-02 09:00");
  desk_tells (desk, "4 at 2011-12-28T09:00:00-10:00", "3 at 2011-12-29T09:00:00-10:00",
              "2 at 2011-12-31T00:00:00+14:00", "0 at 2012-01-01T09:00:00+14:00",
              "-1 at 2012-01-02T09:00:00+14:00", NULL);
  desk_on_until (midnight, "2012-01-02 09:00");
  desk_tells (midnight, "4 at 2011-12-28T00:00:00-10:00", "3 at 2011-12-29T00:00:00-10:00",
              "1 at 2011-12-31T00:00:00+14:00", "0 at 2012-01-01T00:00:00+14:00",
              "-1 at 2012-01-02T00:00:00+14:00", NULL);
}

static void
test_end_on_a_leap_day (void)
{
  g_autoptr (Desk) desk = desk_at ("Asia/Tokyo", "2028-02-29T23:59:59+09:00", 9, "2027-06-01 09:00");

  desk_on_until (desk, "2028-02-22 12:00");
  desk_tells (desk, "90 at 2027-12-01T09:00:00+09:00", "60 at 2027-12-31T09:00:00+09:00",
              "30 at 2028-01-30T09:00:00+09:00", "15 at 2028-02-14T09:00:00+09:00",
              "7 at 2028-02-22T09:00:00+09:00", NULL);
  desk->told = desk->shown->len;
  desk_on_until (desk, "2028-02-28 12:00");
  desk->told = desk->shown->len;
  desk_on_until (desk, "2028-03-01 12:00");
  desk_tells (desk, "0 at 2028-02-29T09:00:00+09:00", "-1 at 2028-03-01T09:00:00+09:00", NULL);
}

static void
test_end_of_32_bits (void)
{
  g_autoptr (Desk) desk = desk_at ("Asia/Tokyo", "2038-01-19T03:14:07Z", 9, "2037-10-01 09:00");

  desk_on_until (desk, "2038-01-05 12:00");
  desk_tells (desk, "90 at 2037-10-21T09:00:00+09:00", "60 at 2037-11-20T09:00:00+09:00",
              "30 at 2037-12-20T09:00:00+09:00", "15 at 2038-01-04T09:00:00+09:00", NULL);
  desk_off_until (desk, "2038-01-18 12:00");
  desk_on_until (desk, "2038-01-20 12:00");
  desk_tells (desk, "1 at 2038-01-18T12:00:00+09:00", "0 at 2038-01-19T09:00:00+09:00",
              "-1 at 2038-01-20T09:00:00+09:00", NULL);
}

/* The customary "no end": in Japan it is a day of the year 10000. */
static void
test_end_of_time (void)
{
  g_autoptr (Desk) desk = desk_at ("Asia/Tokyo", "9999-12-31T23:59:59Z", 9, "2026-01-01 09:00");
  g_autofree char *next = kigen_calendar_rfc3339 (desk_wake (desk), desk->zone);

  desk_tells (desk, NULL);
  g_assert_cmpstr (next, ==, "9999-10-03T09:00:00+09:00");
  desk_off_until (desk, "9999-10-02 09:00");
  desk_on_until (desk, "9999-12-20 09:00");
  desk_tells (desk, "90 at 9999-10-03T09:00:00+09:00", "60 at 9999-11-02T09:00:00+09:00",
              "30 at 9999-12-02T09:00:00+09:00", "15 at 9999-12-17T09:00:00+09:00", NULL);
}

/* The same instant is another day elsewhere. */
static void
test_end_is_the_day_of_the_zone (void)
{
  g_autoptr (Desk) tokyo = desk_at ("Asia/Tokyo", "2026-11-27T14:59:59Z", 9, "2026-08-28 10:00");
  g_autoptr (Desk) tokyo_after = desk_at ("Asia/Tokyo", "2026-11-27T15:00:00Z", 9, "2026-08-28 10:00");
  g_autoptr (Desk) utc = desk_at ("UTC", "2026-11-27T23:59:59Z", 9, "2026-08-28 10:00");
  g_autoptr (Desk) tokyo_utc = desk_at ("Asia/Tokyo", "2026-11-27T23:59:59Z", 9, "2026-08-28 10:00");
  g_autoptr (Desk) honolulu = desk_at ("Pacific/Honolulu", "2026-11-27T00:00:00Z", 9, "2026-08-27 10:00");

  desk_on_until (tokyo, "2026-09-01 10:00");
  desk_tells (tokyo, "90 at 2026-08-29T09:00:00+09:00", NULL);
  desk_on_until (tokyo_after, "2026-09-01 10:00");
  desk_tells (tokyo_after, "90 at 2026-08-30T09:00:00+09:00", NULL);
  desk_on_until (utc, "2026-09-01 10:00");
  desk_tells (utc, "90 at 2026-08-29T09:00:00+00:00", NULL);
  desk_on_until (tokyo_utc, "2026-09-01 10:00");
  desk_tells (tokyo_utc, "90 at 2026-08-30T09:00:00+09:00", NULL);
  desk_on_until (honolulu, "2026-09-01 10:00");
  desk_tells (honolulu, "90 at 2026-08-28T09:00:00-10:00", NULL);
}

static void
test_desk_that_travels (void)
{
  g_autoptr (Desk) desk = desk_at ("Asia/Tokyo", END, 9, "2026-11-20 09:00");

  desk_on_until (desk, "2026-11-21 12:00");
  desk_move_to (desk, "Pacific/Honolulu");
  desk_on_until (desk, "2026-11-22 12:00");
  desk_move_to (desk, "Asia/Tokyo");
  desk_on_until (desk, "2026-11-24 12:00");
  desk_tells (desk, "7 at 2026-11-20T09:00:00+09:00", "6 at 2026-11-21T09:00:00+09:00",
              "5 at 2026-11-23T04:00:00+09:00", "4 at 2026-11-23T09:00:00+09:00",
              "3 at 2026-11-24T09:00:00+09:00", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schedule/clock/set-back-repeats-nothing", test_set_back_repeats_nothing);
  g_test_add_func ("/schedule/clock/set-back-repeats-no-daily-one", test_set_back_repeats_no_daily_one);
  g_test_add_func ("/schedule/clock/set-forward-loses-nothing", test_set_forward_loses_nothing);
  g_test_add_func ("/schedule/clock/set-forward-over-stages", test_set_forward_over_stages);
  g_test_add_func ("/schedule/clock/later-survives-a-clock-ahead",
                   test_later_survives_a_clock_that_was_ahead);
  g_test_add_func ("/schedule/clock/set-back-repeats-no-later", test_set_back_repeats_no_later);
  g_test_add_func ("/schedule/clock/without-battery", test_clock_without_battery);
  g_test_add_func ("/schedule/zone/hour-that-clocks-skip", test_hour_that_clocks_skip);
  g_test_add_func ("/schedule/zone/hour-that-comes-twice", test_hour_that_comes_twice);
  g_test_add_func ("/schedule/zone/off-over-the-first-of-the-two", test_off_over_the_first_of_the_two_hours);
  g_test_add_func ("/schedule/zone/hour-skipped-into-the-next-day", test_hour_skipped_into_the_next_day);
  g_test_add_func ("/schedule/zone/day-that-begins-twice", test_day_that_begins_twice);
  g_test_add_func ("/schedule/zone/offsets-of-half-hours", test_offsets_of_half_hours);
  g_test_add_func ("/schedule/zone/day-that-never-was", test_day_that_never_was);
  g_test_add_func ("/schedule/zone/desk-that-travels", test_desk_that_travels);
  g_test_add_func ("/schedule/end/on-a-leap-day", test_end_on_a_leap_day);
  g_test_add_func ("/schedule/end/of-32-bits", test_end_of_32_bits);
  g_test_add_func ("/schedule/end/of-time", test_end_of_time);
  g_test_add_func ("/schedule/end/is-the-day-of-the-zone", test_end_is_the_day_of_the_zone);
  return g_test_run ();
}
