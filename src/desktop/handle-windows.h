/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>
#include <windows.h>

G_BEGIN_DECLS

/** Calls `signalled` in the main context whenever the handle is, until it returns FALSE.  The handle stays
 * the caller's, and open.  The number of a source. */
guint kigen_handle_watch (HANDLE handle, GSourceFunc signalled, gpointer data);

G_END_DECLS
