/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/state/state.h>

G_BEGIN_DECLS

/* What the tests of the state begin with. */

#define GIVEN_NOW G_GINT64_CONSTANT (1764000000) /* 2025-11-24T16:00:00Z */

/** A new folder, and its end with all that is in it; the path is freed. */
char *given_folder (void);
void given_folder_removed (char *folder);
/** The folder's database opened, or the test fails. */
KigenState *given_state (const char *folder);
/** A certificate of the authority: the ID is `digit` 64 times. */
KigenCertificate *given_certificate (char digit, const char *store);

/** Path of a file in the folder; g_free(). */
char *given_path (const char *folder, const char *name);
/** How many databases were set aside, their logs not counted. */
guint given_damaged (const char *folder);
/** Runs SQL on the folder's database as a stranger would. */
void given_sql (const char *folder, const char *sql);

G_END_DECLS
