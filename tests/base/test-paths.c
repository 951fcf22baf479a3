/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * The state folder is made closed and refused open; programs are found beside the running one; the language
 * comes from the environment even where the system lacks its locale.
 */

#include "closed.h"
#include "scratch.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <libintl.h>
#include <string.h>

static void
test_state_is_made_closed (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *state = scratch_name (folder, "deep/state/期限");
  g_autoptr (GError) error = NULL;

  kigen_path_prepare_state (state, &error);
  g_assert_no_error (error);
  closed_assert (state);
  kigen_path_prepare_state (state, &error);
  g_assert_no_error (error);
}

static void
test_state_that_others_can_write_is_refused (void)
{
  SCRATCH folder = scratch_new ();
  g_autoptr (GError) error = NULL;

  closed_let_write (folder);
  g_assert_false (kigen_path_prepare_state (folder, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_STATE_UNSAFE);
  g_assert_nonnull (strstr (kigen_error_advice (error), folder));
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
  const char *name = strcmp (KIGEN_PLATFORM, "windows") == 0 ? "Kigen" : "kigen";
  g_autofree char *state = kigen_path_default_state ();
  g_autofree char *wanted = g_build_filename (g_get_user_state_dir (), name, NULL);

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
  g_test_add_func ("/paths/state-that-others-can-write-is-refused",
                   test_state_that_others_can_write_is_refused);
  g_test_add_func ("/paths/state-that-is-a-file", test_state_that_is_a_file);
  g_test_add_func ("/paths/default-state", test_default_state);
  g_test_add_func ("/paths/program-is-beside-this-one", test_program_is_beside_this_one);
  g_test_add_func ("/paths/japanese-without-its-locale", test_japanese_without_its_locale);
  g_test_add_func ("/paths/language-chosen-over-the-locale", test_language_chosen_over_the_locale);
  g_test_add_func ("/paths/another-language", test_another_language);
  return g_test_run ();
}
