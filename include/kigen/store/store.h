/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/crypto/credential.h>
#include <kigen/crypto/pkcs12.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * A place where certificates and keys live: an NSS database, the Windows store, a PKCS#12 file.  A back end
 * is a row of functions in a file of its own (nss.c, windows.c), listed in back-ends-*.c; store.c picks it by
 * the URI's scheme, and no other file knows its name.
 *
 * A store object is cheap and holds nothing open between calls, so that other programs may write at any time.
 * Not thread-safe: one thread at a time.
 *
 * Errors of every call: STORE_ABSENT, STORE_UNREADABLE, STORE_BUSY (after some seconds), STORE_CORRUPT,
 * STORE_FOREIGN, and STORE_LOCKED or
 * PASSWORD_WRONG where a key is needed of a store with a password.
 */
typedef struct _KigenStore KigenStore;

/** Asks for the password of a store (`uri`); NULL with an error set where it is not to be had.  Called at
 * most once a call that needs it, and again where it was wrong as long as it returns something new. */
typedef KigenSecret *(*KigenStorePassword) (const char *uri, gboolean was_wrong, gpointer data,
                                            GError **error);

/** A store for its URI ("nss:DIR", "windows:MY"); nothing is opened yet.  Errors: USAGE for an unknown scheme
 * or no path. */
KigenStore *kigen_store_new (const char *uri, GError **error);
void kigen_store_free (KigenStore *store);

/** The URIs of all stores that this user has, the platform's first choice first: on Linux Chromium's,
 * Firefox's profiles, their Snap and Flatpak places, on Windows the user's own MY.  `home` and the
 * environment are looked at once.  Free with g_strfreev(). */
char **kigen_store_discover (void);
/** The files to watch so that a change of these stores is noticed (paths, that exist or not, or
 * "windows:MY"); `uris` NULL: of all that this user has or might come to have.  g_strfreev(). */
char **kigen_store_watch_places (const char *const *uris);
/** Where the platform's first store is made if the user has none: "nss:$XDG_DATA_HOME/pki/nssdb", or
 * "windows:MY".  g_free(). */
char *kigen_store_default (void);

/** The libraries behind the stores and their versions, "NSS/3.98" or "CryptoAPI/10.0.19045".  g_free(). */
char *kigen_store_libraries (void);

const char *kigen_store_uri (const KigenStore *store);
void kigen_store_set_password_source (KigenStore *store, KigenStorePassword ask, gpointer data);
/** Whether the keys that are imported from now on may be exported again, in a store that can hold a key back
 * (Windows); FALSE at first, as the newest manual chooses: the renewal itself leaves the backup. */
void kigen_store_set_exportable (KigenStore *store, gboolean exportable);

/** All certificates that are not a CA's own, KigenCertificate elements with store and label set; has_key is
 * UNKNOWN while the store is locked.  Never asks for a password.  What cannot be parsed is left out. */
GPtrArray *kigen_store_list (KigenStore *store, GError **error);
/** The one with this ID (64 hex characters).  Errors: CERTIFICATE_ABSENT. */
KigenCertificate *kigen_store_find (KigenStore *store, const char *id, GError **error);

/** Certificate, chain (as far as the store has it) and key or place, for a handshake.  Errors:
 * CERTIFICATE_ABSENT, KEY. */
KigenCredential *kigen_store_credential (KigenStore *store, const char *id, GError **error);
/** The same with the key itself, for a backup; a key that must not leave its store: KEY. */
KigenPkcs12 *kigen_store_export (KigenStore *store, const char *id, GError **error);

/**
 * Puts key, certificate and chain in, beside what is there.  `label` NULL: the PKCS#12's friendly name, else
 * the common name.  What is in already stays and is no error, so that it can be done again after a crash.
 * When it returns TRUE the store has the certificate with its key; when FALSE what was added has been taken
 * out again.
 */
gboolean kigen_store_import (KigenStore *store, const KigenPkcs12 *contents, const char *label,
                             GError **error);

/** Takes out the certificate with this ID, by its object; its key only where no other certificate in the
 * store uses it. TRUE also where it is not there any more. */
gboolean kigen_store_remove (KigenStore *store, const char *id, GError **error);

/** Whether a certificate could be put in: to be asked before anything that costs money.  Changes nothing, and
 * does not ask for a password. */
gboolean kigen_store_check_writable (KigenStore *store, GError **error);

/** Makes an empty store where there is none (`restore` and `obtain` on a new PC); TRUE where there is one. */
gboolean kigen_store_create (KigenStore *store, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenStore, kigen_store_free)

G_END_DECLS
