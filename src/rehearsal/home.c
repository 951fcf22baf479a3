/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* The pages that the real site has not: what this is, and a help for those who train with it.  And /p/cert.
 */
#include "visit.h"

static void
show_home (Visit *visit)
{
  Page *page = page_new ("練習用認証局");
  page_say (
      page,
      "証明書の更新を練習するための認証局です。このパソコンの中だけで動き、本物の認証局にはつながりません。");
  page_say (page, "まず練習用の証明書をブラウザに登録してから、下のリンクへ進んでください。");
  Block *places = page_places (page);
  block_row (places, "証明書の更新申請 (/p/ru)", "/p/ru");
  block_row (places, "証明書の取得 (/p/rcd)", "/p/rcd");
  block_row (places, "証明書の失効申請 (/p/rx)", "/p/rx");
  block_row (places, "ルート証明書の取得 (/p/cert)", "/p/cert");
  block_row (places, "？ 指導される方へ", "/help");
  visit_show (visit, page);
}

static void
show_help (Visit *visit)
{
  const Options *options = visit->site->options;
  g_autofree char *days = g_strdup_printf ("%d日前から", options->renew_from);
  Page *page = page_new ("指導される方へ");
  page_say (page, "練習に使うファイルは、次のフォルダにあります。");
  Block *rows = page_rows (page);
  block_row (rows, "フォルダ", options->folder);
  block_row (rows, "練習用の証明書", "client.p12");
  block_row (rows, "通知書の代わり（リクエスト ID とリファレンス ID）", "notice.txt");
  block_row (rows, "この認証局のプロファイル", "rehearsal.profile");
  block_row (rows, "行われたことの記録", "events.jsonl");
  page_head (page, "設定");
  rows = page_rows (page);
  block_row (rows, "画面の種類", options->rendering->name);
  block_row (rows, "更新の受付", days);
  page_say (page, "画面の種類は --list-renderings、わざと起こす障害は --list-faults で一覧できます。");
  block_row (page_places (page), "最初のページへ", "/");
  visit_show (visit, page);
}

void
home_visit (Visit *visit)
{
  if (g_str_equal (visit->path, "/"))
    show_home (visit);
  else if (g_str_equal (visit->path, "/help"))
    show_help (visit);
  else
    visit_refuse (visit, 404, "ページが見つかりません", "指定されたページはありません。");
}

void
root_visit (Visit *visit)
{
  if (!visit_strike (visit, POINT_ROOT))
    visit_send_file (visit, certificate_to_der (visit->site->ca->tls_root->certificate),
                     "application/x-x509-ca-cert", g_strdup ("root.cer"));
}
