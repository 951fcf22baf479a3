/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* An application's fate: what each answer to Submit says of it.  Known are only an application that the
 * answer shows and one that the authority refuses in words; all else is open. */

#include "applicant.h"

/* The answers
 * ---------------------------------------------------------------------------------------------------- */

typedef enum { TAKEN, NOT_TAKEN, OPEN } Fate;

typedef struct {
  const char *name;
  Fate fate;
  const char *status, *headers, *body;
  int code; /* of the error; 0 where it was taken */
} Answer;

static const Answer answers[] = {
  { "ids", TAKEN, "200 OK", HTML, BODY (IDS), 0 },
  { "ids-with-a-footnote", TAKEN, "200 OK", HTML, BODY (IDS "<p>※申請期間外は更新できません。</p>"), 0 },
  { "ids-and-words-of-refusal", TAKEN, "200 OK", HTML, BODY (IDS "<p>再度の申請は受け付けられません。</p>"),
    0 },
  { "a-status-alone", TAKEN, "200 OK", HTML, BODY ("<p>証明書ステータス：鍵生成中</p>"), 0 },
  { "a-refusal-in-words", NOT_TAKEN, "200 OK", HTML, BODY ("<p>お客様の証明書は更新できません。</p>"),
    KIGEN_ERROR_REFUSED },
  { "a-refusal-in-words-forbidden", NOT_TAKEN, "403 Forbidden", HTML,
    BODY ("<p>お客様の証明書は更新できません。</p>"), KIGEN_ERROR_REFUSED },
  { "an-error-code", NOT_TAKEN, "200 OK", HTML, BODY ("<p>エラーコード：E1042</p>"), KIGEN_ERROR_REFUSED },
  { "an-error-code-forbidden", NOT_TAKEN, "403 Forbidden", HTML, BODY ("<p>Error E1042</p>"),
    KIGEN_ERROR_REFUSED },
  { "a-refusal-that-shows-a-status", NOT_TAKEN, "200 OK", HTML,
    BODY ("<p>お客様の証明書は更新できません。</p><table><tr><th>状態</th><td>エラー</td></tr></table>"),
    KIGEN_ERROR_REFUSED },
  { "maintenance-that-shows-a-status", OPEN, "200 OK", HTML,
    BODY ("<table><tr><th>状態</th><td>メンテナンス中</td></tr></table>"), KIGEN_ERROR_UNREACHABLE },
  { "a-status-and-words-of-refusal", TAKEN, "200 OK", HTML,
    BODY ("<table><tr><th>証明書ステータス</th><td>発行要求中</td></tr></table>"
          "<p>再度の申請は受け付けられません。</p>"),
    0 },
  { "forbidden-without-words", OPEN, "403 Forbidden", HTML, BODY ("<h1>Forbidden</h1>"),
    KIGEN_ERROR_REFUSED },
  { "forbidden-and-empty", OPEN, "403 Forbidden", "", "", KIGEN_ERROR_REFUSED },
  { "missing", OPEN, "404 Not Found", HTML, BODY ("<h1>Error 404</h1>"), KIGEN_ERROR_REFUSED },
  { "a-fault", OPEN, "500 Internal Server Error", HTML, BODY ("<h1>Error 500</h1>"),
    KIGEN_ERROR_UNREACHABLE },
  { "a-fault-with-a-code", OPEN, "500 Internal Server Error", HTML, BODY ("<p>エラーコード：E1042</p>"),
    KIGEN_ERROR_UNREACHABLE },
  { "a-fault-with-words-of-refusal", OPEN, "503 Service Unavailable", HTML, BODY ("<p>申請できません。</p>"),
    KIGEN_ERROR_UNREACHABLE },
  { "a-crowd", OPEN, "503 Service Unavailable", "Retry-After: 0\r\n" HTML,
    BODY ("<p>混み合っております。</p>"), KIGEN_ERROR_UNREACHABLE },
  { "too-many", OPEN, "429 Too Many Requests", HTML, BODY ("<p>申請できません。</p>"),
    KIGEN_ERROR_UNREACHABLE },
  { "a-proxy-s-page", OPEN, "502 Bad Gateway", HTML,
    BODY (
        "<h1>ERROR</h1><p>The requested URL could not be retrieved</p><p>Error (111) Connection refused</p>"),
    KIGEN_ERROR_UNREACHABLE },
  { "redirected-to-http", OPEN, "303 See Other", "Location: http://localhost:9/done\r\n", "",
    KIGEN_ERROR_REFUSED },
  { "redirected-away", OPEN, "303 See Other", "Location: https://elsewhere.invalid/done\r\n", "",
    KIGEN_ERROR_REFUSED },
  { "thanks-without-ids", OPEN, "200 OK", HTML, BODY ("<p>申請情報を受け付けました。</p>"),
    KIGEN_ERROR_REFUSED },
  { "thanks-with-words-of-refusal", OPEN, "200 OK", HTML,
    BODY ("<p>申請情報を受け付けました。※更新できません、と表示された方は窓口へ。</p>"),
    KIGEN_ERROR_REFUSED },
  { "a-footnote-alone", OPEN, "200 OK", HTML, BODY ("<p>お待ちください。※申請期間外は更新できません。</p>"),
    KIGEN_ERROR_REFUSED },
  { "maintenance", OPEN, "200 OK", HTML, BODY ("<p>メンテナンス中のため申請できません。</p>"),
    KIGEN_ERROR_UNREACHABLE },
  { "a-crowd-well", OPEN, "200 OK", HTML, BODY ("<p>混み合っております。後ほどお越しください。</p>"),
    KIGEN_ERROR_UNREACHABLE },
  { "the-menu-again", OPEN, "200 OK", HTML, OFFICE_MENU, KIGEN_ERROR_REFUSED },
  { "the-confirmation-again", OPEN, "200 OK", HTML, POSTED, KIGEN_ERROR_REFUSED },
  { "a-login-page", OPEN, "200 OK", HTML, OFFICE_LOGIN, KIGEN_ERROR_REFUSED },
  { "a-form-for-the-ids", OPEN, "200 OK", HTML,
    BODY ("<form action='/p/rcd'><table><tr><th>リクエストID</th><td><input name='r'></td></tr>"
          "<tr><th>リファレンスID</th><td><input type='password' name='s'></td></tr></table>"
          "<button>Download</button></form>"),
    KIGEN_ERROR_REFUSED },
  { "a-lost-session", OPEN, "200 OK", HTML, BODY ("<h1>セッション無効</h1>"), KIGEN_ERROR_SESSION_LOST },
  { "an-empty-page", OPEN, "200 OK", HTML, "", KIGEN_ERROR_UNREACHABLE },
  { "a-blank-page", OPEN, "200 OK", HTML, BODY (""), KIGEN_ERROR_REFUSED },
  { "a-file", OPEN, "200 OK", "Content-Type: application/pdf\r\n", "%PDF-1.4 \x01\x02", KIGEN_ERROR_REFUSED },
  { "half-a-page", OPEN, "200 OK", HTML, "<html><head><title>証明書更新</title></head><body><p>お待ち",
    KIGEN_ERROR_UNREACHABLE },
  { "half-a-page-with-words-of-refusal", OPEN, "200 OK", HTML,
    "<html><head><title>証明書更新</title></head><body><p>申請できません。", KIGEN_ERROR_UNREACHABLE },
  { "a-page-that-leads-away-by-itself", OPEN, "200 OK", HTML,
    "<html><head><title>お待ちください</title>"
    "<meta http-equiv='refresh' "
    "content='0;url=https://elsewhere.invalid/'></head><body><p>処理中</p></body></html>",
    KIGEN_ERROR_REFUSED },
};

static void
test_an_answer (Applicant *applicant, gconstpointer data)
{
  const Answer *answer = data;
  applicant_show (applicant, POSTED);
  site_answer (applicant->office.site, answer->status, answer->headers, answer->body);

  applicant_apply (applicant);

  applicant_assert_once (applicant);
  g_assert_true ((applicant->application != NULL) == (answer->fate == TAKEN));
  g_assert_true (applicant->fate_unknown == (answer->fate == OPEN));
  if (answer->code != 0)
    g_assert_error (applicant->error, KIGEN_ERROR, answer->code);
}

static void
test_what_an_answer_shows (Applicant *applicant, gconstpointer unused G_GNUC_UNUSED)
{
  applicant_show (applicant, POSTED);
  office_show (&applicant->office, BODY (IDS));
  applicant_apply (applicant);
  g_assert_no_error (applicant->error);
  g_assert_cmpstr (applicant->application->request_id, ==, "202611200100076");
  g_assert_cmpstr (applicant->application->reference_id, ==, "Xk7-2291-QQ");
  g_assert_false (applicant->application->issued);
  g_assert_null (applicant->application->entry);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define GIVEN(name, data, function)                                                                          \
  g_test_add (name, Applicant, data, applicant_open, function, applicant_close)
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *name = g_strconcat ("/fate/answer/", answers[i].name, NULL);
    GIVEN (name, &answers[i], test_an_answer);
  }
  GIVEN ("/fate/what-an-answer-shows", NULL, test_what_an_answer_shows);
  return g_test_run ();
}
