/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* The received files: a key may be given out once, so that none ever takes another's place, and none is
 * given up. */

#include "../../src/renewal/received.h"
#include "closed.h"
#include "desk.h"

#include <kigen/base/error.h>

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#define OTHER_SUBJECT "C=JP/O=ReceiptOnline/OU=hokkaido/OU=medical/CN=0110119999"

static char *
write_down (const Desk *desk, GBytes *file)
{
  g_autoptr (GError) error = NULL;
  char *path = kigen_received_write (&desk->run, file, &error);
  g_assert_no_error (error);
  return path;
}

/* A received file of this run, under its certificate's name; the path, g_free(). */
static char *
receive (const Desk *desk, GBytes *file, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = write_down (desk, file);
  g_assert_true (kigen_received_keep (&desk->run, path, id, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  return kigen_received_path (&desk->run, id);
}

static void
assert_holds (const char *path, GBytes *file)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GBytes) there = workshop_read (folder, name);
  g_assert_true (g_bytes_equal (there, file));
}

static void
assert_found (const Desk *desk, const char *id, gboolean unopened)
{
  gboolean is_unopened = FALSE;
  g_autoptr (KigenPkcs12) contents = kigen_received_find (&desk->run, &is_unopened);
  g_assert_cmpstr (contents != NULL ? contents->certificate->id : NULL, ==, id);
  if (id == NULL)
    g_assert_true (is_unopened == unopened);
}

static void
test_a_download_lies_beside (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("<html>", 6);
  g_autofree char *received = receive (desk, file, id);
  g_autofree char *first = write_down (desk, rubbish);
  g_autofree char *second = write_down (desk, rubbish);

  g_assert_cmpuint (desk_count (desk), ==, 3);
  assert_holds (received, file);
  assert_holds (first, rubbish);
  assert_holds (second, rubbish);
  closed_assert (first);
}

static void
test_it_is_named_after_its_certificate (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autofree char *path = receive (desk, file, id);
  g_autofree char *expected = g_strdup_printf ("received-%.20s-%s.p12", desk->run.old->id, id);
  g_autofree char *files = desk_files (desk);
  g_assert_cmpstr (files, ==, expected);
  assert_holds (path, file);
}

static void
test_the_same_pair_takes_its_place (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given a file, and the same pair once more under another password. */
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autoptr (KigenPkcs12) contents = kigen_pkcs12_open (file, desk->run.password, NULL);
  g_autoptr (KigenSecret) other = workshop_secret ("0815");
  g_autoptr (GBytes) again = kigen_pkcs12_write (contents, other, KIGEN_PKCS12_MODERN, NULL);
  g_autofree char *first = receive (desk, file, id);
  g_autofree char *second = receive (desk, again, id);
  g_assert_cmpuint (desk_count (desk), ==, 1);
  assert_holds (second, again);
}

static void
test_another_pair_never_takes_its_place (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autofree char *other_id = NULL;
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autoptr (GBytes) other = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &other_id);
  g_autofree char *first = receive (desk, file, id);
  g_autofree char *second = receive (desk, other, other_id);
  assert_holds (first, file);
  assert_holds (second, other);
}

static void
test_a_download_that_was_not_looked_at_is_found (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given a process that was killed right after the writing. */
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autofree char *path = write_down (desk, file);
  g_assert_true (kigen_received_is_there (&desk->run));
  assert_found (desk, id, FALSE);
  g_autofree char *kept = kigen_received_path (&desk->run, id);
  assert_holds (kept, file);
}

static void
test_a_wrong_password_leaves_it_and_says_so (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autofree char *path = receive (desk, file, id);
  desk_set_password (desk, "0000");
  assert_found (desk, NULL, TRUE);
  assert_holds (path, file);
  desk_set_password (desk, "4711");
  assert_found (desk, id, FALSE);
}

static void
test_only_what_is_recorded_will_do (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autofree char *other_id = NULL;
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autoptr (GBytes) other = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &other_id);
  g_autofree char *first = receive (desk, file, id);
  g_autofree char *second = receive (desk, other, other_id);
  desk->run.record->new_id = g_strdup (id);
  assert_found (desk, id, FALSE);
  g_free (desk->run.record->new_id);
  desk->run.record->new_id = g_strdup (other_id);
  assert_found (desk, other_id, FALSE);
  g_free (desk->run.record->new_id);
  desk->run.record->new_id = g_strnfill (64, '0');
  assert_found (desk, NULL, FALSE);
  g_assert_cmpuint (desk_count (desk), ==, 2);
}

static void
test_a_later_renewal_finds_it (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autofree char *path = receive (desk, file, id);
  desk_begin_again (desk);
  g_assert_true (kigen_received_is_there (&desk->run));
  assert_found (desk, id, FALSE);
}

static void
test_what_is_no_successor_is_not_taken (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("<html>", 6);
  g_autoptr (GBytes) strangers = desk_issue (desk, OTHER_SUBJECT, DESK_NEW_END, "4711", NULL);
  g_autoptr (GBytes) as_short = desk_issue (desk, DESK_SUBJECT, DESK_OLD_END, "4711", NULL);
  g_autofree char *first = write_down (desk, rubbish);
  g_autofree char *second = write_down (desk, strangers);
  g_autofree char *third = write_down (desk, as_short);
  assert_found (desk, NULL, FALSE);
  g_assert_cmpuint (desk_count (desk), ==, 3);
}

/* Whose they are
 * ------------------------------------------------------------------------------------------------- */

static void
assert_all_stay (const Desk *desk)
{
  g_autofree char *left = NULL;
  g_autofree char *before = desk_files (desk);
  g_assert_false (kigen_received_is_there (&desk->run));
  assert_found (desk, NULL, FALSE);
  kigen_received_remove (&desk->run, &left);
  g_assert_null (left);
  g_autofree char *after = desk_files (desk);
  g_assert_cmpstr (after, ==, before);
}

static void
test_another_certificate_s_are_let_alone (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given the successor's name and password, but come for another certificate. */
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autofree char *received = receive (desk, file, id);
  g_autofree char *downloaded = write_down (desk, file);
  g_free (desk->run.record->old_id);
  desk->run.record->old_id = g_strnfill (64, 'a');
  assert_all_stay (desk);
}

static char *
write_former (const Desk *desk, GBytes *file, gint64 at)
{
  g_autofree char *name = g_strdup_printf ("renewal-%" G_GINT64_FORMAT ".p12", desk->run.record->number);
  char *path = workshop_path (desk->folder, name);
  struct utimbuf times = { .actime = (time_t)at, .modtime = (time_t)at };
  workshop_write (desk->folder, name, file);
  g_assert_cmpint (g_utime (path, &times), ==, 0);
  return path;
}

static void
test_an_earlier_life_s_are_let_alone (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given a file of version 0.1.0 with this renewal's number, from before this renewal began. */
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "0815", NULL);
  g_autofree char *path = write_former (desk, file, DESK_NOW - 86400);
  assert_all_stay (desk);
}

static void
test_version_0_1_0_s_of_this_renewal_is_taken (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autofree char *left = NULL;
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autofree char *path = write_former (desk, file, DESK_NOW + 60);
  assert_found (desk, id, FALSE);
  kigen_received_remove (&desk->run, &left);
  g_assert_cmpuint (desk_count (desk), ==, 0);
}

static void
test_other_files_are_let_alone (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *mine = g_strdup_printf ("%.20s.p12", desk->run.old->id);
  workshop_write_text (desk->folder, "backup.p12", "somebody's");
  workshop_write_text (desk->folder, mine, "somebody's");
  workshop_write_text (desk->folder, "renewal-77.p12", "somebody's");
  assert_all_stay (desk);
}

/* The end
 * -------------------------------------------------------------------------------------------------------- */

static void
test_all_of_a_renewal_go_at_its_end (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autofree char *left = NULL;
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autofree char *received = receive (desk, file, id);
  g_autofree char *downloaded = write_down (desk, file);
  kigen_received_remove (&desk->run, &left);
  g_assert_null (left);
  g_assert_cmpuint (desk_count (desk), ==, 0);
  g_assert_false (kigen_received_is_there (&desk->run));
}

static void
test_what_cannot_be_removed_is_named (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given something of a received file's name that nobody removes like one. */
  g_autofree char *left = NULL;
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("<html>", 6);
  g_autofree char *downloaded = write_down (desk, rubbish);
  g_autofree char *stubborn = kigen_received_path (&desk->run, "ff");
  g_autofree char *inside = g_build_filename (stubborn, "inside", NULL);
  g_assert_cmpint (g_mkdir (stubborn, 0700), ==, 0);
  g_assert_true (g_file_set_contents (inside, "", -1, NULL));

  kigen_received_remove (&desk->run, &left);

  g_assert_cmpstr (left, ==, stubborn);
  g_assert_false (g_file_test (downloaded, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define SCENARIO(name, function) g_test_add ("/received/" name, Desk, NULL, desk_open, function, desk_close)
  SCENARIO ("a-download-lies-beside", test_a_download_lies_beside);
  SCENARIO ("it-is-named-after-its-certificate", test_it_is_named_after_its_certificate);
  SCENARIO ("the-same-pair-takes-its-place", test_the_same_pair_takes_its_place);
  SCENARIO ("another-pair-never-takes-its-place", test_another_pair_never_takes_its_place);
  SCENARIO ("a-download-that-was-not-looked-at-is-found", test_a_download_that_was_not_looked_at_is_found);
  SCENARIO ("a-wrong-password-leaves-it-and-says-so", test_a_wrong_password_leaves_it_and_says_so);
  SCENARIO ("only-what-is-recorded-will-do", test_only_what_is_recorded_will_do);
  SCENARIO ("a-later-renewal-finds-it", test_a_later_renewal_finds_it);
  SCENARIO ("what-is-no-successor-is-not-taken", test_what_is_no_successor_is_not_taken);
  SCENARIO ("another-certificate's-are-let-alone", test_another_certificate_s_are_let_alone);
  SCENARIO ("an-earlier-life's-are-let-alone", test_an_earlier_life_s_are_let_alone);
  SCENARIO ("version-0.1.0's-of-this-renewal-is-taken", test_version_0_1_0_s_of_this_renewal_is_taken);
  SCENARIO ("other-files-are-let-alone", test_other_files_are_let_alone);
  SCENARIO ("all-of-a-renewal-go-at-its-end", test_all_of_a_renewal_go_at_its_end);
  SCENARIO ("what-cannot-be-removed-is-named", test_what_cannot_be_removed_is_named);
  return g_test_run ();
}
