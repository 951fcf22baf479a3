/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * The notices of one certificate as a desk in Tokyo tells them: when, which, how often, and in which words.
 */

#include "desk.h"
#include "zone.h"

#include <kigen/base/calendar.h>
#include <kigen/notice/schedule.h>

#define END "2026-11-27T23:59:59+09:00"

static Desk *
desk_in_tokyo (const char *since)
{
  Desk *desk = desk_new ("Asia/Tokyo", END);

  desk_off_until (desk, since);
  return desk;
}

static void
test_each_stage_once (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2024-02-29 12:00");

  desk_on_until (desk, "2026-08-29T08:59:59");
  desk_tells (desk, NULL);
  desk_on_until (desk, "2026-11-20T08:59:59");
  desk_tells (desk, "90 at 2026-08-29T09:00:00+09:00", "60 at 2026-09-28T09:00:00+09:00",
              "30 at 2026-10-28T09:00:00+09:00", "15 at 2026-11-12T09:00:00+09:00", NULL);
}

static void
test_daily_from_seven (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-11-12 08:00");

  desk_on_until (desk, "2026-11-27 23:59");
  desk_tells (desk, "30 at 2026-11-12T08:00:00+09:00", "15 at 2026-11-12T09:00:00+09:00",
              "7 at 2026-11-20T09:00:00+09:00", "6 at 2026-11-21T09:00:00+09:00",
              "5 at 2026-11-22T09:00:00+09:00", "4 at 2026-11-23T09:00:00+09:00",
              "3 at 2026-11-24T09:00:00+09:00", "2 at 2026-11-25T09:00:00+09:00",
              "1 at 2026-11-26T09:00:00+09:00", "0 at 2026-11-27T09:00:00+09:00", NULL);
}

static void
test_daily_without_end (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-11-28 00:00");

  desk_on_until (desk, "2026-11-30 23:00");
  desk_tells (desk, "0 at 2026-11-28T00:00:00+09:00", "-2 at 2026-11-29T09:00:00+09:00",
              "-3 at 2026-11-30T09:00:00+09:00", NULL);
  desk_on_until (desk, "2029-11-27 08:00");
  g_assert_cmpuint (desk->shown->len, ==, 3 + 1092);
  desk->told = desk->shown->len;
  desk_on_until (desk, "2029-11-28 08:00");
  desk_tells (desk, "-1096 at 2029-11-27T09:00:00+09:00", NULL);
}

static void
test_first_start_long_after_the_end (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2036-11-27 20:00");

  desk_on_until (desk, "2036-11-28 20:00");
  desk_tells (desk, "-3653 at 2036-11-27T20:00:00+09:00", "-3654 at 2036-11-28T09:00:00+09:00", NULL);
}

static void
test_off_over_several_shows_the_newest (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-08-01 08:00");

  desk_on_until (desk, "2026-08-28 18:00");
  desk_off_until (desk, "2026-11-03T06:12:34");
  desk_on_until (desk, "2026-11-15 18:00");
  desk_tells (desk, "30 at 2026-11-03T06:12:34+09:00", "15 at 2026-11-12T09:00:00+09:00", NULL);
}

static void
test_a_minute_each_day_is_enough (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-11-12 23:30");

  for (guint i = 0; i < 10; i++) {
    desk_on_for (desk, 60);
    desk->clock += 86400 - 60;
  }
  desk_tells (desk, "15 at 2026-11-12T23:30:00+09:00", "7 at 2026-11-20T23:30:00+09:00",
              "6 at 2026-11-21T23:30:00+09:00", NULL);
}

/* One that was missed stands, in the morning, for the day's own; the next day goes on. */
static void
test_caught_up_in_the_morning (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-11-24 07:00");

  desk_on_until (desk, "2026-11-25 10:00");
  desk_tells (desk, "4 at 2026-11-24T07:00:00+09:00", "2 at 2026-11-25T09:00:00+09:00", NULL);
}

static void
test_off_at_the_hour_only (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-08-28 08:00");

  desk_on_until (desk, "2026-08-29T08:59:59");
  desk_off_until (desk, "2026-08-29T09:00:01");
  desk_on_until (desk, "2026-08-29 09:30");
  desk_off_until (desk, "2026-08-29 10:00");
  desk_on_until (desk, "2026-09-01 10:00");
  desk_tells (desk, "90 at 2026-08-29T09:00:01+09:00", NULL);
}

static void
test_later_is_once_more_on_the_next_day (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-08-28 08:00");

  desk_on_until (desk, "2026-08-29 20:15");
  desk_say_later (desk);
  desk_on_until (desk, "2026-09-20 08:00");
  desk_tells (desk, "90 at 2026-08-29T09:00:00+09:00", "90 at 2026-08-30T09:00:00+09:00", NULL);
}

static void
test_later_again_and_again (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-08-28 08:00");

  desk_on_until (desk, "2026-08-29 09:00");
  desk_say_later (desk);
  desk_on_until (desk, "2026-08-30 09:00");
  desk_say_later (desk);
  desk_say_later (desk);
  desk_on_until (desk, "2026-08-31 23:00");
  desk_say_later (desk);
  desk_on_until (desk, "2026-09-20 08:00");
  desk_tells (desk, "90 at 2026-08-29T09:00:00+09:00", "90 at 2026-08-30T09:00:00+09:00",
              "90 at 2026-08-31T09:00:00+09:00", "90 at 2026-09-01T09:00:00+09:00", NULL);
}

/* The bubble stays where it is until someone looks at it. */
static void
test_later_said_days_later (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-08-28 08:00");

  desk_on_until (desk, "2026-09-02 03:00");
  desk_say_later (desk);
  desk_on_until (desk, "2026-09-20 08:00");
  desk_tells (desk, "90 at 2026-08-29T09:00:00+09:00", "90 at 2026-09-03T09:00:00+09:00", NULL);
}

static void
test_later_of_one_caught_up_in_the_morning (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-09-05 07:00");

  desk_on_until (desk, "2026-09-05 07:05");
  desk_say_later (desk);
  desk_on_until (desk, "2026-09-20 08:00");
  desk_tells (desk, "90 at 2026-09-05T07:00:00+09:00", "90 at 2026-09-06T09:00:00+09:00", NULL);
}

static void
test_later_waits_for_a_machine_that_is_off (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-08-29 09:00");

  desk_on_until (desk, "2026-08-29 10:00");
  desk_say_later (desk);
  desk_off_until (desk, "2026-09-05 07:00");
  desk_on_until (desk, "2026-09-20 08:00");
  desk_tells (desk, "90 at 2026-08-29T09:00:00+09:00", "90 at 2026-09-05T07:00:00+09:00", NULL);
}

static void
test_later_gives_way_to_a_newer_one (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-08-29 09:00");

  desk_on_until (desk, "2026-08-29 10:00");
  desk_say_later (desk);
  desk_off_until (desk, "2026-09-28 18:00");
  desk_on_until (desk, "2026-10-20 08:00");
  desk_tells (desk, "90 at 2026-08-29T09:00:00+09:00", "60 at 2026-09-28T18:00:00+09:00", NULL);
}

static void
test_later_of_a_daily_one_changes_nothing (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-11-25 09:00");

  for (guint i = 0; i < 4; i++) {
    desk_on_for (desk, 3600);
    desk_say_later (desk);
    desk_on_for (desk, 82800);
  }
  desk_tells (desk, "2 at 2026-11-25T09:00:00+09:00", "1 at 2026-11-26T09:00:00+09:00",
              "0 at 2026-11-27T09:00:00+09:00", "-1 at 2026-11-28T09:00:00+09:00",
              "-2 at 2026-11-29T09:00:00+09:00", NULL);
}

/* Said on the day before the daily ones begin. */
static void
test_later_on_the_eve_of_the_daily_ones (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-11-19 17:00");

  desk_on_until (desk, "2026-11-19 17:30");
  desk_say_later (desk);
  desk_on_until (desk, "2026-11-21 17:00");
  desk_tells (desk, "15 at 2026-11-19T17:00:00+09:00", "7 at 2026-11-20T09:00:00+09:00",
              "6 at 2026-11-21T09:00:00+09:00", NULL);
}

static void
test_rules_of_a_profile (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenProfile) obn = kigen_profile_load_builtin ("obn", &error);
  static const int wanted[] = { 90, 60, 30, 15 };
  KigenScheduleRules rules;

  g_assert_no_error (error);
  rules = kigen_schedule_rules (obn, -1);
  g_assert_cmpint (rules.hour, ==, 9);
  g_assert_cmpint (rules.daily_from, ==, 7);
  g_assert_cmpuint (rules.n_days, ==, G_N_ELEMENTS (wanted));
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpint (rules.days[i], ==, wanted[i]);
  g_assert_cmpint (kigen_schedule_rules (obn, 0).hour, ==, 0);
  g_assert_cmpint (kigen_schedule_rules (obn, 17).hour, ==, 17);
}

static void
test_daily_alone (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-01-01 08:00");

  desk->rules.n_days = 0;
  desk->rules.daily_from = 1;
  desk_on_until (desk, "2026-11-28 10:00");
  desk_tells (desk, "1 at 2026-11-26T09:00:00+09:00", "0 at 2026-11-27T09:00:00+09:00",
              "-1 at 2026-11-28T09:00:00+09:00", NULL);
}

static void
test_hour_moved_later (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-11-20 08:00");

  desk_on_until (desk, "2026-11-20 12:00");
  desk->rules.hour = 17;
  desk_on_until (desk, "2026-11-21 18:00");
  desk_tells (desk, "15 at 2026-11-20T08:00:00+09:00", "7 at 2026-11-20T09:00:00+09:00",
              "6 at 2026-11-21T17:00:00+09:00", NULL);
}

static void
test_hour_moved_earlier (void)
{
  g_autoptr (Desk) desk = desk_in_tokyo ("2026-08-28 08:00");

  desk->rules.hour = 17;
  desk_on_until (desk, "2026-08-29 12:00");
  desk_tells (desk, NULL);
  desk->rules.hour = 9;
  desk_on_until (desk, "2026-09-28 12:00");
  desk_tells (desk, "90 at 2026-08-29T12:00:00+09:00", "60 at 2026-09-28T09:00:00+09:00", NULL);
}

static void
assert_text (const char *now, gboolean renewing, const char *wanted)
{
  g_autoptr (Desk) desk = desk_in_tokyo (now);
  g_autofree char *text
      = kigen_schedule_text (desk->not_after, "Sakura Clinic", renewing, desk->clock, desk->zone);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_text (void)
{
  assert_text ("2026-08-29 09:00", FALSE,
               "The certificate of Sakura Clinic runs out in 90 days, on 2026-11-27. Please renew it.");
  assert_text ("2026-11-20 00:00", FALSE,
               "The certificate of Sakura Clinic runs out in 7 days, on 2026-11-27. Please renew it.");
  assert_text ("2026-11-25T23:59:59", FALSE,
               "The certificate of Sakura Clinic runs out in 2 days, on 2026-11-27. Please renew it.");
  assert_text ("2026-11-26 00:00", FALSE,
               "The certificate of Sakura Clinic runs out tomorrow, on 2026-11-27. Please renew it.");
  assert_text ("2026-11-27 00:00", FALSE,
               "The certificate of Sakura Clinic runs out today, on 2026-11-27. Please renew it now.");
  assert_text (END, FALSE,
               "The certificate of Sakura Clinic runs out today, on 2026-11-27. Please renew it now.");
  assert_text ("2026-11-28 00:00", FALSE,
               "The certificate of Sakura Clinic ran out on 2026-11-27. Please obtain a new one.");
  assert_text ("2036-11-28 00:00", FALSE,
               "The certificate of Sakura Clinic ran out on 2026-11-27. Please obtain a new one.");
}

static void
test_text_while_renewing (void)
{
  assert_text ("2026-11-20 09:00", TRUE,
               "The certificate of Sakura Clinic runs out in 7 days, on 2026-11-27. Please go on with its "
               "renewal.");
  assert_text ("2026-11-26 09:00", TRUE,
               "The certificate of Sakura Clinic runs out tomorrow, on 2026-11-27. Please go on with its "
               "renewal.");
  assert_text ("2026-11-27 09:00", TRUE,
               "The certificate of Sakura Clinic runs out today, on 2026-11-27. Please go on with its "
               "renewal now.");
  assert_text ("2026-11-29 09:00", TRUE,
               "The certificate of Sakura Clinic ran out on 2026-11-27. Please go on with its renewal.");
}

/* The end at noon: in the afternoon of that day it has run out, whatever the calendar says. */
static void
test_text_after_the_end_on_its_day (void)
{
  g_autoptr (GTimeZone) tokyo = zone_named ("Asia/Tokyo");
  gint64 noon = 0;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (kigen_calendar_parse ("2026-11-27 12:00", tokyo, &noon));
  before = kigen_schedule_text (noon, "桜医院", FALSE, noon, tokyo);
  after = kigen_schedule_text (noon, "桜医院", FALSE, noon + 1, tokyo);
  g_assert_cmpstr (before, ==,
                   "The certificate of 桜医院 runs out today, on 2026-11-27. Please renew it now.");
  g_assert_cmpstr (after, ==, "The certificate of 桜医院 ran out on 2026-11-27. Please obtain a new one.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schedule/each-stage-once", test_each_stage_once);
  g_test_add_func ("/schedule/daily-from-seven", test_daily_from_seven);
  g_test_add_func ("/schedule/daily-without-end", test_daily_without_end);
  g_test_add_func ("/schedule/first-start-long-after-the-end", test_first_start_long_after_the_end);
  g_test_add_func ("/schedule/off-over-several-shows-the-newest", test_off_over_several_shows_the_newest);
  g_test_add_func ("/schedule/a-minute-each-day-is-enough", test_a_minute_each_day_is_enough);
  g_test_add_func ("/schedule/caught-up-in-the-morning", test_caught_up_in_the_morning);
  g_test_add_func ("/schedule/off-at-the-hour-only", test_off_at_the_hour_only);
  g_test_add_func ("/schedule/later/once-more-on-the-next-day", test_later_is_once_more_on_the_next_day);
  g_test_add_func ("/schedule/later/again-and-again", test_later_again_and_again);
  g_test_add_func ("/schedule/later/said-days-later", test_later_said_days_later);
  g_test_add_func ("/schedule/later/caught-up-in-the-morning", test_later_of_one_caught_up_in_the_morning);
  g_test_add_func ("/schedule/later/waits-for-a-machine-off", test_later_waits_for_a_machine_that_is_off);
  g_test_add_func ("/schedule/later/gives-way-to-a-newer-one", test_later_gives_way_to_a_newer_one);
  g_test_add_func ("/schedule/later/of-a-daily-one", test_later_of_a_daily_one_changes_nothing);
  g_test_add_func ("/schedule/later/on-the-eve", test_later_on_the_eve_of_the_daily_ones);
  g_test_add_func ("/schedule/rules-of-a-profile", test_rules_of_a_profile);
  g_test_add_func ("/schedule/daily-alone", test_daily_alone);
  g_test_add_func ("/schedule/hour-moved-later", test_hour_moved_later);
  g_test_add_func ("/schedule/hour-moved-earlier", test_hour_moved_earlier);
  g_test_add_func ("/schedule/text", test_text);
  g_test_add_func ("/schedule/text-while-renewing", test_text_while_renewing);
  g_test_add_func ("/schedule/text-after-the-end-on-its-day", test_text_after_the_end_on_its_day);
  return g_test_run ();
}
