/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-state"

/*
 * The journal of renewals: the record as it stands, and a row for each entrance into a step.
 *
 * The caller's record is changed only after the commit, so it never tells more than the disk.  A record is
 * written only over the step it was read at: whoever holds an outdated one is told BUSY and overwrites
 * nothing.
 */

#include "state-private.h"

#include <kigen/base/error.h>
#include <kigen/base/secret.h>

#include <glib/gi18n-lib.h>

static const char *const names[] = {
  [KIGEN_STEP_BEGUN] = "begun",         [KIGEN_STEP_APPLIED] = "applied",     [KIGEN_STEP_ISSUED] = "issued",
  [KIGEN_STEP_RECEIVED] = "received",   [KIGEN_STEP_INSTALLED] = "installed", [KIGEN_STEP_PROVED] = "proved",
  [KIGEN_STEP_BACKED_UP] = "backed-up", [KIGEN_STEP_RETIRED] = "retired",     [KIGEN_STEP_DONE] = "done",
  [KIGEN_STEP_ABANDONED] = "abandoned",
};

const char *
kigen_step_name (KigenStep step)
{
  g_return_val_if_fail ((gsize)step < G_N_ELEMENTS (names), "");
  return names[step];
}

static KigenStep
step_of_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strcmp0 (names[i], name) == 0)
      return (KigenStep)i;
  }
  g_info ("the journal has a step that is not known: %s", name);
  return KIGEN_STEP_BEGUN;
}

void
kigen_renewal_record_free (KigenRenewalRecord *record)
{
  if (record == NULL)
    return;
  if (record->reference_id != NULL)
    kigen_cleanse (record->reference_id, strlen (record->reference_id));
  g_free (record->old_id);
  g_free (record->subject);
  g_free (record->profile);
  g_free (record->store);
  g_free (record->request_id);
  g_free (record->reference_id);
  g_free (record->new_id);
  g_free (record->backup);
  g_free (record->backup_sum);
  g_free (record->old_choice);
  g_free (record->reason);
  g_free (record);
}

#define SELECT_RENEWAL                                                                                       \
  "SELECT number, old_id, subject, profile, store, step, under_way, entered_at, applied_at, request_id,"     \
  " reference_id, new_id, backup, old_choice, reason, begun_at, changed_at, applications, refused_at,"       \
  " backup_sum FROM renewal "
#define IS_OPEN "step NOT IN ('done', 'abandoned') "

static gpointer
make_record (sqlite3_stmt *row)
{
  KigenRenewalRecord *record = g_new0 (KigenRenewalRecord, 1);
  g_autofree char *step = kigen_statement_text (row, 5);

  record->number = sqlite3_column_int64 (row, 0);
  record->old_id = kigen_statement_text (row, 1);
  record->subject = kigen_statement_text (row, 2);
  record->profile = kigen_statement_text (row, 3);
  record->store = kigen_statement_text (row, 4);
  record->step = step_of_name (step);
  record->under_way = sqlite3_column_int (row, 6) != 0;
  record->entered_at = sqlite3_column_int64 (row, 7);
  record->applied_at = sqlite3_column_int64 (row, 8);
  record->request_id = kigen_statement_text (row, 9);
  record->reference_id = kigen_statement_text (row, 10);
  record->new_id = kigen_statement_text (row, 11);
  record->backup = kigen_statement_text (row, 12);
  record->old_choice = kigen_statement_text (row, 13);
  record->reason = kigen_statement_text (row, 14);
  record->begun_at = sqlite3_column_int64 (row, 15);
  record->changed_at = sqlite3_column_int64 (row, 16);
  record->applications = sqlite3_column_int64 (row, 17);
  record->refused_at = sqlite3_column_int64 (row, 18);
  record->backup_sum = kigen_statement_text (row, 19);
  return record;
}

static const KigenStateRow record_row = { make_record, (GDestroyNotify)kigen_renewal_record_free };

KigenRenewalRecord *
kigen_state_open_renewal (KigenState *state, const char *id, GError **error)
{
  g_autoptr (GPtrArray) records = kigen_state_read (
      state, &record_row, error,
      SELECT_RENEWAL "WHERE ?1 IN (old_id, new_id) AND " IS_OPEN "ORDER BY number DESC LIMIT 1", "s", id);

  return records == NULL || records->len == 0 ? NULL : g_ptr_array_steal_index (records, 0);
}

GPtrArray *
kigen_state_open_renewals (KigenState *state, GError **error)
{
  return kigen_state_read (state, &record_row, error, SELECT_RENEWAL "WHERE " IS_OPEN "ORDER BY number", "");
}

GPtrArray *
kigen_state_renewals_of_subject (KigenState *state, const char *subject, GError **error)
{
  return kigen_state_read (state, &record_row, error,
                           SELECT_RENEWAL
                           "WHERE subject = ? AND request_id IS NOT NULL AND reference_id IS NOT NULL"
                           " ORDER BY number DESC",
                           "s", subject);
}

/* An entrance into a step; 0 for `finished_at` leaves it open. */
static gboolean
insert_step (KigenState *state, gint64 number, KigenStep step, gint64 entered_at, gint64 finished_at,
             GError **error)
{
  return kigen_database_run (
      state->database, error,
      "INSERT INTO step (renewal, step, entered_at, finished_at) VALUES (?, ?, ?, nullif (?, 0))", "isii",
      number, kigen_step_name (step), entered_at, finished_at);
}

/* Ends the last entrance into the step; earlier ones that were interrupted stay open for ever. */
static gboolean
finish_step (KigenState *state, gint64 number, KigenStep step, gint64 now, GError **error)
{
  if (!kigen_database_run (state->database, error,
                           "UPDATE step SET finished_at = ? WHERE finished_at IS NULL AND rowid ="
                           " (SELECT max (rowid) FROM step WHERE renewal = ? AND step = ?)",
                           "iis", now, number, kigen_step_name (step)))
    return FALSE;
  return sqlite3_changes (state->database) > 0 || insert_step (state, number, step, now, now, error);
}

static gboolean
fail_open_already (GError **error)
{
  return kigen_fail (error, KIGEN_ERROR_BUSY, _ ("Go on with the renewal that was begun."),
                     _ ("A renewal of this certificate has been begun already."));
}

static KigenRenewalRecord *
new_record (const KigenCertificate *old, const char *profile, const char *store, gint64 now)
{
  KigenRenewalRecord *record = g_new0 (KigenRenewalRecord, 1);

  record->old_id = old == NULL ? NULL : g_strdup (old->id);
  record->subject = old == NULL ? NULL : g_strdup (old->subject);
  record->profile = g_strdup (profile);
  record->store = g_strdup (store);
  record->step = KIGEN_STEP_BEGUN;
  record->begun_at = now;
  record->changed_at = now;
  return record;
}

/* The unique index sees to it that there is one open renewal of a certificate. */
static gboolean
insert_record (KigenState *state, KigenRenewalRecord *record, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!kigen_database_run (state->database, &failure,
                           "INSERT INTO renewal (old_id, subject, profile, store, step, begun_at, changed_at,"
                           " request_id, reference_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                           "sssssiiss", record->old_id, record->subject, record->profile, record->store,
                           kigen_step_name (record->step), record->begun_at, record->changed_at,
                           record->request_id, record->reference_id)) {
    if (sqlite3_extended_errcode (state->database) == SQLITE_CONSTRAINT_UNIQUE)
      return fail_open_already (error);
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  record->number = sqlite3_last_insert_rowid (state->database);
  return insert_step (state, record->number, record->step, record->begun_at, record->begun_at, error);
}

static KigenRenewalRecord *
begin_record (KigenState *state, KigenRenewalRecord *begun, GError **error)
{
  g_autoptr (KigenRenewalRecord) record = begun;

  if (!kigen_state_begin_writing (state, error))
    return NULL;
  if (!insert_record (state, record, error)) {
    kigen_state_undo (state);
    return NULL;
  }
  return kigen_state_commit (state, error) ? g_steal_pointer (&record) : NULL;
}

KigenRenewalRecord *
kigen_state_begin_renewal (KigenState *state, const KigenCertificate *old, const char *profile,
                           const char *store, gint64 now, GError **error)
{
  return begin_record (state, new_record (old, profile, store, now), error);
}

KigenRenewalRecord *
kigen_state_begin_obtaining (KigenState *state, const char *profile, const char *store,
                             const char *request_id, const char *reference_id, gint64 now, GError **error)
{
  KigenRenewalRecord *record = new_record (NULL, profile, store, now);

  record->request_id = g_strdup (request_id);
  record->reference_id = g_strdup (reference_id);
  return begin_record (state, record, error);
}

/* What a record is to become; the rest of it is written as it is. */
typedef struct {
  KigenStep step;
  gboolean under_way;
  gint64 entered_at;
  const char *reason;
  gint64 changed_at;
} Change;

static gboolean
update_record (KigenState *state, const KigenRenewalRecord *record, const Change *change, GError **error)
{
  if (!kigen_database_run (state->database, error,
                           "UPDATE renewal SET subject = ?, applied_at = ?, request_id = ?, reference_id = ?,"
                           " new_id = ?, backup = ?, old_choice = ?, applications = ?, refused_at = ?,"
                           " backup_sum = ?, reason = ?, step = ?, under_way = ?, entered_at = ?,"
                           " changed_at = ? WHERE number = ? AND step = ?",
                           "sisssssiisssiiiis", record->subject, record->applied_at, record->request_id,
                           record->reference_id, record->new_id, record->backup, record->old_choice,
                           record->applications, record->refused_at, record->backup_sum, change->reason,
                           kigen_step_name (change->step), (gint64)change->under_way, change->entered_at,
                           change->changed_at, record->number, kigen_step_name (record->step)))
    return FALSE;
  if (sqlite3_changes (state->database) > 0)
    return TRUE;
  return kigen_fail (error, KIGEN_ERROR_BUSY, NULL,
                     _ ("Another Kigen has gone on with this renewal meanwhile."));
}

static void
take_over (KigenRenewalRecord *record, const Change *change)
{
  g_autofree char *reason = g_strdup (change->reason);

  record->step = change->step;
  record->under_way = change->under_way;
  record->entered_at = change->entered_at;
  record->changed_at = change->changed_at;
  g_free (record->reason);
  record->reason = g_steal_pointer (&reason);
}

gboolean
kigen_state_enter_step (KigenState *state, KigenRenewalRecord *record, gint64 now, GError **error)
{
  Change change = { record->step, TRUE, now, record->reason, now };

  g_return_val_if_fail (record->step < KIGEN_STEP_DONE, FALSE);

  if (!kigen_state_begin_writing (state, error))
    return FALSE;
  if (!update_record (state, record, &change, error)
      || !insert_step (state, record->number, record->step + 1, now, 0, error))
    return kigen_state_undo (state);
  if (!kigen_state_commit (state, error))
    return FALSE;
  take_over (record, &change);
  return TRUE;
}

/* The user's name for the old certificate becomes the new one's, once that lies beside it. */
static gboolean
hand_label_over (KigenState *state, const KigenRenewalRecord *record, KigenStep step, GError **error)
{
  if (step != KIGEN_STEP_INSTALLED || record->old_id == NULL || record->new_id == NULL)
    return TRUE;
  return kigen_database_run (state->database, error,
                             "INSERT INTO label (id, text) SELECT ?, text FROM label WHERE id = ?"
                             " ON CONFLICT DO NOTHING",
                             "ss", record->new_id, record->old_id);
}

gboolean
kigen_state_complete_step (KigenState *state, KigenRenewalRecord *record, KigenStep step, gint64 now,
                           GError **error)
{
  Change change = { step, FALSE, 0, record->reason, now };

  if (!kigen_state_begin_writing (state, error))
    return FALSE;
  if (!update_record (state, record, &change, error) || !finish_step (state, record->number, step, now, error)
      || !hand_label_over (state, record, step, error))
    return kigen_state_undo (state);
  if (!kigen_state_commit (state, error))
    return FALSE;
  take_over (record, &change);
  return TRUE;
}

gboolean
kigen_state_save_renewal (KigenState *state, const KigenRenewalRecord *record, gint64 now, GError **error)
{
  Change change = { record->step, record->under_way, record->entered_at, record->reason, now };

  if (!kigen_state_begin_writing (state, error))
    return FALSE;
  if (!update_record (state, record, &change, error))
    return kigen_state_undo (state);
  return kigen_state_commit (state, error);
}

gboolean
kigen_state_abandon_renewal (KigenState *state, KigenRenewalRecord *record, const char *reason, gint64 now,
                             GError **error)
{
  Change change = { KIGEN_STEP_ABANDONED, FALSE, 0, reason, now };

  if (!kigen_state_begin_writing (state, error))
    return FALSE;
  if (!update_record (state, record, &change, error)
      || !insert_step (state, record->number, KIGEN_STEP_ABANDONED, now, now, error))
    return kigen_state_undo (state);
  if (!kigen_state_commit (state, error))
    return FALSE;
  take_over (record, &change);
  return TRUE;
}
