/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * The state folder is made closed and refused open; programs are found beside the running one; the language
 * comes from the environment even where the system lacks its locale.
 */

#include "scratch.h"

#include <kigen/error.h>
#include <kigen/paths.h>

#include <glib/gstdio.h>
#include <libintl.h>
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
test_state_that_is_a_file (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *file = scratch_write (folder, "state", "");
  g_autoptr (GError) error = NULL;

  g_assert_false (kigen_path_prepare_state (file, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
}

static void
test_default_state (void)
{
  g_autofree char *state = kigen_path_default_state ();
  g_autofree char *wanted = g_build_filename (g_get_user_state_dir (), "kigen", NULL);

  g_assert_cmpstr (state, ==, wanted);
}

static void
test_program_is_beside_this_one (void)
{
  g_autofree char *program = kigen_path_program ("test-base-paths");

  g_assert_true (g_path_is_absolute (program));
  g_assert_true (g_file_test (program, G_FILE_TEST_IS_EXECUTABLE));
}

static void
set_languages (const char *lang, const char *language)
{
  g_unsetenv ("LC_ALL");
  g_unsetenv ("LC_MESSAGES");
  g_setenv ("LANG", lang, TRUE);
  if (language == NULL)
    g_unsetenv ("LANGUAGE");
  else
    g_setenv ("LANGUAGE", language, TRUE);
}

/* The catalogue's header tells its language, whatever else is translated in it. */
static gboolean
speaks_japanese (void)
{
  kigen_path_init_locale ();
  return strstr (dgettext (GETTEXT_PACKAGE, ""), "Language: ja") != NULL;
}

static void
test_japanese_without_its_locale (void)
{
  if (g_test_subprocess ()) {
    set_languages ("ja_XX.UTF-8", NULL);
    g_assert_true (speaks_japanese ());
    g_assert_cmpstr (setlocale (LC_MESSAGES, NULL), ==, "C.UTF-8");
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_language_chosen_over_the_locale (void)
{
  if (g_test_subprocess ()) {
    set_languages ("ja_XX.UTF-8", "en");
    g_assert_false (speaks_japanese ());
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_another_language (void)
{
  if (g_test_subprocess ()) {
    set_languages ("xx_XX.UTF-8", NULL);
    g_assert_false (speaks_japanese ());
    g_assert_cmpstr (setlocale (LC_CTYPE, NULL), ==, "C.UTF-8");
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paths/state-is-made-closed", test_state_is_made_closed);
  g_test_add_func ("/paths/state-that-others-can-read-is-closed", test_state_that_others_can_read_is_closed);
  g_test_add_func ("/paths/state-that-others-can-write-is-refused",
                   test_state_that_others_can_write_is_refused);
  g_test_add_func ("/paths/state-of-another-user-is-refused", test_state_of_another_user_is_refused);
  g_test_add_func ("/paths/state-that-is-a-file", test_state_that_is_a_file);
  g_test_add_func ("/paths/default-state", test_default_state);
  g_test_add_func ("/paths/program-is-beside-this-one", test_program_is_beside_this_one);
  g_test_add_func ("/paths/japanese-without-its-locale", test_japanese_without_its_locale);
  g_test_add_func ("/paths/language-chosen-over-the-locale", test_language_chosen_over_the_locale);
  g_test_add_func ("/paths/another-language", test_another_language);
  return g_test_run ();
}
