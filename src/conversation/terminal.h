/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/secret.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/** The controlling terminal, whatever standard input and output are.  Back ends: terminal-linux.c. */
typedef struct _Terminal Terminal;

/** NULL where there is none, or nobody sits at standard input. */
Terminal *terminal_open (void);
void terminal_close (Terminal *terminal);
void terminal_write (Terminal *terminal, const char *text);
/** A line without its end; what is typed is shown where `echo`.  The terminal is as it was when this returns.
 * NULL with CANCELLED where it is cancelled or the input ends. */
KigenSecret *terminal_read_line (Terminal *terminal, gboolean echo, GCancellable *cancellable,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Terminal, terminal_close)

G_END_DECLS
