/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Where state lives unless --state says otherwise: $XDG_STATE_HOME/kigen, or ~/.local/state/kigen; on
 * Windows %LOCALAPPDATA%\Kigen.  g_free(). */
char *kigen_path_default_state (void);

/**
 * Makes the state folder (0700) where it is missing and refuses one that others could write to or that is not
 * ours. Errors: STATE_UNSAFE, FAILED.
 */
gboolean kigen_path_prepare_state (const char *folder, GError **error);

/** A program of ours: beside the running one.  g_free(). */
char *kigen_path_program (const char *name);

/** Sets the locale and the folder of translations, beside the running program or in its build tree. */
void kigen_path_init_locale (void);

/** Writes a file so that a crash leaves the old one or the new one: a temporary file, fsync, rename, fsync of
 * the folder; mode 0600.  Replaces.  Errors: FAILED. */
gboolean kigen_file_replace (const char *path, const void *bytes, gsize size, GError **error);
/** The same, but never over anything that is there already, not even a dangling link.
 * Errors: BACKUP_EXISTS, BACKUP_UNWRITABLE. */
gboolean kigen_file_create (const char *path, const void *bytes, gsize size, GError **error);
/** Lets nobody else get at a file that is there; FALSE where others still can. */
gboolean kigen_file_close (const char *path);

G_END_DECLS
