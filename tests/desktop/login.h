/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scratch.h"

G_BEGIN_DECLS

/** What starts at login, in a place of the test's own. */

/** FALSE where the case has been run already, as a process of its own. */
gboolean login_is_apart (void);
/** From now on the folder, or what is made for it, is where entries are; `packaged`: the package has one. */
void login_begin (const Scratch *folder, gboolean packaged);
/** The user says no by the desktop's own means. */
void login_deny (const Scratch *folder);
/** The user's entries cannot be written from now on. */
void login_forbid (const Scratch *folder);
/** What the user's own entry starts; NULL where there is none.  g_free(). */
char *login_own (const Scratch *folder);

G_END_DECLS
