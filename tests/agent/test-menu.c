/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What the icon, its tooltip and its menu say. */

#include "menu.h"
#include "resident.h"

#define NOW "2026-10-28 12:00"
#define PROBLEM "kigen did not succeed (status 8)."
/* What every menu ends with. */
#define REST(backup)                                                                                         \
  "List of certificates: list\n"                                                                             \
  "Backup: backup" backup "\n"                                                                               \
  "History: history\n"                                                                                       \
  "Settings: settings\n"                                                                                     \
  "Diagnosis: doctor\n"                                                                                      \
  "--\n"                                                                                                     \
  "Quit: quit\n"

/* A line an item: label, action and the first digit of the ID it is about. */
static char *
lines (const Agenda *agenda, const char *problem)
{
  g_autoptr (GPtrArray) items = menu_items (agenda, problem);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++) {
    const KigenTrayItem *item = g_ptr_array_index (items, i);
    if (item->label == NULL)
      g_string_append (text, "--\n");
    else
      g_string_append_printf (text, "%s: %s%s%.1s\n", item->label, item->action,
                              item->target != NULL ? " " : "", item->target != NULL ? item->target : "");
  }
  return g_string_free (text, FALSE);
}

static void
assert_menu (const Resident *resident, const char *problem, const char *expected)
{
  g_autoptr (Agenda) agenda = resident_agenda (resident, NOW);
  g_autofree char *menu = lines (agenda, problem);

  g_assert_cmpstr (menu, ==, expected);
}

static void
assert_tooltip (const Resident *resident, const char *now, const char *problem, const char *expected)
{
  g_autoptr (Agenda) agenda = resident_agenda (resident, now);
  g_autofree char *tooltip = menu_tooltip (agenda, problem);

  g_assert_cmpstr (tooltip, ==, expected);
}

static void
assert_icon (const Resident *resident, const char *now, const char *problem, KigenTrayIcon expected)
{
  g_autoptr (Agenda) agenda = resident_agenda (resident, now);

  g_assert_cmpint (menu_icon (agenda, problem), ==, expected);
}

static Resident *
resident_with (char digit, const char *name, const char *end)
{
  Resident *resident = resident_new ();

  memory_add (resident->memory, digit, name, end);
  memory_scan (resident->memory);
  return resident;
}

static void
test_none (void)
{
  g_autoptr (Resident) resident = resident_new ();

  assert_menu (resident, NULL, "First certificate: obtain\n" REST (""));
  assert_tooltip (resident, NOW, NULL, "There is no certificate to watch yet.");
  assert_icon (resident, NOW, NULL, KIGEN_TRAY_NORMAL);
}

/* Where nobody knows whether there are any, none is offered. */
static void
test_none_for_a_problem (void)
{
  g_autoptr (Resident) resident = resident_new ();

  assert_menu (resident, PROBLEM, PROBLEM ": doctor\n--\n" REST (""));
  assert_tooltip (resident, NOW, PROBLEM, PROBLEM);
  assert_icon (resident, NOW, PROBLEM, KIGEN_TRAY_TROUBLE);
}

static void
test_one (void)
{
  g_autoptr (Resident) resident = resident_with ('a', "Sakura Clinic", "2026-11-27 23:59");

  assert_menu (resident, NULL, "Renew the certificate: renew a\n" REST (" a"));
  assert_menu (resident, PROBLEM, PROBLEM ": doctor\n--\nRenew the certificate: renew a\n" REST (" a"));
  assert_tooltip (resident, NOW, NULL, "Sakura Clinic: until 2026-11-27 (30 days left)");
  assert_tooltip (resident, NOW, PROBLEM, "Sakura Clinic: until 2026-11-27 (30 days left)\n" PROBLEM);
}

static void
test_one_renewing (void)
{
  g_autoptr (Resident) resident = resident_with ('a', "Sakura Clinic", "2026-11-27 23:59");
  memory_renew (resident->memory, g_ptr_array_index (resident->memory->certificates, 0), "2026-10-28 09:00");

  assert_menu (resident, NULL, "Go on with the renewal: renew a\n" REST (" a"));
  assert_icon (resident, NOW, NULL, KIGEN_TRAY_RENEWING);
}

static void
test_one_that_has_run_out (void)
{
  g_autoptr (Resident) resident = resident_with ('a', "Sakura Clinic", "2026-10-27 23:59");

  assert_menu (resident, NULL, "New certificate: obtain\n" REST (" a"));
  assert_tooltip (resident, NOW, NULL, "Sakura Clinic: until 2026-10-27 (has run out)");
}

static void
test_several (void)
{
  g_autoptr (Resident) resident = resident_new ();

  memory_add (resident->memory, 'a', "Sakura Clinic", "2026-10-27 23:59");
  memory_add (resident->memory, 'b', "Ume Pharmacy", "2026-10-29 23:59");
  memory_add (resident->memory, 'c', "Momo Nursing", "2026-11-27 23:59");
  memory_scan (resident->memory);
  memory_renew (resident->memory, g_ptr_array_index (resident->memory->certificates, 2), "2026-10-28 09:00");
  assert_menu (resident, NULL,
               "New certificate: Sakura Clinic: obtain\n"
               "Renew the certificate: Ume Pharmacy (1 day left): renew b\n"
               "Go on with the renewal: Momo Nursing: renew c\n" REST (""));
  assert_tooltip (resident, NOW, NULL, "Sakura Clinic: until 2026-10-27 (has run out)");
}

static void
test_tooltip_on_the_last_days (void)
{
  g_autoptr (Resident) resident = resident_with ('a', "Sakura Clinic", "2026-11-27 18:00");

  assert_tooltip (resident, "2026-11-26 23:59", NULL, "Sakura Clinic: until 2026-11-27 (1 day left)");
  assert_tooltip (resident, "2026-11-27 18:00", NULL, "Sakura Clinic: until 2026-11-27 (ends today)");
  assert_tooltip (resident, "2026-11-27 18:01", NULL, "Sakura Clinic: until 2026-11-27 (has run out)");
}

/* Of several the gravest; a renewal under way does not hide one that nobody has begun. */
static void
test_icon (void)
{
  g_autoptr (Resident) resident = resident_with ('a', "Sakura Clinic", "2026-11-27 23:59");

  assert_icon (resident, "2026-08-28 12:00", NULL, KIGEN_TRAY_NORMAL);
  assert_icon (resident, "2026-08-29 12:00", NULL, KIGEN_TRAY_DUE);
  assert_icon (resident, "2026-11-20 12:00", NULL, KIGEN_TRAY_URGENT);
  assert_icon (resident, "2026-11-20 12:00", PROBLEM, KIGEN_TRAY_TROUBLE);
  memory_add (resident->memory, 'b', "Ume Pharmacy", "2026-11-28 23:59");
  memory_scan (resident->memory);
  memory_renew (resident->memory, g_ptr_array_index (resident->memory->certificates, 1), "2026-11-20 09:00");
  assert_icon (resident, "2026-11-10 12:00", NULL, KIGEN_TRAY_RENEWING);
  assert_icon (resident, "2026-11-20 12:00", NULL, KIGEN_TRAY_URGENT);
}

int
main (int argc, char **argv)
{
  resident_init (&argc, &argv);
  g_test_add_func ("/menu/none", test_none);
  g_test_add_func ("/menu/none-for-a-problem", test_none_for_a_problem);
  g_test_add_func ("/menu/one", test_one);
  g_test_add_func ("/menu/one-renewing", test_one_renewing);
  g_test_add_func ("/menu/one-that-has-run-out", test_one_that_has_run_out);
  g_test_add_func ("/menu/several", test_several);
  g_test_add_func ("/menu/tooltip-on-the-last-days", test_tooltip_on_the_last_days);
  g_test_add_func ("/menu/icon", test_icon);
  return g_test_run ();
}
