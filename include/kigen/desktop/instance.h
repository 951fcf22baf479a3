/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KIGEN_AGENT_APPLICATION "org.kigen.Agent"
#define KIGEN_DIALOG_APPLICATION "org.kigen.Dialog"

/**
 * The name by which an application is there once a user and state, as GApplication takes it: the
 * application's own for the usual state folder (`state_folder` NULL, or its path), another for another.
 * g_free().
 */
char *kigen_instance_name (const char *application, const char *state_folder);

/**
 * A resident that is there once by its name.  The first start is it; a second one wakes the first and ends.
 * Other programs ask the first for its actions: on Linux over the bus (org.freedesktop.Application,
 * org.gtk.Actions).
 */
typedef struct _KigenInstance KigenInstance;

typedef struct {
  const char *name;
  gboolean about; /* it takes a target, which may be "" */
} KigenInstanceAction;

/** Called in the main context. */
typedef struct {
  /** This is the first. */
  void (*begun) (gpointer data);
  /** The first itself, once it runs, unless it is a service; and each later start. */
  void (*activated) (gpointer data);
  void (*asked) (const char *action, const char *target, gpointer data);
} KigenInstanceHandlers;

/** `service`: the system has started it, to be asked for something.  `actions` end with a NULL name and, like
 * the handlers, have to last. */
KigenInstance *kigen_instance_new (const char *name, gboolean service, const KigenInstanceAction *actions,
                                   const KigenInstanceHandlers *handlers, gpointer data);
void kigen_instance_free (KigenInstance *instance);
/** Takes the name, where it is free.  Errors: the system's own; FALSE without one where this is no desktop's
 * session. */
gboolean kigen_instance_register (KigenInstance *instance, GError **error);
/** Of the first, until it quits; a second start wakes the first.  The exit status. */
int kigen_instance_run (KigenInstance *instance);
void kigen_instance_quit (KigenInstance *instance);

/** Asks the one that has this name to quit (its action "quit"), and waits a few seconds for that; FALSE where
 * it stays. */
gboolean kigen_instance_end (const char *name);
/** Whether some process has this name now. */
gboolean kigen_instance_is_there (const char *name, GCancellable *cancellable);

G_END_DECLS
