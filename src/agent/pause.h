/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** When no notice is shown though one is due: for a minute after login, and for an hour after one that the
 * server has not taken.  Instants; `now` is the clock's. */
typedef struct {
  gint64 quiet_until;
  gint64 retry_at;
} Pause;

/** Login. */
void pause_begin (Pause *pause, gint64 now);
/** Before anything is asked at `now`: a clock that was set back must not make it longer than it was meant. */
void pause_bound (Pause *pause, gint64 now);
gboolean pause_is_over (const Pause *pause, gint64 now);
gint64 pause_end (const Pause *pause);
/** A notice was given to the server, which has not said yet what became of it. */
void pause_until_taken (Pause *pause, gint64 now);
/** It is on the screen. */
void pause_taken (Pause *pause);
/** A server has come, which may take what another did not. */
void pause_shorten (Pause *pause, gint64 now);

G_END_DECLS
