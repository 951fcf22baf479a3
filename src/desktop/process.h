/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** A running program and what it writes: what a child is made of.  What it may, and what is told of it, is
 * the child's. */
typedef struct _KigenProcess KigenProcess;

typedef struct {
  /** A piece of its output; none (`size` 0) where there is no more.  FALSE: no more is wanted.  After either
   * it is not called again, and the process may be freed in it. */
  gboolean (*said) (const char *bytes, gsize size, gpointer data);
  /** Called once; the process may be freed in it. */
  void (*ended) (gpointer data);
} KigenProcessHandlers;

/** `words` and `token` as in child.h.  Called back in the main context.  Errors: the system's own. */
KigenProcess *kigen_process_start (const char *const *words, const char *token,
                                   const KigenProcessHandlers *handlers, gpointer data, GError **error);
/** Only after its end and the end of its output were told. */
void kigen_process_free (KigenProcess *process);
/** Ends it, unless it has ended; that is told, still. */
void kigen_process_kill (KigenProcess *process);
/** The end of its output comes at once. */
void kigen_process_mute (KigenProcess *process);
/** One line on how it crashed, where it did; otherwise NULL.  Once it has ended.  g_free(). */
char *kigen_process_crash (const KigenProcess *process, const char *name);
/** Its exit status, where it did not crash. */
int kigen_process_status (const KigenProcess *process);

G_END_DECLS
