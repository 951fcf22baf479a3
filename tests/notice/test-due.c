/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Which notice is due, as the state has it. */

#include "memory.h"

#include <kigen/notice/due.h>

#define END "2026-11-27 23:59"
#define AS_THE_PROFILE (-1)

static GArray *
entries_at (Memory *memory, int hour, const char *now)
{
  g_autoptr (GError) error = NULL;
  GArray *entries = kigen_due_entries (memory->state, memory->certificates, memory->profiles, hour,
                                       memory_instant (memory, now), memory->zone, &error);

  g_assert_no_error (error);
  return entries;
}

/* What is said of the only one. */
static KigenSchedulePoint
point_at (Memory *memory, const char *now)
{
  g_autoptr (GArray) entries = entries_at (memory, AS_THE_PROFILE, now);

  g_assert_cmpuint (entries->len, ==, 1);
  return g_array_index (entries, KigenDueEntry, 0).point;
}

static void
assert_due (Memory *memory, const char *now, int stage, const char *since)
{
  KigenSchedulePoint point = point_at (memory, now);

  g_assert_true (point.due);
  g_assert_cmpint (point.stage, ==, stage);
  g_assert_cmpint (point.since, ==, memory_instant (memory, since));
}

static void
assert_not_due (Memory *memory, const char *now, const char *next)
{
  KigenSchedulePoint point = point_at (memory, now);

  g_assert_false (point.due);
  g_assert_cmpint (point.next, ==, next != NULL ? memory_instant (memory, next) : G_MAXINT64);
}

static void
test_without_a_key_anywhere_it_is_never_due (void)
{
  g_autoptr (Memory) memory = memory_new ();
  KigenCertificate *certificate = memory_add (memory, 'a', "Sakura Clinic", END);

  certificate->has_key = KIGEN_HAS_KEY_NO;
  assert_not_due (memory, "2026-11-20 12:00", NULL);

  /* in another store it has one */
  KigenCertificate *elsewhere = kigen_certificate_copy (certificate);
  elsewhere->has_key = KIGEN_HAS_KEY_YES;
  g_ptr_array_add (memory->certificates, elsewhere);
  g_autoptr (GArray) entries = entries_at (memory, AS_THE_PROFILE, "2026-11-20 12:00");
  g_assert_true (g_array_index (entries, KigenDueEntry, 0).point.due);
}

static void
test_what_is_not_served_is_told_where_it_is_renewed (void)
{
  g_autoptr (Memory) memory = memory_new ();
  KigenCertificate *certificate = memory_add (memory, 'a', "client001", END);

  certificate->is_unserved = TRUE;
  g_autoptr (GArray) entries = entries_at (memory, AS_THE_PROFILE, "2026-11-20 12:00");
  const KigenDueEntry *entry = &g_array_index (entries, KigenDueEntry, 0);
  g_autofree char *before = kigen_due_text (entry, memory_instant (memory, "2026-11-20 12:00"), memory->zone);
  g_autofree char *after = kigen_due_text (entry, memory_instant (memory, "2026-11-29 12:00"), memory->zone);
  g_assert_true (entry->point.due);
  g_assert_nonnull (strstr (before, "renew it with the program that uses it"));
  g_assert_nonnull (strstr (after, "ran out"));
}

static void
test_shown_is_not_due_again (void)
{
  g_autoptr (Memory) memory = memory_new ();
  const KigenCertificate *certificate = memory_add (memory, 'a', "Sakura Clinic", END);

  assert_due (memory, "2026-10-01 12:00", 60, "2026-09-28 09:00");
  memory_show (memory, certificate, 60, "2026-10-01 12:00", NULL);
  assert_not_due (memory, "2026-10-01 12:00", "2026-10-28 09:00");
  assert_due (memory, "2026-10-28 09:00", 30, "2026-10-28 09:00");
}

/* What was shown of one says nothing of another. */
static void
test_each_has_its_own (void)
{
  g_autoptr (Memory) memory = memory_new ();
  const KigenCertificate *first = memory_add (memory, 'a', "Sakura Clinic", END);
  memory_add (memory, 'b', "Ume Pharmacy", END);

  memory_show (memory, first, 60, "2026-10-01 12:00", NULL);
  g_autoptr (GArray) entries = entries_at (memory, AS_THE_PROFILE, "2026-10-01 12:00");
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_false (g_array_index (entries, KigenDueEntry, 0).point.due);
  g_assert_true (g_array_index (entries, KigenDueEntry, 1).point.due);
}

static void
test_later (void)
{
  g_autoptr (Memory) memory = memory_new ();
  const KigenCertificate *certificate = memory_add (memory, 'a', "Sakura Clinic", END);

  memory_show (memory, certificate, 60, "2026-10-01 12:00", "2026-10-01 12:01");
  assert_not_due (memory, "2026-10-01 12:02", "2026-10-02 09:00");
  assert_due (memory, "2026-10-02 09:00", 60, "2026-10-02 09:00");
  memory_show (memory, certificate, 60, "2026-10-02 09:00", NULL);
  assert_not_due (memory, "2026-10-03 09:00", "2026-10-28 09:00");
}

/* The newest answer counts, and one given while the clock was ahead does not hide it. */
static void
test_later_while_the_clock_was_ahead (void)
{
  g_autoptr (Memory) memory = memory_new ();
  const KigenCertificate *certificate = memory_add (memory, 'a', "Sakura Clinic", END);

  memory_show (memory, certificate, 30, "2026-11-01 09:00", "2026-11-01 09:01");
  memory_show (memory, certificate, 60, "2026-10-01 12:00", "2026-10-01 12:01");
  assert_due (memory, "2026-10-02 09:00", 60, "2026-10-02 09:00");
}

static void
test_other_answers_bring_nothing_back (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Memory) memory = memory_new ();
  const KigenCertificate *certificate = memory_add (memory, 'a', "Sakura Clinic", END);

  memory_show (memory, certificate, 60, "2026-10-01 12:00", NULL);
  g_autoptr (GPtrArray) given = kigen_state_notices (memory->state, certificate->id, &error);
  g_assert_no_error (error);
  gint64 day = ((const KigenNoticeGiven *)g_ptr_array_index (given, 0))->day;
  g_assert_true (
      kigen_state_answer_notice (memory->state, certificate->id, 60, day, "dismissed", day, &error));
  assert_not_due (memory, "2026-10-02 09:00", "2026-10-28 09:00");
}

static void
test_renewed_is_not_announced (void)
{
  g_autoptr (Memory) memory = memory_new ();
  KigenCertificate *successor;

  memory_add (memory, 'a', "Sakura Clinic", END);
  successor = memory_add (memory, 'b', "Sakura Clinic", "2029-08-01 23:59");
  g_autoptr (GArray) entries = entries_at (memory, AS_THE_PROFILE, "2026-11-20 09:00");
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_true (g_array_index (entries, KigenDueEntry, 0).certificate == successor);
}

/* A certificate without its key, or not valid yet, replaces nothing. */
static void
test_no_successor (void)
{
  g_autoptr (Memory) memory = memory_new ();
  KigenCertificate *later;

  memory_add (memory, 'a', "Sakura Clinic", END);
  later = memory_add (memory, 'b', "Sakura Clinic", "2029-08-01 23:59");
  later->has_key = KIGEN_HAS_KEY_NO;
  g_autoptr (GArray) without_key = entries_at (memory, AS_THE_PROFILE, "2026-11-20 09:00");
  later->has_key = KIGEN_HAS_KEY_YES;
  later->not_before = memory_instant (memory, "2026-11-21 00:00");
  g_autoptr (GArray) not_yet = entries_at (memory, AS_THE_PROFILE, "2026-11-20 09:00");
  g_assert_cmpuint (without_key->len, ==, 2);
  g_assert_cmpuint (not_yet->len, ==, 2);
  g_assert_true (g_array_index (not_yet, KigenDueEntry, 0).point.due);
}

static void
test_only_of_these_profiles (void)
{
  g_autoptr (Memory) memory = memory_new ();
  KigenCertificate *other = memory_add (memory, 'a', "Sakura Clinic", END);

  g_free (other->profile);
  other->profile = g_strdup ("orca");
  g_autoptr (GArray) entries = entries_at (memory, AS_THE_PROFILE, "2026-11-20 09:00");
  g_assert_cmpuint (entries->len, ==, 0);
}

static void
assert_text (const Memory *memory, const GArray *entries, const char *now, const char *text)
{
  const KigenDueEntry *entry = &g_array_index (entries, KigenDueEntry, 0);
  g_autofree char *said = kigen_due_text (entry, memory_instant (memory, now), memory->zone);

  g_assert_cmpstr (said, ==, text);
}

static void
test_renewing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Memory) memory = memory_new ();
  const KigenCertificate *certificate = memory_add (memory, 'a', "Sakura Clinic", END);
  const char *now = "2026-11-20 09:00";

  g_autoptr (GArray) before = entries_at (memory, AS_THE_PROFILE, now);
  memory_renew (memory, certificate, now);
  g_autoptr (GArray) during = entries_at (memory, AS_THE_PROFILE, now);
  g_autoptr (KigenRenewalRecord) record = kigen_state_open_renewal (memory->state, certificate->id, &error);
  g_assert_true (
      kigen_state_abandon_renewal (memory->state, record, "a test", memory_instant (memory, now), &error));
  g_autoptr (GArray) after = entries_at (memory, AS_THE_PROFILE, now);
  assert_text (memory, before, now,
               "The certificate of Sakura Clinic runs out in 7 days, on 2026-11-27. Please renew it.");
  assert_text (memory, during, now,
               "The certificate of Sakura Clinic runs out in 7 days, on 2026-11-27. Please go on with its "
               "renewal.");
  assert_text (memory, after, now,
               "The certificate of Sakura Clinic runs out in 7 days, on 2026-11-27. Please renew it.");
}

static void
test_hour_of_the_settings (void)
{
  g_autoptr (Memory) memory = memory_new ();
  g_autofree char *file = scratch_write (memory->folder, "kigen.conf", "[Notices]\nHour=14\n");
  g_autoptr (KigenSettings) unset = kigen_settings_load_files (NULL, NULL, NULL);
  g_autoptr (KigenSettings) set = kigen_settings_load_files (file, NULL, NULL);

  memory_add (memory, 'a', "Sakura Clinic", END);
  g_autoptr (GArray) usual = entries_at (memory, kigen_due_hour (unset), "2026-08-29 09:00");
  g_autoptr (GArray) before = entries_at (memory, kigen_due_hour (set), "2026-08-29 13:59");
  g_autoptr (GArray) then = entries_at (memory, kigen_due_hour (set), "2026-08-29 14:00");
  g_assert_true (g_array_index (usual, KigenDueEntry, 0).point.due);
  g_assert_false (g_array_index (before, KigenDueEntry, 0).point.due);
  g_assert_true (g_array_index (then, KigenDueEntry, 0).point.due);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/due/without-a-key", test_without_a_key_anywhere_it_is_never_due);
  g_test_add_func ("/due/not-served", test_what_is_not_served_is_told_where_it_is_renewed);
  g_test_add_func ("/due/shown-is-not-due-again", test_shown_is_not_due_again);
  g_test_add_func ("/due/each-has-its-own", test_each_has_its_own);
  g_test_add_func ("/due/later", test_later);
  g_test_add_func ("/due/later-while-the-clock-was-ahead", test_later_while_the_clock_was_ahead);
  g_test_add_func ("/due/other-answers-bring-nothing-back", test_other_answers_bring_nothing_back);
  g_test_add_func ("/due/renewed-is-not-announced", test_renewed_is_not_announced);
  g_test_add_func ("/due/no-successor", test_no_successor);
  g_test_add_func ("/due/only-of-these-profiles", test_only_of_these_profiles);
  g_test_add_func ("/due/renewing", test_renewing);
  g_test_add_func ("/due/hour-of-the-settings", test_hour_of_the_settings);
  return g_test_run ();
}
