/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/notice/schedule.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * A desk as the agent would have it, with nothing real on it: a clock, a zone, one certificate and a memory
 * of what was shown.  While it is on, it shows what is due and sleeps until the schedule's next instant.
 * Every answer of the schedule is held against a slow and simple judge of what ought to be due.
 *
 * Texts of instants are RFC 3339 or local ("2026-11-27 09:00"); see kigen_calendar_parse().
 */
typedef struct {
  GTimeZone *zone;
  char *zone_name;
  KigenScheduleRules rules;
  gint64 not_after;
  gint64 clock;     /* what the desk's clock says */
  gint64 later_day; /* as kigen_schedule_at() wants it */
  GArray *shown;    /* KigenStageShown */
  GArray *shown_at; /* gint64, the clock at each of them */
  guint told;       /* how many of them desk_tells() has dealt with */
  guint probes;     /* how many random instants to try in each sleep */
  gboolean polls;   /* asks every minute instead of sleeping */
} Desk;

/** Rules as the design has them: 90, 60, 30, 15, from 7 on daily, at nine. */
Desk *desk_new (const char *zone, const char *end);
Desk *desk_new_at (const char *zone, gint64 end);
void desk_free (Desk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

gint64 desk_instant (const Desk *desk, const char *text);
void desk_move_to (Desk *desk, const char *zone);

/** Asks without showing anything. */
KigenSchedulePoint desk_point (const Desk *desk, gint64 now);
/** Asks, shows what is due, gives the instant to sleep until. */
gint64 desk_wake (Desk *desk);
/** The machine is on until then, or off; the clock goes with it. */
void desk_on_until (Desk *desk, const char *text);
void desk_on_for (Desk *desk, gint64 seconds);
void desk_off_until (Desk *desk, const char *text);
/** Sets a clock that is running: the timer notices. */
void desk_set_clock (Desk *desk, const char *text);
void desk_set_clock_to (Desk *desk, gint64 instant);
/** 「あとで」, now. */
void desk_say_later (Desk *desk);

/** What was shown since the last call is exactly this, each "STAGE at INSTANT" in RFC 3339; NULL ends. */
void desk_tells (Desk *desk, ...) G_GNUC_NULL_TERMINATED;

/** Like g_assert_true(), but tells whose life it was. */
#define desk_check(desk, condition)                                                                          \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    if (!(condition))                                                                                        \
      desk_fails (desk, G_STRLOC, #condition);                                                               \
  }                                                                                                          \
  G_STMT_END
void desk_fails (const Desk *desk, const char *where, const char *what) G_GNUC_NORETURN;

G_END_DECLS
