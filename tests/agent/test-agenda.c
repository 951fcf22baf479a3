/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What there is to say and to do at an instant, and when that changes. */

#include "resident.h"

#include <glib/gstdio.h>

#define END "2026-11-27 23:59"

static const AgendaEntry *
entry_at (const Agenda *agenda, guint i)
{
  g_assert_cmpuint (agenda->entries->len, >, i);
  return g_ptr_array_index (agenda->entries, i);
}

static void
assert_next (const Resident *resident, const char *now, gint64 next)
{
  g_autoptr (Agenda) agenda = resident_agenda (resident, now);

  g_assert_cmpint (agenda->next, ==, next);
}

static void
test_nothing (void)
{
  g_autoptr (Resident) resident = resident_new ();
  g_autoptr (Agenda) agenda = resident_agenda (resident, "2026-09-28 09:00");

  g_assert_cmpuint (agenda->entries->len, ==, 0);
  g_assert_cmpint (agenda->next, ==, G_MAXINT64);
  g_assert_null (agenda_find (agenda, "aa"));
}

static void
test_soonest_end_first (void)
{
  g_autoptr (Resident) resident = resident_new ();

  memory_add (resident->memory, 'a', "Sakura Clinic", "2028-01-01 12:00");
  memory_add (resident->memory, 'b', "Ume Pharmacy", END);
  memory_add (resident->memory, 'c', "Momo Nursing", "2026-11-02 23:59");
  memory_add (resident->memory, 'd', "Kiku Clinic", "2026-10-01 23:59");
  memory_scan (resident->memory);
  g_autoptr (Agenda) agenda = resident_agenda (resident, "2026-10-28 12:00");
  const AgendaEntry *run_out = entry_at (agenda, 0);
  const AgendaEntry *urgent = entry_at (agenda, 1);
  const AgendaEntry *due = entry_at (agenda, 2);
  const AgendaEntry *far = entry_at (agenda, 3);

  g_assert_cmpint (run_out->days_left, ==, -27);
  g_assert_true (run_out->ended && run_out->due && run_out->urgent);
  g_assert_cmpint (urgent->days_left, ==, 5);
  g_assert_true (!urgent->ended && urgent->due && urgent->urgent);
  g_assert_cmpint (due->days_left, ==, 30);
  g_assert_true (!due->ended && due->due && !due->urgent);
  g_assert_true (!far->ended && !far->due && !far->urgent);
  g_assert_true (agenda_find (agenda, far->certificate->id) == far);
}

/* At midnight the days left are fewer; the hour of a notice, or the end, may come before. */
static void
test_next (void)
{
  g_autoptr (Resident) resident = resident_new ();
  const Memory *memory = resident->memory;

  memory_add (resident->memory, 'a', "Sakura Clinic", "2026-11-27 18:00");
  memory_scan (resident->memory);
  assert_next (resident, "2026-09-28 10:00", memory_instant (memory, "2026-09-29 00:00"));
  assert_next (resident, "2026-09-28 08:00", memory_instant (memory, "2026-09-28 09:00"));
  assert_next (resident, "2026-11-27 12:00", memory_instant (memory, "2026-11-27 18:00") + 1);
  assert_next (resident, "2026-11-27 19:00", memory_instant (memory, "2026-11-28 00:00"));
}

static void
test_in_two_stores_once (void)
{
  g_autoptr (Resident) resident = resident_new ();
  KigenCertificate *other;

  memory_add (resident->memory, 'a', "Sakura Clinic", END);
  other = memory_add (resident->memory, 'a', "Sakura Clinic", END);
  g_free (other->store);
  other->store = g_strdup ("nss:/other");
  memory_scan (resident->memory);
  g_autoptr (Agenda) agenda = resident_agenda (resident, "2026-09-28 09:00");
  g_assert_cmpuint (agenda->entries->len, ==, 1);
}

static void
test_renewed_is_over (void)
{
  g_autoptr (Resident) resident = resident_new ();

  memory_add (resident->memory, 'a', "Sakura Clinic", END);
  memory_add (resident->memory, 'b', "Sakura Clinic", "2029-10-01 23:59");
  memory_scan (resident->memory);
  g_autoptr (Agenda) agenda = resident_agenda (resident, "2026-11-20 09:00");
  g_assert_cmpuint (agenda->entries->len, ==, 1);
  g_assert_cmpint (entry_at (agenda, 0)->certificate->id[0], ==, 'b');
}

/* A name with a mistake in it tells so in the log, and the others go on. */
static void
test_profile_that_is_not_there (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Resident) resident = resident_new ();
  char *names[] = { (char[]){ "obm" }, (char[]){ "obn" }, NULL };

  memory_add (resident->memory, 'a', "Sakura Clinic", END);
  memory_scan (resident->memory);
  g_test_expect_message ("kigen-agent", G_LOG_LEVEL_WARNING, "*obm*");
  g_autoptr (Agenda) agenda = agenda_read (resident->memory->state, names,
                                           memory_instant (resident->memory, "2026-09-28 09:00"), &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  g_assert_cmpuint (agenda->entries->len, ==, 1);
}

/* The settings are read at each look, since they may have changed. */
static void
test_hour_of_the_settings (void)
{
  g_autoptr (Resident) resident = resident_new ();
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "kigen", NULL);
  g_autofree char *file = g_build_filename (folder, "kigen.conf", NULL);

  memory_add (resident->memory, 'a', "Sakura Clinic", END);
  memory_scan (resident->memory);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "[Notices]\nHour=14\n", -1, NULL));
  resident_assert_shows (resident, "2026-08-29 13:59", "");
  resident_assert_shows (resident, "2026-08-29 14:00", "a90");
  g_assert_cmpint (g_unlink (file), ==, 0);
  resident_assert_shows (resident, "2026-09-28 09:00", "a60");
}

int
main (int argc, char **argv)
{
  resident_init (&argc, &argv);
  g_test_add_func ("/agenda/nothing", test_nothing);
  g_test_add_func ("/agenda/soonest-end-first", test_soonest_end_first);
  g_test_add_func ("/agenda/next", test_next);
  g_test_add_func ("/agenda/in-two-stores-once", test_in_two_stores_once);
  g_test_add_func ("/agenda/renewed-is-over", test_renewed_is_over);
  g_test_add_func ("/agenda/profile-that-is-not-there", test_profile_that_is_not_there);
  g_test_add_func ("/agenda/hour-of-the-settings", test_hour_of_the_settings);
  return g_test_run ();
}
