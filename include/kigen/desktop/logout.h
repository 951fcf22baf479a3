/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Tells when the user's session ends, by whichever of the desktop's ways comes first: a signal, the session
 * manager's word, the session's closing.  Who does not end then stays behind, and the next login meets it.
 */
typedef struct _KigenLogout KigenLogout;

typedef void (*KigenLogoutBegan) (gpointer data);

/** Tells in the main context, once. */
KigenLogout *kigen_logout_new (KigenLogoutBegan began, gpointer data);
void kigen_logout_free (KigenLogout *logout);

G_END_DECLS
