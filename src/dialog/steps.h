/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "page.h"

#include <kigen/state/state.h>

G_BEGIN_DECLS

/* The page with the steps of a renewal: what is done has its tick, what goes on its words. */

/** Forgets what an earlier renewal showed. */
void steps_begin (Controller *controller);
/** Lays a fresh page open that shows what is known. */
void steps_show (Controller *controller);
/** From any thread. */
void steps_tell (Controller *controller, KigenStep step, gboolean complete, const char *text);
/** From any thread: something to know. */
void steps_note (Controller *controller, const char *text);

G_END_DECLS
