/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/certificate.h>
#include <kigen/base/profile.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * Which notice is due and when to wake next: pure functions over a certificate, what was shown, the clock and
 * the zone.
 *
 * A stage is the number of calendar days before the end that a notice stands for: the profile's (90, 60, 30,
 * 15), then every day from DailyFrom on (7, 6 … 0, -1 …, without an end until the certificate is renewed or
 * put away).
 */
typedef struct {
  int stage;  /* as above */
  gint64 day; /* the local day on which it was shown */
} KigenStageShown;

/** What the schedule says at an instant. */
typedef struct {
  gboolean due; /* a notice is to be shown now */
  int stage;    /* which, where due */
  gint64 since; /* the instant from which it has been due, where due */
  gint64 next;  /* the next instant at which to ask again, always later than now; G_MAXINT64 never */
} KigenSchedulePoint;

/** The rules of a profile, with the settings' hour where that is set (hour < 0: the profile's). */
typedef struct {
  const int *days; /* falling; owned by the profile */
  gsize n_days;
  int daily_from;
  int hour;
} KigenScheduleRules;

KigenScheduleRules kigen_schedule_rules (const KigenProfile *profile, int hour);

/**
 * The notice due at `now` for a certificate that ends at `not_after`, given what was shown (any order; `n` of
 * them), and the next instant that matters.  `later_day` is the day on which 「あとで」 was answered last, or
 * G_MININT64: the same notice comes once more on the day after it.  A stage whose hour has not come on its
 * first day is not due yet; what fell due before and was not shown is due at once, and only the newest of it.
 */
KigenSchedulePoint kigen_schedule_at (const KigenScheduleRules *rules, gint64 not_after,
                                      const KigenStageShown *shown, gsize n, gint64 later_day, gint64 now,
                                      GTimeZone *zone);

/**
 * The notice's text in the manuals' words, translated: it tells the days that are left at `now`, which for a
 * notice that is shown late are fewer than its stage.  `name` is the certificate's, `renewing` says that a
 * renewal is open ("go on with the renewal").  g_free().
 */
char *kigen_schedule_text (gint64 not_after, const char *name, gboolean renewing, gint64 now,
                           GTimeZone *zone);

G_END_DECLS
