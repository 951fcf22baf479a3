/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-state"

/*
 * A notice is one certificate, one stage and one local day: shown again on another day it is another row.
 */

#include "history-row.h"
#include "state-private.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

void
kigen_notice_given_free (KigenNoticeGiven *notice)
{
  if (notice == NULL)
    return;
  g_free (notice->id);
  g_free (notice->answer);
  g_free (notice);
}

static gpointer
make_notice (sqlite3_stmt *row)
{
  KigenNoticeGiven *notice = g_new0 (KigenNoticeGiven, 1);

  notice->id = kigen_statement_text (row, 0);
  notice->stage = sqlite3_column_int (row, 1);
  notice->day = sqlite3_column_int64 (row, 2);
  notice->shown_at = sqlite3_column_int64 (row, 3);
  notice->answer = kigen_statement_text (row, 4);
  notice->answered_day = sqlite3_column_int64 (row, 5);
  return notice;
}

static const KigenStateRow notice_row = { make_notice, (GDestroyNotify)kigen_notice_given_free };

#define INSERT_NOTICE                                                                                        \
  "INSERT INTO notice (id, stage, day, shown_at, answer, answered_day)"                                      \
  " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"

gboolean
kigen_state_record_notice (KigenState *state, const KigenNoticeGiven *notice, GError **error)
{
  return kigen_state_write (state, error, INSERT_NOTICE, "siiisi", notice->id, (gint64)notice->stage,
                            notice->day, notice->shown_at, notice->answer, notice->answered_day);
}

gboolean
kigen_state_record_notices (KigenState *state, const KigenNoticeGiven *notices, const char *const *texts,
                            guint n, GError **error)
{
  if (!kigen_state_begin_writing (state, error))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    const KigenNoticeGiven *notice = &notices[i];
    if (!kigen_database_run (state->database, error, INSERT_NOTICE, "siiisi", notice->id,
                             (gint64)notice->stage, notice->day, notice->shown_at, notice->answer,
                             notice->answered_day)
        || !kigen_history_write (state->database, "noticed", notice->id, texts[i], notice->shown_at, error))
      return kigen_state_undo (state);
  }
  return kigen_state_commit (state, error);
}

gboolean
kigen_state_answer_notice (KigenState *state, const char *id, int stage, gint64 day, const char *answer,
                           gint64 answered_day, GError **error)
{
  if (!kigen_state_begin_writing (state, error))
    return FALSE;
  if (!kigen_database_run (
          state->database, error,
          "UPDATE notice SET answer = ?, answered_day = ? WHERE id = ? AND stage = ? AND day = ?", "sisii",
          answer, answered_day, id, (gint64)stage, day))
    return kigen_state_undo (state);
  if (sqlite3_changes (state->database) == 0) {
    kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The notice that was answered is not in Kigen's state."));
    return kigen_state_undo (state);
  }
  return kigen_state_commit (state, error);
}

GPtrArray *
kigen_state_notices (KigenState *state, const char *id, GError **error)
{
  return kigen_state_read (state, &notice_row, error,
                           "SELECT id, stage, day, shown_at, answer, answered_day FROM notice WHERE id = ?"
                           " ORDER BY shown_at, day, stage DESC",
                           "s", id);
}
