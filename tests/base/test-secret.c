/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Secrets: what goes in comes out, with a NUL behind it; a password file is one line, however an editor ends
 * it.
 */

#include "closed.h"
#include "scratch.h"

#include <kigen/base/error.h>
#include <kigen/base/secret.h>

#include <stdio.h>
#include <string.h>

#define OPTION "--password-file"

static void
test_bytes (void)
{
  static const char bytes[] = { 'a', '\0', 'b', '\xff' };
  g_autoptr (KigenSecret) secret = kigen_secret_new (bytes, sizeof bytes);
  gsize size = 0;

  g_assert_true (memcmp (kigen_secret_bytes (secret, &size), bytes, 4) == 0);
  g_assert_cmpuint (size, ==, 4);
  g_assert_cmpint (kigen_secret_text (secret)[4], ==, '\0');
}

static void
test_blank_is_filled_in_place (void)
{
  void *bytes = NULL;
  g_autoptr (KigenSecret) secret = kigen_secret_new_blank (4, &bytes);

  memcpy (bytes, "1234", 4);
  g_assert_cmpstr (kigen_secret_text (secret), ==, "1234");
}

static void
test_equal (void)
{
  g_autoptr (KigenSecret) one = kigen_secret_new ("1234", 4);
  g_autoptr (KigenSecret) same = kigen_secret_new ("1234", 4);
  g_autoptr (KigenSecret) other = kigen_secret_new ("1235", 4);
  g_autoptr (KigenSecret) longer = kigen_secret_new ("12345", 5);
  g_autoptr (KigenSecret) empty = kigen_secret_new ("", 0);

  g_assert_true (kigen_secret_equal (one, same));
  g_assert_false (kigen_secret_equal (one, other));
  g_assert_false (kigen_secret_equal (one, longer));
  g_assert_false (kigen_secret_equal (one, empty));
}

static void
test_many_at_once (void)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_secret_unref);

  for (guint i = 0; i < 500; i++)
    g_ptr_array_add (all, kigen_secret_new (&i, sizeof i));
  for (guint i = 0; i < 500; i++)
    g_assert_true (memcmp (kigen_secret_bytes (g_ptr_array_index (all, i), NULL), &i, sizeof i) == 0);
}

static void
test_cleanse (void)
{
  char bytes[] = "secret";
  static const char zeroes[sizeof bytes] = { 0 };

  kigen_cleanse (bytes, sizeof bytes);
  g_assert_true (memcmp (bytes, zeroes, sizeof zeroes) == 0);
}

static void
test_password_file (void)
{
  static const struct {
    const char *text;
    const char *password;
  } rows[] = {
    { "1234", "1234" },
    { "1234\n", "1234" },
    { "1234\r\n", "1234" },
    { "1234\n5678\n", "1234" },
    { " 12 34 \n", " 12 34 " },
    { "\xef\xbb\xbf"
      "1234\r\n",
      "1234" },
    { "12\r34\n", "12\r34" },
    { "パスワード\n", "パスワード" },
  };
  SCRATCH folder = scratch_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = scratch_write (folder, "password", rows[i].text);
    g_autoptr (GError) error = NULL;
    g_autoptr (KigenSecret) secret = kigen_secret_read_file (path, OPTION, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (kigen_secret_text (secret), ==, rows[i].password);
  }
}

static void
test_password_file_of_no_use (void)
{
  g_autofree char *endless = g_strnfill (5000, 'x');
  const char *const texts[] = { "", "\n", "\r\n", "\xef\xbb\xbf\n", "\n1234\n", endless };
  SCRATCH folder = scratch_new ();
  g_autofree char *absent = scratch_name (folder, "absent");
  g_autoptr (GError) error = NULL;

  g_assert_null (kigen_secret_read_file (absent, OPTION, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_PASSWORD_MISSING);
  /* It may be the password itself. */
  g_assert_null (strstr (error->message, absent));
  g_assert_nonnull (strstr (error->message, OPTION));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *path = scratch_write (folder, "password", texts[i]);
    g_clear_error (&error);
    g_assert_null (kigen_secret_read_file (path, OPTION, NULL, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_PASSWORD_MISSING);
  }
  g_clear_error (&error);
  g_assert_null (kigen_secret_read_file (folder, OPTION, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_PASSWORD_MISSING);
}

static void
test_password_file_in_utf16 (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "password");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path,
                                      "\xff\xfe"
                                      "1\0"
                                      "2\0"
                                      "\n\0",
                                      8, NULL));
  g_assert_null (kigen_secret_read_file (path, OPTION, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_PASSWORD_MISSING);
  g_assert_null (strstr (error->message, "12"));
}

static void
test_password_file_open_to_others (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_write (folder, "password", "1234\n");
  g_autoptr (KigenSecret) closed = NULL;
  g_autoptr (KigenSecret) open = NULL;
  gboolean others = TRUE;

  closed_make (path);
  closed = kigen_secret_read_file (path, OPTION, &others, NULL);
  g_assert_false (others);
  g_assert_false (kigen_secret_file_is_exposed (path));
  closed_let_read (path);
  open = kigen_secret_read_file (path, OPTION, &others, NULL);
  g_assert_true (others);
  g_assert_true (kigen_secret_file_is_exposed (path));
  g_assert_false (kigen_secret_file_is_exposed (folder));
  g_assert_true (kigen_secret_equal (closed, open));
}

static void
test_two_passwords_from_standard_input (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_write (folder, "input", "first\nsecond\n");
  g_autoptr (KigenSecret) first = NULL;
  g_autoptr (KigenSecret) second = NULL;
  FILE *input = freopen (path, "r", stdin);

  g_assert_nonnull (input);
  first = kigen_secret_read_file ("-", OPTION, NULL, NULL);
  second = kigen_secret_read_file ("-", OPTION, NULL, NULL);
  g_assert_cmpstr (kigen_secret_text (first), ==, "first");
  g_assert_cmpstr (kigen_secret_text (second), ==, "second");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/bytes", test_bytes);
  g_test_add_func ("/secret/blank-is-filled-in-place", test_blank_is_filled_in_place);
  g_test_add_func ("/secret/equal", test_equal);
  g_test_add_func ("/secret/many-at-once", test_many_at_once);
  g_test_add_func ("/secret/cleanse", test_cleanse);
  g_test_add_func ("/secret/password-file", test_password_file);
  g_test_add_func ("/secret/password-file-of-no-use", test_password_file_of_no_use);
  g_test_add_func ("/secret/password-file-in-utf16", test_password_file_in_utf16);
  g_test_add_func ("/secret/password-file-open-to-others", test_password_file_open_to_others);
  g_test_add_func ("/secret/two-passwords-from-standard-input", test_two_passwords_from_standard_input);
  return g_test_run ();
}
