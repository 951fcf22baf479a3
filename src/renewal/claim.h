/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The claim on a certificate (or on a paper notice's request): held by the one process of this user that
 * renews it, and a mark that outlives it: when an application was sent that may have been taken.
 */
typedef struct _KigenClaim KigenClaim;

/** Without waiting.  `name` tells what is claimed and becomes a file's name.  Errors: BUSY where another
 * process holds it, FAILED. */
KigenClaim *kigen_claim_take (const char *state_folder, const char *name, GError **error);
void kigen_claim_release (KigenClaim *claim);

/** When the last application was sent, by whatever state; 0 where none is known.  An instant that lies in the
 * future (a clock was set back), or cannot be read, is written anew as `now`. */
gint64 kigen_claim_sent_at (const KigenClaim *claim, gint64 now);
/** Before the application leaves; durable.  Errors: FAILED. */
gboolean kigen_claim_note_sent (const KigenClaim *claim, gint64 now, GError **error);
/** The application was not taken. */
void kigen_claim_forget_sent (const KigenClaim *claim);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenClaim, kigen_claim_release)

G_END_DECLS
