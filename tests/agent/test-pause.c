/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* When a notice that is due has to wait. */

#include "pause.h"

#define NOW G_GINT64_CONSTANT (1790000000)
#define MINUTE 60
#define HOUR 3600

static void
test_a_minute_after_login (void)
{
  Pause pause;

  pause_begin (&pause, NOW);
  g_assert_false (pause_is_over (&pause, NOW + MINUTE - 1));
  g_assert_true (pause_is_over (&pause, NOW + MINUTE));
  g_assert_cmpint (pause_end (&pause), ==, NOW + MINUTE);
}

static void
test_not_taken (void)
{
  Pause pause;

  pause_begin (&pause, NOW - HOUR);
  pause_until_taken (&pause, NOW);
  g_assert_false (pause_is_over (&pause, NOW + HOUR - 1));
  g_assert_true (pause_is_over (&pause, NOW + HOUR));
  pause_taken (&pause);
  g_assert_true (pause_is_over (&pause, NOW));
}

/* A server that comes need not be waited for, and one that comes again and again makes it no longer. */
static void
test_server_comes (void)
{
  Pause pause;

  pause_begin (&pause, NOW - HOUR);
  pause_until_taken (&pause, NOW);
  pause_shorten (&pause, NOW + 100);
  pause_shorten (&pause, NOW + 105);
  g_assert_cmpint (pause_end (&pause), ==, NOW + 110);
  pause_begin (&pause, NOW);
  pause_shorten (&pause, NOW + 1);
  g_assert_cmpint (pause_end (&pause), ==, NOW + MINUTE);
}

static void
test_clock_set_back (void)
{
  Pause pause;

  pause_begin (&pause, NOW);
  pause_until_taken (&pause, NOW);
  pause_bound (&pause, NOW - 1000 * HOUR);
  g_assert_cmpint (pause_end (&pause), ==, NOW - 1000 * HOUR + HOUR);
  pause_begin (&pause, NOW);
  pause_bound (&pause, NOW - 1000 * HOUR);
  g_assert_cmpint (pause_end (&pause), ==, NOW - 1000 * HOUR + MINUTE);
}

static void
test_clock_set_forward (void)
{
  Pause pause;

  pause_begin (&pause, NOW);
  pause_until_taken (&pause, NOW);
  pause_bound (&pause, NOW + 1000 * HOUR);
  g_assert_true (pause_is_over (&pause, NOW + 1000 * HOUR));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pause/a-minute-after-login", test_a_minute_after_login);
  g_test_add_func ("/pause/not-taken", test_not_taken);
  g_test_add_func ("/pause/server-comes", test_server_comes);
  g_test_add_func ("/pause/clock-set-back", test_clock_set_back);
  g_test_add_func ("/pause/clock-set-forward", test_clock_set_forward);
  return g_test_run ();
}
