/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* The conversation through its branches, scripted, against the practice authority. */

#include "stage.h"

#include "workshop.h"

#include <kigen/base/error.h>

#include <locale.h>
#include <string.h>

/* Runs the stage's task by a script; what was asked must be `log`.  The error's code, -1 for none. */
static int
talk (Stage *stage, const char *const *answers, const char *log)
{
  g_auto (ScriptedView) view;
  g_autoptr (GError) error = NULL;
  scripted_view_init (&view, answers);
  KigenRenewalResult *result = kigen_conversation_run (&stage->place, &stage->task, &view.view, &error);
  g_assert_true ((result == NULL) == (error != NULL));
  g_assert_cmpstr (view.log->str, ==, log);
  kigen_renewal_result_free (result);
  return error != NULL ? error->code : -1;
}

static void
test_straight_through (void)
{
  g_auto (Stage) stage;
  stage_open (&stage, NULL);
  const char *answers[] = { "yes", "4711", stage.backup, "delete", NULL };

  g_assert_cmpint (talk (&stage, answers, "confirm password backup old done"), ==, -1);

  g_assert_cmpuint (stage_count (&stage), ==, 1);
  g_assert_true (g_file_test (stage.backup, G_FILE_TEST_IS_REGULAR));
}

static void
test_old_one_stays (void)
{
  g_auto (Stage) stage;
  stage_open (&stage, NULL);
  const char *answers[] = { "yes", "4711", stage.backup, "keep", NULL };

  g_assert_cmpint (talk (&stage, answers, "confirm password backup old done"), ==, -1);

  g_assert_cmpuint (stage_count (&stage), ==, 2);
}

static void
test_no_changes_nothing (void)
{
  g_auto (Stage) stage;
  stage_open (&stage, NULL);
  const char *answers[] = { "leave", NULL };

  g_assert_cmpint (talk (&stage, answers, "confirm"), ==, KIGEN_ERROR_CANCELLED);

  g_assert_cmpuint (stage_applications (&stage), ==, 0);
  g_assert_cmpuint (stage_count (&stage), ==, 1);
}

static void
test_answers_that_will_not_do (void)
{
  g_auto (Stage) stage;
  stage_open (&stage, NULL);
  g_autofree char *taken = workshop_path (stage.folder, "letter");
  workshop_write_text (stage.folder, "letter", "somebody's");
  const char *answers[]
      = { "yes", "12345", "", "4711", "/proc/backup.p12", taken, stage.backup, "delete", NULL };

  g_assert_cmpint (talk (&stage, answers,
                         "confirm password password:problem password:problem"
                         " backup backup:problem backup:problem old done"),
                   ==, -1);

  g_autoptr (GBytes) letter = workshop_read (stage.folder, "letter");
  g_autoptr (GBytes) before = g_bytes_new_static ("somebody's", strlen ("somebody's"));
  g_assert_true (g_bytes_equal (letter, before));
}

static void
test_left_at_the_last_question (void)
{
  g_auto (Stage) stage;
  stage_open (&stage, NULL);
  const char *first[] = { "yes", "4711", stage.backup, "leave", NULL };
  g_assert_cmpint (talk (&stage, first, "confirm password backup old"), ==, KIGEN_ERROR_INTERRUPTED);
  g_assert_cmpuint (stage_count (&stage), ==, 2);

  /* Nothing that was answered is asked for again. */
  const char *second[] = { "delete", NULL };
  g_assert_cmpint (talk (&stage, second, "old done"), ==, -1);
  g_assert_cmpuint (stage_count (&stage), ==, 1);
  g_assert_cmpuint (stage_applications (&stage), ==, 1);
}

static void
test_left_at_the_password (void)
{
  g_auto (Stage) stage;
  stage_open (&stage, NULL);
  const char *first[] = { "yes", "leave", NULL };
  g_assert_cmpint (talk (&stage, first, "confirm password"), ==, KIGEN_ERROR_INTERRUPTED);

  const char *second[] = { "4711", stage.backup, "delete", NULL };
  g_assert_cmpint (talk (&stage, second, "password backup old done"), ==, -1);
  g_assert_cmpuint (stage_applications (&stage), ==, 1);
}

static void
test_left_at_the_backup (void)
{
  g_auto (Stage) stage;
  stage_open (&stage, NULL);
  const char *first[] = { "yes", "4711", "leave", NULL };
  g_assert_cmpint (talk (&stage, first, "confirm password backup"), ==, KIGEN_ERROR_INTERRUPTED);

  /* Another conversation: nothing of the first is remembered but in the journal. */
  const char *second[] = { "4712", stage.backup, "delete", NULL };
  g_assert_cmpint (talk (&stage, second, "password backup old done"), ==, -1);
  g_assert_cmpuint (stage_applications (&stage), ==, 1);
}

/* The task that goes on with the only open renewal. */
static void
go_on_by_number (Stage *stage)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) open = kigen_state_open_renewals (stage->place.state, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (open->len, ==, 1);
  const KigenRenewalRecord *record = g_ptr_array_index (open, 0);
  stage->task = (KigenTask){ .profile = stage->task.profile, .open = record->number };
}

static void
test_resumed_by_number (void)
{
  g_auto (Stage) stage;
  stage_open (&stage, NULL);
  const char *first[] = { "yes", "4711", stage.backup, "leave", NULL };
  g_assert_cmpint (talk (&stage, first, "confirm password backup old"), ==, KIGEN_ERROR_INTERRUPTED);
  go_on_by_number (&stage);

  const char *second[] = { "keep", NULL };
  g_assert_cmpint (talk (&stage, second, "old done"), ==, -1);
  g_assert_cmpuint (stage_count (&stage), ==, 2);

  const char *third[] = { "later", NULL };
  g_assert_cmpint (talk (&stage, third, "trouble:nothing-to-do"), ==, KIGEN_ERROR_NOTHING_TO_DO);
}

static void
test_answers_are_remembered (void)
{
  /* As often as one run tries. */
  g_auto (Stage) stage;
  stage_open (&stage, "half-p12:4");
  const char *answers[] = { "yes", "4711", stage.backup, "again", "delete", NULL };

  g_assert_cmpint (talk (&stage, answers, "confirm password backup trouble:interrupted old done"), ==, -1);

  g_assert_cmpuint (stage_applications (&stage), ==, 1);
  g_assert_true (g_file_test (stage.backup, G_FILE_TEST_IS_REGULAR));
}

static void
test_refused_at_the_login (void)
{
  g_auto (Stage) stage;
  stage_open (&stage, "new-refused:1");
  const char *answers[] = { "yes", "4711", stage.backup, "again", "delete", NULL };

  g_assert_cmpint (talk (&stage, answers, "confirm password backup trouble:interrupted old done"), ==, -1);

  /* The same application brings it once more. */
  g_assert_cmpuint (stage_applications (&stage), ==, 1);
}

static void
test_a_place_that_fails_is_asked_for_anew (void)
{
  g_auto (Stage) stage;
  stage_open (&stage, NULL);
  g_autofree char *path = workshop_path (stage.folder, "kigen.conf");
  workshop_write_text (stage.folder, "kigen.conf", "[Backup]\nFolder=/proc/backups\n");
  g_autoptr (KigenSettings) settings = kigen_settings_load_files (path, NULL, NULL);
  stage.place.settings = settings;
  const char *answers[] = { "yes", "4711", "suggestion", "again", stage.backup, "delete", NULL };

  g_assert_cmpint (
      talk (&stage, answers, "confirm password backup trouble:backup-unwritable backup old done"), ==, -1);
}

/* First certificates
 * ---------------------------------------------------------------------------------------------------- */

static void
obtain_by_notice (Stage *stage, char **request_id, KigenSecret **reference_id)
{
  g_autofree char *text = stage_notice_id (stage, 1);
  *request_id = stage_notice_id (stage, 0);
  *reference_id = workshop_secret (text);
  stage->task = (KigenTask){ .profile = stage->task.profile,
                             .store = stage->workspace.store_uris[0],
                             .request_id = *request_id,
                             .reference_id = *reference_id };
}

static void
test_obtained (void)
{
  g_auto (Stage) stage;
  g_autofree char *request_id = NULL;
  g_autoptr (KigenSecret) reference_id = NULL;
  stage_open (&stage, NULL);
  obtain_by_notice (&stage, &request_id, &reference_id);
  const char *answers[] = { "4711", stage.backup, NULL };

  g_assert_cmpint (talk (&stage, answers, "password backup done"), ==, -1);

  g_assert_cmpuint (stage_count (&stage), ==, 2);
  g_assert_cmpuint (stage_applications (&stage), ==, 0);
}

static void
test_obtained_in_pieces (void)
{
  g_auto (Stage) stage;
  g_autofree char *request_id = NULL;
  g_autoptr (KigenSecret) reference_id = NULL;
  stage_open (&stage, NULL);
  obtain_by_notice (&stage, &request_id, &reference_id);
  const char *first[] = { "leave", NULL };
  g_assert_cmpint (talk (&stage, first, "password"), ==, KIGEN_ERROR_INTERRUPTED);
  const char *second[] = { "4711", "leave", NULL };
  g_assert_cmpint (talk (&stage, second, "password backup"), ==, KIGEN_ERROR_INTERRUPTED);
  go_on_by_number (&stage);
  const char *third[] = { stage.backup, "leave", NULL };
  g_assert_cmpint (talk (&stage, third, "backup password-again"), ==, KIGEN_ERROR_INTERRUPTED);

  /* It is in the store already: whoever has forgotten the password chooses another for the backup. */
  const char *last[] = { stage.backup, "9999", "2468", NULL };
  g_assert_cmpint (talk (&stage, last, "backup password-again password done"), ==, -1);
  g_assert_cmpuint (stage_count (&stage), ==, 2);
}

/* Trouble
 * --------------------------------------------------------------------------------------------------------------
 */

static void
test_trouble_and_again (void)
{
  /* The menu cannot be had until every try of the first run is spent. */
  g_auto (Stage) stage;
  stage_open (&stage, "error-menu:4");
  const char *answers[] = { "again", "yes", "4711", stage.backup, "delete", NULL };
  g_auto (ScriptedView) view;
  g_autoptr (GError) error = NULL;
  scripted_view_init (&view, answers);

  KigenRenewalResult *result = kigen_conversation_run (&stage.place, &stage.task, &view.view, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (view.log->str, "trouble:unreachable"));
  g_assert_true (g_str_has_suffix (view.log->str, "done"));
  kigen_renewal_result_free (result);
  g_assert_cmpuint (stage_applications (&stage), ==, 1);
}

static void
test_trouble_and_later (void)
{
  g_auto (Stage) stage;
  stage_open (&stage, "refused:always");
  const char *answers[] = { "yes", "later", NULL };

  g_assert_cmpint (talk (&stage, answers, "confirm trouble:refused"), ==, KIGEN_ERROR_REFUSED);

  g_assert_cmpuint (stage_count (&stage), ==, 1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conversation/straight-through", test_straight_through);
  g_test_add_func ("/conversation/old-one-stays", test_old_one_stays);
  g_test_add_func ("/conversation/no-changes-nothing", test_no_changes_nothing);
  g_test_add_func ("/conversation/answers-that-will-not-do", test_answers_that_will_not_do);
  g_test_add_func ("/conversation/left-at-the-last-question", test_left_at_the_last_question);
  g_test_add_func ("/conversation/left-at-the-password", test_left_at_the_password);
  g_test_add_func ("/conversation/left-at-the-backup", test_left_at_the_backup);
  g_test_add_func ("/conversation/resumed-by-number", test_resumed_by_number);
  g_test_add_func ("/conversation/answers-are-remembered", test_answers_are_remembered);
  g_test_add_func ("/conversation/refused-at-the-login", test_refused_at_the_login);
  g_test_add_func ("/conversation/a-place-that-fails", test_a_place_that_fails_is_asked_for_anew);
  g_test_add_func ("/conversation/obtained", test_obtained);
  g_test_add_func ("/conversation/obtained-in-pieces", test_obtained_in_pieces);
  g_test_add_func ("/conversation/trouble-and-again", test_trouble_and_again);
  g_test_add_func ("/conversation/trouble-and-later", test_trouble_and_later);
  return g_test_run ();
}
