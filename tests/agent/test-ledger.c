/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What was shown and cannot be written down yet, because another program has the state. */

#include "resident.h"

#include <sqlite3.h>

#define END "2026-11-27 23:59"

static sqlite3 *
begin_writing (const Memory *memory)
{
  g_autofree char *path = scratch_name (memory->folder, "kigen.db");
  sqlite3 *other;

  kigen_state_set_patience (memory->state, 1);
  g_assert_cmpint (sqlite3_open (path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  return other;
}

static void
end_writing (sqlite3 *other)
{
  g_assert_cmpint (sqlite3_exec (other, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);
}

/* What is to be shown at an instant, without showing it. */
static KigenNotice *
compose (const Resident *resident, const char *now)
{
  g_autoptr (Agenda) agenda = resident_agenda (resident, now);

  return announcement_compose (agenda, resident->ledger.said);
}

static gboolean
write_at (Resident *resident, const char *now)
{
  g_autoptr (GError) error = NULL;
  gboolean well = ledger_write (&resident->ledger, resident->memory->state,
                                memory_instant (resident->memory, now), &error);

  g_assert_true (well == (error == NULL));
  return well;
}

static guint
written (const Resident *resident)
{
  const KigenCertificate *certificate = g_ptr_array_index (resident->memory->certificates, 0);
  g_autoptr (GPtrArray) given = kigen_state_notices (resident->memory->state, certificate->id, NULL);

  return given->len;
}

/* A certificate whose notice of 60 days was shown, and could not be written down at nine. */
static Resident *
resident_in_the_way (sqlite3 **other)
{
  Resident *resident = resident_new ();
  g_autoptr (KigenNotice) notice = NULL;

  memory_add (resident->memory, 'a', "Sakura Clinic", END);
  memory_scan (resident->memory);
  notice = compose (resident, "2026-09-28 09:00");
  *other = begin_writing (resident->memory);
  ledger_add (&resident->ledger, notice->subject);
  g_assert_false (write_at (resident, "2026-09-28 09:00"));
  return resident;
}

static void
test_nothing_to_write (void)
{
  g_autoptr (Resident) resident = resident_new ();

  g_assert_cmpint (ledger_next (&resident->ledger), ==, G_MAXINT64);
  g_assert_true (write_at (resident, "2026-09-28 09:00"));
}

static void
test_is_not_shown_again (void)
{
  sqlite3 *other;
  g_autoptr (Resident) resident = resident_in_the_way (&other);
  g_autoptr (KigenNotice) same = compose (resident, "2026-09-28 09:01");
  g_autoptr (KigenNotice) next = compose (resident, "2026-10-28 09:00");

  g_assert_null (same);
  g_assert_nonnull (next);
  end_writing (other);
}

/* Not at each look: each attempt would call for the next. */
static void
test_tries_again_after_five_minutes (void)
{
  sqlite3 *other;
  g_autoptr (Resident) resident = resident_in_the_way (&other);

  g_assert_cmpint (ledger_next (&resident->ledger), ==,
                   memory_instant (resident->memory, "2026-09-28 09:05"));
  end_writing (other);
  g_assert_true (write_at (resident, "2026-09-28 09:04"));
  g_assert_cmpuint (written (resident), ==, 0);
  g_assert_true (write_at (resident, "2026-09-28 09:05"));
  g_assert_cmpuint (written (resident), ==, 1);
  g_assert_cmpint (ledger_next (&resident->ledger), ==, G_MAXINT64);
}

static void
test_clock_set_back (void)
{
  sqlite3 *other;
  g_autoptr (Resident) resident = resident_in_the_way (&other);

  end_writing (other);
  g_assert_true (write_at (resident, "2026-09-01 09:00"));
  g_assert_cmpuint (written (resident), ==, 0);
  g_assert_true (write_at (resident, "2026-09-01 09:05"));
  g_assert_cmpuint (written (resident), ==, 1);
}

int
main (int argc, char **argv)
{
  resident_init (&argc, &argv);
  g_test_add_func ("/ledger/nothing-to-write", test_nothing_to_write);
  g_test_add_func ("/ledger/is-not-shown-again", test_is_not_shown_again);
  g_test_add_func ("/ledger/tries-again-after-five-minutes", test_tries_again_after_five_minutes);
  g_test_add_func ("/ledger/clock-set-back", test_clock_set_back);
  return g_test_run ();
}
