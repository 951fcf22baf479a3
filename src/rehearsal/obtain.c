/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* /p/rcd: the first certificate by the paper notice (users' manual, 1.1).  No certificate is needed to come
 * here. */
#include "subject.h"
#include "visit.h"

#define DOWNLOAD_DAYS 180

static void
show_form (Visit *visit, const char *complaint)
{
  Page *page = page_new ("証明書の取得画面");
  page_say (page, "「電子証明書発行通知書」に記載のリクエスト ID とリファレンス ID を入力してください。");
  page_say (page, "証明書パスワードは、任意の4桁の半角数字を入力してください。");
  if (complaint != NULL)
    page_complain (page, complaint);
  Block *form = page_form (page);
  block_field (form, FIELD_TEXT, "request-id", "リクエスト ID", NULL);
  block_field (form, FIELD_TEXT, "reference-id", "リファレンス ID", NULL);
  block_field (form, FIELD_PASSWORD, "password", "証明書パスワード", NULL);
  block_field (form, FIELD_PASSWORD, "password-again", "証明書パスワード(確認用)", NULL);
  block_control (form, "ダウンロード", "obtain", visit_give_token (visit, "obtain", NULL));
  page_say (
      page,
      "証明書パスワードは端末等へ証明書をインストールする際に必要となりますので忘れないようにしてください。");
  page_say (page, "（証明書パスワードを忘れてしまった場合は、もう一度証明書発行申請が必要となりますのでご注意"
                  "ください。）");
  visit_show (visit, page);
}

static void
enter (Visit *visit, Ticket *ticket G_GNUC_UNUSED)
{
  visit_begin_session (visit);
  show_form (visit, NULL);
}

/* NULL where it may be fetched */
static const char *
check (const Visit *visit, const Application *application)
{
  Site *site = visit->site;
  const char *wrong = subject_check_password (form_value (visit->form, "password"),
                                              form_value (visit->form, "password-again"));
  if (application == NULL || application->revoked || faults_strike (site->faults, FAULT_OBTAIN_UNKNOWN))
    return "リクエスト ID またはリファレンス ID が正しくありません。";
  if (application->identity == NULL)
    return "証明書はまだ発行されていません。";
  if (visit->now - application->issued_at > DOWNLOAD_DAYS * G_TIME_SPAN_DAY)
    return "証明書のダウンロード可能期間（発行後180日以内）を過ぎています。";
  if (wrong == NULL && site_is_gone (site, application))
    return "この証明書はすでに取得されています。もう一度取得することはできません。";
  return wrong;
}

static void
obtain (Visit *visit, Ticket *ticket G_GNUC_UNUSED)
{
  Application *application = ledger_find_by_ids (visit->site->ledger, form_value (visit->form, "request-id"),
                                                 form_value (visit->form, "reference-id"));
  const char *complaint = check (visit, application);
  if (complaint == NULL && visit_strike (visit, POINT_OBTAINED))
    return;
  GBytes *file
      = complaint == NULL ? site_pack (visit->site, application, form_value (visit->form, "password")) : NULL;
  if (file == NULL) {
    show_form (visit, complaint != NULL ? complaint : "証明書を取得できませんでした。");
    return;
  }
  subject_report_download (visit, application->request_id, "notice");
  visit_send_file (visit, file, "application/x-pkcs12", g_strconcat (application->request_id, ".p12", NULL));
}

static const Act acts[] = {
  { "menu", POINT_OBTAIN, TRUE, FALSE, enter },
  { "obtain", POINT_OBTAIN, FALSE, FALSE, obtain },
  { NULL, POINT_OBTAIN, FALSE, FALSE, NULL },
};

void
obtain_visit (Visit *visit)
{
  visit_dispatch (visit, acts);
}
