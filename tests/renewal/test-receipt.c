/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* The receipt: what an authority gives out at one download after the other, and what of it is kept.  An
 * authority may make another pair each time, or give it out once. */

#include "../../src/renewal/received.h"
#include "desk.h"
#include "site.h"

#include <kigen/base/error.h>

#include <glib/gstdio.h>

#include <string.h>

#define HTML "Content-Type: text/html; charset=utf-8\r\n"
#define ID "202611200100076"
#define MENU                                                                                                 \
  "<html><body><a href='/p/apply'>証明書更新申請</a><a href='/p/list'>更新後証明書の取得</a></body></html>"
#define LIST                                                                                                 \
  "<html><head><title>更新後証明書の取得</title></head><body><table>"                               \
  "<tr><th>リクエストID</th><th>操作</th></tr><tr><td>" ID "</td>"                                           \
  "<td><a href='/p/key'>Download Key</a></td></tr></table></body></html>"
#define REFUSAL "<html><body><p>鍵は一度しか取得できません。エラーコード：E2001</p></body></html>"

/* A desk whose authority says what it is told to. */
typedef struct {
  Desk desk;
  Site *site;
  char *backup;
} Counter;

static KigenProfile *
make_profile (const Counter *counter)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *base = site_url (counter->site, "");
  g_autofree char *path = workshop_path (counter->desk.folder, "counter.profile");
  g_autofree char *text = g_strdup_printf (
      "[Profile]\nId=obn\nName=obn\nProvider=mpki\nIssuerCommonName=Online Billing NW Common Root CA*\n"
      "SubjectCommonName=*\nValidity=P3Y3M\n[Endpoints]\nBase=%s\nRenew=/p/ru\nDownload=/p/rcd\n"
      "[Waits]\nFirstPoll=1\nLongestPoll=1\nIssue=1\nSettle=1\nTimeout=20\n[Password]\nPattern=[0-9]{4}\n"
      "[Trust]\nCaFile=anchors.pem\n",
      base);
  workshop_write_text (counter->desk.folder, "anchors.pem", site_anchors (counter->site));
  workshop_write_text (counter->desk.folder, "counter.profile", text);
  KigenProfile *profile = kigen_profile_load_file (path, &error);
  g_assert_no_error (error);
  return profile;
}

/* What the run opens by itself where it has an identity in a store. */
static void
open_authority (Counter *counter)
{
  g_autoptr (GError) error = NULL;
  KigenHttpOptions options = { .anchors = site_anchors (counter->site), .timeout = 20 };
  counter->desk.run.authority = kigen_authority_new (counter->desk.run.profile, NULL, &options, &error);
  g_assert_no_error (error);
}

static void
open_counter (Counter *counter, gconstpointer unused)
{
  desk_open (&counter->desk, unused);
  counter->site = site_open (&(SiteOrder){ 0 });
  kigen_profile_unref (counter->desk.run.profile);
  counter->desk.run.profile = make_profile (counter);
  counter->backup = workshop_path (counter->desk.folder, "backup/backup.p12");
  counter->desk.backup = counter->backup;
  g_free (workshop_run (counter->desk.folder, NULL, "mkdir backup"));
  open_authority (counter);
}

static void
close_counter (Counter *counter, gconstpointer unused)
{
  desk_close (&counter->desk, unused);
  site_close (counter->site);
  g_free (counter->backup);
}

/* One way through the list, at whose end this file lies. */
static void
give (Counter *counter, GBytes *file)
{
  site_answer (counter->site, "200 OK", HTML, MENU);
  site_answer (counter->site, "200 OK", HTML, LIST);
  site_give (counter->site, file);
}

static void
refuse (Counter *counter)
{
  site_answer (counter->site, "200 OK", HTML, MENU);
  site_answer (counter->site, "200 OK", HTML, LIST);
  site_answer (counter->site, "200 OK", HTML, REFUSAL);
}

/* A process that is killed, and the next one: nothing but the record and the disk is left. */
static void
start_anew (Counter *counter, const char *password)
{
  KigenRun *run = &counter->desk.run;
  g_clear_pointer (&run->contents, kigen_pkcs12_free);
  g_clear_pointer (&run->application, kigen_application_free);
  g_clear_pointer (&run->authority, kigen_authority_free);
  run->backup_settled = FALSE;
  desk_set_password (&counter->desk, password);
  open_authority (counter);
}

static void
must_receive (Counter *counter, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (kigen_run_receive (&counter->desk.run, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (counter->desk.run.record->new_id, ==, id);
  g_assert_cmpstr (counter->desk.run.contents->certificate->id, ==, id);
  g_autofree char *path = kigen_received_path (&counter->desk.run, id);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
must_fail (Counter *counter, int code)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (kigen_run_receive (&counter->desk.run, &error));
  g_assert_error (error, KIGEN_ERROR, code);
}

static void
test_received_at_once (Counter *counter, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (&counter->desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  give (counter, file);
  must_receive (counter, id);
  g_assert_cmpuint (desk_count (&counter->desk), ==, 1);
  g_assert_cmpuint (site_requests (counter->site), ==, 3);
}

static void
test_received_before_is_not_fetched_again (Counter *counter, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (&counter->desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  give (counter, file);
  must_receive (counter, id);
  guint requests = site_requests (counter->site);
  start_anew (counter, "4711");
  must_receive (counter, id);
  g_assert_cmpuint (site_requests (counter->site), ==, requests);
}

static void
test_rubbish_first_and_the_file_then (Counter *counter, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (&counter->desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (file, 0, g_bytes_get_size (file) / 2);
  give (counter, half);
  give (counter, file);
  must_receive (counter, id);
  g_assert_cmpuint (desk_count (&counter->desk), ==, 1);
}

static void
test_another_pair_at_the_next_download (Counter *counter, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given a receipt whose password is forgotten, and an authority that makes another pair. */
  g_autofree char *id = NULL;
  g_autofree char *other_id = NULL;
  g_autoptr (GBytes) file = desk_issue (&counter->desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autoptr (GBytes) other = desk_issue (&counter->desk, DESK_SUBJECT, DESK_NEW_END, "0815", &other_id);
  give (counter, file);
  must_receive (counter, id);
  start_anew (counter, "0815");
  give (counter, other);

  must_fail (counter, KIGEN_ERROR_PASSWORD_WRONG);

  g_assert_cmpstr (counter->desk.run.record->new_id, ==, id);
  g_autofree char *path = kigen_received_path (&counter->desk.run, id);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GBytes) kept = workshop_read (counter->desk.folder, name);
  g_assert_true (g_bytes_equal (kept, file));
  start_anew (counter, "4711");
  must_receive (counter, id);
}

static void
test_the_same_pair_under_a_new_password (Counter *counter, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (&counter->desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autoptr (KigenPkcs12) contents = kigen_pkcs12_open (file, counter->desk.run.password, NULL);
  g_autoptr (KigenSecret) other = workshop_secret ("0815");
  g_autoptr (GBytes) again = kigen_pkcs12_write (contents, other, KIGEN_PKCS12_MODERN, NULL);
  give (counter, file);
  must_receive (counter, id);
  start_anew (counter, "0815");
  give (counter, again);
  must_receive (counter, id);
  g_assert_cmpuint (desk_count (&counter->desk), ==, 1);
  start_anew (counter, "0815");
  must_receive (counter, id);
}

static void
test_a_successor_that_cannot_be_named_is_kept (Counter *counter, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given something in the place where the received file is to lie, and an authority that gives it out once.
   */
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (&counter->desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  g_autofree char *place = kigen_received_path (&counter->desk.run, id);
  g_assert_cmpint (g_mkdir (place, 0700), ==, 0);
  give (counter, file);

  must_fail (counter, KIGEN_ERROR_FAILED);

  g_assert_cmpint (g_rmdir (place), ==, 0);
  start_anew (counter, "4711");
  must_receive (counter, id);
}

static void
test_given_out_once (Counter *counter, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given a receipt whose password is forgotten, and an authority that does not give it out again. */
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (&counter->desk, DESK_SUBJECT, DESK_NEW_END, "4711", &id);
  give (counter, file);
  must_receive (counter, id);
  start_anew (counter, "0815");
  for (int i = 0; i < 4; i++)
    refuse (counter);
  must_fail (counter, KIGEN_ERROR_PASSWORD_WRONG);
  start_anew (counter, "4711");
  must_receive (counter, id);
}

static void
test_somebody_else_s_is_kept_and_not_taken (Counter *counter, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GBytes) file
      = desk_issue (&counter->desk, "C=JP/O=ReceiptOnline/CN=0110119999", DESK_NEW_END, "4711", NULL);
  for (int i = 0; i < 4; i++)
    give (counter, file);
  must_fail (counter, KIGEN_ERROR_NOT_OURS);
  g_assert_null (counter->desk.run.record->new_id);
  g_assert_cmpuint (desk_count (&counter->desk), ==, 1);
}

static void
test_an_entry_from_before_is_left_out_and_begun_anew (Counter *counter, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given an entry that we did not apply for and that brings what is at hand already. */
  KigenRun *run = &counter->desk.run;
  g_autoptr (GBytes) file = desk_issue (&counter->desk, DESK_SUBJECT, DESK_OLD_END, "4711", NULL);
  give (counter, file);
  g_autoptr (GError) error = NULL;
  g_assert_true (kigen_run_receive (run, &error));
  g_assert_no_error (error);
  g_assert_true (run->moved);
  g_assert_cmpint (run->record->step, ==, KIGEN_STEP_BEGUN);
  g_assert_cmpuint (run->known_bad->len, ==, 2);
  g_assert_null (run->record->request_id);
}

static void
test_an_entry_of_an_application_of_ours_is_not_left_out (Counter *counter, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given the same where we did apply: nothing is applied for anew. */
  KigenRun *run = &counter->desk.run;
  run->record->applied_at = DESK_NOW;
  g_autoptr (GBytes) file = desk_issue (&counter->desk, DESK_SUBJECT, DESK_OLD_END, "4711", NULL);
  for (int i = 0; i < 4; i++)
    give (counter, file);
  must_fail (counter, KIGEN_ERROR_NOT_OURS);
  g_assert_false (run->moved);
  g_assert_cmpint (run->record->step, ==, KIGEN_STEP_ISSUED);
}

static void
test_a_shorter_validity_is_told (Counter *counter, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) file = desk_issue (&counter->desk, DESK_SUBJECT, "20271120000000Z", "4711", &id);
  give (counter, file);
  must_receive (counter, id);
  g_assert_cmpuint (counter->desk.warned, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define SCENARIO(name, function)                                                                             \
  g_test_add ("/receipt/" name, Counter, NULL, open_counter, function, close_counter)
  SCENARIO ("received-at-once", test_received_at_once);
  SCENARIO ("received-before-is-not-fetched-again", test_received_before_is_not_fetched_again);
  SCENARIO ("rubbish-first-and-the-file-then", test_rubbish_first_and_the_file_then);
  SCENARIO ("another-pair-at-the-next-download", test_another_pair_at_the_next_download);
  SCENARIO ("the-same-pair-under-a-new-password", test_the_same_pair_under_a_new_password);
  SCENARIO ("a-successor-that-cannot-be-named-is-kept", test_a_successor_that_cannot_be_named_is_kept);
  SCENARIO ("given-out-once", test_given_out_once);
  SCENARIO ("somebody-else's-is-kept-and-not-taken", test_somebody_else_s_is_kept_and_not_taken);
  SCENARIO ("an-entry-from-before-is-left-out-and-begun-anew",
            test_an_entry_from_before_is_left_out_and_begun_anew);
  SCENARIO ("an-entry-of-an-application-of-ours-is-not-left-out",
            test_an_entry_of_an_application_of_ours_is_not_left_out);
  SCENARIO ("a-shorter-validity-is-told", test_a_shorter_validity_is_told);
  return g_test_run ();
}
