/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * /p/ru: from the menu to the file, page by page, as the users' manual (2.2) and the renewal manual of March
 * 2025 show it.  It opens only to a certificate that this authority issued and still stands by.
 */
#include "list.h"
#include "subject.h"
#include "visit.h"

#define DAY (24 * 60 * 60)

static void go_on (Visit *visit, const char *act, const char *token);

static void
show_menu (Visit *visit, Ticket *ticket G_GNUC_UNUSED)
{
  visit_begin_session (visit);
  Page *page = page_new ("証明書更新申請メニュー");
  page_say (page, "ご希望の手続きを選択してください。");
  Block *form = page_form (page);
  const char *token = visit_give_token (visit, "menu", NULL);
  block_control (form, "証明書更新申請", "confirm", token);
  block_control (form, "更新後証明書の取得", "list", token);
  events_note (visit->site->events, "login", "serial", visit->serial);
  visit_show (visit, page);
}

/* a certificate that was fetched here: any but the one that the folder began with */
static gboolean
is_new (const Visit *visit)
{
  const Application *own = ledger_find_issued (visit->site->ledger, visit->serial);
  return own == NULL || own->old_serial != NULL
         || g_strcmp0 (own->common_name, visit->site->options->common_name) != 0;
}

static void
refuse_certificate (Visit *visit, const char *words)
{
  events_note (visit->site->events, "refused", "serial", visit->serial);
  visit_refuse (visit, 403, "証明書が確認できません", words);
}

/* the entrance: here the new certificate shows whether it is accepted */
static void
enter (Visit *visit, Ticket *ticket)
{
  gboolean new = is_new (visit);
  if (new &&faults_strike (visit->site->faults, FAULT_NEW_REFUSED))
    refuse_certificate (visit, "この証明書ではご利用いただけません。");
  else if (new &&faults_strike (visit->site->faults, FAULT_REFUSED_PROOF))
    refuse_certificate (visit, "お使いの証明書は登録されていません。");
  else if (!new || !visit_strike (visit, POINT_PROOF))
    show_menu (visit, ticket);
}

static void
refuse_application (Visit *visit, const char *reason, const char *words)
{
  Json *event = event_new ("application-refused");
  json_text (event, "serial", visit->serial);
  json_text (event, "reason", reason);
  events_write (visit->site->events, event);
  visit_refuse (visit, 200, "更新申請エラー", words);
}

static gboolean
is_too_early (const Visit *visit)
{
  gint64 left = certificate_not_after (visit->peer) - visit->now / G_USEC_PER_SEC;
  return left / DAY > visit->site->options->renew_from;
}

static void
refuse_too_early (Visit *visit)
{
  g_autofree char *words
      = g_strdup_printf ("更新可能期間ではありません。証明書の更新は有効期限の%d日前から申請できます。",
                         visit->site->options->renew_from);
  refuse_application (visit, "too-early", words);
}

static void
show_confirm (Visit *visit, Ticket *ticket G_GNUC_UNUSED)
{
  if (is_too_early (visit)) {
    refuse_too_early (visit);
    return;
  }
  Page *page = page_new ("鍵更新申請情報の確認");
  page_say (page, "以下の内容で証明書更新申請を送信します。");
  page_say (page, "よろしければ「Submit」ボタンをクリックしてください。");
  Block *rows = page_rows (page);
  subject_put_rows (rows, visit->peer);
  block_row (rows, "通知用メールアドレス", "renshu@example.jp");
  block_row (rows, "申請用データ", "");
  block_control (page_form (page), "Submit", "submit", visit_give_token (visit, "confirm", NULL));
  visit_show (visit, page);
}

static void
submit (Visit *visit, Ticket *ticket G_GNUC_UNUSED)
{
  Site *site = visit->site;
  if (ledger_find_renewal (site->ledger, visit->serial) != NULL
      && !faults_strike (site->faults, FAULT_CHARGES_AGAIN)) {
    refuse_application (
        visit, "already",
        "すでに更新申請を受け付けています。「更新後証明書の取得」から証明書を取得してください。");
    return;
  }
  if (is_too_early (visit)) {
    refuse_too_early (visit);
    return;
  }
  if (faults_strike (site->faults, FAULT_REFUSED)) {
    refuse_application (visit, "refused", "お客様の証明書は更新できません。（エラーコード：E-1023）");
    return;
  }
  const Application *application = site_apply (site, visit->common_name, visit->serial, visit->now);
  visit->request_id = g_strdup (application->request_id);
  if (!visit_strike (visit, POINT_TAKEN))
    go_on (visit, "status", visit_give_token (visit, "status", application->request_id));
}

static void
put_way_on (Visit *visit, Page *page, const Application *application, Status status)
{
  if (status == STATUS_MAKING_KEY || status == STATUS_REQUESTING) {
    const char *token = visit_give_token (visit, "status", application->request_id);
    page_refresh (page, visit->site->options->rendering->refresh_text, "status", token, FALSE);
    return;
  }
  if (status != STATUS_ISSUED)
    return;
  const char *token = visit_give_token (visit, "key", application->request_id);
  if (visit->site->options->rendering->forwards)
    page_refresh (page, "鍵の取得", "key", token, TRUE);
  else
    block_control (page_form (page), "鍵の取得", "key", token);
}

static void
show_status (Visit *visit, Ticket *ticket)
{
  Application *application = ledger_find (visit->site->ledger, ticket->request_id);
  Status status = site_advance (visit->site, application, visit->now);
  Page *page = page_new ("送信完了");
  page_say (page, "申請情報を受け付けました。");
  page_say (page, "証明書の発行申請はこれで完了です。");
  page_head (page, "申請の受付情報");
  Block *rows = page_rows (page);
  block_row (rows, "リクエスト ID", application->request_id);
  block_row (rows, "リファレンス ID", application->reference_id);
  block_row (rows, "証明書ステータス", status_word (status));
  if (status == STATUS_FAILED)
    page_complain (page, "証明書の発行に失敗しました。ヘルプデスクへお問い合わせください。");
  put_way_on (visit, page, application, status);
  page_say (page, "受け付けた申請情報の詳細は以下のとおりです。");
  subject_put_rows (page_rows (page), visit->peer);
  if (faults_strike (visit->site->faults, FAULT_FOOTNOTE))
    page_say (page, "※ "
                    "申請内容に誤りがある場合、申請は却下されることがあります。「更新申請エラー」（エラーコー"
                    "ド：E-1023）と"
                    "表示された場合、お客様の証明書は更新できません。");
  visit_show (visit, page);
}

static void
show_key_page (Visit *visit, const Ticket *ticket, const char *complaint)
{
  Page *page = page_new ("鍵の取得");
  page_say (
      page,
      "ダウンロードしたい鍵の発行申請時のリクエストID と、鍵を暗号化するパスワードを入力してください。");
  if (complaint != NULL)
    page_complain (page, complaint);
  Block *form = page_form (page);
  gboolean asked = visit->site->options->rendering->asks_request_id;
  block_field (form, asked ? FIELD_TEXT : FIELD_SHOWN, "request-id", "リクエストID", ticket->request_id);
  block_field (form, FIELD_PASSWORD, "password", "パスワード", NULL);
  block_field (form, FIELD_PASSWORD, "password-again", "パスワードの確認", NULL);
  block_control (form, "Submit", "set-password", visit_give_token (visit, "key", ticket->request_id));
  visit_show (visit, page);
}

/* whether the answer is that the key was given out already */
static gboolean
is_gone (Visit *visit, const Application *application)
{
  if (!site_is_gone (visit->site, application))
    return FALSE;
  visit_refuse (visit, 200, "鍵の取得",
                "この証明書の鍵はすでに取得されています。もう一度取得することはできません。");
  return TRUE;
}

static void
show_key (Visit *visit, Ticket *ticket)
{
  if (!is_gone (visit, ledger_find (visit->site->ledger, ticket->request_id)))
    show_key_page (visit, ticket, NULL);
}

static void
set_password (Visit *visit, Ticket *ticket)
{
  const char *password = form_value (visit->form, "password");
  const char *request_id = form_value (visit->form, "request-id");
  const char *complaint = subject_check_password (password, form_value (visit->form, "password-again"));
  if (visit->site->options->rendering->asks_request_id && g_strcmp0 (request_id, ticket->request_id) != 0)
    complaint = "リクエストID が正しくありません。";
  const Application *application = ledger_find (visit->site->ledger, ticket->request_id);
  if (complaint != NULL || application->identity == NULL) {
    show_key_page (visit, ticket, complaint != NULL ? complaint : "証明書はまだ発行されていません。");
    return;
  }
  if (is_gone (visit, application))
    return;
  const char *token = visit_give_token (visit, "ready", ticket->request_id);
  session_ticket (visit->session, token)->password = g_strdup (password);
  go_on (visit, "ready", token);
}

static void
show_ready (Visit *visit, Ticket *ticket)
{
  const char *token = visit_give_token (visit, "ready", ticket->request_id);
  session_ticket (visit->session, token)->password = g_strdup (ticket->password);
  Page *page = page_new ("鍵の取得");
  page_say (page, "鍵をダウンロードします。鍵のダウンロードまたはインストールを行うには、"
                  "「Download」ボタンをクリックしてください。");
  block_control (page_form (page), "Download", "download", token);
  visit_show (visit, page);
}

static void
download (Visit *visit, Ticket *ticket)
{
  Application *application = ledger_find (visit->site->ledger, ticket->request_id);
  if (is_gone (visit, application))
    return;
  GBytes *file = ticket->password != NULL ? site_pack (visit->site, application, ticket->password) : NULL;
  if (file == NULL) {
    visit_refuse (visit, 400, "画面遷移エラー",
                  "パスワードが設定されていません。最初のページからやり直してください。");
    return;
  }
  subject_report_download (visit, ticket->request_id, "renewal");
  visit_send_file (visit, file, "application/x-pkcs12", g_strconcat (ticket->request_id, ".p12", NULL));
}

static const Act acts[] = {
  { "menu", POINT_MENU, TRUE, FALSE, enter },
  { "confirm", POINT_CONFIRM, TRUE, FALSE, show_confirm },
  { "submit", POINT_SUBMIT, FALSE, FALSE, submit },
  { "status", POINT_STATUS, TRUE, TRUE, show_status },
  { "list", POINT_LIST, TRUE, FALSE, list_show },
  { "key", POINT_KEY, TRUE, TRUE, show_key },
  { "set-password", POINT_PASSWORD, FALSE, TRUE, set_password },
  { "ready", POINT_READY, TRUE, TRUE, show_ready },
  { "download", POINT_DOWNLOAD, FALSE, TRUE, download },
  { NULL, POINT_MENU, FALSE, FALSE, NULL },
};

static void
go_on (Visit *visit, const char *act, const char *token)
{
  visit_go_on (visit, acts, act, token);
}

/* NULL where the certificate is good */
static const char *
reason_to_refuse (const Visit *visit)
{
  if (visit->peer == NULL)
    return "none";
  if (!ca_knows (visit->site->ca, visit->peer))
    return "unknown";
  gint64 now = visit->now / G_USEC_PER_SEC;
  if (now < certificate_not_before (visit->peer) || now > certificate_not_after (visit->peer))
    return "expired";
  const Application *own = ledger_find_issued (visit->site->ledger, visit->serial);
  return own != NULL && own->revoked ? "revoked" : NULL;
}

/* how much of the answer goes over the line */
static const char *
answer_word (const Visit *visit)
{
  Trouble damage = visit->damage;
  if (damage == TROUBLE_CUT || damage == TROUBLE_SILENT || damage == TROUBLE_RESET)
    return "none";
  return damage == TROUBLE_BROKEN || damage == TROUBLE_TRUNCATED ? "part" : "whole";
}

static void
report_sent (const Visit *visit)
{
  Json *event = event_new ("sent");
  json_text (event, "serial", visit->serial);
  json_text (event, "request", visit->request_id);
  json_text (event, "answer", answer_word (visit));
  events_write (visit->site->events, event);
}

void
renewal_visit (Visit *visit)
{
  const char *reason = reason_to_refuse (visit);
  if (reason == NULL) {
    visit_dispatch (visit, acts);
    if (visit->sends)
      report_sent (visit);
    return;
  }
  Json *event = event_new ("refused");
  json_text (event, "serial", visit->serial);
  json_text (event, "reason", reason);
  events_write (visit->site->events, event);
  visit_refuse (
      visit, 403, "証明書が確認できません",
      "有効な証明書が確認できませんでした。証明書がインストールされた端末からアクセスしてください。");
}
