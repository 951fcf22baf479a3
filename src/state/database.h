/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/*
 * SQLite as this room uses it: a connection with every safeguard on, and statements that are prepared, used
 * and finalised where they stand.  `types` says what follows: 's' a string or NULL, 'i' a gint64; the strings
 * must live until the statement has run.
 */

/** Opens an existing file, or ":memory:".  `*database` is there even where this fails, to ask what ailed it.
 */
gboolean kigen_database_open (const char *path, sqlite3 **database, GError **error);
/** Whether the last call on the connection failed because the file is damaged or not a database; ask at once.
 */
gboolean kigen_database_is_damaged (sqlite3 *database);
/** Before closing: brings the log's content into the file, as far as no one else is in the way.  Takes NULL.
 */
void kigen_database_settle (sqlite3 *database);
/** Turns the connection's last error into ours; returns FALSE. */
gboolean kigen_database_fail (sqlite3 *database, GError **error);

/** Runs SQL text of our own, several statements maybe. */
gboolean kigen_database_script (sqlite3 *database, const char *sql, GError **error);
/** Runs one statement that returns nothing. */
gboolean kigen_database_run (sqlite3 *database, GError **error, const char *sql, const char *types, ...);
gboolean kigen_database_run_valist (sqlite3 *database, GError **error, const char *sql, const char *types,
                                    va_list values);
/** The first column of the first row, a number; `fallback` where there is no row. */
gboolean kigen_database_number (sqlite3 *database, const char *sql, gint64 fallback, gint64 *number,
                                GError **error);
/** Ends a transaction that failed, if one is open; returns FALSE. */
gboolean kigen_database_undo (sqlite3 *database);

/** A prepared statement with its values bound. */
sqlite3_stmt *kigen_statement_new (sqlite3 *database, GError **error, const char *sql, const char *types,
                                   ...);
sqlite3_stmt *kigen_statement_new_valist (sqlite3 *database, GError **error, const char *sql,
                                          const char *types, va_list values);
/** Binds anew and runs to the end: for statements that are used in a loop. */
gboolean kigen_statement_again (sqlite3_stmt *statement, GError **error, const char *types, ...);
/** Steps to the next row; `*row` says whether there is one. */
gboolean kigen_statement_next (sqlite3_stmt *statement, gboolean *row, GError **error);
/** A column's text or NULL; g_free(). */
char *kigen_statement_text (sqlite3_stmt *statement, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
