/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Submit leaves once, whatever its method, whatever becomes of the connection and wherever it leads; and not
 * before the user has said yes and it has been written down. */

#include "applicant.h"

/* Connections
 * ------------------------------------------------------------------------------------------------- */

static void
test_a_connection_that_ends_without_an_answer (Applicant *applicant, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const parts[]
      = { "", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<html><body>" };
  static const SiteThen ways[] = { SITE_CLOSE, SITE_BREAK };
  for (gsize i = 0; i < G_N_ELEMENTS (parts) * G_N_ELEMENTS (ways); i++) {
    guint before = office_count (&applicant->office, applicant->submit);
    applicant->confirmed = applicant->announced = 0;
    applicant_show (applicant, POSTED);
    site_say (applicant->office.site, ways[i % G_N_ELEMENTS (ways)], parts[i / G_N_ELEMENTS (ways)]);

    applicant_apply (applicant);

    g_assert_nonnull (applicant->error);
    g_assert_true (applicant->fate_unknown);
    g_assert_cmpuint (applicant->announced, ==, 1);
    g_assert_cmpuint (office_count (&applicant->office, applicant->submit), ==, before + 1);
  }
}

static void
test_nobody_there_any_more (Applicant *applicant, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given an authority that shows the confirmation and is gone before Submit leaves: it cannot have come. */
  applicant->is_to_go = TRUE;
  applicant_show (applicant, POSTED);
  applicant_apply (applicant);
  g_assert_error (applicant->error, KIGEN_ERROR, KIGEN_ERROR_UNREACHABLE);
  g_assert_false (applicant->fate_unknown);
  g_assert_cmpuint (applicant->announced, ==, 1);
}

static void
test_submit_that_leads_away (Applicant *applicant, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given a confirmation whose Submit goes to another host: it is not followed, nothing leaves. */
  applicant_show (applicant, CONFIRMATION ("<form action='https://elsewhere.invalid/p/submit' method='post'>"
                                           "<button>Submit</button></form>"));
  applicant_apply (applicant);
  g_assert_error (applicant->error, KIGEN_ERROR, KIGEN_ERROR_REFUSED);
  g_assert_false (applicant->fate_unknown);
  g_assert_cmpuint (site_requests (applicant->office.site), ==, 2);
}

/* Ways that Submit goes
 * ------------------------------------------------------------------------------------------ */

static void
lead_on (Applicant *applicant, const char *status, const char *headers, const char *body)
{
  site_answer (applicant->office.site, "303 See Other", "Location: /p/done\r\n", "");
  site_answer (applicant->office.site, status, headers, body);
}

static void
test_behind_a_redirect (Applicant *applicant, gconstpointer unused G_GNUC_UNUSED)
{
  applicant_show (applicant, POSTED);
  lead_on (applicant, "404 Not Found", HTML, BODY ("<h1>Error 404</h1>"));
  applicant_apply (applicant);
  g_assert_true (applicant->fate_unknown);
  applicant_assert_once (applicant);
  g_assert_cmpuint (office_count (&applicant->office, "GET /p/done "), ==, 1);
}

static void
test_ids_behind_a_redirect (Applicant *applicant, gconstpointer unused G_GNUC_UNUSED)
{
  applicant_show (applicant, POSTED);
  lead_on (applicant, "200 OK", HTML, BODY (IDS));
  applicant_apply (applicant);
  g_assert_no_error (applicant->error);
  applicant_assert_once (applicant);
}

/* The address that a redirect led to may be what applies: to ask it for the status would apply again. */
static void
test_what_applied_is_not_asked_for_the_status (Applicant *applicant, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  applicant_show (applicant, POSTED);
  lead_on (applicant, "200 OK", HTML, BODY (IDS));
  applicant_apply (applicant);
  g_assert_nonnull (applicant->application);
  office_show (&applicant->office, OFFICE_MENU);
  office_show (&applicant->office,
               BODY ("<h1>更新後証明書の取得</h1><table><tr><th>リクエストID</th><th>取得</th></tr>"
                     "<tr><td>202611200100076</td><td><a href='/p/key'>Download Key</a></td></tr></table>"));

  gboolean issued = kigen_authority_wait_issued (applicant->office.authority, applicant->application,
                                                 applicant->office.old, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (issued);
  g_assert_cmpuint (office_count (&applicant->office, "GET /p/done "), ==, 1);
}

static void
test_half_a_page_behind_a_redirect (Applicant *applicant, gconstpointer unused G_GNUC_UNUSED)
{
  applicant_show (applicant, POSTED);
  lead_on (applicant, "200 OK", HTML, "<html><body><p>お待ち");
  applicant_apply (applicant);
  g_assert_true (applicant->fate_unknown);
  applicant_assert_once (applicant);
  g_assert_cmpuint (office_count (&applicant->office, "GET /p/done "), ==, 1);
}

static void
test_behind_a_page_that_goes_on_by_itself (Applicant *applicant, gconstpointer unused G_GNUC_UNUSED)
{
  applicant_show (applicant, POSTED);
  office_show (&applicant->office, "<html><head><title>処理中</title><meta http-equiv='refresh' "
                                   "content='0;url=/p/done'></head><body><p>処理中</p></body></html>");
  site_answer (applicant->office.site, "503 Service Unavailable", HTML, BODY ("<h1>503</h1>"));
  applicant_apply (applicant);
  g_assert_true (applicant->fate_unknown);
  applicant_assert_once (applicant);
  g_assert_cmpuint (office_count (&applicant->office, "GET /p/done "), ==, 1);
}

static const char *const got[] = {
  CONFIRMATION ("<form action='/p/submit' method='get'><input type='hidden' name='t' value='1'>"
                "<button>Submit</button></form>"),
  CONFIRMATION ("<a href='/p/submit?t=1'>Submit</a>"),
};

static const struct {
  const char *status, *body;
} failures[] = {
  { "503 Service Unavailable", BODY ("<h1>503</h1>") },
  { "500 Internal Server Error", BODY ("<h1>500</h1>") },
  { "502 Bad Gateway", "" },
  { "429 Too Many Requests", "" },
  { "200 OK", "<html><body><p>お待ち" },
  { "200 OK", BODY ("<h1>セッション無効</h1>") },
};

static void
test_submit_by_get (Applicant *applicant, gconstpointer data)
{
  applicant->submit = "GET /p/submit?t=1 ";
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++) {
    applicant->confirmed = applicant->announced = 0;
    applicant_show (applicant, data);
    site_answer (applicant->office.site, failures[i].status, HTML, failures[i].body);
    applicant_apply (applicant);
    g_assert_true (applicant->fate_unknown);
    g_assert_cmpuint (applicant->announced, ==, 1);
    g_assert_cmpuint (office_count (&applicant->office, applicant->submit), ==, i + 1);
  }
}

static void
test_submit_by_get_on_a_connection_that_breaks (Applicant *applicant, gconstpointer data)
{
  applicant->submit = "GET /p/submit?t=1 ";
  applicant_show (applicant, data);
  site_say (applicant->office.site, SITE_BREAK, "");
  applicant_apply (applicant);
  g_assert_true (applicant->fate_unknown);
  applicant_assert_once (applicant);
}

/* Before it
 * ------------------------------------------------------------------------------------------------------ */

static void
test_a_no_to_the_confirmation_sends_nothing (Applicant *applicant, gconstpointer unused G_GNUC_UNUSED)
{
  applicant->refuses_confirm = TRUE;
  applicant_show (applicant, POSTED);
  applicant_apply (applicant);
  g_assert_error (applicant->error, KIGEN_ERROR, KIGEN_ERROR_CANCELLED);
  g_assert_false (applicant->fate_unknown);
  g_assert_cmpuint (applicant->announced, ==, 0);
  g_assert_cmpuint (office_count (&applicant->office, applicant->submit), ==, 0);
}

static void
test_what_cannot_be_written_down_is_not_sent (Applicant *applicant, gconstpointer unused G_GNUC_UNUSED)
{
  applicant->refuses_send = TRUE;
  applicant_show (applicant, POSTED);
  applicant_apply (applicant);
  g_assert_error (applicant->error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_false (applicant->fate_unknown);
  g_assert_cmpuint (office_count (&applicant->office, applicant->submit), ==, 0);
}

static void
test_trouble_before_the_confirmation_is_no_application (Applicant *applicant,
                                                        gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const pages[] = { BODY ("<p>メンテナンス中です。</p>"), OFFICE_LOGIN, BODY ("") };
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++) {
    office_show (&applicant->office, pages[i]);
    applicant_apply (applicant);
    g_assert_nonnull (applicant->error);
    g_assert_false (applicant->fate_unknown);
  }
  office_show (&applicant->office, OFFICE_MENU);
  office_show (&applicant->office, BODY ("<p>お客様の証明書は更新できません。</p>"));
  applicant_apply (applicant);
  g_assert_error (applicant->error, KIGEN_ERROR, KIGEN_ERROR_REFUSED);
  g_assert_false (applicant->fate_unknown);
  g_assert_cmpuint (applicant->announced, ==, 0);
  g_assert_cmpuint (office_count (&applicant->office, applicant->submit), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define GIVEN(name, data, function)                                                                          \
  g_test_add (name, Applicant, data, applicant_open, function, applicant_close)
#define SCENARIO(name, function) GIVEN ("/submit/" name, NULL, function)
  SCENARIO ("a-connection-that-ends-without-an-answer", test_a_connection_that_ends_without_an_answer);
  SCENARIO ("nobody-there-any-more", test_nobody_there_any_more);
  SCENARIO ("submit-that-leads-away", test_submit_that_leads_away);
  SCENARIO ("behind-a-redirect", test_behind_a_redirect);
  SCENARIO ("ids-behind-a-redirect", test_ids_behind_a_redirect);
  SCENARIO ("what-applied-is-not-asked-for-the-status", test_what_applied_is_not_asked_for_the_status);
  SCENARIO ("half-a-page-behind-a-redirect", test_half_a_page_behind_a_redirect);
  SCENARIO ("behind-a-page-that-goes-on-by-itself", test_behind_a_page_that_goes_on_by_itself);
  GIVEN ("/submit/by-get/form", got[0], test_submit_by_get);
  GIVEN ("/submit/by-get/link", got[1], test_submit_by_get);
  GIVEN ("/submit/by-get/form-on-a-connection-that-breaks", got[0],
         test_submit_by_get_on_a_connection_that_breaks);
  GIVEN ("/submit/by-get/link-on-a-connection-that-breaks", got[1],
         test_submit_by_get_on_a_connection_that_breaks);
  SCENARIO ("a-no-to-the-confirmation-sends-nothing", test_a_no_to_the_confirmation_sends_nothing);
  SCENARIO ("what-cannot-be-written-down-is-not-sent", test_what_cannot_be_written_down_is_not_sent);
  SCENARIO ("trouble-before-the-confirmation-is-no-application",
            test_trouble_before_the_confirmation_is_no_application);
  return g_test_run ();
}
