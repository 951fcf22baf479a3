/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Where state lives unless --state says otherwise: $XDG_STATE_HOME/kigen, or ~/.local/state/kigen; on
 * Windows %LOCALAPPDATA%\Kigen.  g_free(). */
char *kigen_path_default_state (void);

/**
 * Makes the state folder (0700) where it is missing and refuses one that others could write to, that is not
 * ours, or that holds other things than Kigen's state: that one is left as it is.  Errors: STATE_UNSAFE,
 * FAILED.
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
/** Whether a file can be made in this folder, found out by making one, which is gone again then: permissions,
 * read-only media and network folders differ.  Errors: G_FILE_ERROR. */
gboolean kigen_file_try (const char *folder, GError **error);
/** Takes what writers that were killed have left in this folder: their temporary files and, where a name was
 * taken before it was given, the empty file of that name.  A living writer's stay, and whatever is not ours.
 * Says nothing where there is no such folder. */
void kigen_file_sweep (const char *folder);

/** Who chose the file decides whether it may be something else than an ordinary one. */
typedef enum {
  KIGEN_FILE_ORDINARY,
  KIGEN_FILE_OR_PIPE, /* also a pipe, as <(…) of a shell makes one, or a terminal; it is waited for */
} KigenFileKind;

/** The bytes of a file that somebody named, a NUL behind them; g_free().  No device, no folder, and not more
 * than `most` bytes.  `size` may be NULL.  Errors: G_FILE_ERROR. */
char *kigen_file_read (const char *path, KigenFileKind kind, gsize most, gsize *size, GError **error);
/** g_key_file_load_from_file() of an ordinary file of sane size. */
gboolean kigen_file_read_keys (GKeyFile *keys, const char *path, GKeyFileFlags flags, GError **error);
/** Takes everybody else's access to a file away (mode 0600); FALSE where others still have it. */
gboolean kigen_file_make_private (const char *path);

G_END_DECLS
