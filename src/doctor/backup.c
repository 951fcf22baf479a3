/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-doctor"

/* Whether each certificate has a backup, how old it is, and whether it still lies where it was written. */

#include "doctor-private.h"

#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

typedef struct {
  gint64 at; /* 0 for none */
  char *path;
} Written;

static void
clear_written (Written *written)
{
  g_free (written->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Written, clear_written)

/* One that is there is worth more than a newer one that is not. */
static void
consider (Written *newest, gint64 at, const char *path)
{
  gboolean is_there = g_file_test (path, G_FILE_TEST_IS_REGULAR);
  gboolean was_there = newest->path != NULL && g_file_test (newest->path, G_FILE_TEST_IS_REGULAR);
  if (newest->path != NULL && (is_there == was_there ? at <= newest->at : was_there))
    return;
  g_free (newest->path);
  newest->path = g_strdup (path);
  newest->at = at;
}

static void
look_into_renewals (const KigenExamination *examination, const KigenCertificate *one, Written *newest)
{
  g_autoptr (GPtrArray) records = kigen_state_renewals_of_subject (examination->state, one->subject, NULL);
  for (guint i = 0; records != NULL && i < records->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (records, i);
    if (g_strcmp0 (record->new_id, one->id) == 0 && record->backup != NULL
        && record->step >= KIGEN_STEP_BACKED_UP && record->step != KIGEN_STEP_ABANDONED)
      consider (newest, record->changed_at, record->backup);
  }
}

static void
look_into_backups (const KigenExamination *examination, const KigenCertificate *one, Written *newest)
{
  g_autoptr (GPtrArray) records = kigen_state_backups (examination->state, one->id, NULL);
  for (guint i = 0; records != NULL && i < records->len; i++) {
    const KigenBackupRecord *record = g_ptr_array_index (records, i);
    consider (newest, record->at, record->path);
  }
}

static KigenFinding *
tell (KigenExamination *examination, const KigenCertificate *one, const Written *newest)
{
  const char *name = kigen_certificate_name (one);
  if (newest->path == NULL)
    return kigen_doctor_add (
        examination, "backup", KIGEN_FINDING_HINT,
        _ ("Make a backup now: without one, the certificate is lost if this computer breaks."),
        _ ("Kigen knows of no backup of %s (ID %.8s)."), name, one->id);
  g_autofree char *day = kigen_doctor_day (newest->at);
  if (!g_file_test (newest->path, G_FILE_TEST_IS_REGULAR))
    return kigen_doctor_add (examination, "backup", KIGEN_FINDING_HINT,
                             _ ("Connect the drive that it is on, or make a new backup."),
                             _ ("The backup of %s (ID %.8s) of %s is not where it was written: %s"), name,
                             one->id, day, newest->path);
  return kigen_doctor_add (examination, "backup", KIGEN_FINDING_OK, NULL,
                           _ ("The newest backup of %s (ID %.8s) is of %s: %s"), name, one->id, day,
                           newest->path);
}

static void
examine (KigenExamination *examination, KigenCertificate *one)
{
  g_auto (Written) newest = { 0 };
  look_into_renewals (examination, one, &newest);
  look_into_backups (examination, one, &newest);
  KigenFinding *finding = tell (examination, one, &newest);
  if (finding->level == KIGEN_FINDING_OK || one->has_key == KIGEN_HAS_KEY_NO)
    return;
  finding->remedy = KIGEN_REMEDY_BACKUP;
  finding->certificate = kigen_certificate_ref (one);
}

void
kigen_doctor_examine_backups (KigenExamination *examination)
{
  if (examination->state == NULL)
    return;
  for (guint i = 0; i < examination->certificates->len; i++) {
    KigenCondition condition = g_array_index (examination->conditions, KigenCondition, i);
    if (condition != KIGEN_CONDITION_EXPIRED && condition != KIGEN_CONDITION_RENEWED)
      examine (examination, g_ptr_array_index (examination->certificates, i));
  }
}
