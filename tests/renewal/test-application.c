/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Never a second application: what the steps do with one whose fate is open, from one run to the next and
 * from one state to another.  Counted is what the practice authority was sent. */

#include "scratch.h"
#include "story.h"

#include <kigen/base/error.h>

/* An authority whose answer to Submit is lost, that charges for each, and whose list never shows one; and a
 * profile that does not wait long. */
static const char *const never_shown[]
    = { "--fault", "cut-taken:always", "--fault", "list-never", "--fault", "charges-again",
        "--wait",  "Issue=1",          "--wait",  "Settle=1",   NULL };
/* The same with a list that shows it. */
static const char *const lost_once[] = { "--fault", "cut-taken", "--fault", "charges-again", NULL };

static void
assert_sent (const Story *story, guint n)
{
  g_autoptr (KigenRenewalRecord) record = story_record (story);
  g_assert_cmpuint (story_events (story, "sent"), ==, n);
  if (record != NULL)
    g_assert_cmpint (record->applications, <=, n);
}

static void
test_a_lost_answer_is_found_in_the_list (void)
{
  g_auto (Story) story;
  story_open (&story, lost_once);
  g_assert_cmpint (story_renew (&story), ==, STORY_DONE);
  assert_sent (&story, 1);
  g_assert_cmpuint (story.asked_again, ==, 0);
}

static void
test_unknown_where_the_list_stays_empty (void)
{
  g_auto (Story) story;
  story_open (&story, never_shown);
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_APPLICATION_UNKNOWN);
  g_assert_cmpuint (story.asked_again, ==, 1);
  assert_sent (&story, 1);
  /* It stays open, however often it is looked at. */
  g_assert_cmpint (story_resume (&story), ==, KIGEN_ERROR_APPLICATION_UNKNOWN);
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_APPLICATION_UNKNOWN);
  assert_sent (&story, 1);
  g_autoptr (KigenRenewalRecord) record = story_record (&story);
  g_assert_cmpint (record->applications, ==, 1);
  g_assert_cmpint (record->applied_at, >, 0);
}

static void
test_a_user_s_word_is_good_for_one (void)
{
  g_auto (Story) story;
  story_open (&story, never_shown);
  story.words = 1;
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_APPLICATION_UNKNOWN);
  g_assert_cmpuint (story.asked_again, ==, 2);
  assert_sent (&story, 2);
  g_assert_cmpint (story_resume (&story), ==, KIGEN_ERROR_APPLICATION_UNKNOWN);
  assert_sent (&story, 2);
}

static void
test_nobody_who_can_be_asked_says_no (void)
{
  g_auto (Story) story;
  story_open (&story, never_shown);
  story.questions.apply_again = NULL;
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_APPLICATION_UNKNOWN);
  assert_sent (&story, 1);
}

static void
test_given_up_it_is_as_open_as_before (void)
{
  g_auto (Story) story;
  story_open (&story, never_shown);
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_APPLICATION_UNKNOWN);
  g_assert_cmpint (story_abandon (&story), ==, STORY_DONE);
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_APPLICATION_UNKNOWN);
  assert_sent (&story, 1);
}

static void
test_another_state_knows_of_it (void)
{
  g_auto (Story) story;
  story_open (&story, never_shown);
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_APPLICATION_UNKNOWN);
  story_change_state (&story);
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_APPLICATION_UNKNOWN);
  assert_sent (&story, 1);
}

static void
test_another_state_looks_into_the_list_first (void)
{
  g_auto (Story) story;
  story_open (&story, NULL);
  story.stop_after = KIGEN_STEP_APPLIED;
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_INTERRUPTED);
  story.stop_after = KIGEN_STEP_DONE;
  story_change_state (&story);
  g_assert_cmpint (story_renew (&story), ==, STORY_DONE);
  assert_sent (&story, 1);
}

static void
test_a_clock_set_back_sends_nothing (void)
{
  g_auto (Story) story;
  story_open (&story, never_shown);
  story.shift = 30 * 60;
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_APPLICATION_UNKNOWN);
  story.shift = 0;
  /* Nor does it wait until the clock has caught up. */
  g_assert_cmpint (story_resume (&story), ==, KIGEN_ERROR_APPLICATION_UNKNOWN);
  assert_sent (&story, 1);
  g_autoptr (KigenRenewalRecord) record = story_record (&story);
  g_assert_cmpint (record->applied_at, <=, kigen_clock_system (NULL));
}

static void
test_a_refusal_in_words_is_an_end (void)
{
  /* Given an authority that refuses once, in words, and then takes it. */
  static const char *const refuses[] = { "--fault", "refused", NULL };
  g_auto (Story) story;
  story_open (&story, refuses);
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_REFUSED);
  g_assert_null (story_record (&story));
  assert_sent (&story, 1);
  g_assert_cmpint (story_renew (&story), ==, STORY_DONE);
  assert_sent (&story, 2);
  g_assert_cmpuint (story_events (&story, "application"), ==, 1);
  g_assert_cmpuint (story.asked_again, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  SCRATCH home = scratch_new ();
  g_setenv ("XDG_STATE_HOME", home, TRUE);
#define SCENARIO(name, function) g_test_add_func ("/application/" name, function)
  SCENARIO ("a-lost-answer-is-found-in-the-list", test_a_lost_answer_is_found_in_the_list);
  SCENARIO ("unknown-where-the-list-stays-empty", test_unknown_where_the_list_stays_empty);
  SCENARIO ("a-user's-word-is-good-for-one", test_a_user_s_word_is_good_for_one);
  SCENARIO ("nobody-who-can-be-asked-says-no", test_nobody_who_can_be_asked_says_no);
  SCENARIO ("given-up-it-is-as-open-as-before", test_given_up_it_is_as_open_as_before);
  SCENARIO ("another-state-knows-of-it", test_another_state_knows_of_it);
  SCENARIO ("another-state-looks-into-the-list-first", test_another_state_looks_into_the_list_first);
  SCENARIO ("a-clock-set-back-sends-nothing", test_a_clock_set_back_sends_nothing);
  SCENARIO ("a-refusal-in-words-is-an-end", test_a_refusal_in_words_is_an_end);
  return g_test_run ();
}
