/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "test-state"

/* From the first schema to the newest, and what a step that fails leaves behind. */

#include "given.h"
#include "schema.h"

#include <kigen/base/error.h>

#include <glib/gstdio.h>

static void
make_version_1 (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *fixture = g_test_build_filename (G_TEST_DIST, "version-1.sql", NULL);
  g_autofree char *sql = NULL;

  g_file_get_contents (fixture, &sql, NULL, &error);
  g_assert_no_error (error);
  given_sql (folder, sql);
}

static void
assert_content_of_version_1 (KigenState *state)
{
  g_autoptr (GPtrArray) certificates = kigen_state_certificates (state, NULL);
  g_autoptr (GPtrArray) notices = kigen_state_notices (state, "aaaa", NULL);
  g_autoptr (GPtrArray) history = kigen_state_history (state, 0, NULL);
  g_autoptr (KigenRenewalRecord) record = kigen_state_open_renewal (state, "aaaa", NULL);
  const KigenCertificate *certificate;
  const KigenNoticeGiven *notice;

  g_assert_cmpint (kigen_state_rebuilt_at (state), ==, 1750000001);
  g_assert_cmpuint (certificates->len, ==, 1);
  certificate = g_ptr_array_index (certificates, 0);
  g_assert_cmpstr (certificate->label, ==, "受付");
  g_assert_cmpuint (notices->len, ==, 1);
  notice = g_ptr_array_index (notices, 0);
  g_assert_cmpint (notice->stage, ==, 90);
  g_assert_cmpint (notice->day, ==, 2460900);
  g_assert_null (notice->answer);
  g_assert_cmpint (notice->answered_day, ==, 0);
  g_assert_cmpuint (history->len, ==, 1);
  g_assert_nonnull (record);
  g_assert_cmpint (record->number, ==, 7);
  g_assert_cmpint (record->step, ==, KIGEN_STEP_ISSUED);
  g_assert_true (record->under_way);
  g_assert_cmpstr (record->reference_id, ==, "reference");
  g_assert_cmpstr (record->old_choice, ==, "keep");
}

static void
test_from_version_1 (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = given_folder ();
  g_autoptr (KigenState) state = NULL;

  make_version_1 (folder);

  state = given_state (folder);

  assert_content_of_version_1 (state);
  g_assert_true (kigen_state_answer_notice (state, "aaaa", 90, 2460900, "later", 2460901, &error));
  g_assert_no_error (error);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

/* Something that a step wants to make is there already: the step fails, for good until it is taken away. */
static void
test_step_fails (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = given_folder ();
  g_autoptr (KigenState) state = NULL;

  make_version_1 (folder);
  given_sql (folder, "ALTER TABLE notice ADD COLUMN answered_day TEXT");

  g_assert_null (kigen_state_open (folder, GIVEN_NOW, NULL, &error));

  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_cmpuint (given_damaged (folder), ==, 0);
  /* Had half of the step stayed, it could not be taken now. */
  given_sql (folder, "ALTER TABLE notice DROP COLUMN answered_day");
  state = given_state (folder);
  assert_content_of_version_1 (state);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

static void
test_version_1_with_table_missing (void)
{
  char *folder = given_folder ();
  g_autofree char *set_aside = NULL;
  g_autoptr (KigenState) state = NULL;

  make_version_1 (folder);
  given_sql (folder, "DROP TABLE history");

  state = kigen_state_open (folder, GIVEN_NOW, &set_aside, NULL);

  g_assert_nonnull (state);
  g_assert_nonnull (set_aside);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

static char *
dump_schema (sqlite3 *database)
{
  g_autoptr (GString) dump = g_string_new (NULL);
  sqlite3_stmt *query;

  g_assert_cmpint (
      sqlite3_prepare_v2 (database, "SELECT sql FROM sqlite_schema ORDER BY name", -1, &query, NULL), ==,
      SQLITE_OK);
  while (sqlite3_step (query) == SQLITE_ROW) {
    const unsigned char *sql = sqlite3_column_text (query, 0);
    g_string_append_printf (dump, "%s\n", sql == NULL ? "" : (const char *)sql);
  }
  sqlite3_finalize (query);
  return g_string_free (g_steal_pointer (&dump), FALSE);
}

/* The frozen database and the first step as it is today make the same: a step that has been given out never
 * changes. */
static void
test_first_step_is_frozen (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");
  sqlite3 *today = kigen_schema_compose (1, &error);
  sqlite3 *frozen = NULL;
  g_autofree char *schema_today = NULL;
  g_autofree char *schema_frozen = NULL;
  g_autoptr (GRegex) remark = g_regex_new (" *--.*", 0, 0, NULL);
  g_autofree char *bare = NULL;

  g_assert_no_error (error);
  make_version_1 (folder);
  g_assert_cmpint (sqlite3_open (path, &frozen), ==, SQLITE_OK);
  schema_today = dump_schema (today);
  schema_frozen = dump_schema (frozen);

  bare = g_regex_replace_literal (remark, schema_today, -1, 0, "", 0, NULL);
  g_assert_cmpstr (bare, ==, schema_frozen);
  sqlite3_close (today);
  sqlite3_close (frozen);
  given_folder_removed (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/schema/from-version-1", test_from_version_1);
  g_test_add_func ("/state/schema/step-fails", test_step_fails);
  g_test_add_func ("/state/schema/version-1-with-table-missing", test_version_1_with_table_missing);
  g_test_add_func ("/state/schema/first-step-is-frozen", test_first_step_is_frozen);
  return g_test_run ();
}
