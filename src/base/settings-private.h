/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What the administrator has set, one way a platform; `*place` (g_free()) names where that is, for messages
 * and to be watched.  NULL with the error set where it cannot be read, G_FILE_ERROR_NOENT where there is
 * nothing. */
GKeyFile *kigen_settings_read_site (char **place, GError **error);

G_END_DECLS
