/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Errors: every code has a name, an exit status and an advice; an error's own advice goes with its copies.
 */

#include <kigen/base/error.h>

#include <gio/gio.h>
#include <string.h>

static void
test_every_code (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int code = KIGEN_ERROR_FAILED; code <= KIGEN_ERROR_SESSION_LOST; code++) {
    g_autoptr (GError) error = kigen_error_new ((KigenErrorCode)code, NULL, "number %d", code);
    const char *name = kigen_error_code_name (error);

    g_assert_nonnull (name);
    g_assert_cmpuint (strspn (name, "abcdefghijklmnopqrstuvwxyz-"), ==, strlen (name));
    g_assert_true (g_hash_table_add (names, g_strdup (name)));
    g_assert_cmpint (kigen_error_exit_status (error), >=, 1);
    g_assert_cmpint (kigen_error_exit_status (error), <=, 10);
    g_assert_cmpstr (kigen_error_advice (error), !=, "");
  }
}

static void
test_exit_statuses (void)
{
  static const struct {
    KigenErrorCode code;
    int status;
    const char *name;
  } rows[] = {
    { KIGEN_ERROR_FAILED, 1, "failed" },
    { KIGEN_ERROR_USAGE, 2, "usage" },
    { KIGEN_ERROR_TOO_EARLY, 3, "too-early" },
    { KIGEN_ERROR_REFUSED, 4, "refused" },
    { KIGEN_ERROR_NOT_OURS, 4, "not-ours" },
    { KIGEN_ERROR_UNREACHABLE, 5, "unreachable" },
    { KIGEN_ERROR_SESSION_LOST, 5, "session-lost" },
    { KIGEN_ERROR_PASSWORD_MISSING, 6, "password-missing" },
    { KIGEN_ERROR_INTERRUPTED, 7, "interrupted" },
    { KIGEN_ERROR_STORE_LOCKED, 8, "store-locked" },
    { KIGEN_ERROR_LAST_ONE, 8, "last-one" },
    { KIGEN_ERROR_BACKUP_EXISTS, 9, "backup-exists" },
    { KIGEN_ERROR_UNTRUSTED, 10, "untrusted" },
    { KIGEN_ERROR_STATE_UNSAFE, 1, "state-unsafe" },
    { KIGEN_ERROR_BUSY, 1, "busy" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = kigen_error_new (rows[i].code, NULL, "x");
    g_assert_cmpint (kigen_error_exit_status (error), ==, rows[i].status);
    g_assert_cmpstr (kigen_error_code_name (error), ==, rows[i].name);
  }
}

static void
test_own_advice_is_copied (void)
{
  g_autofree char *advice = g_strdup ("Turn it off and on again.");
  g_autoptr (GError) error = kigen_error_new (KIGEN_ERROR_BUSY, advice, "It is %s.", "busy");
  g_autoptr (GError) copy = NULL;

  advice[0] = '?';
  copy = g_error_copy (error);
  g_clear_error (&error);

  g_assert_cmpstr (copy->message, ==, "It is busy.");
  g_assert_cmpstr (kigen_error_advice (copy), ==, "Turn it off and on again.");
}

static void
test_fail_sets_and_says_false (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kigen_fail (&error, KIGEN_ERROR_KEY, NULL, "%d keys", 2));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_KEY);
  g_assert_cmpstr (error->message, ==, "2 keys");
  g_assert_false (kigen_fail (NULL, KIGEN_ERROR_KEY, "advice", "nobody listens"));
}

static void
test_foreign_domain (void)
{
  g_autoptr (GError) foreign = g_error_new (G_IO_ERROR, G_IO_ERROR_BUSY, "elsewhere");
  g_autoptr (GError) plain = kigen_error_new (KIGEN_ERROR_FAILED, NULL, "here");

  g_assert_cmpstr (kigen_error_code_name (foreign), ==, "failed");
  g_assert_cmpint (kigen_error_exit_status (foreign), ==, 1);
  g_assert_cmpstr (kigen_error_advice (foreign), ==, kigen_error_advice (plain));
}

static void
test_detail (void)
{
  g_autoptr (GError) error = kigen_error_new (KIGEN_ERROR_UNREACHABLE, NULL, "not reachable");
  g_autoptr (GError) foreign = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "foreign");

  g_assert_cmpstr (kigen_error_detail (error), ==, "");
  kigen_error_set_detail (&error, "Couldn't connect to server");
  g_assert_cmpstr (error->message, ==, "not reachable");
  g_autoptr (GError) copy = g_error_copy (error);
  g_assert_cmpstr (kigen_error_detail (copy), ==, "Couldn't connect to server");
  kigen_error_set_detail (&foreign, "x");
  g_assert_cmpstr (kigen_error_detail (foreign), ==, "");
  kigen_error_set_detail (NULL, "x");
}

static void
test_words_of_others (void)
{
  /* given a name and a page's words that would steer a terminal; when an error quotes them */
  g_autoptr (GError) error
      = kigen_error_new (KIGEN_ERROR_REFUSED, NULL, "It says: %s", "no\x1b[2J\nkigen: done\u202e");
  kigen_error_set_detail (&error, "curl:\r\x1b[1A\302\233K\nmore");

  /* then they do not, and a message stays one line */
  g_assert_cmpstr (error->message, ==, "It says: no[2J kigen: done");
  g_assert_cmpstr (kigen_error_detail (error), ==, "curl: [1AK\nmore");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/every-code", test_every_code);
  g_test_add_func ("/error/exit-statuses", test_exit_statuses);
  g_test_add_func ("/error/own-advice-is-copied", test_own_advice_is_copied);
  g_test_add_func ("/error/fail-sets-and-says-false", test_fail_sets_and_says_false);
  g_test_add_func ("/error/foreign-domain", test_foreign_domain);
  g_test_add_func ("/error/detail", test_detail);
  g_test_add_func ("/error/words-of-others", test_words_of_others);
  return g_test_run ();
}
