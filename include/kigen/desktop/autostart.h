/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Whether the agent starts when this user logs in.  On Linux that is `kigen-agent.desktop` in an autostart
 * folder (freedesktop.org, Desktop Application Autostart Specification 0.5): the administrator's, or the
 * package's, under $XDG_CONFIG_DIRS, overruled by the user's own under $XDG_CONFIG_HOME.
 */

gboolean kigen_autostart_is_on (void);

/** Changes it for this user alone.  Errors: FAILED where the user's file cannot be written. */
gboolean kigen_autostart_set (gboolean on, GError **error);

G_END_DECLS
