/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-state"

/*
 * A damaged database is renamed, never deleted: kigen.db.damaged-YYYYMMDD-HHMMSS, and its -wal and -shm to
 * the same name with their endings, so that SQLite's own tools find them together.  The database goes first:
 * were its log to go first and the run to end there, what is left would open as whole, without its last
 * transactions.
 *
 * A new database that finds anything set aside counts as rebuilt, even if it was set aside by a run that was
 * killed before it could begin the new one.  Too often is safe: it only makes a renewal look twice before it
 * applies.
 */

#include "place.h"

#include "history-row.h"
#include "schema.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define DAMAGED_PREFIX "kigen.db.damaged-"
#define LOCK_TRIES 200
#define LOCK_PAUSE (50 * G_TIME_SPAN_MILLISECOND)

char *
kigen_place_path (const char *folder)
{
  return g_build_filename (folder, "kigen.db", NULL);
}

KigenLock *
kigen_place_lock (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "kigen.db.lock", NULL);

  for (int i = 0; i < LOCK_TRIES; i++) {
    g_autoptr (GError) failure = NULL;
    KigenLock *lock = kigen_lock_take (path, &failure);
    if (lock != NULL)
      return lock;
    if (!g_error_matches (failure, KIGEN_ERROR, KIGEN_ERROR_BUSY)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
    g_usleep (LOCK_PAUSE);
  }
  kigen_fail (error, KIGEN_ERROR_FAILED, _ ("Wait until it has finished, and try again."),
              _ ("Another program has kept Kigen's state to itself for too long."));
  return NULL;
}

static gboolean
is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

/* A name for what is set aside, that nothing bears yet. */
static char *
damaged_name (const char *folder, gint64 now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (now);
  g_autofree char *stamp = g_date_time_format (time, "%Y%m%d-%H%M%S");
  g_autofree char *name = g_strconcat (DAMAGED_PREFIX, stamp, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  for (int i = 2; is_there (path); i++) {
    g_autofree char *again = g_strdup_printf ("%s-%d", name, i);
    g_free (path);
    path = g_build_filename (folder, again, NULL);
  }
  return g_steal_pointer (&path);
}

static gboolean
move_one (const char *path, const char *aside, const char *ending, gboolean *moved, GError **error)
{
  g_autofree char *from = g_strconcat (path, ending, NULL);
  g_autofree char *to = g_strconcat (aside, ending, NULL);

  if (!is_there (from))
    return TRUE;
  if (g_rename (from, to) != 0)
    return kigen_fail (error, KIGEN_ERROR_FAILED, _ ("Close every other Kigen and try again."),
                       _ ("The damaged state %s could not be set aside: %s."), from, g_strerror (errno));
  *moved = TRUE;
  return TRUE;
}

static gboolean
move_all (const char *path, const char *aside, gboolean *moved, GError **error)
{
  *moved = FALSE;
  return move_one (path, aside, "", moved, error) && move_one (path, aside, "-wal", moved, error)
         && move_one (path, aside, "-shm", moved, error);
}

/* The newest of what earlier runs set aside. */
static char *
find_set_aside (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *newest = NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    if (!g_str_has_prefix (name, DAMAGED_PREFIX) || g_str_has_suffix (name, "-wal")
        || g_str_has_suffix (name, "-shm"))
      continue;
    if (newest == NULL || strcmp (name, newest) > 0) {
      g_free (newest);
      newest = g_strdup (name);
    }
  }
  return newest == NULL ? NULL : g_build_filename (folder, newest, NULL);
}

static gboolean
write_origin (sqlite3 *database, const char *aside, gint64 now, GError **error)
{
  g_autofree char *text = NULL;

  if (!kigen_database_run (database, error, "INSERT INTO origin (begun_at, rebuilt_at) VALUES (?, ?)", "ii",
                           now, aside == NULL ? G_GINT64_CONSTANT (0) : now))
    return FALSE;
  if (aside == NULL)
    return TRUE;
  text = g_strdup_printf (_ ("Kigen's state was damaged. It was set aside as %s and begun anew."), aside);
  return kigen_history_write (database, "state-rebuilt", NULL, text, now, error);
}

/* Bytes 18 and 19 of the file format say that it is used with a write-ahead log: so no two programs that find
 * the new file have to agree on the change to it, which SQLite does not wait for. */
static gboolean
put_into_place (sqlite3 *database, const char *path, GError **error)
{
  sqlite3_int64 size = 0;
  unsigned char *image = sqlite3_serialize (database, "main", &size, 0);
  gboolean done;

  if (image == NULL || size < 100) {
    sqlite3_free (image);
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL,
                       _ ("There is not enough memory to begin Kigen's state."));
  }
  image[18] = 2;
  image[19] = 2;
  done = kigen_file_replace (path, image, (gsize)size, error);
  sqlite3_free (image);
  return done;
}

gboolean
kigen_place_renew (const char *folder, gint64 now, char **set_aside, GError **error)
{
  g_autofree char *path = kigen_place_path (folder);
  g_autofree char *aside = damaged_name (folder, now);
  g_autoptr (sqlite3) database = kigen_schema_compose (kigen_schema_newest (), error);
  gboolean moved;

  if (database == NULL || !move_all (path, aside, &moved, error))
    return FALSE;
  if (!moved) {
    g_free (aside);
    aside = find_set_aside (folder);
  }
  if (aside != NULL)
    g_info ("the state is begun anew; the damaged one is %s", aside);
  if (!write_origin (database, aside, now, error) || !put_into_place (database, path, error))
    return FALSE;
  if (set_aside != NULL)
    *set_aside = g_steal_pointer (&aside);
  return TRUE;
}
