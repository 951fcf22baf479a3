/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "desk.h"

#include "zone.h"

#include <kigen/base/calendar.h>

#define NONE G_MAXINT64

static const int usual_days[] = { 90, 60, 30, 15 };

Desk *
desk_new_at (const char *zone, gint64 end)
{
  Desk *desk = g_new0 (Desk, 1);

  desk->rules = (KigenScheduleRules){ usual_days, G_N_ELEMENTS (usual_days), 7, 9 };
  desk->not_after = end;
  desk->later_day = G_MININT64;
  desk->shown = g_array_new (FALSE, FALSE, sizeof (KigenStageShown));
  desk->shown_at = g_array_new (FALSE, FALSE, sizeof (gint64));
  desk->probes = 2;
  desk_move_to (desk, zone);
  return desk;
}

Desk *
desk_new (const char *zone, const char *end)
{
  Desk *desk = desk_new_at (zone, 0);

  desk->not_after = desk_instant (desk, end);
  return desk;
}

void
desk_free (Desk *desk)
{
  if (desk == NULL)
    return;
  g_time_zone_unref (desk->zone);
  g_free (desk->zone_name);
  g_array_unref (desk->shown);
  g_array_unref (desk->shown_at);
  g_free (desk);
}

void
desk_move_to (Desk *desk, const char *zone)
{
  g_clear_pointer (&desk->zone, g_time_zone_unref);
  g_free (desk->zone_name);
  desk->zone = zone_named (zone);
  desk->zone_name = g_strdup (zone);
}

gint64
desk_instant (const Desk *desk, const char *text)
{
  gint64 instant = 0;

  g_assert_true (kigen_calendar_parse (text, desk->zone, &instant));
  return instant;
}

static char *
tell (const Desk *desk, guint i)
{
  g_autofree char *at = kigen_calendar_rfc3339 (g_array_index (desk->shown_at, gint64, i), desk->zone);

  return g_strdup_printf ("%d at %s", g_array_index (desk->shown, KigenStageShown, i).stage, at);
}

void
desk_fails (const Desk *desk, const char *where, const char *what)
{
  g_autofree char *end = kigen_calendar_rfc3339 (desk->not_after, desk->zone);
  g_autofree char *clock = kigen_calendar_rfc3339 (desk->clock, desk->zone);
  g_autoptr (GString) story = g_string_new (NULL);

  for (guint i = desk->shown->len - MIN (desk->shown->len, 30); i < desk->shown->len; i++) {
    g_autofree char *line = tell (desk, i);
    g_string_append_printf (story, "\n  %s", line);
  }
  g_error ("%s: not so: %s\nzone %s, hour %d, end %s, clock %s, later %" G_GINT64_FORMAT ", shown last:%s",
           where, what, desk->zone_name, desk->rules.hour, end, clock, desk->later_day, story->str);
}

/* The judge
 * ---------------------------------------------------------------------------------------------------- */

static gint64
instant_of_stage (const Desk *desk, gint64 stage)
{
  return kigen_calendar_instant (kigen_calendar_day (desk->not_after, desk->zone) - stage, desk->rules.hour,
                                 desk->zone);
}

/* Of a stage that is one by the rules: it came before `now` and is newer than the best, or comes after it and
 * is the next. */
static void
consider (const Desk *desk, gint64 stage, gint64 now, gint64 *newest, gint64 *coming)
{
  gint64 instant = instant_of_stage (desk, stage);

  if (instant <= now)
    *newest = MIN (*newest, stage);
  else
    *coming = MIN (*coming, instant);
}

/* Every stage that there could be around now, one by one. */
static void
judge (const Desk *desk, gint64 now, gint64 *newest, gint64 *coming)
{
  gint64 left = kigen_calendar_days_between (now, desk->not_after, desk->zone);
  gint64 daily = desk->rules.daily_from;

  *newest = NONE;
  *coming = NONE;
  for (gsize i = 0; i < desk->rules.n_days; i++)
    consider (desk, desk->rules.days[i], now, newest, coming);
  for (gint64 stage = left - 3; stage <= left + 3; stage++)
    consider (desk, MIN (stage, daily), now, newest, coming);
}

static gboolean
is_daily (const Desk *desk, gint64 stage)
{
  return stage <= desk->rules.daily_from;
}

static gboolean
was_shown (const Desk *desk, gint64 stage, gint64 day)
{
  for (guint i = 0; i < desk->shown->len; i++) {
    const KigenStageShown *shown = &g_array_index (desk->shown, KigenStageShown, i);
    if (shown->stage == stage && (day == NONE || shown->day == day))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_daily (const Desk *desk, gint64 day)
{
  for (guint i = 0; i < desk->shown->len; i++) {
    const KigenStageShown *shown = &g_array_index (desk->shown, KigenStageShown, i);
    if (is_daily (desk, shown->stage) && shown->day == day)
      return TRUE;
  }
  return FALSE;
}

/* Shown itself; or, of a daily one, that day or today has another. */
static gboolean
is_dealt_with (const Desk *desk, gint64 stage, gint64 now)
{
  gint64 day = kigen_calendar_day (desk->not_after, desk->zone) - stage;

  if (was_shown (desk, stage, NONE))
    return TRUE;
  return is_daily (desk, stage)
         && (has_daily (desk, day) || has_daily (desk, kigen_calendar_day (now, desk->zone)));
}

/* What must hold of any answer, before anything is shown. */
static void
check_point (const Desk *desk, const KigenSchedulePoint *point, gint64 now)
{
  gint64 newest;
  gint64 coming;
  gint64 again = desk->later_day == G_MININT64
                     ? NONE
                     : kigen_calendar_instant (desk->later_day + 1, desk->rules.hour, desk->zone);

  judge (desk, now, &newest, &coming);
  desk_check (desk, point->next > now);
  desk_check (desk, point->next <= coming);
  /* Nobody is woken for nothing. */
  desk_check (desk, point->next == coming || point->next == again);
  if (newest != NONE && !is_dealt_with (desk, newest, now)) {
    desk_check (desk, point->due && point->stage == newest);
    desk_check (desk, point->since == instant_of_stage (desk, newest));
  } else if (point->due) {
    desk_check (desk, was_shown (desk, point->stage, NONE));
    desk_check (desk, point->since == again && again <= now);
  }
}

/* While it sleeps nothing falls due. */
static void
check_sleep (const Desk *desk, gint64 next)
{
  gint64 longest = MIN (next - 1 - desk->clock, G_GINT64_CONSTANT (400) * 86400);

  if (desk->probes == 0)
    return;
  desk_check (desk, !desk_point (desk, next - 1).due);
  for (guint i = 0; i < desk->probes; i++) {
    gint64 at = desk->clock + (gint64)g_test_rand_double_range (0, (double)longest);
    desk_check (desk, !desk_point (desk, at).due);
  }
}

/* The life
 * ----------------------------------------------------------------------------------------------------- */

KigenSchedulePoint
desk_point (const Desk *desk, gint64 now)
{
  return kigen_schedule_at (&desk->rules, desk->not_after,
                            (const KigenStageShown *)(gconstpointer)desk->shown->data, desk->shown->len,
                            desk->later_day, now, desk->zone);
}

static void
show (Desk *desk, const KigenSchedulePoint *point)
{
  KigenStageShown shown = { point->stage, kigen_calendar_day (desk->clock, desk->zone) };

  desk_check (desk, !was_shown (desk, shown.stage, shown.day));
  desk_check (desk, !is_daily (desk, shown.stage) || !has_daily (desk, shown.day));
  g_array_append_val (desk->shown, shown);
  g_array_append_val (desk->shown_at, desk->clock);
}

gint64
desk_wake (Desk *desk)
{
  KigenSchedulePoint point = desk_point (desk, desk->clock);

  if (!desk->polls)
    check_point (desk, &point, desk->clock);
  if (point.due) {
    show (desk, &point);
    point = desk_point (desk, desk->clock);
    desk_check (desk, !point.due);
    check_point (desk, &point, desk->clock);
  }
  if (desk->polls)
    return desk->clock + 60;
  check_sleep (desk, point.next);
  return point.next;
}

static void
stay_on (Desk *desk, gint64 until)
{
  for (gint64 next = desk_wake (desk); next < until; next = desk_wake (desk))
    desk->clock = next;
  desk->clock = until;
  desk_wake (desk);
}

void
desk_on_until (Desk *desk, const char *text)
{
  stay_on (desk, desk_instant (desk, text));
}

void
desk_on_for (Desk *desk, gint64 seconds)
{
  stay_on (desk, desk->clock + seconds);
}

void
desk_off_until (Desk *desk, const char *text)
{
  desk->clock = desk_instant (desk, text);
}

void
desk_set_clock_to (Desk *desk, gint64 instant)
{
  desk->clock = instant;
  desk_wake (desk);
}

void
desk_set_clock (Desk *desk, const char *text)
{
  desk_set_clock_to (desk, desk_instant (desk, text));
}

void
desk_say_later (Desk *desk)
{
  desk->later_day = kigen_calendar_day (desk->clock, desk->zone);
}

void
desk_tells (Desk *desk, ...)
{
  va_list list;

  va_start (list, desk);
  for (const char *wanted = va_arg (list, const char *); wanted != NULL;
       wanted = va_arg (list, const char *)) {
    g_autofree char *got = desk->told < desk->shown->len ? tell (desk, desk->told++) : NULL;
    g_assert_cmpstr (got, ==, wanted);
  }
  va_end (list);
  if (desk->told < desk->shown->len) {
    g_autofree char *more = tell (desk, desk->told);
    g_assert_cmpstr (more, ==, NULL);
  }
}
