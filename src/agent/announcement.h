/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "agenda.h"

#include <kigen/notifier.h>

G_BEGIN_DECLS

/** What one notice on the screen is about: the certificates' IDs with the stage and day it was given for. */
typedef struct {
  GArray *parts; /* AnnouncedPart */
} Announcement;

typedef struct {
  char *id;
  int stage;
  gint64 day;
  char *text;
  gboolean ended;
} AnnouncedPart;

/** One notice for all that is due now; NULL where nothing is.  Its subject is an Announcement. */
KigenNotice *announcement_compose (const Agenda *agenda);
/** Writes down that it was shown at `now`. */
gboolean announcement_record (const Announcement *announcement, KigenState *state, gint64 now,
                              GError **error);
/** Writes down what the user answered. */
gboolean announcement_answer (const Announcement *announcement, KigenState *state, KigenAnswer answer,
                              gint64 now, GError **error);
/** Whether nothing of it is left to say: renewed, put away, or said by `newer` (may be NULL) as well. */
gboolean announcement_is_stale (const Announcement *announcement, const Agenda *agenda,
                                const Announcement *newer);
/** The window in which to go on, and what it is about (NULL: nothing in particular); owned by it or static.
 */
const char *announcement_window (const Announcement *announcement, const char **target);

G_END_DECLS
