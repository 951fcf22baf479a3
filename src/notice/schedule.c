/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-notice"

/*
 * A stage falls due on its day, end_day - stage, at the rules' hour, and stays due until the next one does.
 * So at any instant at most one stage can be due: the newest that has come.  What was shown is looked up by
 * the exact stage and never by "the lowest shown so far": a clock that was wrong for an hour must not silence
 * the years that follow.
 *
 * The daily ones are told apart by their local day as well: one that was caught up on in the morning stands
 * for the day's own.
 */

#include <kigen/notice/schedule.h>

#include <kigen/base/calendar.h>

#include <glib/gi18n-lib.h>

#define NO_STAGE G_MAXINT64

typedef struct {
  const KigenScheduleRules *rules;
  const KigenStageShown *shown;
  gsize n_shown;
  gint64 later_day;
  gint64 end_day;
  gint64 today;   /* the local day of now */
  gint64 reached; /* the newest day whose hour has come */
  GTimeZone *zone;
} Moment;

KigenScheduleRules
kigen_schedule_rules (const KigenProfile *profile, int hour)
{
  KigenScheduleRules rules;

  rules.days = kigen_profile_notice_days (profile, &rules.n_days);
  rules.daily_from = kigen_profile_daily_from (profile);
  rules.hour = hour >= 0 ? hour : kigen_profile_notice_hour (profile);
  return rules;
}

static gint64
instant_of_day (const Moment *moment, gint64 day)
{
  return kigen_calendar_instant (day, moment->rules->hour, moment->zone);
}

/* Today or the day before; where clocks go back over midnight, the hour of tomorrow may have come already. */
static gint64
day_reached (const Moment *moment, gint64 now)
{
  if (instant_of_day (moment, moment->today + 1) <= now)
    return moment->today + 1;
  return instant_of_day (moment, moment->today) <= now ? moment->today : moment->today - 1;
}

static gboolean
is_daily (const Moment *moment, gint64 stage)
{
  return stage <= moment->rules->daily_from;
}

/* The newest stage that has come: the lowest that is not below `left`.  NO_STAGE before the first. */
static gint64
newest_stage (const Moment *moment, gint64 left)
{
  gint64 stage = NO_STAGE;

  if (is_daily (moment, left))
    return left;
  for (gsize i = 0; i < moment->rules->n_days; i++) {
    if (moment->rules->days[i] >= left)
      stage = MIN (stage, moment->rules->days[i]);
  }
  return stage;
}

/* The stage that comes after all those of `left` days: the highest below. */
static gint64
coming_stage (const Moment *moment, gint64 left)
{
  gint64 stage = MIN (moment->rules->daily_from, left - 1);

  for (gsize i = 0; i < moment->rules->n_days; i++) {
    if (moment->rules->days[i] < left)
      stage = MAX (stage, moment->rules->days[i]);
  }
  return stage;
}

static gboolean
was_shown (const Moment *moment, gint64 stage)
{
  gint64 day = moment->end_day - stage;

  for (gsize i = 0; i < moment->n_shown; i++) {
    const KigenStageShown *shown = &moment->shown[i];
    if (shown->stage == stage)
      return TRUE;
    if (is_daily (moment, stage) && is_daily (moment, shown->stage)
        && (shown->day == day || shown->day == moment->today))
      return TRUE;
  }
  return FALSE;
}

/* The stage for which an answer "later" is still open: the last one shown up to that day, until it is shown
 * again or another comes.  NO_STAGE for none. */
static gint64
stage_put_off (const Moment *moment)
{
  const KigenStageShown *last = NULL;

  if (moment->later_day == G_MININT64)
    return NO_STAGE;
  for (gsize i = 0; i < moment->n_shown; i++) {
    const KigenStageShown *shown = &moment->shown[i];
    if (shown->day > moment->later_day)
      continue;
    if (last == NULL || shown->day > last->day || (shown->day == last->day && shown->stage < last->stage))
      last = shown;
  }
  for (gsize i = 0; last != NULL && i < moment->n_shown; i++) {
    const KigenStageShown *shown = &moment->shown[i];
    /* Another of a day to come is one that a wrong clock brought. */
    if (shown->day > moment->later_day && (shown->stage == last->stage || shown->day <= moment->today))
      return NO_STAGE;
  }
  return last == NULL ? NO_STAGE : last->stage;
}

static void
set_due (KigenSchedulePoint *point, gint64 stage, gint64 since)
{
  point->due = TRUE;
  point->stage = (int)stage;
  point->since = since;
}

static void
set_next (KigenSchedulePoint *point, gint64 next, gint64 now)
{
  if (next > now)
    point->next = MIN (point->next, next);
}

KigenSchedulePoint
kigen_schedule_at (const KigenScheduleRules *rules, gint64 not_after, const KigenStageShown *shown, gsize n,
                   gint64 later_day, gint64 now, GTimeZone *zone)
{
  KigenSchedulePoint point = { .next = G_MAXINT64 };
  Moment moment = { .rules = rules, .shown = shown, .n_shown = n, .later_day = later_day, .zone = zone };
  gint64 left;
  gint64 stage;

  moment.end_day = kigen_calendar_day (not_after, zone);
  moment.today = kigen_calendar_day (now, zone);
  moment.reached = day_reached (&moment, now);
  left = moment.end_day - moment.reached;

  set_next (&point, instant_of_day (&moment, moment.end_day - coming_stage (&moment, left)), now);
  stage = newest_stage (&moment, left);
  if (stage != NO_STAGE && !was_shown (&moment, stage))
    set_due (&point, stage, instant_of_day (&moment, moment.end_day - stage));
  stage = stage_put_off (&moment);
  if (stage == NO_STAGE)
    return point;
  set_next (&point, instant_of_day (&moment, later_day + 1), now);
  if (!point.due && moment.reached > later_day)
    set_due (&point, stage, instant_of_day (&moment, later_day + 1));
  return point;
}

static char *
text_of_ended (const char *name, const char *date, gboolean renewing)
{
  if (renewing)
    return g_strdup_printf (_ ("The certificate of %s ran out on %s. Please go on with its renewal."), name,
                            date);
  return g_strdup_printf (_ ("The certificate of %s ran out on %s. Please obtain a new one."), name, date);
}

static char *
text_of_today (const char *name, const char *date, gboolean renewing)
{
  if (renewing)
    return g_strdup_printf (
        _ ("The certificate of %s runs out today, on %s. Please go on with its renewal now."), name, date);
  return g_strdup_printf (_ ("The certificate of %s runs out today, on %s. Please renew it now."), name,
                          date);
}

static char *
text_of_tomorrow (const char *name, const char *date, gboolean renewing)
{
  if (renewing)
    return g_strdup_printf (
        _ ("The certificate of %s runs out tomorrow, on %s. Please go on with its renewal."), name, date);
  return g_strdup_printf (_ ("The certificate of %s runs out tomorrow, on %s. Please renew it."), name, date);
}

static char *
text_of_days (int days, const char *name, const char *date, gboolean renewing)
{
  gulong n = (gulong)days;

  if (renewing)
    return g_strdup_printf (
        ngettext ("The certificate of %s runs out in %d day, on %s. Please go on with its renewal.",
                  "The certificate of %s runs out in %d days, on %s. Please go on with its renewal.", n),
        name, days, date);
  return g_strdup_printf (ngettext ("The certificate of %s runs out in %d day, on %s. Please renew it.",
                                    "The certificate of %s runs out in %d days, on %s. Please renew it.", n),
                          name, days, date);
}

char *
kigen_schedule_text (gint64 not_after, const char *name, gboolean renewing, gint64 now, GTimeZone *zone)
{
  g_autofree char *date = kigen_calendar_date (not_after, zone);
  gint64 days = kigen_calendar_days_between (now, not_after, zone);

  if (now > not_after)
    return text_of_ended (name, date, renewing);
  if (days <= 0)
    return text_of_today (name, date, renewing);
  if (days == 1)
    return text_of_tomorrow (name, date, renewing);
  return text_of_days ((int)days, name, date, renewing);
}
