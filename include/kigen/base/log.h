/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Hands a message on to `writer`, made fit to be shown (kigen_text_printable()): what a log quotes of names
 * and pages is other people's, and a log is read on terminals. */
GLogWriterOutput kigen_log_write (GLogWriterFunc writer, GLogLevelFlags level, const GLogField *fields,
                                  gsize n);

/** From now on all messages of the program go that way, and then to where GLib sends them by itself.  Once,
 * at the program's beginning. */
void kigen_log_begin (void);

G_END_DECLS
