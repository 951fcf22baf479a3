/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* Sessions live in memory only: a rehearsal that is started again knows nobody. */
#include "session.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>

struct Sessions {
  int seconds;
  GHashTable *all; /* id → Session */
};

char *
random_word (gsize length)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  GString *word = g_string_new (NULL);
  while (word->len < length) {
    unsigned char byte = 0;
    if (RAND_bytes (&byte, 1) != 1)
      g_error ("There are no random numbers.");
    if (byte < (256 / (sizeof letters - 1)) * (sizeof letters - 1))
      g_string_append_c (word, letters[byte % (sizeof letters - 1)]);
  }
  return g_string_free (word, FALSE);
}

static void
ticket_free (gpointer data)
{
  Ticket *ticket = data;
  g_free (ticket->request_id);
  g_free (ticket->mail);
  if (ticket->password != NULL)
    OPENSSL_cleanse (ticket->password, strlen (ticket->password));
  g_free (ticket->password);
  g_free (ticket);
}

static void
session_free (gpointer data)
{
  Session *session = data;
  g_free (session->id);
  g_free (session->serial);
  g_hash_table_unref (session->tickets);
  g_free (session);
}

Sessions *
sessions_new (int seconds)
{
  Sessions *sessions = g_new0 (Sessions, 1);
  sessions->seconds = seconds;
  sessions->all = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, session_free);
  return sessions;
}

void
sessions_free (Sessions *sessions)
{
  g_hash_table_unref (sessions->all);
  g_free (sessions);
}

Session *
sessions_begin (Sessions *sessions, const char *serial, gint64 now)
{
  Session *session = g_new0 (Session, 1);
  session->id = random_word (24);
  session->serial = g_strdup (serial);
  session->last_seen = now;
  session->tickets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, ticket_free);
  g_hash_table_insert (sessions->all, session->id, session);
  return session;
}

Session *
sessions_find (Sessions *sessions, const char *id, const char *serial, gint64 now)
{
  Session *session = id != NULL ? g_hash_table_lookup (sessions->all, id) : NULL;
  if (session == NULL)
    return NULL;
  if (now - session->last_seen > sessions->seconds) {
    sessions_drop (sessions, session);
    return NULL;
  }
  if (g_strcmp0 (session->serial, serial) != 0)
    return NULL;
  session->last_seen = now;
  return session;
}

void
sessions_drop (Sessions *sessions, Session *session)
{
  g_hash_table_remove (sessions->all, session->id);
}

const char *
session_give_token (Session *session, const char *page, const char *request_id)
{
  Ticket *ticket = g_new0 (Ticket, 1);
  ticket->page = page;
  ticket->request_id = g_strdup (request_id);
  char *token = random_word (20);
  g_hash_table_insert (session->tickets, token, ticket);
  return token;
}

Ticket *
session_ticket (Session *session, const char *token)
{
  return token != NULL ? g_hash_table_lookup (session->tickets, token) : NULL;
}
