/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What a notice says and when, out of a real state. */

#include "resident.h"

#define END "2026-11-27 23:59"

static Resident *
resident_with_one (void)
{
  Resident *resident = resident_new ();

  memory_add (resident->memory, 'a', "Sakura Clinic", END);
  memory_scan (resident->memory);
  return resident;
}

static const char *
window_of (const Resident *resident, const char **target)
{
  return announcement_window (resident->last->subject, target);
}

static void
test_each_once (void)
{
  g_autoptr (Resident) resident = resident_with_one ();

  resident_assert_shows (resident, "2026-08-29 08:59", "");
  resident_assert_shows (resident, "2026-08-29 09:00", "a90");
  resident_assert_shows (resident, "2026-08-29 09:01", "");
  resident_assert_shows (resident, "2026-09-28 09:00", "a60");
  resident_assert_shows (resident, "2026-11-20 09:00", "a7");
  resident_assert_shows (resident, "2026-11-20 23:00", "");
  resident_assert_shows (resident, "2026-11-21 09:00", "a6");
}

/* Two months without the machine: 90, 60 and 30 have gone by. */
static void
test_newest_of_several_missed (void)
{
  g_autoptr (Resident) resident = resident_with_one ();

  resident_assert_shows (resident, "2026-11-01 07:00", "a30");
  resident_assert_shows (resident, "2026-11-01 07:01", "");
  resident_assert_shows (resident, "2026-11-11 09:00", "");
  resident_assert_shows (resident, "2026-11-12 09:00", "a15");
}

static void
test_later (void)
{
  g_autoptr (Resident) resident = resident_with_one ();

  resident_assert_shows (resident, "2026-09-28 09:00", "a60");
  resident_answer (resident, KIGEN_NOTICE_ANSWER_LATER, "2026-09-28 10:00");
  resident_assert_shows (resident, "2026-09-28 23:59", "");
  resident_assert_shows (resident, "2026-09-29 08:59", "");
  resident_assert_shows (resident, "2026-09-29 09:00", "a60");
  resident_assert_shows (resident, "2026-09-30 09:00", "");
}

static void
test_other_answers (void)
{
  const KigenNoticeAnswer others[] = { KIGEN_NOTICE_ANSWER_GO, KIGEN_NOTICE_ANSWER_DISMISSED };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (Resident) resident = resident_with_one ();
    resident_assert_shows (resident, "2026-09-28 09:00", "a60");
    resident_answer (resident, others[i], "2026-09-28 10:00");
    resident_assert_shows (resident, "2026-09-29 09:00", "");
  }
}

static void
test_clock_set_back (void)
{
  g_autoptr (Resident) resident = resident_with_one ();

  resident_assert_shows (resident, "2026-09-28 09:00", "a60");
  resident_assert_shows (resident, "2026-10-28 09:00", "a30");
  resident_assert_shows (resident, "2026-09-28 09:00", "");
  resident_assert_shows (resident, "2026-10-01 09:00", "");
  resident_assert_shows (resident, "2026-10-28 09:00", "");
  resident_assert_shows (resident, "2026-11-12 09:00", "a15");
}

/* An hour in the wrong year, and what it brought, takes nothing from the days that follow. */
static void
test_clock_set_forward (void)
{
  g_autoptr (Resident) resident = resident_with_one ();

  resident_assert_shows (resident, "2027-03-01 09:00", "a-94");
  resident_answer (resident, KIGEN_NOTICE_ANSWER_LATER, "2027-03-01 09:01");
  resident_assert_shows (resident, "2026-08-29 09:00", "a90");
  resident_answer (resident, KIGEN_NOTICE_ANSWER_LATER, "2026-08-29 09:01");
  resident_assert_shows (resident, "2026-08-30 09:00", "a90");
  resident_assert_shows (resident, "2026-09-28 09:00", "a60");
  resident_assert_shows (resident, "2026-11-20 09:00", "a7");
}

static void
test_renewing (void)
{
  g_autoptr (Resident) resident = resident_with_one ();
  const KigenCertificate *certificate = g_ptr_array_index (resident->memory->certificates, 0);
  memory_renew (resident->memory, certificate, "2026-09-01 09:00");
  const char *target;

  resident_assert_shows (resident, "2026-09-28 09:00", "a60");
  g_assert_cmpstr (resident->last->text, ==,
                   "The certificate of Sakura Clinic runs out in 60 days, on 2026-11-27. Please go on with "
                   "its renewal.");
  g_assert_cmpstr (resident->last->go_label, ==, "Go on");
  g_assert_cmpstr (window_of (resident, &target), ==, "renew");
  g_assert_cmpstr (target, ==, certificate->id);
}

/* What has run out is gone on with where its renewal is open; else only a new one helps. */
static void
test_run_out (void)
{
  g_autoptr (Resident) resident = resident_with_one ();
  const KigenCertificate *certificate = g_ptr_array_index (resident->memory->certificates, 0);
  const char *target;

  resident_assert_shows (resident, "2026-11-28 09:00", "a-1");
  g_assert_cmpstr (resident->last->go_label, ==, "New certificate");
  g_assert_cmpstr (window_of (resident, &target), ==, "obtain");
  g_assert_cmpstr (target, ==, NULL);
  memory_renew (resident->memory, certificate, "2026-11-28 09:01");
  resident_assert_shows (resident, "2026-11-29 09:00", "a-2");
  g_assert_cmpstr (resident->last->go_label, ==, "Go on");
  g_assert_cmpstr (window_of (resident, &target), ==, "renew");
  g_assert_cmpstr (target, ==, certificate->id);
}

static void
test_successor_is_there (void)
{
  g_autoptr (Resident) resident = resident_with_one ();

  resident_assert_shows (resident, "2026-11-20 09:00", "a7");
  memory_add (resident->memory, 'b', "Sakura Clinic", "2029-10-01 23:59");
  memory_scan (resident->memory);
  resident_assert_shows (resident, "2026-11-21 09:00", "");
  g_autoptr (Agenda) agenda = resident_agenda (resident, "2026-11-21 09:00");
  g_assert_true (announcement_is_stale (resident->last->subject, agenda, NULL));
}

static void
test_several_in_one (void)
{
  g_autoptr (Resident) resident = resident_new ();
  const char *target = "";

  memory_add (resident->memory, 'a', "Sakura Clinic", END);
  memory_add (resident->memory, 'b', "Ume Pharmacy", "2027-06-01 23:59");
  memory_add (resident->memory, 'c', "Momo Nursing", "2026-10-30 23:59");
  memory_scan (resident->memory);
  resident_assert_shows (resident, "2026-09-30 09:00", "c30 a60");
  g_assert_cmpstr (resident->last->text, ==,
                   "The certificate of Momo Nursing runs out in 30 days, on 2026-10-30. Please renew it.\n"
                   "The certificate of Sakura Clinic runs out in 58 days, on 2026-11-27. Please renew it.");
  g_assert_cmpstr (resident->last->go_label, ==, "Show the list");
  g_assert_cmpstr (window_of (resident, &target), ==, "list");
  g_assert_cmpstr (target, ==, NULL);
  g_assert_cmpint (resident->last->urgency, ==, KIGEN_URGENCY_NORMAL);
}

static void
test_urgency_grows (void)
{
  g_autoptr (Resident) resident = resident_with_one ();

  resident_assert_shows (resident, "2026-09-28 09:00", "a60");
  g_assert_cmpint (resident->last->urgency, ==, KIGEN_URGENCY_LOW);
  g_assert_cmpstr (resident->last->icon, ==, "kigen-due");
  resident_assert_shows (resident, "2026-10-28 09:00", "a30");
  g_assert_cmpint (resident->last->urgency, ==, KIGEN_URGENCY_NORMAL);
  resident_assert_shows (resident, "2026-11-20 09:00", "a7");
  g_assert_cmpint (resident->last->urgency, ==, KIGEN_URGENCY_CRITICAL);
  g_assert_cmpstr (resident->last->icon, ==, "kigen-urgent");
}

/* It stays on the screen as long as it says something that no newer one says. */
static void
test_stale (void)
{
  g_autoptr (Resident) resident = resident_new ();

  memory_add (resident->memory, 'a', "Sakura Clinic", END);
  memory_add (resident->memory, 'b', "Ume Pharmacy", END);
  memory_scan (resident->memory);
  resident_assert_shows (resident, "2026-09-28 09:00", "a60 b60");
  g_autoptr (Announcement) both = announcement_copy (resident->last->subject);
  memory_add (resident->memory, 'c', "Sakura Clinic", "2029-09-01 23:59");
  memory_scan (resident->memory);
  resident_assert_shows (resident, "2026-10-28 09:00", "b30");
  g_autoptr (Agenda) agenda = resident_agenda (resident, "2026-10-28 09:00");
  g_assert_false (announcement_is_stale (both, agenda, NULL));
  g_assert_true (announcement_is_stale (both, agenda, resident->last->subject));
}

/* The answer comes after the state was made anew, which knows nothing of the question. */
static void
test_answer_to_a_new_state (void)
{
  g_autoptr (Resident) before = resident_with_one ();
  g_autoptr (Resident) after = resident_with_one ();

  resident_assert_shows (before, "2026-09-28 09:00", "a60");
  after->last = g_steal_pointer (&before->last);
  resident_answer (after, KIGEN_NOTICE_ANSWER_LATER, "2026-09-28 10:00");
  resident_assert_shows (after, "2026-09-28 10:01", "");
  resident_assert_shows (after, "2026-09-29 09:00", "a60");
}

int
main (int argc, char **argv)
{
  resident_init (&argc, &argv);
  g_test_add_func ("/announcement/each-once", test_each_once);
  g_test_add_func ("/announcement/newest-of-several-missed", test_newest_of_several_missed);
  g_test_add_func ("/announcement/later", test_later);
  g_test_add_func ("/announcement/other-answers", test_other_answers);
  g_test_add_func ("/announcement/clock-set-back", test_clock_set_back);
  g_test_add_func ("/announcement/clock-set-forward", test_clock_set_forward);
  g_test_add_func ("/announcement/renewing", test_renewing);
  g_test_add_func ("/announcement/run-out", test_run_out);
  g_test_add_func ("/announcement/successor-is-there", test_successor_is_there);
  g_test_add_func ("/announcement/several-in-one", test_several_in_one);
  g_test_add_func ("/announcement/urgency-grows", test_urgency_grows);
  g_test_add_func ("/announcement/stale", test_stale);
  g_test_add_func ("/announcement/answer-to-a-new-state", test_answer_to_a_new_state);
  return g_test_run ();
}
