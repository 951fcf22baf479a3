/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * A secret: bytes kept in memory that is locked against swapping where the system allows it, left out of core
 * files, and cleansed when the last reference goes.  A NUL follows the bytes, so that text can be used as a C
 * string. Reference counting is atomic; the bytes never change.
 */
typedef struct _KigenSecret KigenSecret;

KigenSecret *kigen_secret_new (const void *bytes, gsize size);
KigenSecret *kigen_secret_ref (KigenSecret *secret);
void kigen_secret_unref (KigenSecret *secret);

/** An uninitialised secret of `size` bytes to be filled in place through `*bytes` before anyone else sees it.
 */
KigenSecret *kigen_secret_new_blank (gsize size, void **bytes);

/** The bytes, owned by the secret; `size` may be NULL. */
const void *kigen_secret_bytes (const KigenSecret *secret, gsize *size);
/** The bytes as a C string, owned by the secret. */
const char *kigen_secret_text (const KigenSecret *secret);

/** Whether both hold the same bytes, in a time that does not depend on where they differ. */
gboolean kigen_secret_equal (const KigenSecret *one, const KigenSecret *other);

/**
 * The first line of a password file ("-" is standard input), without its line end.  `*readable_by_others`
 * (may be NULL) tells whether somebody else could read the file, for a warning.  Errors: PASSWORD_MISSING
 * where there is no such file, it is empty or cannot be read; they name the option or setting that `path`
 * comes from, `named_by`, and not the path: it may be the secret itself, given in the place of its file.
 */
KigenSecret *kigen_secret_read_file (const char *path, const char *named_by, gboolean *readable_by_others,
                                     GError **error);
/** Whether somebody else could read this file; FALSE where it is no ordinary one. */
gboolean kigen_secret_file_is_exposed (const char *path);

/** Overwrites `size` bytes in a way that the compiler does not leave out. */
void kigen_cleanse (void *bytes, gsize size);

/** Called once at the start of every program that holds secrets: no core files, no ptrace by other programs.
 */
void kigen_secret_protect_process (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenSecret, kigen_secret_unref)

G_END_DECLS
