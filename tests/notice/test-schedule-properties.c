/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Many lives of desks, made up by chance: what holds of each of them.  The most is checked by the desk
 * itself, at every waking.  A life that fails comes again with --seed; KIGEN_TEST_ALL=1 tries a hundred times
 * as many.
 */

#include "desk.h"
#include "life.h"

#include <kigen/base/calendar.h>

typedef struct {
  gint64 from;
  gint64 to;
} Span;

typedef struct {
  guint shown; /* how many had been shown by then */
  gint64 day;
} Answer;

/* What a desk went through, for the looking back. */
typedef struct {
  Desk *desk;
  GArray *spans;   /* Span: when it was on */
  GArray *answers; /* Answer */
} Past;

static void
past_free (Past *past)
{
  desk_free (past->desk);
  g_array_unref (past->spans);
  g_array_unref (past->answers);
  g_free (past);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Past, past_free)

static void
do_act (Past *past, const Act *act)
{
  Desk *desk = past->desk;
  Span span = { desk->clock, desk->clock + act->amount };
  Answer answer = { desk->shown->len, kigen_calendar_day (desk->clock, desk->zone) };

  switch (act->kind) {
  case ACT_ON:
    desk_on_for (desk, act->amount);
    g_array_append_val (past->spans, span);
    break;
  case ACT_OFF:
    desk->clock = span.to;
    break;
  case ACT_LATER:
    desk_say_later (desk);
    g_array_append_val (past->answers, answer);
    break;
  case ACT_JUMP:
    desk_set_clock_to (desk, span.to);
    break;
  case ACT_HOUR:
    desk->rules.hour = (int)act->amount;
    break;
  case ACT_ZONE:
    desk_move_to (desk, life_zones[act->amount]);
    break;
  default:
    g_assert_not_reached ();
  }
}

static Past *
lead (const Life *life, gboolean polls)
{
  Past *past = g_new0 (Past, 1);

  past->desk = desk_new_at (life->zone, life->end);
  past->desk->rules = (KigenScheduleRules){ life->days, life->n_days, life->daily_from, life->hour };
  past->desk->clock = life->start;
  past->desk->polls = polls;
  past->spans = g_array_new (FALSE, FALSE, sizeof (Span));
  past->answers = g_array_new (FALSE, FALSE, sizeof (Answer));
  for (guint i = 0; i < life->acts->len; i++)
    do_act (past, &g_array_index (life->acts, Act, i));
  return past;
}

/* The first instant from `from` on at which the desk was on; G_MAXINT64 for none. */
static gint64
first_on (const Past *past, gint64 from)
{
  for (guint i = 0; i < past->spans->len; i++) {
    const Span *span = &g_array_index (past->spans, Span, i);
    if (span->to >= from)
      return MAX (span->from, from);
  }
  return G_MAXINT64;
}

static gint64
instant_of_day (const Desk *desk, gint64 day)
{
  return kigen_calendar_instant (day, desk->rules.hour, desk->zone);
}

/* A daily one is made up for by another on its day, or on the day on which it would have been caught up. */
static gboolean
is_covered (const Desk *desk, gint64 stage, gint64 day, gint64 caught_up)
{
  for (guint i = 0; i < desk->shown->len; i++) {
    const KigenStageShown *shown = &g_array_index (desk->shown, KigenStageShown, i);
    if (shown->stage == stage)
      return TRUE;
    if (stage <= desk->rules.daily_from && shown->stage <= desk->rules.daily_from
        && (shown->day == day || shown->day == caught_up))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_stage (const Desk *desk, gint64 stage)
{
  for (gsize i = 0; i < desk->rules.n_days; i++) {
    if (desk->rules.days[i] == stage)
      return TRUE;
  }
  return stage <= desk->rules.daily_from;
}

/* From the last stage back to the first: was the desk on between it and the next, it was told. */
static void
check_none_lost (const Past *past)
{
  const Desk *desk = past->desk;
  gint64 end_day = kigen_calendar_day (desk->not_after, desk->zone);
  gint64 stage = end_day - kigen_calendar_day (desk->clock, desk->zone) - 1;
  gint64 next = instant_of_day (desk, end_day - stage);

  while (++stage <= 100) {
    gint64 due = instant_of_day (desk, end_day - stage);
    gint64 on = first_on (past, due);
    if (!is_stage (desk, stage))
      continue;
    if (on < next)
      desk_check (desk, is_covered (desk, stage, end_day - stage, kigen_calendar_day (on, desk->zone)));
    next = due;
  }
}

/* The last 「あとで」 to a notice brings something at the next chance from the next day's hour on, if not
 * before. */
static void
check_answers (const Past *past)
{
  const Desk *desk = past->desk;

  for (guint i = 0; i < past->answers->len; i++) {
    const Answer *answer = &g_array_index (past->answers, Answer, i);
    gint64 on = first_on (past, instant_of_day (desk, answer->day + 1));
    gboolean is_last = i + 1 == past->answers->len || answer[1].shown != answer->shown;
    if (answer->shown == 0 || on == G_MAXINT64 || !is_last)
      continue;
    desk_check (desk, desk->shown->len > answer->shown);
    desk_check (desk, g_array_index (desk->shown_at, gint64, answer->shown) <= on);
  }
}

/* Stages fall; one comes again only for an answer. */
static void
check_order (const Past *past)
{
  const Desk *desk = past->desk;
  guint again = 0;

  for (guint i = 1; i < desk->shown->len; i++) {
    const KigenStageShown *shown = &g_array_index (desk->shown, KigenStageShown, i);
    desk_check (desk, shown[0].stage <= shown[-1].stage);
    again += shown[0].stage == shown[-1].stage;
  }
  desk_check (desk, again <= past->answers->len);
}

static guint
lives (guint n)
{
  return g_strcmp0 (g_getenv ("KIGEN_TEST_ALL"), "1") == 0 ? 100 * n : n;
}

static void
test_steady_clock (void)
{
  for (guint i = lives (1000); i > 0; i--) {
    g_autoptr (Life) life = life_new (FALSE, G_MAXINT64);
    g_autoptr (Past) past = lead (life, FALSE);
    check_none_lost (past);
    check_answers (past);
    check_order (past);
  }
}

static void
test_troubled_clock (void)
{
  for (guint i = lives (1000); i > 0; i--) {
    g_autoptr (Life) life = life_new (TRUE, G_MAXINT64);
    g_autoptr (Past) past = lead (life, FALSE);
  }
}

static void
test_polling_sees_the_same (void)
{
  for (guint i = lives (200); i > 0; i--) {
    g_autoptr (Life) life = life_new (life_is_one_in (2), 2 * DAY);
    g_autoptr (Past) sleeper = lead (life, FALSE);
    g_autoptr (Past) poller = lead (life, TRUE);
    const Desk *desk = sleeper->desk;

    desk_check (desk, desk->shown->len == poller->desk->shown->len);
    for (guint j = 0; j < desk->shown->len; j++) {
      const KigenStageShown *mine = &g_array_index (desk->shown, KigenStageShown, j);
      const KigenStageShown *other = &g_array_index (poller->desk->shown, KigenStageShown, j);
      desk_check (desk, mine->stage == other->stage && mine->day == other->day);
      desk_check (desk, g_array_index (desk->shown_at, gint64, j) / MINUTE
                            == g_array_index (poller->desk->shown_at, gint64, j) / MINUTE);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schedule/properties/steady-clock", test_steady_clock);
  g_test_add_func ("/schedule/properties/troubled-clock", test_troubled_clock);
  g_test_add_func ("/schedule/properties/polling-sees-the-same", test_polling_sees_the_same);
  return g_test_run ();
}
