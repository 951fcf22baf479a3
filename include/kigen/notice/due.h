/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/certificate.h>
#include <kigen/base/profile.h>
#include <kigen/base/settings.h>
#include <kigen/notice/schedule.h>
#include <kigen/state/state.h>

#include <glib.h>

G_BEGIN_DECLS

/** A certificate that notices are given for, and what the schedule says of it: schedule.h, asked with what
 * the state remembers. */
typedef struct {
  KigenCertificate *certificate;
  KigenProfile *profile;    /* the certificate's */
  gboolean renewing;        /* a renewal of it is open */
  gboolean is_keyless;      /* it has no key in any store: no notice of it is due */
  KigenSchedulePoint point; /* a notice is due only where `point.due` says so */
} KigenDueEntry;

/**
 * Those of `certificates` (KigenCertificate elements) that notices are given for, in the same order: not one
 * that has a successor among them, nor one whose profile is not among `profiles` (KigenProfile elements).
 * One that lies in several stores is there as often as in `certificates`.
 *
 * `hour` is kigen_due_hour()'s.  KigenDueEntry elements, which own what they hold; g_array_unref().  Errors:
 * the state's.
 */
GArray *kigen_due_entries (KigenState *state, GPtrArray *certificates, const GPtrArray *profiles, int hour,
                           gint64 now, GTimeZone *zone, GError **error);

/** The hour of the day's notice that the settings want, 0..23; -1 for the profile's. */
int kigen_due_hour (const KigenSettings *settings);

/** What a notice at `now` says of it: kigen_schedule_text(), or where it is renewed when that is not here.
 * g_free(). */
char *kigen_due_text (const KigenDueEntry *entry, gint64 now, GTimeZone *zone);

G_END_DECLS
