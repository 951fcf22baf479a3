/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * Another program of ours, run for a resident: it has a time in which to end, and may say only so much; a
 * child that hangs, crashes or floods is ended, and what became of it is told.
 */
typedef struct _KigenChild KigenChild;

/** `problem` is NULL where the child did what it was there for: exit status 0; else one line on what
 * happened, in the user's language, without its own words.  The child is freed afterwards. */
typedef void (*KigenChildEnded) (const char *problem, gpointer data);

/**
 * Starts `words` (words[0] is a path), which has `seconds` to end and 64 KiB to write; with 0 it has all the
 * time there is, and is not ended for what it writes.  That goes to the log, as much of it.  The callback
 * comes in the main context of this thread. `token` (may be NULL) is the desktop's word that its window may
 * come to the front (xdg-activation). Errors: FAILED where it cannot be started; nothing is called back then.
 */
KigenChild *kigen_child_start (const char *const *words, guint seconds, const char *token,
                               KigenChildEnded ended, gpointer data, GError **error);
/** Ends it, and does not call back. */
void kigen_child_cancel (KigenChild *child);
/** Lets it go on by itself, and does not call back. */
void kigen_child_leave (KigenChild *child);

G_END_DECLS
