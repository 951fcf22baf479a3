/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* The claim on a certificate: one process at a time, whatever its state folder, and a mark of what was sent
 * that every state of this user sees.  A mark that says nothing sensible says "just now". */

#include "../../src/renewal/claim.h"
#include "scratch.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <glib/gstdio.h>

#define NAME "0f0f0f0f"
#define OTHER_NAME "1e1e1e1e"
#define NOW G_GINT64_CONSTANT (1795143600)
#define EARLIER (NOW - 3600)

/* Two state folders of one user. */
typedef struct {
  char *one, *other;
} User;

static Scratch *home;

static void
open_user (User *user, gconstpointer unused G_GNUC_UNUSED)
{
  user->one = scratch_name (home, "one");
  user->other = scratch_name (home, "other");
  g_assert_cmpint (g_mkdir (user->one, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (user->other, 0700), ==, 0);
}

static void
remove_all_in (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  for (const char *name; folder != NULL && (name = g_dir_read_name (folder)) != NULL;) {
    g_autofree char *child = g_build_filename (path, name, NULL);
    remove_all_in (child);
    g_assert_cmpint (g_remove (child), ==, 0);
  }
}

static void
close_user (User *user, gconstpointer unused G_GNUC_UNUSED)
{
  remove_all_in (home);
  g_free (user->one);
  g_free (user->other);
}

static KigenClaim *
take (const char *state_folder, const char *name)
{
  g_autoptr (GError) error = NULL;
  KigenClaim *claim = kigen_claim_take (state_folder, name, &error);
  g_assert_no_error (error);
  g_assert_nonnull (claim);
  return claim;
}

static void
assert_busy (const char *state_folder, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (kigen_claim_take (state_folder, name, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BUSY);
}

static void
note (const KigenClaim *claim, gint64 at)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (kigen_claim_note_sent (claim, at, &error));
  g_assert_no_error (error);
}

static char *
mark_path (void)
{
  g_autofree char *own = kigen_path_default_state ();
  return g_build_filename (own, "claims", NAME ".sent", NULL);
}

static void
test_one_at_a_time (User *user, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenClaim) claim = take (user->one, NAME);
  assert_busy (user->one, NAME);
  g_autoptr (KigenClaim) another = take (user->one, OTHER_NAME);
  g_clear_pointer (&claim, kigen_claim_release);
  claim = take (user->one, NAME);
}

static void
test_one_at_a_time_from_two_states (User *user, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenClaim) claim = take (user->one, NAME);
  assert_busy (user->other, NAME);
  g_clear_pointer (&claim, kigen_claim_release);
  claim = take (user->other, NAME);
  assert_busy (user->one, NAME);
}

static void
test_a_claim_that_fails_leaves_none (User *user, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given a state folder whose lock cannot be had: the user's own claim is not kept meanwhile. */
  g_autofree char *folder = g_build_filename (user->one, NAME ".lock", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_autoptr (GError) error = NULL;
  g_assert_null (kigen_claim_take (user->one, NAME, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_autoptr (KigenClaim) claim = take (user->other, NAME);
}

static void
test_the_mark_is_seen_from_another_state (User *user, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenClaim) claim = take (user->one, NAME);
  g_assert_cmpint (kigen_claim_sent_at (claim, NOW), ==, 0);
  note (claim, EARLIER);
  g_clear_pointer (&claim, kigen_claim_release);

  claim = take (user->other, NAME);
  g_assert_cmpint (kigen_claim_sent_at (claim, NOW), ==, EARLIER);
  g_autoptr (KigenClaim) another = take (user->other, OTHER_NAME);
  g_assert_cmpint (kigen_claim_sent_at (another, NOW), ==, 0);
}

static void
test_the_last_one_counts (User *user, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenClaim) claim = take (user->one, NAME);
  note (claim, EARLIER);
  note (claim, NOW - 1);
  g_assert_cmpint (kigen_claim_sent_at (claim, NOW), ==, NOW - 1);
}

static void
test_an_instant_in_the_future_counts_as_now (User *user, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given an application, and a clock that is set back after it. */
  g_autoptr (KigenClaim) claim = take (user->one, NAME);
  note (claim, NOW + 86400);
  g_assert_cmpint (kigen_claim_sent_at (claim, NOW), ==, NOW);
}

static void
test_rubbish_in_the_mark_counts_as_now (User *user, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const texts[] = {
    "", "\n", "yesterday\n", "-5\n", "0\n", "179", "179514\x01", "1795140000 x\n", "9999999999999999999999\n"
  };
  g_autoptr (KigenClaim) claim = take (user->one, NAME);
  g_autofree char *path = mark_path ();
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_test_message ("“%s”", texts[i]);
    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    g_assert_cmpint (kigen_claim_sent_at (claim, NOW), ==, NOW);
  }
}

static void
test_a_mark_that_cannot_be_read_counts_as_now (User *user, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenClaim) claim = take (user->one, NAME);
  g_autofree char *path = mark_path ();
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_cmpint (kigen_claim_sent_at (claim, NOW), ==, NOW);
}

static void
test_a_mark_that_cannot_be_written_is_an_error (User *user, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenClaim) claim = take (user->one, NAME);
  g_autofree char *path = mark_path ();
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (kigen_claim_note_sent (claim, NOW, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
}

static void
test_a_mark_that_is_forgotten_is_gone (User *user, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenClaim) claim = take (user->one, NAME);
  note (claim, EARLIER);
  kigen_claim_forget_sent (claim);
  g_assert_cmpint (kigen_claim_sent_at (claim, NOW), ==, 0);
  kigen_claim_forget_sent (claim);
  g_clear_pointer (&claim, kigen_claim_release);
  claim = take (user->other, NAME);
  g_assert_cmpint (kigen_claim_sent_at (claim, NOW), ==, 0);
}

/* In a process of its own, since GLib looks for the user's folders once. */
static void
test_without_a_home (void)
{
  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    return;
  }
  SCRATCH folder = scratch_new ();
  g_autofree char *file = scratch_write (folder, "a file", "");
  g_setenv ("XDG_STATE_HOME", file, TRUE);

  g_autoptr (KigenClaim) claim = take (folder, NAME);
  note (claim, EARLIER);
  assert_busy (folder, NAME);
  g_clear_pointer (&claim, kigen_claim_release);
  claim = take (folder, NAME);
  g_assert_cmpint (kigen_claim_sent_at (claim, NOW), ==, EARLIER);
  g_autofree char *mark = g_build_filename (folder, "claims", NAME ".sent", NULL);
  g_assert_true (g_file_test (mark, G_FILE_TEST_IS_REGULAR));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  home = scratch_new ();
  g_setenv ("XDG_STATE_HOME", home, TRUE);
#define SCENARIO(name, function) g_test_add ("/claim/" name, User, NULL, open_user, function, close_user)
  SCENARIO ("one-at-a-time", test_one_at_a_time);
  SCENARIO ("one-at-a-time-from-two-states", test_one_at_a_time_from_two_states);
  SCENARIO ("a-claim-that-fails-leaves-none", test_a_claim_that_fails_leaves_none);
  SCENARIO ("the-mark-is-seen-from-another-state", test_the_mark_is_seen_from_another_state);
  SCENARIO ("the-last-one-counts", test_the_last_one_counts);
  SCENARIO ("an-instant-in-the-future-counts-as-now", test_an_instant_in_the_future_counts_as_now);
  SCENARIO ("rubbish-in-the-mark-counts-as-now", test_rubbish_in_the_mark_counts_as_now);
  SCENARIO ("a-mark-that-cannot-be-read-counts-as-now", test_a_mark_that_cannot_be_read_counts_as_now);
  SCENARIO ("a-mark-that-cannot-be-written-is-an-error", test_a_mark_that_cannot_be_written_is_an_error);
  SCENARIO ("a-mark-that-is-forgotten-is-gone", test_a_mark_that_is_forgotten_is_gone);
  g_test_add_func ("/claim/without-a-home", test_without_a_home);
  int result = g_test_run ();
  scratch_remove (home);
  return result;
}
