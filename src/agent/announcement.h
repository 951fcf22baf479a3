/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "agenda.h"

#include <kigen/desktop/notifier.h>

G_BEGIN_DECLS

/** What one notice on the screen is about: certificates, each with the stage and day it was given for. */
typedef struct {
  GArray *parts; /* AnnouncedPart */
} Announcement;

typedef struct {
  char *id;
  int stage;
  gint64 day;
  char *text;
  gboolean unmanaged; /* it is not renewed here */
  gboolean lost;      /* it has run out, and cannot be renewed by itself */
} AnnouncedPart;

void announcement_free (Announcement *announcement);
Announcement *announcement_copy (const Announcement *announcement);

/** One notice for all that is due now and not in `said` (Announcement elements: shown, but not written down
 * yet); NULL where there is nothing.  Its subject is an Announcement. */
KigenNotice *announcement_compose (const Agenda *agenda, const GPtrArray *said);
/** Writes down that it was shown at `now`: all of it or nothing. */
gboolean announcement_record (const Announcement *announcement, KigenState *state, gint64 now,
                              GError **error);
/** Writes down what the user answered, as far as it can; the error is the first. */
gboolean announcement_answer (const Announcement *announcement, KigenState *state, KigenNoticeAnswer answer,
                              gint64 now, GError **error);
/** Whether nothing of it is left to say: renewed, put away, or said by `newer` (may be NULL) as well. */
gboolean announcement_is_stale (const Announcement *announcement, const Agenda *agenda,
                                const Announcement *newer);
/** The window in which to go on, and what it is about (NULL: nothing in particular); owned by it or static.
 */
const char *announcement_window (const Announcement *announcement, const char **target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Announcement, announcement_free)

G_END_DECLS
