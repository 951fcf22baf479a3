/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-state"

/*
 * Opening, and the transactions that everything else stands in.
 *
 * A new database is composed in memory and put into place as a whole, so an empty or half-made file is never
 * ours and always damage.  Who finds none or a damaged one takes a lock, looks again, sets aside what is
 * there and puts the new one into place; the fact that it took another's place is in it from its first byte.
 * Whoever has the old file open notices at its next transaction, because the name leads to another file, and
 * follows.
 */

#include "place.h"
#include "schema.h"
#include "state-private.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

typedef enum {
  OPENED,
  MISSING, /* none there, or a damaged one */
  FAILED,  /* the error is set */
} Outcome;

/* FALSE where there is none; an empty file is none either, and SQLite would throw its log away at sight.  A
 * folder, which has no size everywhere, is not for us to set aside. */
static gboolean
identify (const char *path, guint64 *device, guint64 *inode)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0 || (status.st_size == 0 && !S_ISDIR (status.st_mode)))
    return FALSE;
  *device = (guint64)status.st_dev;
  *inode = (guint64)status.st_ino;
  return TRUE;
}

/* SQLite gives its other files the mode of the first. */
static void
tighten (const char *path)
{
  if (!kigen_file_make_private (path))
    g_message ("others may read %s", path);
}

/* WAL lets a reader and a writer work at once.  Where the file system cannot do it, the rollback journal is
 * as safe. */
static gboolean
prepare_use (KigenState *state, GError **error)
{
  tighten (state->path);
  if (!kigen_database_script (state->database, "PRAGMA journal_mode = WAL", error)
      || !kigen_schema_migrate (state->database, error))
    return FALSE;
  return kigen_database_number (state->database, "SELECT rebuilt_at FROM origin", 0, &state->rebuilt_at,
                                error);
}

static Outcome
open_judged (const char *path, sqlite3 **opened, GError **error)
{
  g_autoptr (sqlite3) database = NULL;
  KigenSchemaVerdict verdict = KIGEN_SCHEMA_FAILED;

  if (kigen_database_open (path, &database, error)) {
    verdict = kigen_schema_judge (database, error);
  } else if (kigen_database_is_damaged (database)) {
    g_clear_error (error);
    verdict = KIGEN_SCHEMA_DAMAGED;
  }
  if (verdict == KIGEN_SCHEMA_FITS) {
    *opened = g_steal_pointer (&database);
    return OPENED;
  }
  return verdict == KIGEN_SCHEMA_DAMAGED ? MISSING : FAILED;
}

/* Another process that puts a new one into place takes the old one away first: for a moment there is none. */
static gboolean
has_gone (KigenState *state)
{
  return !identify (state->path, &state->device, &state->inode);
}

static Outcome
connect_file (KigenState *state, GError **error)
{
  g_autoptr (sqlite3) before = g_steal_pointer (&state->database);
  g_autoptr (GError) problem = NULL;
  Outcome outcome;

  if (has_gone (state))
    return MISSING;
  outcome = open_judged (state->path, &state->database, &problem);
  if (outcome == FAILED && has_gone (state))
    return MISSING;
  if (outcome == FAILED)
    g_propagate_error (error, g_steal_pointer (&problem));
  if (outcome != OPENED)
    return outcome;
  if (state->patience > 0)
    sqlite3_busy_timeout (state->database, state->patience);
  return prepare_use (state, error) ? OPENED : FAILED;
}

static Outcome
rebuild (KigenState *state, gint64 now, char **set_aside, GError **error)
{
  g_autoptr (KigenLock) lock = kigen_place_lock (state->folder, error);
  Outcome outcome;

  if (lock == NULL)
    return FAILED;
  outcome = connect_file (state, error);
  if (outcome != MISSING)
    return outcome;
  if (!kigen_place_renew (state->folder, now, set_aside, error))
    return FAILED;
  return connect_file (state, error);
}

KigenState *
kigen_state_open (const char *folder, gint64 now, char **set_aside, GError **error)
{
  g_autoptr (KigenState) state = g_new0 (KigenState, 1);
  Outcome outcome;

  if (set_aside != NULL)
    *set_aside = NULL;
  if (!kigen_path_prepare_state (folder, error))
    return NULL;
  state->folder = g_strdup (folder);
  state->path = kigen_place_path (folder);
  kigen_file_sweep (folder);
  outcome = connect_file (state, error);
  if (outcome == MISSING)
    outcome = rebuild (state, now, set_aside, error);
  if (outcome == OPENED)
    return g_steal_pointer (&state);
  if (outcome == MISSING)
    kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("Kigen's state in %s cannot be used."), folder);
  return NULL;
}

void
kigen_state_set_patience (KigenState *state, int milliseconds)
{
  state->patience = milliseconds;
  sqlite3_busy_timeout (state->database, milliseconds);
}

void
kigen_state_close (KigenState *state)
{
  if (state == NULL)
    return;
  kigen_database_settle (state->database);
  g_clear_pointer (&state->database, sqlite3_close);
  g_free (state->folder);
  g_free (state->path);
  g_free (state);
}

const char *
kigen_state_folder (const KigenState *state)
{
  return state->folder;
}

gint64
kigen_state_rebuilt_at (const KigenState *state)
{
  return state->rebuilt_at;
}

/* Once nobody is putting one into place. */
static Outcome
connect_in_turn (KigenState *state, GError **error)
{
  g_autoptr (KigenLock) lock = kigen_place_lock (state->folder, NULL);

  return lock == NULL ? MISSING : connect_file (state, error);
}

/* Follows the name to the file that bears it now. */
static gboolean
follow (KigenState *state, GError **error)
{
  guint64 device;
  guint64 inode;
  Outcome outcome;

  if (state->database != NULL && identify (state->path, &device, &inode) && device == state->device
      && inode == state->inode)
    return TRUE;
  g_info ("another file has taken the place of %s", state->path);
  state->version++;
  outcome = connect_file (state, error);
  if (outcome == MISSING)
    outcome = connect_in_turn (state, error);
  if (outcome == MISSING)
    kigen_fail (error, KIGEN_ERROR_FAILED, _ ("Start Kigen again."),
                _ ("Kigen's state in %s was taken away while it was in use."), state->folder);
  return outcome == OPENED;
}

static gboolean
begin (KigenState *state, const char *sql, GError **error)
{
  if (!follow (state, error) || !kigen_database_script (state->database, sql, error))
    return FALSE;
  return kigen_schema_check_version (state->database, error) || kigen_state_undo (state);
}

gboolean
kigen_state_begin_reading (KigenState *state, GError **error)
{
  return begin (state, "BEGIN", error);
}

gboolean
kigen_state_begin_writing (KigenState *state, GError **error)
{
  return begin (state, "BEGIN IMMEDIATE", error);
}

gboolean
kigen_state_commit (KigenState *state, GError **error)
{
  return kigen_database_script (state->database, "COMMIT", error) || kigen_state_undo (state);
}

gboolean
kigen_state_undo (KigenState *state)
{
  return kigen_database_undo (state->database);
}

gboolean
kigen_state_write (KigenState *state, GError **error, const char *sql, const char *types, ...)
{
  gboolean done;
  va_list values;

  if (!kigen_state_begin_writing (state, error))
    return FALSE;
  va_start (values, types);
  done = kigen_database_run_valist (state->database, error, sql, types, values);
  va_end (values);
  return done ? kigen_state_commit (state, error) : kigen_state_undo (state);
}

static GPtrArray *
read_rows (sqlite3_stmt *query, const KigenStateRow *kind, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (kind->free);
  gboolean row;

  for (;;) {
    if (!kigen_statement_next (query, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&rows);
    g_ptr_array_add (rows, kind->make (query));
  }
}

GPtrArray *
kigen_state_read (KigenState *state, const KigenStateRow *kind, GError **error, const char *sql,
                  const char *types, ...)
{
  sqlite3_stmt *query;
  GPtrArray *rows;
  va_list values;

  if (!kigen_state_begin_reading (state, error))
    return NULL;
  va_start (values, types);
  query = kigen_statement_new_valist (state->database, error, sql, types, values);
  va_end (values);
  rows = query == NULL ? NULL : read_rows (query, kind, error);
  sqlite3_finalize (query);
  kigen_state_undo (state); /* nothing was written */
  return rows;
}

gint64
kigen_state_version (KigenState *state)
{
  gint64 data_version;
  gint64 changes;

  if (!follow (state, NULL)
      || !kigen_database_number (state->database, "PRAGMA data_version", 0, &data_version, NULL))
    return state->version;
  changes = sqlite3_total_changes64 (state->database);
  if (data_version != state->data_version || changes != state->changes)
    state->version++;
  state->data_version = data_version;
  state->changes = changes;
  return state->version;
}
