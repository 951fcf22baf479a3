/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* What a visitor gets to see of each trouble: pages of the site's own, of its server or of a proxy before it.
 */
#include "visit.h"

#include <string.h>

#define RETRY_AFTER 2
#define OTHER_HOST "127.0.0.1" /* as good an address of this site as localhost, and another name */

static void
show_words (Visit *visit, const char *title, const char *const *words)
{
  Page *page = page_new (title);
  for (const char *const *word = words; *word != NULL; word++)
    page_say (page, *word);
  visit_show (visit, page);
}

/* the words of the users' manual, 5.2.2 */
void
visit_lose_session (Visit *visit)
{
  static const char *const words[]
      = { "セッションがタイムアウトしました。", "最初のページに戻ってください。", NULL };
  if (visit->session != NULL)
    sessions_drop (visit->site->sessions, g_steal_pointer (&visit->session));
  events_note (visit->site->events, "session-lost", "serial", visit->serial);
  show_words (visit, "セッション無効", words);
}

static void
show_login (Visit *visit)
{
  visit_begin_session (visit);
  Page *page = page_new ("ログイン");
  page_say (page, "ユーザ ID とパスワードを入力してください。");
  Block *form = page_form (page);
  block_field (form, FIELD_TEXT, "mail", "ユーザ ID", NULL);
  block_field (form, FIELD_PASSWORD, "password", "パスワード", NULL);
  block_control (form, "ログイン", "menu", visit_give_token (visit, "menu", NULL));
  visit_show (visit, page);
}

/* what does not come from the site's pages: the rendering has no part in it */
static void
show_bare (Visit *visit, unsigned status, const char *html)
{
  visit->bare_status = status;
  visit->bare_body = html;
}

static void
show_file (Visit *visit)
{
  static const char content[] = "\x00\x01\x02 This is no page.";
  visit_send_file (visit, g_bytes_new_static (content, sizeof content - 1), "application/octet-stream",
                   g_strdup ("data.bin"));
}

/* where the request came to, for a redirect that keeps its method; `more` is added to what it asks */
static char *
own_address (const Visit *visit, const char *more)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (visit->message));
  g_autofree char *asked = query != NULL && more != NULL ? g_strconcat (query, "&", more, NULL)
                                                         : g_strdup (query != NULL ? query : more);
  return asked != NULL ? g_strconcat (visit->path, "?", asked, NULL) : g_strdup (visit->path);
}

/* takes `location` over */
static void
send_elsewhere (Visit *visit, unsigned status, char *location)
{
  visit->location_status = status;
  visit->location = location;
}

static char *
on_other_host (const Visit *visit)
{
  const char *port = strrchr (visit->site->base, ':');
  return g_strconcat ("https://" OTHER_HOST, port, visit->service, NULL);
}

static void
redirect (Visit *visit, Trouble trouble)
{
  if (trouble == TROUBLE_REDIRECT_HTTP)
    send_elsewhere (visit, SOUP_STATUS_FOUND,
                    g_strconcat ("http", visit->site->base + strlen ("https"), visit->service, NULL));
  else if (trouble == TROUBLE_REDIRECT_AWAY)
    send_elsewhere (visit, SOUP_STATUS_FOUND, on_other_host (visit));
  else if (trouble == TROUBLE_REDIRECT_MISSING)
    send_elsewhere (visit, SOUP_STATUS_FOUND, g_strdup ("/nowhere"));
  else
    send_elsewhere (visit, SOUP_STATUS_TEMPORARY_REDIRECT,
                    own_address (visit, trouble == TROUBLE_REDIRECT_MOVED ? "moved=1" : NULL));
}

static void
show_status (Visit *visit, Trouble trouble)
{
  static const char missing[] = "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1>"
                                "<p>The requested URL was not found on this server.</p></body></html>\n";
  static const char gateway[]
      = "<html><head><title>502 Proxy Error</title></head><body><h1>Proxy Error</h1>"
        "<p>The proxy server received an invalid response from an upstream server.</p>"
        "</body></html>\n";
  if (trouble == TROUBLE_ERROR)
    visit_refuse (visit, 500, "システムエラー",
                  "システムエラーが発生しました。しばらくしてからやり直してください。");
  else if (trouble == TROUBLE_BUSY)
    visit_refuse (visit, 503, "混雑しています",
                  "ただいまアクセスが集中しています。しばらくしてからやり直してください。");
  else if (trouble == TROUBLE_FORBIDDEN)
    show_bare (visit, 403, "");
  else if (trouble == TROUBLE_MISSING)
    show_bare (visit, 404, missing);
  else
    show_bare (visit, 502, gateway);
  if (trouble == TROUBLE_BUSY)
    visit->page->retry_after = RETRY_AFTER;
}

static void
show_page (Visit *visit, Trouble trouble)
{
  static const char *const maintenance[]
      = { "ただいまシステムの保守を行っています。",
          "ご迷惑をおかけしますが、終了までしばらくお待ちください。", NULL };
  static const char *const crowded[]
      = { "ただいま混み合っています。しばらくしてからもう一度操作してください。", NULL };
  static const char *const taken[] = { "申請情報を受け付けました。", NULL };
  if (trouble == TROUBLE_MAINTENANCE)
    show_words (visit, "システム保守のお知らせ", maintenance);
  else if (trouble == TROUBLE_CROWDED)
    show_words (visit, "お知らせ", crowded);
  else if (trouble == TROUBLE_NO_IDS)
    show_words (visit, "送信完了", taken);
  else if (trouble == TROUBLE_LOGIN)
    show_login (visit);
  else if (trouble == TROUBLE_MENU)
    visit->entrance->act (visit, NULL);
  else if (trouble == TROUBLE_FILE)
    show_file (visit);
  else
    show_bare (visit, 200, "");
}

gboolean
visit_strike (Visit *visit, Point point)
{
  Trouble trouble = faults_strike_at (visit->site->faults, point);
  switch (trouble) {
  case TROUBLE_NONE:
  case N_TROUBLES:
    return FALSE;
  case TROUBLE_BROKEN:
  case TROUBLE_TRUNCATED:
  case TROUBLE_SLOW:
    visit->damage = trouble;
    return FALSE;
  case TROUBLE_CUT:
  case TROUBLE_SILENT:
  case TROUBLE_RESET:
    visit->damage = trouble;
    return TRUE;
  case TROUBLE_SESSION_LOST:
    visit_lose_session (visit);
    return TRUE;
  case TROUBLE_ERROR:
  case TROUBLE_BUSY:
  case TROUBLE_FORBIDDEN:
  case TROUBLE_MISSING:
  case TROUBLE_BAD_GATEWAY:
    show_status (visit, trouble);
    return TRUE;
  case TROUBLE_REDIRECT_HTTP:
  case TROUBLE_REDIRECT_AWAY:
  case TROUBLE_REDIRECT_MISSING:
  case TROUBLE_REDIRECT_MOVED:
  case TROUBLE_REDIRECT_ITSELF:
    redirect (visit, trouble);
    return TRUE;
  case TROUBLE_MAINTENANCE:
  case TROUBLE_CROWDED:
  case TROUBLE_LOGIN:
  case TROUBLE_MENU:
  case TROUBLE_NO_IDS:
  case TROUBLE_EMPTY:
  case TROUBLE_FILE:
    show_page (visit, trouble);
    return TRUE;
  }
  return FALSE;
}
