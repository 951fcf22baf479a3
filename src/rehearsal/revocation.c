/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* /p/rx: IDs, mail address, a look at both, done (users' manual, 3).  What the real site approves by hand is
 * done at once. */
#include "subject.h"
#include "visit.h"

#include <string.h>

static void go_on (Visit *visit, const char *act, const char *token);

static void
show_ids (Visit *visit, const char *complaint)
{
  Page *page = page_new ("証明書失効申請情報の入力");
  page_say (
      page,
      "電子証明書発行通知書に記載のリクエスト ID とリファレンス ID を入力し「次へ」をクリックしてください。");
  if (complaint != NULL)
    page_complain (page, complaint);
  Block *form = page_form (page);
  block_field (form, FIELD_TEXT, "request-id", "リクエスト ID", NULL);
  block_field (form, FIELD_TEXT, "reference-id", "リファレンス ID", NULL);
  block_control (form, "次へ", "identify", visit_give_token (visit, "identify", NULL));
  visit_show (visit, page);
}

static void
enter (Visit *visit, Ticket *ticket G_GNUC_UNUSED)
{
  visit_begin_session (visit);
  show_ids (visit, NULL);
}

static void
show_mail_page (Visit *visit, const char *request_id, const char *complaint)
{
  const Application *application = ledger_find (visit->site->ledger, request_id);
  Page *page = page_new ("証明書失効申請情報の入力");
  page_say (page, "失効申請者のメールアドレスを入力し「申請」をクリックしてください。");
  if (complaint != NULL)
    page_complain (page, complaint);
  subject_put_rows (page_rows (page), application->identity->certificate);
  Block *form = page_form (page);
  block_field (form, FIELD_TEXT, "mail", "メールアドレス", NULL);
  block_field (form, FIELD_TEXT, "mail-again", "メールアドレス(確認用)", NULL);
  block_control (form, "申請", "give-mail", visit_give_token (visit, "mail-form", request_id));
  visit_show (visit, page);
}

static void
show_mail (Visit *visit, Ticket *ticket)
{
  show_mail_page (visit, ticket->request_id, NULL);
}

static void
identify (Visit *visit, Ticket *ticket G_GNUC_UNUSED)
{
  const Application *application = ledger_find_by_ids (
      visit->site->ledger, form_value (visit->form, "request-id"), form_value (visit->form, "reference-id"));
  if (application == NULL || application->identity == NULL)
    show_ids (visit, "リクエスト ID またはリファレンス ID が正しくありません。");
  else if (application->revoked)
    show_ids (visit, "この証明書はすでに失効しています。");
  else
    go_on (visit, "mail-form", visit_give_token (visit, "mail-form", application->request_id));
}

static const char *
check_mail (const char *mail, const char *again)
{
  if (mail == NULL || strchr (mail, '@') == NULL)
    return "メールアドレスを正しく入力してください。";
  return g_strcmp0 (mail, again) == 0 ? NULL : "メールアドレスが一致しません。もう一度入力してください。";
}

static void
give_mail (Visit *visit, Ticket *ticket)
{
  const char *mail = form_value (visit->form, "mail");
  const char *complaint = check_mail (mail, form_value (visit->form, "mail-again"));
  if (complaint != NULL) {
    show_mail_page (visit, ticket->request_id, complaint);
    return;
  }
  const char *token = visit_give_token (visit, "revoke-confirm", ticket->request_id);
  session_ticket (visit->session, token)->mail = g_strdup (mail);
  go_on (visit, "revoke-confirm", token);
}

static void
show_confirm (Visit *visit, Ticket *ticket)
{
  const Application *application = ledger_find (visit->site->ledger, ticket->request_id);
  Page *page = page_new ("証明書失効申請情報の入力内容確認");
  page_say (page, "以下の内容で証明書の失効を申請します。よろしければ「申請」をクリックしてください。");
  Block *rows = page_rows (page);
  block_row (rows, "リクエスト ID", application->request_id);
  subject_put_rows (rows, application->identity->certificate);
  block_row (rows, "メールアドレス", ticket->mail != NULL ? ticket->mail : "");
  block_control (page_form (page), "申請", "revoke", visit_give_token (visit, "revoke", ticket->request_id));
  visit_show (visit, page);
}

static void
withdraw (Visit *visit, Ticket *ticket)
{
  Application *application = ledger_find (visit->site->ledger, ticket->request_id);
  g_autofree char *serial = certificate_serial (application->identity->certificate);
  if (!application->revoked) {
    application->revoked = TRUE;
    site_save (visit->site);
    Json *event = event_new ("revoked");
    json_text (event, "request", application->request_id);
    json_text (event, "serial", serial);
    events_write (visit->site->events, event);
  }
  Page *page = page_new ("証明書失効申請の完了");
  page_say (page, "証明書の失効申請を受け付けました。");
  page_say (page, "失効申請が承認されると入力されたメールアドレス宛てに失効完了をご連絡します。");
  visit_show (visit, page);
}

static const Act acts[] = {
  { "menu", POINT_REVOKE, TRUE, FALSE, enter },
  { "identify", POINT_REVOKE, FALSE, FALSE, identify },
  { "mail-form", POINT_REVOKE, TRUE, TRUE, show_mail },
  { "give-mail", POINT_REVOKE, FALSE, TRUE, give_mail },
  { "revoke-confirm", POINT_REVOKE, TRUE, TRUE, show_confirm },
  { "revoke", POINT_REVOKE, FALSE, TRUE, withdraw },
  { NULL, POINT_REVOKE, FALSE, FALSE, NULL },
};

static void
go_on (Visit *visit, const char *act, const char *token)
{
  visit_go_on (visit, acts, act, token);
}

void
revocation_visit (Visit *visit)
{
  visit_dispatch (visit, acts);
}
