/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The numbered steps of data/schema, and what they make of a database.  user_version holds the last step
 * taken. */

typedef enum {
  KIGEN_SCHEMA_FITS,    /* ours, whole, of this version or an older one */
  KIGEN_SCHEMA_DAMAGED, /* no database, not whole, or not ours */
  KIGEN_SCHEMA_FAILED,  /* it could not be judged, or is of a newer program; the error is set */
} KigenSchemaVerdict;

/** The number of the last step this program knows. */
int kigen_schema_newest (void);
/** Refuses a database of a newer program.  Errors: STATE_NEWER, FAILED. */
gboolean kigen_schema_check_version (sqlite3 *database, GError **error);
/** Reads the whole of a database and changes nothing.  Errors with KIGEN_SCHEMA_FAILED: STATE_NEWER, FAILED.
 */
KigenSchemaVerdict kigen_schema_judge (sqlite3 *database, GError **error);
/** Takes the steps that are missing, each in its own transaction. */
gboolean kigen_schema_migrate (sqlite3 *database, GError **error);
/** A database in memory with the steps up to `version` taken. */
sqlite3 *kigen_schema_compose (int version, GError **error);

G_END_DECLS
