/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * The list of a name's applications.  The manuals do not say when one begins to show and when it goes, so
 * that the faults have it any way: late, once it is issued, until it was fetched, never.
 */
#include "list.h"

#define JAPAN (9 * 60 * 60)

static char *
date_of (const Visit *visit, gint64 at)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (JAPAN);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  return g_date_time_format (local, visit->site->options->rendering->date_format);
}

static void
put_line (Visit *visit, Block *table, Application *application)
{
  Status status = site_advance (visit->site, application, visit->now);
  g_autofree char *date = date_of (visit, application->applied_at);
  const char *const cells[]
      = { application->request_id, application->common_name, date, status_word (status), NULL };
  gboolean ready = status == STATUS_ISSUED;
  const char *token = ready ? visit_give_token (visit, "list", application->request_id) : NULL;
  block_line (table, cells, "Download Key", ready ? "key" : NULL, token);
}

/* a fault strikes only where there is something to keep back */
static gboolean
is_kept_back (const Visit *visit, Application *application)
{
  const Site *site = visit->site;
  gint64 lag = (gint64)(site->options->list_lag_seconds * G_USEC_PER_SEC);
  return faults_strike (site->faults, FAULT_LIST_NEVER)
         || (visit->now - application->applied_at < lag && faults_strike (site->faults, FAULT_LIST_LAGS))
         || (application->fetched && faults_strike (site->faults, FAULT_LIST_UNFETCHED_ONLY))
         || (site_advance (visit->site, application, visit->now) != STATUS_ISSUED
             && faults_strike (site->faults, FAULT_LIST_ISSUED_ONLY));
}

static GPtrArray *
find_shown (const Visit *visit)
{
  g_autoptr (GPtrArray) all = ledger_list (visit->site->ledger, visit->common_name);
  GPtrArray *shown = g_ptr_array_new ();
  for (guint i = 0; i < all->len; i++)
    if (!is_kept_back (visit, g_ptr_array_index (all, i)))
      g_ptr_array_add (shown, g_ptr_array_index (all, i));
  return shown;
}

static void
say_empty (const Visit *visit, Page *page)
{
  page_say (page, "表示する情報がありません。");
  if (faults_strike (visit->site->faults, FAULT_LIST_SAYS_INCOMPLETE))
    page_say (page, "更新申請が完了していません。「更新申請画面からの更新」からやり直してください。");
}

void
list_show (Visit *visit, Ticket *ticket G_GNUC_UNUSED)
{
  static const char *const headings[]
      = { "リクエスト ID", "Common Name", "申請日", "証明書ステータス", NULL };
  g_autoptr (GPtrArray) shown = find_shown (visit);
  Page *page = page_new ("更新後証明書の取得");
  if (shown->len == 0) {
    say_empty (visit, page);
    visit_show (visit, page);
    return;
  }
  page_say (page, "更新済み証明書の一覧です。「Download Key」ボタンをクリックして証明書を取得してください。");
  Block *table = page_table (page, headings);
  for (guint i = 0; i < shown->len; i++)
    put_line (visit, table, g_ptr_array_index (shown, i));
  visit_show (visit, page);
}
