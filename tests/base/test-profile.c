/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Profiles: those built in say what the design says, a file may leave much out and break little, and what is
 * wrong in it is named.
 */

#include "profile-private.h"
#include "scratch.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/base/profile.h>

#include <string.h>

#define LEAST                                                                                                \
  "[Profile]\nId=tenant\nProvider=mpki\nIssuerCommonName=Tenant CA*\nSubjectCommonName=*\n"                  \
  "[Endpoints]\nBase=https://ra.example/\n"

static KigenProfile *
load (const Scratch *folder, const char *text)
{
  g_autofree char *path = scratch_write (folder, "tenant.profile", text);
  g_autoptr (GError) error = NULL;
  KigenProfile *profile = kigen_profile_load_file (path, &error);

  g_assert_no_error (error);
  return profile;
}

static KigenCertificate *
certificate_of (const char *issuer, const char *name, gboolean is_ca)
{
  KigenCertificate *certificate = kigen_certificate_new ();

  certificate->issuer_common_name = g_strdup (issuer);
  certificate->common_name = g_strdup (name);
  certificate->is_ca = is_ca;
  return certificate;
}

static void
test_obn (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenProfile) obn = kigen_profile_load_builtin ("obn", &error);
  g_autofree char *renew = NULL;
  g_autofree char *download = NULL;
  g_autofree char *nothing = NULL;
  const int *days;
  gsize n;

  g_assert_no_error (error);
  renew = kigen_profile_endpoint (obn, "Renew");
  download = kigen_profile_endpoint (obn, "Download");
  nothing = kigen_profile_endpoint (obn, "Base");
  g_assert_cmpstr (kigen_profile_id (obn), ==, "obn");
  g_assert_cmpstr (kigen_profile_name (obn), ==, "オンライン請求ネットワーク関連システム共通認証局");
  g_assert_cmpstr (kigen_profile_provider (obn), ==, "mpki");
  g_assert_cmpstr (kigen_profile_base (obn), ==, "https://cert.obn.managedpki.ne.jp");
  g_assert_cmpstr (renew, ==, "https://cert.obn.managedpki.ne.jp/p/ru");
  g_assert_cmpstr (download, ==, "https://cert.obn.managedpki.ne.jp/p/rcd");
  g_assert_null (nothing);
  days = kigen_profile_notice_days (obn, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpint (days[0], ==, 90);
  g_assert_cmpint (days[3], ==, 15);
  g_assert_cmpint (kigen_profile_daily_from (obn), ==, 7);
  g_assert_cmpint (kigen_profile_notice_hour (obn), ==, 9);
  g_assert_cmpint (kigen_profile_renew_from (obn), ==, 90);
  g_assert_cmpstr (kigen_profile_root_pins (obn)[0], ==,
                   "513b2cecb810d4cde5dd85391adfc6c2dd60d87bb736d2b521484aa47a0ebef6");
  g_assert_null (kigen_profile_root_pins (obn)[1]);
  g_assert_nonnull (strstr (kigen_profile_trust_anchors (obn), "-----BEGIN CERTIFICATE-----"));
  g_assert_cmpstr (kigen_profile_password_hint (obn), ==, "four digits");
}

/* The file of the program writes every default out: neither may drift from the other. */
static void
test_obn_labels_are_the_defaults (void)
{
  SCRATCH folder = scratch_new ();
  g_autoptr (KigenProfile) obn = kigen_profile_load_builtin ("obn", NULL);
  g_autoptr (KigenProfile) bare = load (folder, LEAST);

  for (int label = 0; label < KIGEN_N_LABELS; label++) {
    const char *const *written = kigen_profile_labels (obn, (KigenLabel)label);
    const char *const *fallback = kigen_profile_labels (bare, (KigenLabel)label);
    g_assert_nonnull (written[0]);
    g_assert_cmpstr (kigen_label_key ((KigenLabel)label), !=, "");
    g_assert_true (g_strv_equal (written, fallback));
  }
  g_assert_cmpstr (kigen_profile_labels (obn, KIGEN_LABEL_APPLY)[0], ==, "証明書更新申請");
  g_assert_cmpstr (kigen_profile_labels (obn, KIGEN_LABEL_PENDING)[1], ==, "発行要求中");
}

static void
test_orca (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenProfile) orca = kigen_profile_load_builtin ("orca", &error);
  g_autoptr (KigenCertificate) client = certificate_of ("ORCA CA", "client123", FALSE);
  g_autoptr (KigenCertificate) other = certificate_of ("ORCA CA", "0110119153", FALSE);
  g_autofree char *renew = NULL;

  g_assert_no_error (error);
  renew = kigen_profile_endpoint (orca, "Renew");
  g_assert_cmpstr (kigen_profile_provider (orca), ==, "orca");
  g_assert_cmpstr (kigen_profile_base (orca), ==, "");
  g_assert_cmpstr (renew, ==, "/api/cert");
  g_assert_cmpstr (kigen_profile_host (orca, "SMS.glorca.orcamo.jp"), ==, "auth.glcmo.orcamo.jp");
  g_assert_null (kigen_profile_host (orca, "weborca.cloud.orcamo.jp"));
  g_assert_null (kigen_profile_trust_anchors (orca));
  g_assert_null (kigen_profile_root_pins (orca)[0]);
  g_assert_true (kigen_profile_matches (orca, client));
  g_assert_false (kigen_profile_matches (orca, other));
}

static void
test_which_certificates_match (void)
{
  g_autoptr (KigenProfile) obn = kigen_profile_load_builtin ("obn", NULL);
  g_autoptr (KigenCertificate) ours
      = certificate_of ("Online Billing NW Common Root CA - G1", "0110119153", FALSE);
  g_autoptr (KigenCertificate) authority
      = certificate_of ("Online Billing NW Common Root CA - G1", "root", TRUE);
  g_autoptr (KigenCertificate) foreign = certificate_of ("Another CA", "0110119153", FALSE);
  g_autoptr (KigenCertificate) blank = kigen_certificate_new ();

  g_assert_true (kigen_profile_matches (obn, ours));
  g_assert_false (kigen_profile_matches (obn, authority));
  g_assert_true (kigen_profile_matches_issuer (obn, authority));
  g_assert_false (kigen_profile_matches (obn, foreign));
  g_assert_false (kigen_profile_matches (obn, blank));
}

static gint64
end_after (const char *validity, const char *from)
{
  SCRATCH folder = scratch_new ();
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *text = g_strdup_printf ("%s[Profile]\nValidity=%s\n", LEAST, validity);
  g_autoptr (KigenProfile) profile = load (folder, text);
  gint64 instant;

  g_assert_true (kigen_calendar_parse (from, utc, &instant));
  return kigen_profile_expected_end (profile, instant);
}

static void
test_expected_end (void)
{
  static const struct {
    const char *validity;
    const char *from;
    const char *end;
  } rows[] = {
    { "P3Y3M", "2023-08-27T14:59:59Z", "2026-11-27T14:59:59+00:00" },
    { "P3Y", "2024-02-29T00:00:00Z", "2027-02-28T00:00:00+00:00" },
    { "P1M", "2026-01-31T12:00:00Z", "2026-02-28T12:00:00+00:00" },
    { "P10D", "2026-12-25T00:00:00Z", "2027-01-04T00:00:00+00:00" },
    { "P9000Y", "2026-12-25T00:00:00Z", "9999-12-31T23:59:59+00:00" },
  };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *end = kigen_calendar_rfc3339 (end_after (rows[i].validity, rows[i].from), utc);
    g_assert_cmpstr (end, ==, rows[i].end);
  }
  g_assert_cmpint (end_after ("", "2026-01-01"), ==, 0);
}

static void
test_password_pattern (void)
{
  SCRATCH folder = scratch_new ();
  g_autoptr (KigenProfile) obn = kigen_profile_load_builtin ("obn", NULL);
  g_autoptr (KigenProfile) either = load (folder, LEAST "[Password]\nPattern=a|bc\n");
  g_autoptr (KigenProfile) any = load (folder, LEAST);

  g_assert_true (kigen_profile_password_fits (obn, "0123"));
  g_assert_false (kigen_profile_password_fits (obn, "012"));
  g_assert_false (kigen_profile_password_fits (obn, "01234"));
  g_assert_false (kigen_profile_password_fits (obn, "0123\n"));
  g_assert_false (kigen_profile_password_fits (obn, "０１２３"));
  g_assert_false (kigen_profile_password_fits (obn, "\xff\xff\xff\xff"));
  g_assert_true (kigen_profile_password_fits (either, "bc"));
  g_assert_false (kigen_profile_password_fits (either, "ac"));
  g_assert_true (kigen_profile_password_fits (any, "anything"));
  g_assert_false (kigen_profile_password_fits (any, ""));
  g_assert_cmpstr (kigen_profile_password_hint (any), ==, "");
}

static void
test_file_may_be_sloppy (void)
{
  SCRATCH folder = scratch_new ();
  g_autoptr (KigenProfile) profile = load (folder, "\xef\xbb\xbf"
                                                   "[Profile]\r\n"
                                                   "Id=tenant  \r\n"
                                                   "Provider=mpki \r\n"
                                                   "IssuerCommonName=Tenant CA \r\n"
                                                   "SubjectCommonName=* \r\n"
                                                   "Colour=blue\r\n"
                                                   "[Endpoints]\r\n"
                                                   "Base=https://ra.example//\r\n"
                                                   "Renew=renew \r\n"
                                                   "[Notices]\r\n"
                                                   "Days=15; 90 ;30;15;\r\n"
                                                   "Hour= 10 \r\n"
                                                   "[Labels]\r\n"
                                                   "Submit= 送る ; 送信する;\r\n"
                                                   "Issued=\r\n"
                                                   "[Weather]\r\n"
                                                   "Sunny=true\r\n");
  g_autofree char *renew = kigen_profile_endpoint (profile, "Renew");
  const char *const submit[] = { "送る", "送信する", NULL };
  const int *days;
  gsize n;

  g_assert_cmpstr (kigen_profile_id (profile), ==, "tenant");
  g_assert_cmpstr (kigen_profile_name (profile), ==, "tenant");
  g_assert_cmpstr (kigen_profile_base (profile), ==, "https://ra.example");
  g_assert_cmpstr (renew, ==, "https://ra.example/renew");
  g_assert_true (g_strv_equal (kigen_profile_labels (profile, KIGEN_LABEL_SUBMIT), submit));
  g_assert_cmpstr (kigen_profile_labels (profile, KIGEN_LABEL_ISSUED)[0], ==, "発行済み");
  g_assert_cmpint (kigen_profile_notice_hour (profile), ==, 10);
  days = kigen_profile_notice_days (profile, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpint (days[0], ==, 90);
  g_assert_cmpint (days[1], ==, 30);
  g_assert_cmpint (days[2], ==, 15);
}

static void
test_what_is_wrong_is_named (void)
{
  static const struct {
    const char *text;
    const char *named;
  } rows[] = {
    { "nonsense", "tenant.profile" },
    { "[Profile]\nProvider=mpki\n", "[Profile] Id" },
    { "[Profile]\nId=a\n", "[Profile] Provider" },
    { "[Profile]\nId=a\nProvider=other\n", "[Profile] Provider" },
    { "[Profile]\nId=a\nProvider=mpki\nSubjectCommonName=*\n", "[Profile] IssuerCommonName" },
    { "[Profile]\nId=a\nProvider=mpki\nIssuerCommonName=*\n", "[Profile] SubjectCommonName" },
    { "[Profile]\nId=a\nProvider=mpki\nIssuerCommonName=*\nSubjectCommonName=*\n", "[Endpoints] Base" },
    { LEAST "Base=http://ra.example\n", "[Endpoints] Base" },
    { LEAST "[Profile]\nValidity=3 years\n", "[Profile] Validity" },
    { LEAST "[Profile]\nValidity=P\n", "[Profile] Validity" },
    { LEAST "[Notices]\nHour=24\n", "[Notices] Hour" },
    { LEAST "[Notices]\nDays=90;soon\n", "[Notices] Days" },
    { LEAST "[Waits]\nIssue=-1\n", "[Waits] Issue" },
    { LEAST "[Password]\nPattern=[0-9\n", "[Password] Pattern" },
    { LEAST "[Trust]\nCaFile=absent.pem\n", "[Trust] CaFile" },
    { LEAST "[Trust]\nCaFile=tenant.profile\n", "[Trust] CaFile" },
    { LEAST "[Trust]\nRootSha256=1234\n", "[Trust] RootSha256" },
  };
  SCRATCH folder = scratch_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = scratch_write (folder, "tenant.profile", rows[i].text);
    g_autoptr (GError) error = NULL;
    g_assert_null (kigen_profile_load_file (path, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
    g_assert_nonnull (strstr (error->message, rows[i].named));
    g_assert_nonnull (strstr (error->message, path));
  }
}

static void
test_anchors_lie_beside_the_file (void)
{
  static const char anchor[] = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  SCRATCH folder = scratch_new ();
  g_autofree char *beside = scratch_write (folder, "anchor.pem", anchor);
  g_autofree char *slashed = scratch_slashed (beside);
  g_autofree char *absolute = g_strdup_printf ("%s[Trust]\nCaFile=%s\n", LEAST, slashed);
  g_autoptr (KigenProfile) one = load (folder, LEAST "[Trust]\nCaFile=anchor.pem\nRootSha256=\n");
  g_autoptr (KigenProfile) other = load (folder, absolute);

  g_assert_cmpstr (kigen_profile_trust_anchors (one), ==, anchor);
  g_assert_cmpstr (kigen_profile_trust_anchors (other), ==, anchor);
}

static void
test_pins_are_normalised (void)
{
  SCRATCH folder = scratch_new ();
  g_autoptr (KigenProfile) profile = load (
      folder,
      LEAST "[Trust]\nRootSha256=51:3B:2C:EC:B8:10:D4:CD:E5:DD:85:39:1A:DF:C6:C2:DD:60:D8:7B:B7:36:D2:B5:21:"
            "48:4A:A4:7A:0E:BE:F6 ; 24A55C2AB051442D0617766541239A4AD032D7C55175AA34FFDE2FBC4F5C5294\n");
  const char *const pins[] = { "513b2cecb810d4cde5dd85391adfc6c2dd60d87bb736d2b521484aa47a0ebef6",
                               "24a55c2ab051442d0617766541239a4ad032d7c55175aa34ffde2fbc4f5c5294", NULL };

  g_assert_true (g_strv_equal (kigen_profile_root_pins (profile), pins));
}

static void
test_waits (void)
{
  SCRATCH folder = scratch_new ();
  g_autoptr (KigenProfile) profile = load (folder, LEAST "[Waits]\nIssue=5\nSettle=0\n");

  g_assert_cmpint (kigen_profile_wait (profile, "FirstPoll"), ==, 1);
  g_assert_cmpint (kigen_profile_wait (profile, "LongestPoll"), ==, 30);
  g_assert_cmpint (kigen_profile_wait (profile, "Issue"), ==, 5);
  g_assert_cmpint (kigen_profile_wait (profile, "Settle"), ==, 0);
  g_assert_cmpint (kigen_profile_wait (profile, "Timeout"), ==, 30);
}

static void
test_site_adds_and_replaces (void)
{
  SCRATCH folder = scratch_new ();
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (KigenProfile) found = NULL;

  scratch_put (folder, "a.profile", LEAST);
  scratch_put (folder, "b.profile", LEAST "[Profile]\nId=obn\nName=ours\n");
  scratch_put (folder, "c.profile", "broken");
  scratch_put (folder, "readme.txt", "not a profile");
  g_test_expect_message ("kigen-base", G_LOG_LEVEL_WARNING, "*c.profile*");
  all = kigen_profile_all_in (folder);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpstr (kigen_profile_name (g_ptr_array_index (all, 0)), ==, "ours");
  g_assert_cmpstr (kigen_profile_id (g_ptr_array_index (all, 1)), ==, "orca");
  g_assert_cmpstr (kigen_profile_id (g_ptr_array_index (all, 2)), ==, "tenant");

  g_test_expect_message ("kigen-base", G_LOG_LEVEL_WARNING, "*c.profile*");
  found = kigen_profile_find_in (folder, "obn", NULL);
  g_test_assert_expected_messages ();
  g_assert_cmpstr (kigen_profile_name (found), ==, "ours");
}

static void
test_find (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_write (folder, "tenant.profile", LEAST);
  g_autofree char *absent = scratch_name (folder, "absent.profile");
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenProfile) builtin = kigen_profile_find_in ("/nonexistent", "orca", &error);
  g_autoptr (KigenProfile) file = kigen_profile_find_in ("/nonexistent", path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kigen_profile_id (builtin), ==, "orca");
  g_assert_cmpstr (kigen_profile_id (file), ==, "tenant");
  g_assert_null (kigen_profile_find_in ("/nonexistent", "nobody", &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_USAGE);
  g_assert_nonnull (strstr (kigen_error_advice (error), "obn, orca"));
  g_clear_error (&error);
  g_assert_null (kigen_profile_find_in ("/nonexistent", absent, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (kigen_profile_load_builtin ("../obn", &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/obn", test_obn);
  g_test_add_func ("/profile/obn-labels-are-the-defaults", test_obn_labels_are_the_defaults);
  g_test_add_func ("/profile/orca", test_orca);
  g_test_add_func ("/profile/which-certificates-match", test_which_certificates_match);
  g_test_add_func ("/profile/expected-end", test_expected_end);
  g_test_add_func ("/profile/password-pattern", test_password_pattern);
  g_test_add_func ("/profile/file-may-be-sloppy", test_file_may_be_sloppy);
  g_test_add_func ("/profile/what-is-wrong-is-named", test_what_is_wrong_is_named);
  g_test_add_func ("/profile/anchors-lie-beside-the-file", test_anchors_lie_beside_the_file);
  g_test_add_func ("/profile/pins-are-normalised", test_pins_are_normalised);
  g_test_add_func ("/profile/waits", test_waits);
  g_test_add_func ("/profile/site-adds-and-replaces", test_site_adds_and_replaces);
  g_test_add_func ("/profile/find", test_find);
  return g_test_run ();
}
