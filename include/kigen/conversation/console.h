/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/secret.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * The terminal as a place to ask and to tell: questions go to the controlling terminal (/dev/tty), never to
 * standard output; what is typed for a password is not shown, and the terminal is as it was afterwards, also
 * after Ctrl-C.
 */
typedef struct _KigenConsole KigenConsole;

/** `cancellable` (may be NULL, a reference is taken) ends a question that waits.  Never NULL. */
KigenConsole *kigen_console_new (GCancellable *cancellable);
void kigen_console_free (KigenConsole *console);
/** Whether somebody can be asked: standard input and the controlling terminal are there. */
gboolean kigen_console_can_ask (const KigenConsole *console);

/** Yes or no into `*yes`.  Errors: CANCELLED, USAGE ("--yes") where nobody can be asked. */
gboolean kigen_console_ask (KigenConsole *console, const char *question, gboolean *yes, GError **error);
/** A password, which is not shown while it is typed; PASSWORD_MISSING where nobody can be asked. */
KigenSecret *kigen_console_password (KigenConsole *console, const char *prompt, GError **error);
/** A line with a preset; g_free().  The preset itself where nobody can be asked. */
char *kigen_console_line (KigenConsole *console, const char *prompt, const char *preset, GError **error);

/** Progress on standard error: one moving line on a terminal, else a line a step. */
void kigen_console_progress (KigenConsole *console, const char *text, gboolean complete);
/** A line on standard error that stays; ends a moving line first. */
void kigen_console_note (KigenConsole *console, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenConsole, kigen_console_free)

G_END_DECLS
