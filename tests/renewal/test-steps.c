/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* The table of steps from the store's side: the proof that is refused or put off, the backup that changes
 * behind our back, a password that is forgotten, a renewal that is given up.  Real state, real store, the
 * practice authority. */

#include "scratch.h"
#include "story.h"

#include <kigen/base/error.h>

#include <glib/gstdio.h>
#include <string.h>

#define HOUR (60 * 60)
#define DAY (24 * HOUR)

static const char *const refuses_the_new_one[] = { "--fault", "refused-proof:always", NULL };
static const char *const given_out_once[] = { "--fault", "once",    "--fault", "list-unfetched-only",
                                              "--wait",  "Issue=1", "--wait",  "Settle=1",
                                              NULL };
static const char *const another_pair_each_time[] = { "--fault", "new-pair", NULL };

static KigenStep
step_of (const Story *story)
{
  g_autoptr (KigenRenewalRecord) record = story_record (story);
  return record != NULL ? record->step : KIGEN_STEP_ABANDONED;
}

static gboolean
has (const Story *story, const char *id)
{
  g_autoptr (KigenCertificate) found = kigen_store_find (story->store, id, NULL);
  return found != NULL && found->has_key == KIGEN_HAS_KEY_YES;
}

static char *
new_id (const Story *story)
{
  g_autoptr (KigenRenewalRecord) record = story_record (story);
  g_assert_nonnull (record);
  return g_strdup (record->new_id);
}

/* The proof
 * -------------------------------------------------------------------------------------------------------- */

static void
assert_waits_at_the_proof (Story *story)
{
  g_assert_cmpint (step_of (story), ==, KIGEN_STEP_INSTALLED);
  g_assert_cmpuint (story_certificates (story), ==, 2);
  g_assert_true (has (story, story->old->id));
}

static void
test_a_refusal_waits_and_both_stay (void)
{
  static const char *const refuses_once[] = { "--fault", "refused-proof", NULL };
  g_auto (Story) story;
  story_open (&story, refuses_once);
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_INTERRUPTED);
  assert_waits_at_the_proof (&story);

  g_assert_cmpint (story_resume (&story), ==, STORY_DONE);
  g_assert_cmpuint (story_certificates (&story), ==, 1);
  g_assert_false (has (&story, story.old->id));
  g_assert_cmpuint (story_events (&story, "sent"), ==, 1);
}

static void
test_a_day_of_refusals_is_final (void)
{
  g_auto (Story) story;
  story_open (&story, refuses_the_new_one);
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_INTERRUPTED);
  story.shift = 23 * HOUR;
  g_assert_cmpint (story_resume (&story), ==, KIGEN_ERROR_INTERRUPTED);
  assert_waits_at_the_proof (&story);

  story.shift = 25 * HOUR;
  g_assert_cmpint (story_resume (&story), ==, KIGEN_ERROR_REFUSED);
  g_assert_cmpint (step_of (&story), ==, KIGEN_STEP_ABANDONED);
  g_assert_cmpuint (story_certificates (&story), ==, 1);
  g_assert_true (has (&story, story.old->id));
  g_assert_cmpuint (story_received (&story), ==, 1);
  g_assert_nonnull (strstr (story.message, "received-"));
}

static void
test_after_a_final_refusal_the_file_is_gone_on_with (void)
{
  g_auto (Story) story;
  story_open (&story, refuses_the_new_one);
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_INTERRUPTED);
  story.shift = 25 * HOUR;
  g_assert_cmpint (story_resume (&story), ==, KIGEN_ERROR_REFUSED);

  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_INTERRUPTED);
  assert_waits_at_the_proof (&story);
  g_assert_cmpuint (story_events (&story, "sent"), ==, 1);
}

static void
test_a_clock_set_back_makes_no_refusal_final_nor_immortal (void)
{
  g_auto (Story) story;
  story_open (&story, refuses_the_new_one);
  story.shift = 3 * DAY;
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_INTERRUPTED);
  story.shift = 0;
  g_assert_cmpint (story_resume (&story), ==, KIGEN_ERROR_INTERRUPTED);
  story.shift = 23 * HOUR;
  g_assert_cmpint (story_resume (&story), ==, KIGEN_ERROR_INTERRUPTED);
  assert_waits_at_the_proof (&story);
  /* A day by the clock as it goes now, long before the instant that was first noted. */
  story.shift = 25 * HOUR;
  g_assert_cmpint (story_resume (&story), ==, KIGEN_ERROR_REFUSED);
}

static void
test_maintenance_at_the_proof_says_nothing_of_the_certificate (void)
{
  static const char *const maintained[] = { "--fault", "maintenance-proof:always", NULL };
  g_auto (Story) story;
  story_open (&story, maintained);
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_INTERRUPTED);
  story.shift = 3 * DAY;
  g_assert_cmpint (story_resume (&story), ==, KIGEN_ERROR_INTERRUPTED);
  assert_waits_at_the_proof (&story);
  g_autoptr (KigenRenewalRecord) record = story_record (&story);
  g_assert_cmpint (record->refused_at, ==, 0);
}

/* The backup
 * ------------------------------------------------------------------------------------------------------- */

/* Everything is done, and the user is asked what becomes of the old one. */
static char *
leave_at_the_old_one (Story *story)
{
  story->leaves_at_old = TRUE;
  g_assert_cmpint (story_renew (story), ==, KIGEN_ERROR_INTERRUPTED);
  g_assert_cmpint (step_of (story), ==, KIGEN_STEP_BACKED_UP);
  story->leaves_at_old = FALSE;
  return new_id (story);
}

static void
test_a_backup_that_has_gone_is_written_again (void)
{
  g_auto (Story) story;
  story_open (&story, NULL);
  g_autofree char *id = leave_at_the_old_one (&story);
  g_assert_cmpint (g_remove (story.backup), ==, 0);

  g_assert_cmpint (story_resume (&story), ==, STORY_DONE);

  g_autofree char *backup_id = story_backup_id (&story, "4711");
  g_assert_cmpstr (backup_id, ==, id);
  g_assert_false (has (&story, story.old->id));
  g_assert_cmpuint (story.warned, ==, 1);
}

static void
test_a_backup_that_has_changed_keeps_the_old_one (void)
{
  g_auto (Story) story;
  story_open (&story, NULL);
  g_autofree char *id = leave_at_the_old_one (&story);
  g_assert_true (g_file_set_contents (story.backup, "somebody's letter", -1, NULL));

  g_assert_cmpint (story_resume (&story), ==, KIGEN_ERROR_BACKUP_EXISTS);

  g_assert_true (has (&story, story.old->id));
  g_assert_true (has (&story, id));
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (story.backup, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "somebody's letter");
  /* When the letter is put away, it goes on. */
  g_assert_cmpint (g_remove (story.backup), ==, 0);
  g_assert_cmpint (story_resume (&story), ==, STORY_DONE);
  g_assert_false (has (&story, story.old->id));
}

static void
test_an_untouched_backup_needs_no_password (void)
{
  g_auto (Story) story;
  story_open (&story, NULL);
  g_autofree char *id = leave_at_the_old_one (&story);
  story.asked_password = 0;
  g_assert_cmpint (story_resume (&story), ==, STORY_DONE);
  g_assert_cmpuint (story.asked_password, ==, 0);
  g_assert_cmpuint (story.warned, ==, 0);
}

static void
test_a_forgotten_password_costs_nothing_once_installed (void)
{
  /* Given an authority that makes another pair at each download. */
  g_auto (Story) story;
  story_open (&story, another_pair_each_time);
  story.stop_after = KIGEN_STEP_INSTALLED;
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_INTERRUPTED);
  g_autofree char *id = new_id (&story);

  story.stop_after = KIGEN_STEP_DONE;
  story.password = "0815";
  g_assert_cmpint (story_resume (&story), ==, STORY_DONE);

  g_autofree char *backup_id = story_backup_id (&story, "0815");
  g_assert_cmpstr (backup_id, ==, id);
  g_assert_true (has (&story, id));
  g_assert_cmpuint (story_certificates (&story), ==, 1);
  g_assert_cmpuint (story_received (&story), ==, 0);
}

static void
test_a_backup_that_has_gone_with_its_password_forgotten (void)
{
  g_auto (Story) story;
  story_open (&story, another_pair_each_time);
  g_autofree char *id = leave_at_the_old_one (&story);
  g_assert_cmpint (g_remove (story.backup), ==, 0);
  story.password = "0815";
  g_assert_cmpint (story_resume (&story), ==, STORY_DONE);
  g_autofree char *backup_id = story_backup_id (&story, "0815");
  g_assert_cmpstr (backup_id, ==, id);
}

/* Giving up
 * -------------------------------------------------------------------------------------------------------- */

static void
test_given_up_before_the_proof (gconstpointer data)
{
  KigenStep step = (KigenStep)GPOINTER_TO_INT (data);
  /* Given an authority that gives out a key once, and then shows it no more. */
  g_auto (Story) story;
  story_open (&story, given_out_once);
  story.stop_after = step;
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_INTERRUPTED);
  g_assert_cmpint (step_of (&story), ==, (int)step);
  guint received = story_received (&story);
  g_assert_cmpuint (received, ==, step >= KIGEN_STEP_RECEIVED ? 1 : 0);

  g_assert_cmpint (story_abandon (&story), ==, STORY_DONE);

  g_assert_cmpint (step_of (&story), ==, KIGEN_STEP_ABANDONED);
  g_assert_cmpuint (story_certificates (&story), ==, 1);
  g_assert_true (has (&story, story.old->id));
  g_assert_cmpuint (story_received (&story), ==, received);

  /* What is begun later goes on from there, and applies for nothing. */
  story.stop_after = KIGEN_STEP_DONE;
  g_assert_cmpint (story_renew (&story), ==, STORY_DONE);
  g_assert_cmpuint (story_events (&story, "sent"), ==, 1);
  g_assert_cmpuint (story_certificates (&story), ==, 1);
  g_assert_false (has (&story, story.old->id));
  g_assert_cmpuint (story_received (&story), ==, 0);
}

static void
test_given_up_after_the_proof (gconstpointer data)
{
  g_auto (Story) story;
  story_open (&story, NULL);
  story.stop_after = (KigenStep)GPOINTER_TO_INT (data);
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_INTERRUPTED);
  g_autofree char *id = new_id (&story);

  g_assert_cmpint (story_abandon (&story), ==, STORY_DONE);

  /* The new one has logged in: it stays, and there is nothing left to renew. */
  g_assert_true (has (&story, id));
  g_assert_true (has (&story, story.old->id));
  story.stop_after = KIGEN_STEP_DONE;
  g_assert_cmpint (story_renew (&story), ==, KIGEN_ERROR_NOTHING_TO_DO);
  g_assert_cmpuint (story_events (&story, "sent"), ==, 1);
}

/* A first certificate
 * ---------------------------------------------------------------------------------------------- */

static void
test_a_first_certificate_has_its_ids_from_its_first_entry (void)
{
  g_auto (Story) story;
  story_open (&story, NULL);
  g_assert_cmpint (story_obtain (&story), ==, STORY_DONE);
  g_assert_true (story.saw_ids);
  g_assert_cmpuint (story_certificates (&story), ==, 2);
  g_assert_cmpuint (story_received (&story), ==, 0);
}

int
main (int argc, char **argv)
{
  static const KigenStep before[]
      = { KIGEN_STEP_APPLIED, KIGEN_STEP_ISSUED, KIGEN_STEP_RECEIVED, KIGEN_STEP_INSTALLED };
  static const KigenStep after[] = { KIGEN_STEP_PROVED, KIGEN_STEP_BACKED_UP };
  g_test_init (&argc, &argv, NULL);
  SCRATCH home = scratch_new ();
  g_setenv ("XDG_STATE_HOME", home, TRUE);
#define SCENARIO(name, function) g_test_add_func ("/steps/" name, function)
  SCENARIO ("a-refusal-waits-and-both-stay", test_a_refusal_waits_and_both_stay);
  SCENARIO ("a-day-of-refusals-is-final", test_a_day_of_refusals_is_final);
  SCENARIO ("after-a-final-refusal-the-file-is-gone-on-with",
            test_after_a_final_refusal_the_file_is_gone_on_with);
  SCENARIO ("a-clock-set-back-makes-no-refusal-final-nor-immortal",
            test_a_clock_set_back_makes_no_refusal_final_nor_immortal);
  SCENARIO ("maintenance-at-the-proof-says-nothing-of-the-certificate",
            test_maintenance_at_the_proof_says_nothing_of_the_certificate);
  SCENARIO ("a-backup-that-has-gone-is-written-again", test_a_backup_that_has_gone_is_written_again);
  SCENARIO ("a-backup-that-has-changed-keeps-the-old-one", test_a_backup_that_has_changed_keeps_the_old_one);
  SCENARIO ("an-untouched-backup-needs-no-password", test_an_untouched_backup_needs_no_password);
  SCENARIO ("a-forgotten-password-costs-nothing-once-installed",
            test_a_forgotten_password_costs_nothing_once_installed);
  SCENARIO ("a-backup-that-has-gone-with-its-password-forgotten",
            test_a_backup_that_has_gone_with_its_password_forgotten);
  for (gsize i = 0; i < G_N_ELEMENTS (before); i++) {
    g_autofree char *name = g_strdup_printf ("/steps/given-up-at/%s", kigen_step_name (before[i]));
    g_test_add_data_func (name, GINT_TO_POINTER (before[i]), test_given_up_before_the_proof);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (after); i++) {
    g_autofree char *name = g_strdup_printf ("/steps/given-up-at/%s", kigen_step_name (after[i]));
    g_test_add_data_func (name, GINT_TO_POINTER (after[i]), test_given_up_after_the_proof);
  }
  SCENARIO ("a-first-certificate-has-its-ids-from-its-first-entry",
            test_a_first_certificate_has_its_ids_from_its_first_entry);
  return g_test_run ();
}
