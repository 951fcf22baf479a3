/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* The desktop's word that a child's window may come to the front, as it is handed on on Linux. */

#include "parent.h"

static void
test_token (void)
{
  const char *activation[] = { "getenv", "XDG_ACTIVATION_TOKEN", "tok", NULL };
  const char *startup[] = { "getenv", "DESKTOP_STARTUP_ID", "tok", NULL };
  g_assert_null (parent_of (activation, 60, "tok"));
  g_assert_null (parent_of (startup, 60, "tok"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token/handed-on", test_token);
  return g_test_run ();
}
