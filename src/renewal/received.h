/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "renewal-private.h"

G_BEGIN_DECLS

/**
 * The received files in the state folder.  A download gets a name of its own; once it has been found to be
 * the successor it is named after its certificate, so that a file can only take the place of one that holds
 * the same pair.  None is given up before the renewal is done: an authority may give out a key once.
 */

/** Writes a download beside everything else (0600, durable); its path, g_free().  Errors: FAILED. */
char *kigen_received_write (const KigenRun *run, GBytes *file, GError **error);
/** Names a download after the certificate that was found in it.  Errors: FAILED. */
gboolean kigen_received_keep (const KigenRun *run, const char *path, const char *id, GError **error);

/**
 * Looks for the successor among the files of this and earlier runs, with the run's password: that of the
 * record where it names one, else any.  NULL without an error where none is there that opens; `*unopened` is
 * TRUE where there is one that does not open with this password and may be it.
 */
KigenPkcs12 *kigen_received_find (const KigenRun *run, gboolean *unopened);
/** Whether there is any file that kigen_received_find() would try. */
gboolean kigen_received_is_there (const KigenRun *run);
/** Removes all of this renewal; `*left` is one that could not be removed, NULL for none; g_free(). */
void kigen_received_remove (const KigenRun *run, char **left);
/** The path of the file that holds this certificate; g_free(). */
char *kigen_received_path (const KigenRun *run, const char *id);

G_END_DECLS
