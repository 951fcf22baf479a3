/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * What is Linux' own of the places: modes and owners of the state folder, and the locale that is taken where
 * the system lacks the one that was asked for.
 */

#include "scratch.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static guint
mode_of (const char *path)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
assert_unsafe (const char *folder)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kigen_path_prepare_state (folder, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_STATE_UNSAFE);
  g_assert_nonnull (strstr (kigen_error_advice (error), "chmod 700"));
}

static void
test_state_is_made_closed (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *state = scratch_name (folder, "deep/state/kigen");
  g_autoptr (GError) error = NULL;

  kigen_path_prepare_state (state, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mode_of (state), ==, 0700);
  kigen_path_prepare_state (state, &error);
  g_assert_no_error (error);
}

static void
test_state_that_others_can_read_is_closed (void)
{
  SCRATCH folder = scratch_new ();

  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  g_assert_true (kigen_path_prepare_state (folder, NULL));
  g_assert_cmpuint (mode_of (folder), ==, 0700);
}

/* Somebody's documents are not shut off from whom they are shared with. */
static void
test_folder_with_other_things_is_refused (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *name = g_path_get_basename (folder);
  g_autoptr (GError) error = NULL;

  scratch_put (folder, "letter.odt", "Dear all");
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  g_assert_false (kigen_path_prepare_state (folder, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_STATE_UNSAFE);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_cmpuint (mode_of (folder), ==, 0755);
  g_autofree char *names = scratch_list (folder);
  g_assert_cmpstr (names, ==, "letter.odt");
}

static void
test_state_with_other_things_beside_it_is_closed (void)
{
  static const char *const ours[] = { "kigen.db", "kigen.db.lock", "kigen.db.damaged-20260101-000000",
                                      "renewal-1.p12", ".kigen-unfinished-0123456789abcdef-01234567" };
  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++) {
    SCRATCH folder = scratch_new ();
    g_autoptr (GError) error = NULL;

    scratch_put (folder, "letter.odt", "Dear all");
    scratch_put (folder, ours[i], "");
    g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
    kigen_path_prepare_state (folder, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (mode_of (folder), ==, 0700);
  }
}

static void
test_state_that_others_can_write_is_refused (void)
{
  SCRATCH folder = scratch_new ();

  g_assert_cmpint (g_chmod (folder, 0770), ==, 0);
  assert_unsafe (folder);
  g_assert_cmpint (g_chmod (folder, 0707), ==, 0);
  assert_unsafe (folder);
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  g_assert_true (kigen_path_prepare_state (folder, NULL));
}

static void
test_state_of_another_user_is_refused (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *state = scratch_name (folder, "state");
  g_autofree char *link = scratch_name (folder, "link");
  g_autofree char *link_with_slash = g_strconcat (link, "/", NULL);

  if (geteuid () != 0) {
    g_test_skip ("only root can give a folder away");
    return;
  }
  g_assert_cmpint (g_mkdir (state, 0700), ==, 0);
  g_assert_cmpint (chown (state, 65534, 65534), ==, 0);
  assert_unsafe (state);

  g_assert_cmpint (chown (state, 0, 0), ==, 0);
  g_assert_cmpint (symlink (state, link), ==, 0);
  g_assert_true (kigen_path_prepare_state (link, NULL));
  g_assert_cmpint (lchown (link, 65534, 65534), ==, 0);
  assert_unsafe (link);
  assert_unsafe (link_with_slash);
}

static void
assert_falls_back (const char *lang, int category)
{
  if (g_test_subprocess ()) {
    g_unsetenv ("LC_ALL");
    g_unsetenv ("LC_MESSAGES");
    g_unsetenv ("LANGUAGE");
    g_setenv ("LANG", lang, TRUE);
    kigen_path_init_locale ();
    g_assert_cmpstr (setlocale (category, NULL), ==, "C.UTF-8");
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_japanese_without_its_locale (void)
{
  assert_falls_back ("ja_XX.UTF-8", LC_MESSAGES);
}

static void
test_another_language (void)
{
  assert_falls_back ("xx_XX.UTF-8", LC_CTYPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/modes/state-is-made-closed", test_state_is_made_closed);
  g_test_add_func ("/modes/state-that-others-can-read-is-closed", test_state_that_others_can_read_is_closed);
  g_test_add_func ("/modes/folder-with-other-things-is-refused", test_folder_with_other_things_is_refused);
  g_test_add_func ("/modes/state-with-other-things-beside-it-is-closed",
                   test_state_with_other_things_beside_it_is_closed);
  g_test_add_func ("/modes/state-that-others-can-write-is-refused",
                   test_state_that_others_can_write_is_refused);
  g_test_add_func ("/modes/state-of-another-user-is-refused", test_state_of_another_user_is_refused);
  g_test_add_func ("/locale/japanese-without-its-locale", test_japanese_without_its_locale);
  g_test_add_func ("/locale/another-language", test_another_language);
  return g_test_run ();
}
