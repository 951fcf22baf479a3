/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sheet.h"

#include <kigen/state/state.h>

G_BEGIN_DECLS

/* The sheet with the steps of a renewal: what is done has its tick, what goes on its words. */

/** Forgets what an earlier renewal showed. */
void steps_begin (Shell *shell);
/** Lays a fresh sheet open that shows what is known. */
void steps_show (Shell *shell);
/** From any thread. */
void steps_tell (Shell *shell, KigenStep step, gboolean complete, const char *text);
/** From any thread: something to know. */
void steps_note (Shell *shell, const char *text);

G_END_DECLS
