/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "test-state"

/* The journal of renewals. */

#include "given.h"

#include "state-private.h"

#include <kigen/base/error.h>

#include <string.h>

typedef struct {
  char *folder;
  KigenState *state;
  KigenCertificate *old;
} Given;

static void
set_up (Given *given, gconstpointer unused)
{
  (void)unused;
  given->folder = given_folder ();
  given->state = given_state (given->folder);
  given->old = given_certificate ('a', "nss:/a");
}

static void
tear_down (Given *given, gconstpointer unused)
{
  (void)unused;
  kigen_certificate_unref (given->old);
  kigen_state_close (given->state);
  given_folder_removed (given->folder);
}

static KigenRenewalRecord *
begin (Given *given)
{
  g_autoptr (GError) error = NULL;
  KigenRenewalRecord *record
      = kigen_state_begin_renewal (given->state, given->old, "obn", "nss:/a", GIVEN_NOW, &error);

  g_assert_no_error (error);
  g_assert_nonnull (record);
  return record;
}

static void
enter (Given *given, KigenRenewalRecord *record, gint64 now)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kigen_state_enter_step (given->state, record, now, &error));
  g_assert_no_error (error);
}

static void
complete (Given *given, KigenRenewalRecord *record, KigenStep step, gint64 now)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kigen_state_complete_step (given->state, record, step, now, &error));
  g_assert_no_error (error);
}

/* What is on the disk, as another process would see it. */
static KigenRenewalRecord *
on_disk (Given *given, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenState) other = given_state (given->folder);
  KigenRenewalRecord *record = kigen_state_open_renewal (other, id, &error);

  g_assert_no_error (error);
  return record;
}

static void
assert_same (const KigenRenewalRecord *one, const KigenRenewalRecord *other)
{
  g_assert_cmpint (one->number, ==, other->number);
  g_assert_cmpstr (one->old_id, ==, other->old_id);
  g_assert_cmpstr (one->subject, ==, other->subject);
  g_assert_cmpstr (one->profile, ==, other->profile);
  g_assert_cmpstr (one->store, ==, other->store);
  g_assert_cmpint (one->step, ==, other->step);
  g_assert_cmpint (one->under_way, ==, other->under_way);
  g_assert_cmpint (one->entered_at, ==, other->entered_at);
  g_assert_cmpint (one->applied_at, ==, other->applied_at);
  g_assert_cmpstr (one->request_id, ==, other->request_id);
  g_assert_cmpstr (one->reference_id, ==, other->reference_id);
  g_assert_cmpstr (one->new_id, ==, other->new_id);
  g_assert_cmpstr (one->backup, ==, other->backup);
  g_assert_cmpstr (one->old_choice, ==, other->old_choice);
  g_assert_cmpstr (one->reason, ==, other->reason);
  g_assert_cmpint (one->begun_at, ==, other->begun_at);
  g_assert_cmpint (one->changed_at, ==, other->changed_at);
}

static void
assert_on_disk (Given *given, const KigenRenewalRecord *record)
{
  g_autoptr (KigenRenewalRecord) found = on_disk (given, record->old_id);

  g_assert_nonnull (found);
  assert_same (found, record);
}

static void
test_step_by_step (Given *given, gconstpointer unused)
{
  g_autoptr (KigenRenewalRecord) record = begin (given);
  g_autoptr (GPtrArray) open = NULL;

  (void)unused;
  g_assert_cmpstr (record->subject, ==, given->old->subject);
  g_assert_cmpint (record->step, ==, KIGEN_STEP_BEGUN);
  g_assert_false (record->under_way);
  assert_on_disk (given, record);

  for (KigenStep step = KIGEN_STEP_APPLIED; step <= KIGEN_STEP_RETIRED; step++) {
    enter (given, record, GIVEN_NOW + 10 * step);
    g_assert_true (record->under_way);
    g_assert_cmpint (record->step, ==, step - 1);
    g_assert_cmpint (record->entered_at, ==, GIVEN_NOW + 10 * step);
    assert_on_disk (given, record);

    complete (given, record, step, GIVEN_NOW + 10 * step + 1);
    g_assert_false (record->under_way);
    g_assert_cmpint (record->step, ==, step);
    assert_on_disk (given, record);
  }
  enter (given, record, GIVEN_NOW + 100);
  complete (given, record, KIGEN_STEP_DONE, GIVEN_NOW + 101);

  g_assert_null (on_disk (given, record->old_id));
  open = kigen_state_open_renewals (given->state, NULL);
  g_assert_cmpuint (open->len, ==, 0);
}

/* What was learnt is written with the step, all of it. */
static void
test_what_was_learnt (Given *given, gconstpointer unused)
{
  g_autoptr (KigenRenewalRecord) record = begin (given);
  g_autoptr (KigenRenewalRecord) by_new_id = NULL;

  (void)unused;
  enter (given, record, GIVEN_NOW + 1);
  record->applied_at = GIVEN_NOW + 2;
  record->request_id = g_strdup ("202012100001000");
  record->reference_id = g_strdup ("FPwNiG5g4r");
  complete (given, record, KIGEN_STEP_APPLIED, GIVEN_NOW + 3);
  assert_on_disk (given, record);

  record->new_id = g_strnfill (64, 'b');
  record->backup = g_strdup ("/home/desk/受付.p12");
  record->old_choice = g_strdup ("keep");
  g_assert_true (kigen_state_save_renewal (given->state, record, GIVEN_NOW + 4, NULL));
  record->changed_at = GIVEN_NOW + 4;
  assert_on_disk (given, record);

  by_new_id = on_disk (given, record->new_id);
  g_assert_nonnull (by_new_id);
  assert_same (by_new_id, record);
}

static void
test_one_at_a_time (Given *given, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenRenewalRecord) first = begin (given);
  g_autoptr (KigenRenewalRecord) again = NULL;

  (void)unused;
  g_assert_null (kigen_state_begin_renewal (given->state, given->old, "obn", "nss:/a", GIVEN_NOW, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BUSY);

  g_assert_true (kigen_state_abandon_renewal (given->state, first, "refused", GIVEN_NOW, NULL));
  again = begin (given);
  g_assert_cmpint (again->number, >, first->number);
}

static void
test_abandoned (Given *given, gconstpointer unused)
{
  g_autoptr (KigenRenewalRecord) record = begin (given);
  g_autoptr (GPtrArray) all = NULL;
  const KigenRenewalRecord *found;

  (void)unused;
  enter (given, record, GIVEN_NOW + 1);
  record->request_id = g_strdup ("1");
  record->reference_id = g_strdup ("2");
  g_assert_true (kigen_state_abandon_renewal (given->state, record, "却下", GIVEN_NOW + 2, NULL));

  g_assert_cmpint (record->step, ==, KIGEN_STEP_ABANDONED);
  g_assert_cmpstr (record->reason, ==, "却下");
  g_assert_null (on_disk (given, record->old_id));
  all = kigen_state_renewals_of_subject (given->state, given->old->subject, NULL);
  g_assert_cmpuint (all->len, ==, 1);
  found = g_ptr_array_index (all, 0);
  g_assert_cmpstr (found->reason, ==, "却下");
  g_assert_cmpint (found->step, ==, KIGEN_STEP_ABANDONED);
}

/* A first certificate has no old one; there may be several, and only the list finds them. */
static void
test_first_certificate (Given *given, gconstpointer unused)
{
  g_autoptr (KigenRenewalRecord) one = NULL;
  g_autoptr (KigenRenewalRecord) two = NULL;
  g_autoptr (GPtrArray) open = NULL;

  (void)unused;
  one = kigen_state_begin_renewal (given->state, NULL, "obn", "nss:/a", GIVEN_NOW, NULL);
  two = kigen_state_begin_renewal (given->state, NULL, "obn", "nss:/a", GIVEN_NOW + 1, NULL);
  g_assert_nonnull (one);
  g_assert_nonnull (two);
  g_assert_null (one->old_id);

  one->subject = g_strdup ("CN=learnt later");
  complete (given, one, KIGEN_STEP_RECEIVED, GIVEN_NOW + 2);

  open = kigen_state_open_renewals (given->state, NULL);
  g_assert_cmpuint (open->len, ==, 2);
  assert_same (g_ptr_array_index (open, 0), one);
  assert_same (g_ptr_array_index (open, 1), two);
}

static void
test_of_subject (Given *given, gconstpointer unused)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) others = NULL;

  (void)unused;
  for (int i = 0; i < 3; i++) {
    g_autoptr (KigenRenewalRecord) record = begin (given);
    if (i < 2) {
      record->request_id = g_strdup_printf ("request %d", i);
      record->reference_id = g_strdup ("reference");
    }
    complete (given, record, KIGEN_STEP_DONE, GIVEN_NOW + i);
  }

  found = kigen_state_renewals_of_subject (given->state, given->old->subject, NULL);
  others = kigen_state_renewals_of_subject (given->state, "CN=somebody else", NULL);

  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (((KigenRenewalRecord *)g_ptr_array_index (found, 0))->request_id, ==, "request 1");
  g_assert_cmpstr (((KigenRenewalRecord *)g_ptr_array_index (found, 1))->request_id, ==, "request 0");
  g_assert_cmpuint (others->len, ==, 0);
}

/* Somebody else went on with it: an outdated record writes nothing. */
static void
test_outdated_record (Given *given, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenRenewalRecord) record = begin (given);
  g_autoptr (KigenRenewalRecord) outdated = on_disk (given, record->old_id);

  (void)unused;
  enter (given, record, GIVEN_NOW + 1);
  complete (given, record, KIGEN_STEP_APPLIED, GIVEN_NOW + 2);

  g_assert_false (kigen_state_enter_step (given->state, outdated, GIVEN_NOW + 3, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (kigen_state_abandon_renewal (given->state, outdated, "why", GIVEN_NOW + 3, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BUSY);
  g_assert_cmpint (outdated->step, ==, KIGEN_STEP_BEGUN);
  g_assert_false (outdated->under_way);
  g_assert_null (outdated->reason);
  assert_on_disk (given, record);
}

static void
test_label_goes_over (Given *given, gconstpointer unused)
{
  g_autoptr (KigenRenewalRecord) record = begin (given);
  g_autofree char *label = NULL;
  g_autofree char *old_label = NULL;

  (void)unused;
  g_assert_true (kigen_state_set_label (given->state, given->old->id, "受付", NULL));
  record->new_id = g_strnfill (64, 'b');
  complete (given, record, KIGEN_STEP_RECEIVED, GIVEN_NOW + 1);
  g_assert_null (kigen_state_label (given->state, record->new_id));

  complete (given, record, KIGEN_STEP_INSTALLED, GIVEN_NOW + 2);

  label = kigen_state_label (given->state, record->new_id);
  old_label = kigen_state_label (given->state, given->old->id);
  g_assert_cmpstr (label, ==, "受付");
  g_assert_cmpstr (old_label, ==, "受付");
}

static char *
read_steps (Given *given)
{
  g_autoptr (GString) steps = g_string_new (NULL);
  g_autoptr (sqlite3_stmt) query = kigen_statement_new (
      given->state->database, NULL, "SELECT step, entered_at, finished_at FROM step ORDER BY rowid", "");

  while (sqlite3_step (query) == SQLITE_ROW) {
    g_autofree char *step = kigen_statement_text (query, 0);
    g_string_append_printf (steps, "%s %d-", step, (int)(sqlite3_column_int64 (query, 1) - GIVEN_NOW));
    if (sqlite3_column_type (query, 2) != SQLITE_NULL)
      g_string_append_printf (steps, "%d", (int)(sqlite3_column_int64 (query, 2) - GIVEN_NOW));
    g_string_append (steps, ", ");
  }
  return g_string_free (g_steal_pointer (&steps), FALSE);
}

/* Each entrance into a step is kept, those that were interrupted too. */
static void
test_steps_are_kept (Given *given, gconstpointer unused)
{
  g_autoptr (KigenRenewalRecord) record = begin (given);
  g_autofree char *steps = NULL;

  (void)unused;
  enter (given, record, GIVEN_NOW + 1);
  enter (given, record, GIVEN_NOW + 2);
  complete (given, record, KIGEN_STEP_APPLIED, GIVEN_NOW + 3);
  complete (given, record, KIGEN_STEP_RECEIVED, GIVEN_NOW + 4);
  g_assert_true (kigen_state_abandon_renewal (given->state, record, "why", GIVEN_NOW + 5, NULL));

  steps = read_steps (given);
  g_assert_cmpstr (steps, ==, "begun 0-0, applied 1-, applied 2-3, received 4-4, abandoned 5-5, ");
}

static void
test_names (void)
{
  g_assert_cmpstr (kigen_step_name (KIGEN_STEP_BEGUN), ==, "begun");
  g_assert_cmpstr (kigen_step_name (KIGEN_STEP_BACKED_UP), ==, "backed-up");
  g_assert_cmpstr (kigen_step_name (KIGEN_STEP_ABANDONED), ==, "abandoned");
}

#define ADD(name, test) g_test_add ("/state/renewals/" name, Given, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("step-by-step", test_step_by_step);
  ADD ("what-was-learnt", test_what_was_learnt);
  ADD ("one-at-a-time", test_one_at_a_time);
  ADD ("abandoned", test_abandoned);
  ADD ("first-certificate", test_first_certificate);
  ADD ("of-subject", test_of_subject);
  ADD ("outdated-record", test_outdated_record);
  ADD ("label-goes-over", test_label_goes_over);
  ADD ("steps-are-kept", test_steps_are_kept);
  g_test_add_func ("/state/renewals/names", test_names);
  return g_test_run ();
}
