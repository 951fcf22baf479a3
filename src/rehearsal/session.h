/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* What a page's token stands for: what the page was about. */
typedef struct {
  const char *page; /* the act that the page belongs to */
  char *request_id; /* the application it is about; NULL for none */
  char *mail;       /* what was entered on the way; NULL */
  char *password;   /* what the file to be downloaded is packed under; NULL */
} Ticket;

/* A user at work: known by a cookie, bound to the certificate that it began with, gone after a time without a
 * visit. */
typedef struct {
  char *id;
  char *serial; /* NULL without a certificate */
  gint64 last_seen;
  GHashTable *tickets; /* token → Ticket */
} Session;

typedef struct Sessions Sessions;

Sessions *sessions_new (int seconds);
void sessions_free (Sessions *sessions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sessions, sessions_free)

/* `now` in seconds.  Owned by `sessions`; valid until it is dropped. */
Session *sessions_begin (Sessions *sessions, const char *serial, gint64 now);
/* NULL where there is none of that id, it has timed out, or it is another certificate's. */
Session *sessions_find (Sessions *sessions, const char *id, const char *serial, gint64 now);
void sessions_drop (Sessions *sessions, Session *session);

/* A new token; owned by the session. */
const char *session_give_token (Session *session, const char *page, const char *request_id);
Ticket *session_ticket (Session *session, const char *token);

/* A random word of `length` letters and digits; g_free(). */
char *random_word (gsize length);
