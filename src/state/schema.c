/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-state"

/*
 * A database is judged before anything is done to it: by its application_id, its version, SQLite's own check,
 * and by whether it has everything that the steps up to its version make in an empty database.  So no list of
 * tables has to be kept beside the steps.
 *
 * A step is one transaction with its number in it: it is taken or it is not.
 */

#include "schema.h"

#include "database.h"
#include "schema-files.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#define APPLICATION_ID G_GINT64_CONSTANT (0x4b494745) /* "KIGE" */

/* NULL past the newest. */
static const char *
read_step (int number)
{
  g_autofree char *name = g_strdup_printf ("%03d.sql", number);

  return kigen_embedded_find (kigen_schema, name);
}

int
kigen_schema_newest (void)
{
  int newest = 0;

  while (read_step (newest + 1) != NULL)
    newest++;
  return newest;
}

/* Runs the step's SQL and writes its number down; the caller has a transaction open where that matters. */
static gboolean
run_step (sqlite3 *database, int number, GError **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %d", number);

  return kigen_database_script (database, read_step (number), error)
         && kigen_database_script (database, mark, error);
}

static gboolean
read_version (sqlite3 *database, gint64 *version, GError **error)
{
  return kigen_database_number (database, "PRAGMA user_version", 0, version, error);
}

sqlite3 *
kigen_schema_compose (int version, GError **error)
{
  g_autoptr (sqlite3) database = NULL;
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d", (int)APPLICATION_ID);

  if (!kigen_database_open (":memory:", &database, error) || !kigen_database_script (database, mark, error))
    return NULL;
  for (int number = 1; number <= version; number++) {
    if (!run_step (database, number, error))
      return NULL;
  }
  return g_steal_pointer (&database);
}

static gboolean
take_step (sqlite3 *database, int number, GError **error)
{
  gint64 version;

  if (!kigen_database_script (database, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!read_version (database, &version, error))
    return kigen_database_undo (database);
  if (version < number && !run_step (database, number, error)) /* else another process was faster */
    return kigen_database_undo (database);
  if (!kigen_database_script (database, "COMMIT", error))
    return kigen_database_undo (database);
  return TRUE;
}

gboolean
kigen_schema_migrate (sqlite3 *database, GError **error)
{
  gint64 version;

  if (!read_version (database, &version, error))
    return FALSE;
  for (int number = (int)version + 1; number <= kigen_schema_newest (); number++) {
    if (!take_step (database, number, error)) {
      g_prefix_error (error, _ ("Kigen's state could not be brought up to date (step %d). "), number);
      return FALSE;
    }
    g_info ("the schema is at step %d", number);
  }
  return TRUE;
}

gboolean
kigen_schema_check_version (sqlite3 *database, GError **error)
{
  gint64 version;

  if (!read_version (database, &version, error))
    return FALSE;
  if (version > kigen_schema_newest ())
    return kigen_fail (error, KIGEN_ERROR_STATE_NEWER, NULL,
                       _ ("Kigen's state was written by a newer Kigen."));
  return TRUE;
}

static KigenSchemaVerdict
verdict_of_failure (sqlite3 *database, GError **error)
{
  if (!kigen_database_is_damaged (database))
    return KIGEN_SCHEMA_FAILED;
  g_clear_error (error);
  return KIGEN_SCHEMA_DAMAGED;
}

/* Whose it is, and how old. */
static KigenSchemaVerdict
judge_header (sqlite3 *database, gint64 *version, GError **error)
{
  gint64 application;

  if (!kigen_database_number (database, "PRAGMA application_id", 0, &application, error)
      || !read_version (database, version, error))
    return verdict_of_failure (database, error);
  if (application != APPLICATION_ID || *version < 1)
    return KIGEN_SCHEMA_DAMAGED;
  return kigen_schema_check_version (database, error) ? KIGEN_SCHEMA_FITS : KIGEN_SCHEMA_FAILED;
}

static KigenSchemaVerdict
judge_pages (sqlite3 *database, GError **error)
{
  g_autoptr (sqlite3_stmt) check = kigen_statement_new (database, error, "PRAGMA quick_check (1)", "");
  g_autofree char *said = NULL;
  gboolean row;

  if (check == NULL || !kigen_statement_next (check, &row, error))
    return verdict_of_failure (database, error);
  said = row ? kigen_statement_text (check, 0) : NULL;
  return g_strcmp0 (said, "ok") == 0 ? KIGEN_SCHEMA_FITS : KIGEN_SCHEMA_DAMAGED;
}

/* The names of all that is in it, columns as "table.column". */
static GHashTable *
read_names (sqlite3 *database, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt) query
      = kigen_statement_new (database, error,
                             "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                             " UNION ALL SELECT s.name || '.' || c.name"
                             " FROM sqlite_schema AS s JOIN pragma_table_info (s.name) AS c"
                             " WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                             "");
  gboolean row;

  if (query == NULL)
    return NULL;
  for (;;) {
    if (!kigen_statement_next (query, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&names);
    g_hash_table_add (names, kigen_statement_text (query, 0));
  }
}

static gboolean
has_all (GHashTable *names, GHashTable *wanted)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    if (!g_hash_table_contains (names, name)) {
      g_info ("the state has no %s", (const char *)name);
      return FALSE;
    }
  }
  return TRUE;
}

static KigenSchemaVerdict
judge_names (sqlite3 *database, int version, GError **error)
{
  g_autoptr (sqlite3) model = kigen_schema_compose (version, error);
  g_autoptr (GHashTable) wanted = model == NULL ? NULL : read_names (model, error);
  g_autoptr (GHashTable) names = NULL;

  if (wanted == NULL)
    return KIGEN_SCHEMA_FAILED;
  names = read_names (database, error);
  if (names == NULL)
    return verdict_of_failure (database, error);
  return has_all (names, wanted) ? KIGEN_SCHEMA_FITS : KIGEN_SCHEMA_DAMAGED;
}

static KigenSchemaVerdict
judge_all (sqlite3 *database, GError **error)
{
  gint64 version;
  KigenSchemaVerdict verdict = judge_header (database, &version, error);

  if (verdict == KIGEN_SCHEMA_FITS)
    verdict = judge_pages (database, error);
  if (verdict == KIGEN_SCHEMA_FITS)
    verdict = judge_names (database, (int)version, error);
  return verdict;
}

KigenSchemaVerdict
kigen_schema_judge (sqlite3 *database, GError **error)
{
  KigenSchemaVerdict verdict;

  if (!kigen_database_script (database, "BEGIN", error))
    return verdict_of_failure (database, error);
  verdict = judge_all (database, error);
  kigen_database_undo (database);
  return verdict;
}
