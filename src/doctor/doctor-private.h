/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/settings.h>
#include <kigen/doctor/doctor.h>
#include <kigen/workspace/inventory.h>

G_BEGIN_DECLS

/** One examination: what it works with and what it has found so far.  Made by doctor.c. */
typedef struct {
  KigenWorkspace *workspace;
  GCancellable *cancellable;
  GPtrArray *findings;
  const KigenSettings *settings;
  KigenState *state;       /* NULL where it cannot be opened */
  GPtrArray *profiles;     /* KigenProfile elements; empty where they cannot be read */
  GPtrArray *certificates; /* those in the stores that a profile watches, KigenCertificate elements */
  GArray *conditions;      /* KigenCondition, one each */
} KigenExamination;

/* finding.c */

/** A new finding, owned by the examination.  `cure` (may be NULL) is copied. */
KigenFinding *kigen_doctor_add (KigenExamination *examination, const char *id, KigenFindingLevel level,
                                const char *cure, const char *format, ...) G_GNUC_PRINTF (5, 6);
/** The same of an error, with its advice. */
KigenFinding *kigen_doctor_add_error (KigenExamination *examination, const char *id, KigenFindingLevel level,
                                      const GError *error);

/** Orders pointers to findings by kind, as they are told; for g_ptr_array_sort(). */
gint kigen_doctor_compare_findings (gconstpointer one, gconstpointer other);
/** The local day of an instant.  g_free(). */
char *kigen_doctor_day (gint64 instant);

/* The parts, each of which adds what it finds. */

/** Opens the state and reads the settings: first, since the others stand on them. */
void kigen_doctor_open_state (KigenExamination *examination);
void kigen_doctor_examine_stores (KigenExamination *examination);
void kigen_doctor_examine_backups (KigenExamination *examination);
void kigen_doctor_examine_network (KigenExamination *examination);
void kigen_doctor_examine_desktop (KigenExamination *examination);
void kigen_doctor_examine_state (KigenExamination *examination);

/** Starts the agent for this workspace and waits until it is there. */
gboolean kigen_doctor_start_agent (const KigenWorkspace *workspace, GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
