/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TCP on this machine alone, as each platform's sockets have it; a socket is a number. */

/** Listens at a port that is free. */
int loopback_listen (guint16 *port);
/** The next visitor; -1 when it is over. */
int loopback_accept (int listener);
/** Wakes who waits for visitors; then, when nobody does any more, it can be freed. */
void loopback_stop (int listener);
void loopback_free (int listener);

/** No more is said to the visitor, and if `wholly` nothing heard. */
void loopback_hang_up (int visitor, gboolean wholly);
void loopback_close (int visitor);

/** Writing to a visitor that has gone is no reason to end: for the calling thread, and those that it begins.
 */
void loopback_outlive_visitors (void);

G_END_DECLS
