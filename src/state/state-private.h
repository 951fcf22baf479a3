/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/state/state.h>

#include "database.h"

G_BEGIN_DECLS

struct _KigenState {
  sqlite3 *database;
  char *folder;
  char *path;
  gint64 rebuilt_at;
  guint64 device; /* which file is open, to notice when another takes its name */
  guint64 inode;
  gint64 version; /* counted up at each change seen in the two below */
  gint64 data_version;
  gint64 changes;
  int patience; /* milliseconds that a busy database is waited for; 0: as it is opened with */
};

/*
 * Every function of the room works between a begin and a finish.  Beginning looks whether the file is still
 * the one that was opened, and whether a newer program has changed its schema meanwhile.
 */
gboolean kigen_state_begin_reading (KigenState *state, GError **error);
gboolean kigen_state_begin_writing (KigenState *state, GError **error);
gboolean kigen_state_commit (KigenState *state, GError **error);
/** Takes back what was written; returns FALSE. */
gboolean kigen_state_undo (KigenState *state);

/** Begins, runs one statement (database.h) and commits. */
gboolean kigen_state_write (KigenState *state, GError **error, const char *sql, const char *types, ...);

/** What a row of a query becomes. */
typedef struct {
  gpointer (*make) (sqlite3_stmt *row);
  GDestroyNotify free;
} KigenStateRow;

/** All rows of a query, read within one transaction. */
GPtrArray *kigen_state_read (KigenState *state, const KigenStateRow *kind, GError **error, const char *sql,
                             const char *types, ...);

G_END_DECLS
