/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "test-state"

/* Opening: a new folder, a damaged file of every kind, a newer program's. */

#include "closed.h"
#include "given.h"

#include <kigen/base/error.h>

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

static void
make_good_one (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenState) state = given_state (folder);

  for (int i = 0; i < 200; i++) {
    g_autofree char *text
        = g_strdup_printf ("entry %d, long enough that all of them together fill some pages", i);
    g_assert_true (kigen_state_add_history (state, "noticed", "aaaa", text, GIVEN_NOW, &error));
    g_assert_no_error (error);
  }
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  gsize size = 0;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, size);
}

static void
write_file (const char *path, const void *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize)size, &error);
  g_assert_no_error (error);
}

/* A damaged database is set aside as it was, and what is open then is new, works, and says so. */
static void
assert_rebuilt (const char *folder, GBytes *damaged)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *set_aside = NULL;
  g_autofree char *name = NULL;
  g_autoptr (KigenState) state = kigen_state_open (folder, GIVEN_NOW, &set_aside, &error);
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GBytes) kept = NULL;
  const KigenHistoryEntry *entry;

  g_assert_no_error (error);
  g_assert_nonnull (set_aside);
  name = g_path_get_basename (set_aside);
  g_assert_true (g_str_has_prefix (name, "kigen.db.damaged-2025112"));
  kept = read_file (set_aside);
  g_assert_true (g_bytes_equal (kept, damaged));
  g_assert_cmpint (kigen_state_rebuilt_at (state), ==, GIVEN_NOW);
  g_assert_true (kigen_state_add_history (state, "backup", NULL, "works", GIVEN_NOW, &error));
  history = kigen_state_history (state, 0, &error);
  g_assert_cmpuint (history->len, ==, 2);
  entry = g_ptr_array_index (history, 1);
  g_assert_cmpstr (entry->kind, ==, "state-rebuilt");
  g_assert_nonnull (strstr (entry->text, set_aside));
}

/* … and from then on it opens like any other. */
static void
assert_opens_calmly (const char *folder)
{
  g_autoptr (KigenState) state = given_state (folder);

  g_assert_cmpint (kigen_state_rebuilt_at (state), ==, GIVEN_NOW);
  g_assert_cmpuint (given_damaged (folder), ==, 1);
}

static void
assert_damage_survived (char *folder)
{
  g_autofree char *path = given_path (folder, "kigen.db");
  g_autoptr (GBytes) damaged = read_file (path);

  assert_rebuilt (folder, damaged);
  assert_opens_calmly (folder);
  given_folder_removed (folder);
}

static void
test_new (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GPtrArray) history = kigen_state_history (state, 0, NULL);

  g_assert_cmpstr (kigen_state_folder (state), ==, folder);
  g_assert_cmpint (kigen_state_rebuilt_at (state), ==, 0);
  g_assert_cmpuint (history->len, ==, 0);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

/* Nobody else gets at a folder that was made for it; in there, Windows closes its other files by the folder's
 * own list, and Wine does not. */
static void
test_closed (void)
{
  static const char *const names[] = { "", "kigen.db" };
  char *folder = given_folder ();
  char *inner = given_path (folder, "inner");
  g_autoptr (KigenState) state = given_state (inner);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = given_path (inner, names[i]);
    closed_assert (path);
  }
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (inner);
  given_folder_removed (folder);
}

static void
test_closed_again (void)
{
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");
  g_autoptr (KigenState) state = NULL;

  make_good_one (folder);
  closed_let_read (path);

  state = given_state (folder);

  closed_assert (path);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

static void
test_unsafe_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = given_folder ();

  closed_let_write (folder);

  g_assert_null (kigen_state_open (folder, GIVEN_NOW, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_STATE_UNSAFE);
  given_folder_removed (folder);
}

static void
test_not_a_file (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");
  g_autofree char *inner = given_path (path, "inner");

  g_assert_cmpint (g_mkdir_with_parents (inner, 0700), ==, 0);

  g_assert_null (kigen_state_open (folder, GIVEN_NOW, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_cmpuint (given_damaged (folder), ==, 0);
  g_assert_cmpint (g_rmdir (inner), ==, 0);
  given_folder_removed (folder);
}

static void
test_not_a_database (void)
{
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");

  write_file (path, "this has never been a database, and is longer than its header", 61);

  assert_damage_survived (folder);
}

static void
test_empty (void)
{
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");

  write_file (path, "", 0);

  assert_damage_survived (folder);
}

static void
test_cut_in_half (void)
{
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");
  g_autofree char *log = given_path (folder, "kigen.db-wal");
  g_autoptr (GBytes) whole = NULL;

  make_good_one (folder);
  whole = read_file (path);
  write_file (path, g_bytes_get_data (whole, NULL), g_bytes_get_size (whole) / 2);
  g_assert_cmpint (g_remove (log), ==, 0);

  assert_damage_survived (folder);
}

static void
test_page_overwritten (void)
{
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");
  g_autofree char *log = given_path (folder, "kigen.db-wal");
  g_autoptr (GBytes) whole = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize size;

  make_good_one (folder);
  g_assert_cmpint (g_remove (log), ==, 0);
  whole = read_file (path);
  size = g_bytes_get_size (whole);
  bytes = g_memdup2 (g_bytes_get_data (whole, NULL), size);
  g_assert_cmpuint (size, >, 8 * 4096);
  memset (bytes + size - 3 * 4096, 0xa5, 4096);
  write_file (path, bytes, size);

  assert_damage_survived (folder);
}

static void
test_table_missing (void)
{
  char *folder = given_folder ();

  make_good_one (folder);
  given_sql (folder, "DROP TABLE notice");

  assert_damage_survived (folder);
}

static void
test_index_missing (void)
{
  char *folder = given_folder ();

  make_good_one (folder);
  given_sql (folder, "DROP INDEX renewal_open");

  assert_damage_survived (folder);
}

static void
test_column_missing (void)
{
  char *folder = given_folder ();

  make_good_one (folder);
  given_sql (folder, "ALTER TABLE renewal DROP COLUMN backup");

  assert_damage_survived (folder);
}

static void
test_foreign_database (void)
{
  char *folder = given_folder ();

  given_sql (folder, "CREATE TABLE cookies (name TEXT); INSERT INTO cookies VALUES ('crumb')");

  assert_damage_survived (folder);
}

/* The log goes with its database: left behind, it would be taken for the new one's. */
static void
test_log_goes_along (void)
{
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");
  g_autofree char *log = given_path (folder, "kigen.db-wal");
  g_autofree char *index = given_path (folder, "kigen.db-shm");
  g_autofree char *set_aside = NULL;
  g_autofree char *kept_log = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (KigenState) state = NULL;

  make_good_one (folder);
  before = read_file (log);
  g_assert_cmpuint (g_bytes_get_size (before), >, 0);
  write_file (path, "no database", 11);

  state = kigen_state_open (folder, GIVEN_NOW, &set_aside, NULL);

  g_assert_nonnull (state);
  kept_log = g_strconcat (set_aside, "-wal", NULL);
  kept = read_file (kept_log);
  g_assert_true (g_bytes_equal (kept, before));
  g_assert_cmpuint (given_damaged (folder), ==, 1);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

/* Killed between setting aside and beginning anew: the next one still knows. */
static void
test_only_log_left (void)
{
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");
  g_autofree char *aside = given_path (folder, "kigen.db.damaged-20251101-090000");
  g_autofree char *set_aside = NULL;
  g_autoptr (KigenState) state = NULL;
  g_autoptr (GPtrArray) history = NULL;

  make_good_one (folder);
  g_assert_cmpint (g_rename (path, aside), ==, 0);

  state = kigen_state_open (folder, GIVEN_NOW, &set_aside, NULL);

  g_assert_nonnull (set_aside);
  g_assert_cmpint (kigen_state_rebuilt_at (state), ==, GIVEN_NOW);
  history = kigen_state_history (state, 0, NULL);
  g_assert_cmpuint (history->len, ==, 1);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

static void
test_set_aside_but_not_begun (void)
{
  char *folder = given_folder ();
  g_autofree char *older = given_path (folder, "kigen.db.damaged-20251001-090000");
  g_autofree char *aside = given_path (folder, "kigen.db.damaged-20251101-090000");
  g_autofree char *set_aside = NULL;
  g_autoptr (KigenState) state = NULL;

  write_file (older, "damaged once", 12);
  write_file (aside, "damaged again", 13);

  state = kigen_state_open (folder, GIVEN_NOW, &set_aside, NULL);

  g_assert_cmpstr (set_aside, ==, aside);
  g_assert_cmpint (kigen_state_rebuilt_at (state), ==, GIVEN_NOW);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

static void
test_damaged_twice_in_a_second (void)
{
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");

  for (int i = 0; i < 2; i++) {
    g_autoptr (KigenState) state = NULL;
    write_file (path, i == 0 ? "first" : "other", 5);
    state = kigen_state_open (folder, GIVEN_NOW, NULL, NULL);
    g_assert_nonnull (state);
    g_clear_pointer (&state, kigen_state_close);
  }
  g_assert_cmpuint (given_damaged (folder), ==, 2);
  given_folder_removed (folder);
}

static void
test_newer (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  make_good_one (folder);
  given_sql (folder, "PRAGMA user_version = 9999; DROP TABLE notice; PRAGMA journal_mode = DELETE");
  before = read_file (path);

  g_assert_null (kigen_state_open (folder, GIVEN_NOW, NULL, &error));

  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_STATE_NEWER);
  after = read_file (path);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpuint (given_damaged (folder), ==, 0);
  given_folder_removed (folder);
}

/* Another program migrated the file while this one had it open. */
static void
test_newer_meanwhile (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GPtrArray) history = NULL;

  given_sql (folder, "PRAGMA user_version = 9999");

  g_assert_false (kigen_state_add_history (state, "backup", NULL, "must not be written", GIVEN_NOW, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_STATE_NEWER);
  g_clear_error (&error);
  history = kigen_state_history (state, 0, &error);
  g_assert_null (history);
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_STATE_NEWER);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

/* Whatever its mode says: there are those whom it does not hold back. */
static gboolean
may_write (const char *path)
{
  FILE *file = g_fopen (path, "r+b");
  if (file != NULL)
    fclose (file);
  return file != NULL;
}

static void
test_read_only (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");

  make_good_one (folder);
  g_assert_cmpint (g_chmod (path, 0400), ==, 0);
  if (may_write (path)) {
    g_test_skip ("root may write everything");
  } else {
    g_assert_null (kigen_state_open (folder, GIVEN_NOW, NULL, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
    g_assert_cmpuint (given_damaged (folder), ==, 0);
  }
  /* Windows removes no file that nobody may write. */
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  given_folder_removed (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/open/new", test_new);
  g_test_add_func ("/state/open/closed", test_closed);
  g_test_add_func ("/state/open/closed-again", test_closed_again);
  g_test_add_func ("/state/open/unsafe-folder", test_unsafe_folder);
  g_test_add_func ("/state/open/not-a-file", test_not_a_file);
  g_test_add_func ("/state/open/read-only", test_read_only);
  g_test_add_func ("/state/open/newer", test_newer);
  g_test_add_func ("/state/open/newer-meanwhile", test_newer_meanwhile);
  g_test_add_func ("/state/damaged/not-a-database", test_not_a_database);
  g_test_add_func ("/state/damaged/empty", test_empty);
  g_test_add_func ("/state/damaged/cut-in-half", test_cut_in_half);
  g_test_add_func ("/state/damaged/page-overwritten", test_page_overwritten);
  g_test_add_func ("/state/damaged/table-missing", test_table_missing);
  g_test_add_func ("/state/damaged/index-missing", test_index_missing);
  g_test_add_func ("/state/damaged/column-missing", test_column_missing);
  g_test_add_func ("/state/damaged/foreign-database", test_foreign_database);
  g_test_add_func ("/state/damaged/log-goes-along", test_log_goes_along);
  g_test_add_func ("/state/damaged/only-log-left", test_only_log_left);
  g_test_add_func ("/state/damaged/set-aside-but-not-begun", test_set_aside_but_not_begun);
  g_test_add_func ("/state/damaged/twice-in-a-second", test_damaged_twice_in_a_second);
  return g_test_run ();
}
