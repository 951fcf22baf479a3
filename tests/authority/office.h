/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/authority/authority.h>

#include "site.h"

G_BEGIN_DECLS

/** An authority on loopback that says what it is told to, and a certificate's conversation with it. */
typedef struct {
  Site *site; /* NULL once it is gone */
  char *folder;
  KigenProfile *profile;
  KigenAuthority *authority;
  KigenCertificate *old; /* OFFICE_NAME's, valid from OFFICE_OLD_BEGIN on */
} Office;

#define OFFICE_NAME "0110119153"
#define OFFICE_OLD_BEGIN "20230801000000Z"

/* Pages of an authority's, bodies alone. */
#define OFFICE_MENU                                                                                                 \
  "<html><head><title>証明書更新メニュー</title></head><body><ul>"                                         \
  "<li><a href='/p/apply'>証明書更新申請</a></li><li><a href='/p/list'>更新後証明書の取得</a></li>" \
  "</ul></body></html>"
#define OFFICE_LOGIN                                                                                             \
  "<html><head><title>ログイン</title></head><body><form action='/login' method='post'>"                     \
  "<p>ユーザー ID <input name='u'></p><p>パスワード <input type='password' name='p'></p>"               \
  "<p><input type='checkbox' name='k'>ログイン状態を保持する</p><button>ログイン</button></form>" \
  "</body></html>"

void office_open (Office *office, gconstpointer unused);
void office_close (Office *office, gconstpointer unused);

/** The next answer: a page that came well. */
void office_show (Office *office, const char *html);
/** How many requests had this in their first line, "POST /p/submit ". */
guint office_count (Office *office, const char *beginning);

G_END_DECLS
