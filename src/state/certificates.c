/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-state"

/*
 * What the stores held when they were looked at last.  A scan that finds nothing new writes nothing, so that
 * readers are not woken for it.  A certificate that is gone stays as a row, and comes back if it does.
 */

#include "state-private.h"

static gpointer
make_certificate (sqlite3_stmt *row)
{
  KigenCertificate *certificate = kigen_certificate_new ();

  certificate->id = kigen_statement_text (row, 0);
  certificate->store = kigen_statement_text (row, 1);
  certificate->subject = kigen_statement_text (row, 2);
  certificate->issuer = kigen_statement_text (row, 3);
  certificate->common_name = kigen_statement_text (row, 4);
  certificate->issuer_common_name = kigen_statement_text (row, 5);
  certificate->serial = kigen_statement_text (row, 6);
  certificate->not_before = sqlite3_column_int64 (row, 7);
  certificate->not_after = sqlite3_column_int64 (row, 8);
  certificate->is_ca = sqlite3_column_int (row, 9) != 0;
  certificate->label = kigen_statement_text (row, 10);
  certificate->profile = kigen_statement_text (row, 11);
  certificate->has_key = (KigenHasKey)sqlite3_column_int (row, 12);
  certificate->is_unserved = sqlite3_column_int (row, 13) != 0;
  return certificate;
}

static const KigenStateRow certificate_row = { make_certificate, (GDestroyNotify)kigen_certificate_unref };

GPtrArray *
kigen_state_certificates (KigenState *state, GError **error)
{
  return kigen_state_read (
      state, &certificate_row, error,
      "SELECT c.id, nullif (c.store, ''), c.subject, c.issuer, c.common_name, c.issuer_common_name, c.serial,"
      " c.not_before, c.not_after, c.is_ca, coalesce (l.text, c.label), c.profile, c.has_key,"
      " c.is_unserved"
      " FROM certificate AS c LEFT JOIN label AS l ON l.id = c.id"
      " WHERE c.gone_at IS NULL ORDER BY c.not_after, c.id, c.store",
      "");
}

#define INSERT_CERTIFICATE                                                                                   \
  "INSERT INTO certificate (id, store, subject, issuer, common_name, issuer_common_name, serial, "           \
  "not_before,"                                                                                              \
  " not_after, is_ca, label, profile, has_key, is_unserved, first_seen_at)"                                  \
  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"                                                    \
  " ON CONFLICT DO UPDATE SET gone_at = NULL, subject = excluded.subject, issuer = excluded.issuer,"         \
  " common_name = excluded.common_name, issuer_common_name = excluded.issuer_common_name,"                   \
  " label = excluded.label, profile = excluded.profile, has_key = excluded.has_key,"                         \
  " is_unserved = excluded.is_unserved"                                                                      \
  " WHERE gone_at IS NOT NULL"                                                                               \
  " OR (subject, issuer, common_name, issuer_common_name, label, profile, has_key, is_unserved)"             \
  " IS NOT (excluded.subject, excluded.issuer, excluded.common_name, excluded.issuer_common_name,"           \
  " excluded.label, excluded.profile, excluded.has_key, excluded.is_unserved)"

static const char *
text_or_empty (const char *text)
{
  return text == NULL ? "" : text;
}

static gboolean
record_seen (KigenState *state, GPtrArray *certificates, gint64 now, GError **error)
{
  g_autoptr (sqlite3_stmt) insert = NULL;

  if (sqlite3_prepare_v2 (state->database, INSERT_CERTIFICATE, -1, &insert, NULL) != SQLITE_OK)
    return kigen_database_fail (state->database, error);
  for (guint i = 0; i < certificates->len; i++) {
    const KigenCertificate *c = g_ptr_array_index (certificates, i);
    if (!kigen_statement_again (insert, error, "sssssssiiissiii", c->id, text_or_empty (c->store),
                                text_or_empty (c->subject), text_or_empty (c->issuer),
                                text_or_empty (c->common_name), text_or_empty (c->issuer_common_name),
                                text_or_empty (c->serial), c->not_before, c->not_after, (gint64)c->is_ca,
                                c->label, c->profile, (gint64)c->has_key, (gint64)c->is_unserved, now))
      return FALSE;
  }
  return TRUE;
}

/* The rest of a statement's rows, one text each. */
static GPtrArray *
read_texts (sqlite3_stmt *query, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  gboolean row;

  for (;;) {
    if (!kigen_statement_next (query, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&texts);
    g_ptr_array_add (texts, kigen_statement_text (query, 0));
  }
}

static gboolean
mark_gone (KigenState *state, const char *store, GHashTable *held, gint64 now, GError **error)
{
  g_autoptr (sqlite3_stmt) query = kigen_statement_new (
      state->database, error, "SELECT id FROM certificate WHERE store = ? AND gone_at IS NULL", "s", store);
  g_autoptr (GPtrArray) ids = query == NULL ? NULL : read_texts (query, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    const char *id = g_ptr_array_index (ids, i);
    if (!g_hash_table_contains (held, id)
        && !kigen_database_run (state->database, error,
                                "UPDATE certificate SET gone_at = ? WHERE store = ? AND id = ?", "iss", now,
                                store, id))
      return FALSE;
  }
  return TRUE;
}

/* The IDs that the scan found in this store. */
static GHashTable *
ids_of_store (GPtrArray *certificates, const char *store)
{
  GHashTable *ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < certificates->len; i++) {
    const KigenCertificate *certificate = g_ptr_array_index (certificates, i);
    if (g_strcmp0 (certificate->store, store) == 0)
      g_hash_table_add (ids, certificate->id);
  }
  return ids;
}

static gboolean
record_gone (KigenState *state, GPtrArray *certificates, const char *const *stores, gint64 now,
             GError **error)
{
  for (gsize i = 0; stores[i] != NULL; i++) {
    g_autoptr (GHashTable) held = ids_of_store (certificates, stores[i]);
    if (!mark_gone (state, stores[i], held, now, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
kigen_state_record_scan (KigenState *state, GPtrArray *certificates, const char *const *stores, gint64 now,
                         GError **error)
{
  if (!kigen_state_begin_writing (state, error))
    return FALSE;
  if (!record_seen (state, certificates, now, error)
      || !record_gone (state, certificates, stores, now, error))
    return kigen_state_undo (state);
  return kigen_state_commit (state, error);
}

gboolean
kigen_state_set_label (KigenState *state, const char *id, const char *label, GError **error)
{
  if (label == NULL || *label == '\0')
    return kigen_state_write (state, error, "DELETE FROM label WHERE id = ?", "s", id);
  return kigen_state_write (state, error,
                            "INSERT INTO label (id, text) VALUES (?, ?)"
                            " ON CONFLICT DO UPDATE SET text = excluded.text",
                            "ss", id, label);
}

static gpointer
make_text (sqlite3_stmt *row)
{
  return kigen_statement_text (row, 0);
}

static const KigenStateRow text_row = { make_text, g_free };

char *
kigen_state_label (KigenState *state, const char *id)
{
  g_autoptr (GPtrArray) labels
      = kigen_state_read (state, &text_row, NULL, "SELECT text FROM label WHERE id = ?", "s", id);

  return labels == NULL || labels->len == 0 ? NULL : g_strdup (g_ptr_array_index (labels, 0));
}

static gpointer
make_label (sqlite3_stmt *row)
{
  char **pair = g_new0 (char *, 3);
  pair[0] = kigen_statement_text (row, 0);
  pair[1] = kigen_statement_text (row, 1);
  return pair;
}

static const KigenStateRow label_row = { make_label, (GDestroyNotify)g_strfreev };

GHashTable *
kigen_state_labels (KigenState *state, GError **error)
{
  g_autoptr (GPtrArray) pairs = kigen_state_read (state, &label_row, error, "SELECT id, text FROM label", "");
  if (pairs == NULL)
    return NULL;
  GHashTable *labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < pairs->len; i++) {
    char *const *pair = g_ptr_array_index (pairs, i);
    g_hash_table_insert (labels, g_strdup (pair[0]), g_strdup (pair[1]));
  }
  return labels;
}
