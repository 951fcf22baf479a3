/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What a page says, and what of it a message may quote.  A wrong "no" costs a second fee; a missed one costs
 * a wait. */

#include "../../src/authority/mpki-session.h"

#include <kigen/base/text.h>

#include <string.h>

typedef struct {
  MpkiSession session;
} Reader;

static void
open_reader (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  reader->session.profile = kigen_profile_load_builtin ("obn", NULL);
}

static void
close_reader (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  g_clear_pointer (&reader->session.page, kigen_page_free);
  kigen_profile_unref (reader->session.profile);
}

/* Lays a page open: a title and what stands in its body. */
static void
lay_open (Reader *reader, const char *title, const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *html
      = g_strdup_printf ("<html><head><title>%s</title></head><body>%s</body></html>", title, body);
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  g_clear_pointer (&reader->session.page, kigen_page_free);
  reader->session.page = kigen_page_parse (bytes, "https://localhost/p/ru", "utf-8", NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s | %s", title, body);
}

static void
assert_verdict (Reader *reader, const char *title, const char *body, MpkiVerdict expected)
{
  lay_open (reader, title, body);
  g_assert_cmpint (mpki_verdict (&reader->session, NULL), ==, expected);
}

static void
assert_each (Reader *reader, const char *const *bodies, gsize n, MpkiVerdict expected)
{
  for (gsize i = 0; i < n; i++)
    assert_verdict (reader, "証明書更新", bodies[i], expected);
}

/* What it says
 * ---------------------------------------------------------------------------------------------------- */

static void
test_a_refusal_in_words (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const bodies[] = {
    "<p>お客様の証明書は更新できません。</p>",
    "<p>お客様の証明書は更新する ことが できません。</p>",
    "<h1>申請期間外</h1><p>後日お越しください。</p>",
    "<table><tr><td>現在は更新期間ではありません</td></tr></table>",
    "<p>この申請は<b>受け付けられません</b>。</p>",
    "<p>Your certificate cannot be renewed.</p>",
    "<p>YOUR CERTIFICATE CANNOT BE RENEWED.</p>",
    "<p>お客様の申請は、却下　されました。</p>",
    "<p>※次の点にご注意ください。</p><p>更新対象ではありません。</p>",
  };
  assert_each (reader, bodies, G_N_ELEMENTS (bodies), MPKI_VERDICT_NO);
  assert_verdict (reader, "更新できません", "<p>窓口へご連絡ください。</p>", MPKI_VERDICT_NO);
}

static void
test_what_might_happen_is_no_refusal (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const bodies[] = {
    "<p>確認中です。内容に不備がある場合は受け付けられません。</p>",
    "<p>期限を過ぎたときは更新できません。</p>",
    "<p>期限切れの際は、更新することができません。</p>",
  };
  assert_each (reader, bodies, G_N_ELEMENTS (bodies), MPKI_VERDICT_NONE);
  assert_verdict (reader, "", "<p>不明な場合は窓口へ。この証明書は更新できません。</p>", MPKI_VERDICT_NO);
}

static void
test_an_error_code_in_each_spelling (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const bodies[] = {
    "<p>エラーコード：E1042</p>",
    "<p>エラーコード: E-1042</p>",
    "<p>エラーコード：Ｅ１０４２</p>",
    "<p>ｴﾗｰｺｰﾄﾞ：E1042</p>",
    "<p>エラー番号 1042</p>",
    "<p>エラー（E1042）</p>",
    "<p>エラー [E-1042]</p>",
    "<p>エラー【MPKI_1042】</p>",
    "<p>エラーが発生しました。（E1042）</p>",
    "<p>エラーが発生しました。</p><p>（Ｅ－１０４２）</p>",
    "<p>Error E1042</p>",
    "<p>ERROR CODE: 1042</p>",
    "<p>error no. 77</p>",
    "<p>Error: E-1042</p>",
    "<table><tr><th>エラーコード</th><td>E1042</td></tr></table>",
  };
  assert_each (reader, bodies, G_N_ELEMENTS (bodies), MPKI_VERDICT_NO);
  assert_verdict (reader, "エラー E1042", "<p>窓口へご連絡ください。</p>", MPKI_VERDICT_NO);
}

static void
test_a_server_s_status_is_no_code (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const bodies[] = {
    "<h1>Error 404</h1><p>The page was not there.</p>",
    "<h1>Error 500--Internal Server Error</h1>",
    "<p>エラー 503</p>",
    "<p>エラーコード：502</p>",
    "<p>エラー（５０４）</p>",
    "<p>HTTP Status 403 - Forbidden</p>",
    "<p>Error 404 (Not Found)</p>",
    "<p>Error (HTTP502)</p>",
    "<p>Error [HTTP-503]</p>",
  };
  assert_each (reader, bodies, G_N_ELEMENTS (bodies), MPKI_VERDICT_NONE);
}

static void
test_a_number_beside_an_error_is_not_yet_its_code (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const bodies[] = {
    "<p>処理中です。エラーの場合の連絡先（0120-123-456）</p>",
    "<p>エラー時のお問い合わせ：03-1234-5678</p>",
    "<p>エラー（０１２０－１２３－４５６）</p>",
    "<p>エラー 2026年11月20日</p>",
    "<p>エラー：2026/11/20 10:30</p>",
    "<p>エラー 10:30</p>",
    "<p>リクエスト ID E1042 をお控えください。</p>",
  };
  assert_each (reader, bodies, G_N_ELEMENTS (bodies), MPKI_VERDICT_NONE);
}

static void
test_a_footnote_refuses_nothing (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const bodies[] = {
    "<p>お待ちください。</p><p>※申請期間外は更新できません。</p>",
    "<p>お待ちください。</p><p>　※ 2度目の申請は受け付けられません。</p>",
    "<p>お待ちください。</p><p>＊申請期間外は更新できません。</p>",
    "<p>お待ちください。</p><p>* cannot be renewed twice</p>",
    "<p>お待ちください。</p><p>注）申請期間外は更新できません。</p>",
    "<p>お待ちください。</p><p>注1）申請期間外は更新できません。</p>",
    "<p>お待ちください。</p><p>（注２）申請期間外は更新できません。</p>",
    "<p>お待ちください。</p><p>【注意】申請期間外は更新できません。</p>",
    "<p>お待ちください。</p><p>注意：申請期間外は更新できません。</p>",
    "<p>お待ちください。</p><p>（※1）申請期間外は更新できません。</p>",
    "<p>お待ちください。※申請期間外は更新できません。</p>",
    "<p>お待ちください。（※エラーコード：E1042 は期間外です）</p>",
  };
  assert_each (reader, bodies, G_N_ELEMENTS (bodies), MPKI_VERDICT_NONE);
}

static void
test_an_acceptance_outweighs_all_else (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const bodies[] = {
    "<p>申請情報を受け付けました。※更新できません、と表示された方は窓口へ。</p>",
    "<p>申請情報を受け付けました。</p><p>二度目の申請は受け付けられません。</p>",
    "<p>送信完了</p><p>エラーコード：E1042 が表示された方は窓口へ。</p>",
    "<p>申請を承りました。メンテナンス中は更新できません。</p>",
  };
  assert_each (reader, bodies, G_N_ELEMENTS (bodies), MPKI_VERDICT_NONE);
  assert_verdict (reader, "送信完了", "<p>申請期間外は更新できません。</p>", MPKI_VERDICT_NONE);
}

static void
test_later_goes_before_no (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const bodies[] = {
    "<p>ただいまメンテナンス中です。</p>",
    "<p>ただいまメンテナンス中のため、申請できません。</p>",
    "<p>申請を受け付けられません。</p><p>混み合っております。しばらくお待ちください。</p>",
    "<p>サービス時間外のため更新できません（エラーコード：E9001）</p>",
    "<p>ﾒﾝﾃﾅﾝｽ中です。</p>",
    "<p>Under maintenance. Error E1042</p>",
    "<p>Please try again later.</p>",
  };
  assert_each (reader, bodies, G_N_ELEMENTS (bodies), MPKI_VERDICT_LATER);
  assert_verdict (reader, "システム保守のお知らせ", "<p>更新できません。</p>", MPKI_VERDICT_LATER);
}

static void
test_a_page_without_anything (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const bodies[] = {
    "",
    "<p>ようこそ</p>",
    "<p>ログイン ID とパスワードを入力してください。</p>",
    "<p>エラーが発生しました。</p>",
    "<p>証明書更新申請</p>",
    "<!-- 更新できません --><script>alert('エラーコード：E1042')</script><p>ようこそ</p>",
    "<p style='display:none'>更新できません</p><p>ようこそ</p>",
  };
  char *line = NULL;
  assert_each (reader, bodies, G_N_ELEMENTS (bodies), MPKI_VERDICT_NONE);
  g_clear_pointer (&reader->session.page, kigen_page_free);
  g_assert_cmpint (mpki_verdict (&reader->session, &line), ==, MPKI_VERDICT_NONE);
  g_assert_null (line);
}

/* What is quoted
 * -------------------------------------------------------------------------------------------------- */

#define REFERENCE "Xk7-2291-QQ"
#define OTHER_REFERENCE "Zz9-4410-PP"

static void
assert_quote (Reader *reader, const char *body, const char *expected)
{
  lay_open (reader, "証明書更新", body);
  g_autofree char *quote = mpki_quote (&reader->session);
  g_assert_cmpstr (quote, ==, expected);
}

static void
test_the_sentence_is_quoted_and_not_the_page (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  assert_quote (
      reader,
      "<h1>更新できません</h1><p>いつもご利用ありがとうございます。</p>"
      "<p>お客様の証明書は更新できません。窓口へご連絡ください。</p><p>受付：平日 9 時から 17 時</p>",
      "お客様の証明書は更新できません。窓口へご連絡ください。");
  assert_quote (reader, "<p>いつもご利用ありがとうございます。</p><p>エラーコード：E1042</p>",
                "エラーコード：E1042");
  assert_quote (reader, "<p>申請できません。</p><p>ただいまメンテナンス中です。</p>",
                "ただいまメンテナンス中です。");
}

static void
test_a_page_that_says_nothing_is_quoted_from_its_beginning (Reader *reader,
                                                            gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *long_text = g_strnfill (5000, 'a');
  g_autofree char *body = g_strdup_printf ("<p>%s</p>", long_text);
  assert_quote (reader, "<p>ようこそ</p><p>お元気ですか</p>", "ようこそ お元気ですか");
  assert_quote (reader, "", "証明書更新");
  lay_open (reader, "証明書更新", body);
  g_autofree char *quote = mpki_quote (&reader->session);
  g_assert_cmpint (g_utf8_strlen (quote, -1), <, 400);
  g_assert_true (g_str_has_suffix (quote, "…"));
}

static void
test_a_secret_beside_its_label_is_left_out (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const bodies[] = {
    "<table><tr><th>リファレンスID</th><td>" REFERENCE "</td></tr></table>",
    "<table><tr><th>リファレンス ID</th></tr><tr><td>" REFERENCE "</td></tr></table>",
    "<dl><dt>リファレンスＩＤ</dt><dd>" REFERENCE "</dd></dl>",
    "<p>リファレンスID：" REFERENCE "</p>",
    "<p>Reference ID: " REFERENCE "</p>",
    "<p>REFERENCE ID=" REFERENCE "</p>",
    "<p>申請できません。リファレンス　ＩＤ「" REFERENCE "」をご確認ください。</p>",
    "<p>パスワード：" REFERENCE "</p>",
    "<p>パスワード（確認用）は" REFERENCE "です。</p>",
    "<table><tr><td>証明書パスワード</td><td>" REFERENCE "</td></tr></table>",
    "<p>リファレンスID「" REFERENCE "」は申請できません。</p>",
    "<p>リファレンスID " REFERENCE " の証明書は更新できません。</p>",
    "<p>エラーコード：E1042 リファレンス ID:" REFERENCE "</p>",
    "<p>お客様の <b>リファレンスID</b> <i>" REFERENCE "</i> は無効です。</p>",
    "<p>リファレンスID：" REFERENCE " と リファレンスID：" OTHER_REFERENCE " です。</p>",
    "<dl><dt>リファレンスID</dt><dd>" REFERENCE "</dd><dt>リファレンスID</dt><dd>" OTHER_REFERENCE
    "</dd></dl>",
    "<p>更新できません。</p><p>リファレンスID：" REFERENCE "</p>",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    lay_open (reader, "証明書更新", bodies[i]);
    g_autofree char *quote = mpki_quote (&reader->session);
    g_assert_null (strstr (quote, REFERENCE));
    g_assert_null (strstr (quote, OTHER_REFERENCE));
    g_assert_cmpstr (quote, !=, "");
  }
}

static void
test_the_secrets_of_a_list_s_columns_are_left_out (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  lay_open (reader, "一覧",
            "<form action='/p/key' method='post'><table>"
            "<tr><th>リクエストID</th><th>リファレンスID</th><th>操作</th></tr>"
            "<tr><td>202611200100076</td><td>" REFERENCE "</td><td><button>Download Key</button></td></tr>"
            "<tr><td>202611200100077</td><td>" OTHER_REFERENCE
            "</td><td><button>Download Key</button></td></tr>"
            "</table></form>");
  g_autofree char *quote = mpki_quote (&reader->session);
  g_assert_nonnull (strstr (quote, "202611200100076"));
  g_assert_null (strstr (quote, REFERENCE));
  g_assert_null (strstr (quote, OTHER_REFERENCE));
}

static void
test_the_secrets_of_a_list_without_controls_are_left_out (Reader *reader, gconstpointer unused G_GNUC_UNUSED)
{
  lay_open (reader, "一覧",
            "<table><tr><th>リクエストID</th><th>リファレンスID</th></tr>"
            "<tr><td>202611200100076</td><td>" REFERENCE "</td></tr>"
            "<tr><td>202611200100077</td><td>" OTHER_REFERENCE "</td></tr></table>");
  g_autofree char *quote = mpki_quote (&reader->session);
  g_assert_null (strstr (quote, REFERENCE));
  g_assert_null (strstr (quote, OTHER_REFERENCE));
}

static void
test_a_secret_that_was_typed_in_is_left_out_wherever_it_stands (Reader *reader,
                                                                gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenSecret) typed = kigen_secret_new (REFERENCE, strlen (REFERENCE));
  reader->session.secret = typed;
  lay_open (reader, "証明書更新", "<p>" REFERENCE " は登録されていません。</p>");
  g_autofree char *quote = mpki_quote (&reader->session);
  reader->session.secret = NULL;
  g_assert_null (strstr (quote, REFERENCE));
  g_assert_nonnull (strstr (quote, "登録されていません"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define SCENARIO(name, function)                                                                             \
  g_test_add ("/verdict/" name, Reader, NULL, open_reader, function, close_reader)
  SCENARIO ("a-refusal-in-words", test_a_refusal_in_words);
  SCENARIO ("an-error-code-in-each-spelling", test_an_error_code_in_each_spelling);
  SCENARIO ("a-server's-status-is-no-code", test_a_server_s_status_is_no_code);
  SCENARIO ("a-number-beside-an-error-is-not-yet-its-code",
            test_a_number_beside_an_error_is_not_yet_its_code);
  SCENARIO ("what-might-happen-is-no-refusal", test_what_might_happen_is_no_refusal);
  SCENARIO ("a-footnote-refuses-nothing", test_a_footnote_refuses_nothing);
  SCENARIO ("an-acceptance-outweighs-all-else", test_an_acceptance_outweighs_all_else);
  SCENARIO ("later-goes-before-no", test_later_goes_before_no);
  SCENARIO ("a-page-without-anything", test_a_page_without_anything);
  SCENARIO ("the-sentence-is-quoted-and-not-the-page", test_the_sentence_is_quoted_and_not_the_page);
  SCENARIO ("a-page-that-says-nothing-is-quoted-from-its-beginning",
            test_a_page_that_says_nothing_is_quoted_from_its_beginning);
  SCENARIO ("a-secret-beside-its-label-is-left-out", test_a_secret_beside_its_label_is_left_out);
  SCENARIO ("the-secrets-of-a-list's-columns-are-left-out",
            test_the_secrets_of_a_list_s_columns_are_left_out);
  SCENARIO ("the-secrets-of-a-list-without-controls-are-left-out",
            test_the_secrets_of_a_list_without_controls_are_left_out);
  SCENARIO ("a-secret-that-was-typed-in-is-left-out-wherever-it-stands",
            test_a_secret_that_was_typed_in_is_left_out_wherever_it_stands);
  return g_test_run ();
}
