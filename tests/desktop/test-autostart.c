/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Start at login: the package's entry, and what the user says to it. */

#include "login.h"

#include <kigen/base/error.h>
#include <kigen/desktop/autostart.h>

#include <string.h>

static void
assert_switches (void)
{
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < 2; i++) {
    g_assert_true (kigen_autostart_set (FALSE, &error));
    g_assert_no_error (error);
    g_assert_false (kigen_autostart_is_on ());
    g_assert_true (kigen_autostart_set (TRUE, &error));
    g_assert_no_error (error);
    g_assert_true (kigen_autostart_is_on ());
  }
}

static void
test_packaged (void)
{
  if (!login_is_apart ())
    return;
  SCRATCH folder = scratch_new ();
  login_begin (folder, TRUE);
  g_assert_true (kigen_autostart_is_on ());
  assert_switches ();
  g_assert_null (login_own (folder));
}

static void
test_not_packaged (void)
{
  if (!login_is_apart ())
    return;
  SCRATCH folder = scratch_new ();
  login_begin (folder, FALSE);
  g_assert_false (kigen_autostart_is_on ());
  assert_switches ();
  g_autofree char *program = login_own (folder);
  g_assert_nonnull (program);
  g_assert_nonnull (strstr (program, "kigen-agent"));
  g_assert_true (g_str_has_prefix (program, "\""));
}

static void
test_switched_off_elsewhere (void)
{
  if (!login_is_apart ())
    return;
  SCRATCH folder = scratch_new ();
  login_begin (folder, TRUE);
  login_deny (folder);
  g_assert_false (kigen_autostart_is_on ());
  assert_switches ();
}

static void
test_cannot_be_written (void)
{
  if (!login_is_apart ())
    return;
  SCRATCH folder = scratch_new ();
  g_autoptr (GError) error = NULL;
  login_begin (folder, FALSE);
  login_forbid (folder);
  g_assert_false (kigen_autostart_set (TRUE, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_false (kigen_autostart_is_on ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autostart/packaged", test_packaged);
  g_test_add_func ("/autostart/not-packaged", test_not_packaged);
  g_test_add_func ("/autostart/switched-off-elsewhere", test_switched_off_elsewhere);
  g_test_add_func ("/autostart/cannot-be-written", test_cannot_be_written);
  return g_test_run ();
}
