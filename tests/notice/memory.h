/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scratch.h"

#include <kigen/base/profile.h>
#include <kigen/state/state.h>

G_BEGIN_DECLS

/** What Kigen remembers at a desk in Tokyo: a state of its own, with what a scan found and what was shown.
 * Instants are texts as kigen_calendar_parse() takes them. */
typedef struct {
  Scratch *folder;
  KigenState *state;
  GTimeZone *zone;
  GPtrArray *certificates; /* KigenCertificate; of the authority obn unless a test says otherwise */
  GPtrArray *profiles;     /* obn alone */
} Memory;

Memory *memory_new (void);
void memory_free (Memory *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Memory, memory_free)

gint64 memory_instant (const Memory *memory, const char *text);

/** One more certificate, whose ID is `digit` 64 times and whose label is `name`; it ends at `end`, three
 * years after its beginning, and may be changed before the scan.  Owned by the memory. */
KigenCertificate *memory_add (Memory *memory, char digit, const char *name, const char *end);
/** Writes all of them into the state, as a scan does. */
void memory_scan (Memory *memory);

/** A notice was shown at `at`; 「あとで」 was answered to it at `answered`, which NULL leaves out. */
void memory_show (Memory *memory, const KigenCertificate *certificate, int stage, const char *at,
                  const char *answered);
/** Begins a renewal. */
void memory_renew (Memory *memory, const KigenCertificate *certificate, const char *at);

G_END_DECLS
