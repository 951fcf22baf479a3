/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "test-state"

/* Notices given and their answers. */

#include "given.h"

#include <kigen/base/error.h>

static void
record (KigenState *state, const char *id, int stage, gint64 day, gint64 shown_at)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *own = g_strdup (id);
  KigenNoticeGiven notice = { .id = own, .stage = stage, .day = day, .shown_at = shown_at };

  g_assert_true (kigen_state_record_notice (state, &notice, &error));
  g_assert_no_error (error);
}

static void
test_given_and_answered (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GPtrArray) notices = NULL;
  const KigenNoticeGiven *notice;

  record (state, "aaaa", 90, 1000, 50000);
  record (state, "aaaa", -3, 1093, 90000);
  record (state, "bbbb", 60, 1030, 60000);
  g_assert_true (kigen_state_answer_notice (state, "aaaa", 90, 1000, "later", 1002, NULL));
  g_clear_pointer (&state, kigen_state_close);

  state = given_state (folder);
  notices = kigen_state_notices (state, "aaaa", NULL);

  g_assert_cmpuint (notices->len, ==, 2);
  notice = g_ptr_array_index (notices, 0);
  g_assert_cmpstr (notice->id, ==, "aaaa");
  g_assert_cmpint (notice->stage, ==, 90);
  g_assert_cmpint (notice->day, ==, 1000);
  g_assert_cmpint (notice->shown_at, ==, 50000);
  g_assert_cmpstr (notice->answer, ==, "later");
  g_assert_cmpint (notice->answered_day, ==, 1002);
  notice = g_ptr_array_index (notices, 1);
  g_assert_cmpint (notice->stage, ==, -3);
  g_assert_null (notice->answer);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

static void
test_twice (void)
{
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GPtrArray) notices = NULL;

  record (state, "aaaa", 30, 1000, 50000);
  g_assert_true (kigen_state_answer_notice (state, "aaaa", 30, 1000, "later", 1000, NULL));
  record (state, "aaaa", 30, 1000, 50001);
  record (state, "aaaa", 30, 1001, 50002);

  notices = kigen_state_notices (state, "aaaa", NULL);
  g_assert_cmpuint (notices->len, ==, 2);
  g_assert_cmpstr (((KigenNoticeGiven *)g_ptr_array_index (notices, 0))->answer, ==, "later");
  g_assert_cmpint (((KigenNoticeGiven *)g_ptr_array_index (notices, 0))->shown_at, ==, 50000);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

static void
test_answer_to_nothing (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);

  g_assert_false (kigen_state_answer_notice (state, "aaaa", 30, 1000, "later", 1000, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);

  /* The transaction is not left open. */
  record (state, "aaaa", 30, 1000, 50000);
  g_clear_pointer (&state, kigen_state_close);
  given_folder_removed (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/notices/given-and-answered", test_given_and_answered);
  g_test_add_func ("/state/notices/twice", test_twice);
  g_test_add_func ("/state/notices/answer-to-nothing", test_answer_to_nothing);
  return g_test_run ();
}
