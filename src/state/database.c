/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-state"

/*
 * A connection as every user of the state gets it.  Durability is synchronous=FULL: a commit has reached the
 * disk when it returns.  Deleted content is overwritten and temporary tables stay in memory, because
 * reference IDs are in here.
 */

#include "database.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#define BUSY_MILLISECONDS 10000

typedef struct {
  int code; /* primary result code of SQLite */
  const char *message;
  const char *advice;
} Meaning;

static const Meaning meanings[] = {
  { SQLITE_FULL, N_ ("The disk is full: Kigen's state could not be written."),
    N_ ("Make room on the disk and try again.  Nothing that was written before is lost.") },
  { SQLITE_BUSY, N_ ("Another program has kept Kigen's state to itself for too long."),
    N_ ("Wait until it has finished, and try again.") },
  { SQLITE_LOCKED, N_ ("Another program has kept Kigen's state to itself for too long."),
    N_ ("Wait until it has finished, and try again.") },
  { SQLITE_CORRUPT, N_ ("Kigen's state is damaged."),
    N_ ("Start Kigen again: it sets the damaged file aside and begins a new one.") },
  { SQLITE_NOTADB, N_ ("Kigen's state is damaged."),
    N_ ("Start Kigen again: it sets the damaged file aside and begins a new one.") },
  { SQLITE_READONLY, N_ ("Kigen's state cannot be written."),
    N_ ("Check who owns the state folder and its files, and whether its drive can be written to.") },
  { SQLITE_PERM, N_ ("Kigen's state cannot be opened."),
    N_ ("Check who owns the state folder and its files, and whether its drive can be written to.") },
  { SQLITE_CANTOPEN, N_ ("Kigen's state cannot be opened."),
    N_ ("Check who owns the state folder and its files, and whether its drive can be written to.") },
  { SQLITE_IOERR, N_ ("The disk could not read or write Kigen's state."),
    N_ ("Check the drive and its free space, and try again.") },
};

static int
primary_code (sqlite3 *database)
{
  return sqlite3_errcode (database) & 0xff;
}

gboolean
kigen_database_is_damaged (sqlite3 *database)
{
  int code = primary_code (database);

  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

static gboolean
fail_as (int code, const char *otherwise, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++) {
    if (meanings[i].code == code)
      return kigen_fail (error, KIGEN_ERROR_FAILED, _ (meanings[i].advice), "%s", _ (meanings[i].message));
  }
  return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("Kigen's state could not be read or written: %s."),
                     otherwise);
}

gboolean
kigen_database_fail (sqlite3 *database, GError **error)
{
  g_debug ("%s (%d)", sqlite3_errmsg (database), sqlite3_extended_errcode (database));
  return fail_as (primary_code (database), sqlite3_errmsg (database), error);
}

gboolean
kigen_database_script (sqlite3 *database, const char *sql, GError **error)
{
  if (sqlite3_exec (database, sql, NULL, NULL, NULL) != SQLITE_OK)
    return kigen_database_fail (database, error);
  return TRUE;
}

static gboolean
set_up (sqlite3 *database, GError **error)
{
  sqlite3_extended_result_codes (database, 1);
  sqlite3_busy_timeout (database, BUSY_MILLISECONDS);
  sqlite3_db_config (database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return kigen_database_script (database,
                                "PRAGMA synchronous = FULL;"
                                "PRAGMA secure_delete = ON;"
                                "PRAGMA temp_store = MEMORY;"
                                "PRAGMA cache_size = -512;",
                                error);
}

gboolean
kigen_database_open (const char *path, sqlite3 **database, GError **error)
{
  if (sqlite3_open_v2 (path, database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    return kigen_database_fail (*database, error);
  /* SQLite opens a file that cannot be written to read-only, without an error. */
  if (sqlite3_db_readonly (*database, "main") == 1)
    return fail_as (SQLITE_READONLY, "", error);
  return set_up (*database, error);
}

void
kigen_database_settle (sqlite3 *database)
{
  if (database != NULL)
    sqlite3_wal_checkpoint_v2 (database, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

gboolean
kigen_database_undo (sqlite3 *database)
{
  if (!sqlite3_get_autocommit (database))
    sqlite3_exec (database, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static void
bind_values (sqlite3_stmt *statement, const char *types, va_list values)
{
  g_assert ((int)strlen (types) == sqlite3_bind_parameter_count (statement));
  for (int i = 0; types[i] != '\0'; i++) {
    if (types[i] == 'i')
      sqlite3_bind_int64 (statement, i + 1, va_arg (values, gint64));
    else
      sqlite3_bind_text (statement, i + 1, va_arg (values, const char *), -1, SQLITE_STATIC);
  }
}

sqlite3_stmt *
kigen_statement_new_valist (sqlite3 *database, GError **error, const char *sql, const char *types,
                            va_list values)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL) != SQLITE_OK) {
    kigen_database_fail (database, error);
    return NULL;
  }
  bind_values (statement, types, values);
  return statement;
}

sqlite3_stmt *
kigen_statement_new (sqlite3 *database, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list values;

  va_start (values, types);
  statement = kigen_statement_new_valist (database, error, sql, types, values);
  va_end (values);
  return statement;
}

gboolean
kigen_statement_next (sqlite3_stmt *statement, gboolean *row, GError **error)
{
  int code = sqlite3_step (statement);

  *row = code == SQLITE_ROW;
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return kigen_database_fail (sqlite3_db_handle (statement), error);
  return TRUE;
}

gboolean
kigen_statement_again (sqlite3_stmt *statement, GError **error, const char *types, ...)
{
  gboolean row;
  va_list values;

  sqlite3_reset (statement);
  va_start (values, types);
  bind_values (statement, types, values);
  va_end (values);
  return kigen_statement_next (statement, &row, error);
}

gboolean
kigen_database_run_valist (sqlite3 *database, GError **error, const char *sql, const char *types,
                           va_list values)
{
  g_autoptr (sqlite3_stmt) statement = kigen_statement_new_valist (database, error, sql, types, values);
  gboolean row;

  return statement != NULL && kigen_statement_next (statement, &row, error);
}

gboolean
kigen_database_run (sqlite3 *database, GError **error, const char *sql, const char *types, ...)
{
  gboolean done;
  va_list values;

  va_start (values, types);
  done = kigen_database_run_valist (database, error, sql, types, values);
  va_end (values);
  return done;
}

gboolean
kigen_database_number (sqlite3 *database, const char *sql, gint64 fallback, gint64 *number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = kigen_statement_new (database, error, sql, "");
  gboolean row;

  if (statement == NULL || !kigen_statement_next (statement, &row, error))
    return FALSE;
  *number = row ? sqlite3_column_int64 (statement, 0) : fallback;
  return TRUE;
}

char *
kigen_statement_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *)sqlite3_column_text (statement, column));
}
