/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What Linux lets a process do with its memory: secrets are kept without a lock, too, and never dumped. */

#include <kigen/base/secret.h>

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static void
test_many_at_once (void)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_secret_unref);

  /* Given a limit on locked memory that has room for none of them. */
  const struct rlimit tight = { 0, 0 };
  g_assert_cmpint (setrlimit (RLIMIT_MEMLOCK, &tight), ==, 0);

  for (guint i = 0; i < 500; i++)
    g_ptr_array_add (all, kigen_secret_new (&i, sizeof i));
  for (guint i = 0; i < 500; i++)
    g_assert_true (memcmp (kigen_secret_bytes (g_ptr_array_index (all, i), NULL), &i, sizeof i) == 0);
}

static void
test_protect_process (void)
{
  struct rlimit limit;

  kigen_secret_protect_process ();
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 0);
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  /* The leak checker looks at this process from outside at its end. */
  prctl (PR_SET_DUMPABLE, 1, 0, 0, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret-limits/many-at-once", test_many_at_once);
  g_test_add_func ("/secret-limits/protect-process", test_protect_process);
  return g_test_run ();
}
