/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Which entry of the authority's list is the successor; and that a page which is not the list is never taken
 * for one without entries, since another application would follow. */

#include "office.h"

#include <kigen/base/error.h>

#include <string.h>

/* What brought the certificate at hand was applied for on the day on which it begins. */
#define HEADINGS                                                                                             \
  "<tr><th>リクエストID</th><th>リファレンスID</th><th>Common Name</th><th>申請日</th>"        \
  "<th>証明書ステータス</th><th>操作</th></tr>"
#define LIST(title, rows)                                                                                    \
  "<html><head><title>" title                                                                                \
  "</title></head><body><form action='/p/key' method='post'><table>" HEADINGS rows                           \
  "</table></form></body></html>"
#define ROW(id, reference, name, date, status)                                                               \
  "<tr><td>" id "</td><td>" reference "</td><td>" name "</td><td>" date "</td><td>" status                   \
  "</td><td><button name='k' value='" id "'>Download Key</button></td></tr>"
#define OURS(id, date) ROW (id, "", OFFICE_NAME, date, "発行済み")
#define FETCH "更新後証明書の取得"
#define TITLED(title, body) "<html><head><title>" title "</title></head><body>" body "</body></html>"

static KigenApplication *
look_for (Office *office, const char *html, const char *request_id, const char *const *known_bad,
          GError **error)
{
  office_show (office, OFFICE_MENU);
  office_show (office, html);
  return kigen_authority_find (office->authority, office->old, request_id, known_bad, NULL, error);
}

static void
assert_found (Office *office, const char *html, const char *request_id, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenApplication) application = look_for (office, html, request_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (application);
  g_assert_cmpstr (application->request_id, ==, expected);
}

static void
assert_nothing_there (Office *office, const char *html)
{
  g_autoptr (GError) error = NULL;
  g_test_message ("%s", html);
  g_autoptr (KigenApplication) application = look_for (office, html, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (application);
}

static void
assert_no_list (Office *office, const char *html, int code)
{
  g_autoptr (GError) error = NULL;
  g_test_message ("%s", html);
  g_autoptr (KigenApplication) application = look_for (office, html, NULL, NULL, &error);
  g_assert_null (application);
  g_assert_error (error, KIGEN_ERROR, code);
}

/* Which entry
 * ------------------------------------------------------------------------------------------------------ */

static void
test_the_newest_of_several (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  assert_found (office,
                LIST (FETCH, OURS ("202608100100001", "2026/08/10") OURS ("202610100100003", "2026/10/10")
                                 OURS ("202609100100002", "2026/09/10")),
                NULL, "202610100100003");
}

static void
test_the_date_that_a_request_id_begins_with_will_do (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  assert_found (office, LIST (FETCH, OURS ("202608100100001", "") OURS ("202610100100003", "")), NULL,
                "202610100100003");
}

static void
test_the_first_of_several_as_new (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  assert_found (office,
                LIST (FETCH, OURS ("202610100100003", "2026/10/10") OURS ("202610100100002", "2026/10/10")),
                NULL, "202610100100003");
}

static void
test_a_known_request_wins_over_a_newer_one (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  assert_found (office,
                LIST (FETCH, OURS ("202610100100003", "2026/10/10") OURS ("202608100100001", "2026/08/10")),
                "202608100100001", "202608100100001");
}

static void
test_another_request_than_the_known_one_is_not_ours (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenApplication) application = look_for (
      office, LIST (FETCH, OURS ("202610100100003", "2026/10/10")), "202608100100001", NULL, &error);
  g_assert_no_error (error);
  g_assert_null (application);
}

static void
test_another_subject_s_is_not_ours (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  assert_nothing_there (office,
                        LIST (FETCH, ROW ("202610100100003", "", "0110119999", "2026/10/10", "発行済み")));
  assert_found (office,
                LIST (FETCH, ROW ("202610100100003", "", "0110119999", "2026/10/10", "発行済み")
                                 OURS ("202608100100001", "2026/08/10")),
                NULL, "202608100100001");
}

static void
test_a_name_that_only_begins_like_ours_is_another (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const names[] = { OFFICE_NAME "0", "9" OFFICE_NAME, OFFICE_NAME "-2", OFFICE_NAME "A" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *html = g_strdup_printf (
        LIST (FETCH, ROW ("202610100100003", "", "%s", "2026/10/10", "発行済み")), names[i]);
    assert_nothing_there (office, html);
  }
}

static void
test_our_name_in_other_clothes_is_ours (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const names[]
      = { "０１１０１１９１５３", "CN=" OFFICE_NAME, "O=ReceiptOnline, CN=" OFFICE_NAME,
          "CN=" OFFICE_NAME ",O=ReceiptOnline", " " OFFICE_NAME "（医科）" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *html = g_strdup_printf (
        LIST (FETCH, ROW ("202610100100003", "", "%s", "2026/10/10", "発行済み")), names[i]);
    assert_found (office, html, NULL, "202610100100003");
  }
}

static void
test_one_from_before_the_present_certificate_is_none (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  assert_nothing_there (office, LIST (FETCH, OURS ("202304100100001", "2023/04/10")));
  assert_nothing_there (office, LIST (FETCH, OURS ("202304100100001", "")));
  assert_nothing_there (office, LIST (FETCH, OURS ("R-1", "令和5年4月10日")));
}

static void
test_one_of_the_same_day_may_be_it (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  assert_found (office, LIST (FETCH, OURS ("202308010100001", "2023/08/01")), NULL, "202308010100001");
}

static void
test_one_that_turned_out_to_be_none_is_left_out (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  const char *html
      = LIST (FETCH, OURS ("202610100100003", "2026/10/10") OURS ("202608100100001", "2026/08/10"));
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenApplication) first = look_for (office, html, NULL, NULL, &error);
  g_assert_cmpstr (first->request_id, ==, "202610100100003");
  const char *bad[] = { first->entry, NULL, NULL };
  g_autoptr (KigenApplication) second = look_for (office, html, NULL, bad, &error);
  g_assert_cmpstr (second->request_id, ==, "202608100100001");
  bad[1] = second->entry;
  g_assert_null (look_for (office, html, NULL, bad, &error));
  g_assert_no_error (error);
}

static void
test_what_an_entry_tells (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenApplication) issued = look_for (
      office, LIST (FETCH, ROW ("202610100100003", "Xk7-2291-QQ", OFFICE_NAME, "2026/10/10", "発行済み")),
      NULL, NULL, &error);
  g_assert_true (issued->issued);
  g_assert_cmpstr (issued->reference_id, ==, "Xk7-2291-QQ");
  g_autoptr (KigenApplication) pending
      = look_for (office, LIST (FETCH, ROW ("202610100100003", "", OFFICE_NAME, "2026/10/10", "発行要求中")),
                  NULL, NULL, &error);
  g_assert_false (pending->issued);
}

static void
test_one_that_is_on_its_way (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given a list that names an application but has nothing to fetch yet. */
  const char *html = TITLED (FETCH, "<table><tr><th>リクエストID</th><td>202610100100003</td></tr>"
                                    "<tr><th>証明書ステータス</th><td>鍵生成中</td></tr></table>");
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenApplication) application = look_for (office, html, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (application->request_id, ==, "202610100100003");
  g_assert_false (application->issued);
  g_assert_null (application->entry);
}

static void
test_five_hundred_entries (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  /* Given a list that goes back for ever, with ours in the middle. */
  g_autoptr (GString) rows = g_string_new (NULL);
  for (int i = 0; i < 500; i++)
    g_string_append_printf (rows, ROW ("2026%02d%02d01%05d", "", "%s", "2026/%02d/%02d", "発行済み"),
                            i / 50 + 1, i % 25 + 1, i, i == 250 ? OFFICE_NAME : "0110119999", i / 50 + 1,
                            i % 25 + 1, i / 50 + 1, i % 25 + 1, i);
  g_autofree char *html = g_strdup_printf (LIST (FETCH, "%s"), rows->str);
  assert_found (office, html, NULL, "202606010100250");
}

/* Nothing there
 * -------------------------------------------------------------------------------------------------- */

static void
test_an_empty_list (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  assert_nothing_there (office, TITLED (FETCH, "<p>表示する情報がありません。</p>"));
  assert_nothing_there (office, TITLED ("一覧", "<p>該当する証明書はありません。</p>"));
  assert_nothing_there (office, TITLED ("一覧", "<p>更新申請が完了していません。</p>"));
  assert_nothing_there (office, TITLED ("一覧", "<p>検索結果：0件</p>"));
  assert_nothing_there (office, TITLED (FETCH, ""));
  assert_nothing_there (office, TITLED ("", "<h1>" FETCH "</h1>"));
  assert_nothing_there (office, LIST ("一覧", ""));
  assert_nothing_there (office, LIST (FETCH, ""));
}

static void
test_an_announcement_in_a_list_s_footer (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
#define FOOTER "<hr><p>12 月 1 日はメンテナンスのため停止しております。</p>"
  assert_nothing_there (office, TITLED (FETCH, "<p>表示する情報がありません。</p>" FOOTER));
  assert_nothing_there (office, TITLED (FETCH, "<table>" HEADINGS "</table>" FOOTER));
  assert_found (office,
                TITLED (FETCH, "<form action='/p/key'><table>" HEADINGS OURS (
                                   "202610100100003", "2026/10/10") "</table></form>" FOOTER),
                NULL, "202610100100003");
}

static void
test_a_menu_without_a_list (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  office_show (office, TITLED ("メニュー", "<a href='/p/apply'>証明書更新申請</a>"));
  g_assert_null (kigen_authority_find (office->authority, office->old, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

/* No list
 * -------------------------------------------------------------------------------------------------------- */

static void
test_maintenance_is_no_list (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  assert_no_list (office, TITLED ("お知らせ", "<p>ただいまメンテナンス中です。</p>"),
                  KIGEN_ERROR_UNREACHABLE);
  assert_no_list (office, TITLED (FETCH, "<p>ただいまメンテナンス中です。</p>"), KIGEN_ERROR_UNREACHABLE);
  assert_no_list (office, TITLED (FETCH, "<h1>" FETCH "</h1><p>混み合っております。</p>"),
                  KIGEN_ERROR_UNREACHABLE);
}

static void
test_trouble_is_no_list (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  assert_no_list (office, TITLED ("証明書更新", "<p>更新後証明書の取得に失敗しました。</p>"),
                  KIGEN_ERROR_REFUSED);
  assert_no_list (office, TITLED (FETCH, "<p>システムエラーが発生しました。</p>"), KIGEN_ERROR_REFUSED);
  assert_no_list (office, TITLED (FETCH, "<p>一覧を表示できませんでした。</p>"), KIGEN_ERROR_REFUSED);
  assert_no_list (office, TITLED (FETCH, "<p>エラーコード：E1042</p>"), KIGEN_ERROR_REFUSED);
  assert_no_list (office, TITLED ("システム", "<p>システムが利用できない状態です。</p>"),
                  KIGEN_ERROR_REFUSED);
}

static void
test_other_pages_are_no_list (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  assert_no_list (office, OFFICE_MENU, KIGEN_ERROR_REFUSED);
  assert_no_list (office, OFFICE_LOGIN, KIGEN_ERROR_REFUSED);
  assert_no_list (office, TITLED ("", ""), KIGEN_ERROR_UNREACHABLE);
  assert_no_list (office, TITLED ("ようこそ", "<p>各種ダウンロードはこちら</p>"), KIGEN_ERROR_REFUSED);
  assert_no_list (office,
                  TITLED ("証明書の取得", "<form action='/p/rcd'><p>リクエストID <input name='r'></p>"
                                          "<p>リファレンスID <input type='password' name='s'></p>"
                                          "<button>Submit</button></form>"),
                  KIGEN_ERROR_REFUSED);
}

static void
test_half_a_page_is_no_list (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  static const char half[] = "<html><head><title>" FETCH "</title></head><body><table>" HEADINGS;
  g_autoptr (GError) error = NULL;
  /* Given a list behind a button, which is not asked again by itself. */
  office_show (office,
               TITLED ("メニュー", "<form action='/p/list' method='post'><button>" FETCH "</button></form>"));
  office_show (office, half);
  g_assert_null (kigen_authority_find (office->authority, office->old, NULL, NULL, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_UNREACHABLE);
}

static void
test_half_a_page_once_is_asked_again (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  static const char half[] = "<html><head><title>" FETCH "</title></head><body><table>" HEADINGS;
  g_autoptr (GError) error = NULL;
  office_show (office, OFFICE_MENU);
  office_show (office, half);
  office_show (office, LIST (FETCH, OURS ("202610100100003", "2026/10/10")));
  g_autoptr (KigenApplication) application
      = kigen_authority_find (office->authority, office->old, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (application->request_id, ==, "202610100100003");
}

static void
test_a_file_is_no_list (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  office_show (office, OFFICE_MENU);
  site_answer (office->site, "200 OK", "Content-Type: application/pdf\r\n", "%PDF-1.4 \x01\x02");
  g_assert_null (kigen_authority_find (office->authority, office->old, NULL, NULL, NULL, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_REFUSED);
}

static void
test_a_refused_list_is_no_list (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  static const char *const statuses[] = { "403 Forbidden", "404 Not Found" };
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (GError) error = NULL;
    office_show (office, OFFICE_MENU);
    site_answer (office->site, statuses[i], "Content-Type: text/html\r\n", TITLED (FETCH, "<p>0件</p>"));
    g_assert_null (kigen_authority_find (office->authority, office->old, NULL, NULL, NULL, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_REFUSED);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define SCENARIO(name, function) g_test_add ("/list/" name, Office, NULL, office_open, function, office_close)
  SCENARIO ("the-newest-of-several", test_the_newest_of_several);
  SCENARIO ("the-date-that-a-request-id-begins-with-will-do",
            test_the_date_that_a_request_id_begins_with_will_do);
  SCENARIO ("the-first-of-several-as-new", test_the_first_of_several_as_new);
  SCENARIO ("a-known-request-wins-over-a-newer-one", test_a_known_request_wins_over_a_newer_one);
  SCENARIO ("another-request-than-the-known-one-is-not-ours",
            test_another_request_than_the_known_one_is_not_ours);
  SCENARIO ("another-subject's-is-not-ours", test_another_subject_s_is_not_ours);
  SCENARIO ("a-name-that-only-begins-like-ours-is-another",
            test_a_name_that_only_begins_like_ours_is_another);
  SCENARIO ("our-name-in-other-clothes-is-ours", test_our_name_in_other_clothes_is_ours);
  SCENARIO ("one-from-before-the-present-certificate-is-none",
            test_one_from_before_the_present_certificate_is_none);
  SCENARIO ("one-of-the-same-day-may-be-it", test_one_of_the_same_day_may_be_it);
  SCENARIO ("one-that-turned-out-to-be-none-is-left-out", test_one_that_turned_out_to_be_none_is_left_out);
  SCENARIO ("what-an-entry-tells", test_what_an_entry_tells);
  SCENARIO ("one-that-is-on-its-way", test_one_that_is_on_its_way);
  SCENARIO ("five-hundred-entries", test_five_hundred_entries);
  SCENARIO ("an-empty-list", test_an_empty_list);
  SCENARIO ("an-announcement-in-a-list's-footer", test_an_announcement_in_a_list_s_footer);
  SCENARIO ("a-menu-without-a-list", test_a_menu_without_a_list);
  SCENARIO ("maintenance-is-no-list", test_maintenance_is_no_list);
  SCENARIO ("trouble-is-no-list", test_trouble_is_no_list);
  SCENARIO ("other-pages-are-no-list", test_other_pages_are_no_list);
  SCENARIO ("half-a-page-is-no-list", test_half_a_page_is_no_list);
  SCENARIO ("half-a-page-once-is-asked-again", test_half_a_page_once_is_asked_again);
  SCENARIO ("a-file-is-no-list", test_a_file_is_no_list);
  SCENARIO ("a-refused-list-is-no-list", test_a_refused_list_is_no_list);
  return g_test_run ();
}
