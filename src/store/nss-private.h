/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "store-private.h"

#include <pk11pub.h>

G_BEGIN_DECLS

/* What the files of the NSS back end share.  NSS stays in here. */

/** An NSS database while a call works on it. */
typedef struct {
  PK11SlotInfo *slot;
  const KigenStore *store;
  KigenSecret *password; /* that opened it; NULL where none was needed */
} KigenNss;

typedef enum { KIGEN_NSS_READ, KIGEN_NSS_WRITE } KigenNssMode;

/** Opens what is there and makes nothing.  Errors: STORE_ABSENT, STORE_UNREADABLE, STORE_BUSY,
 * STORE_CORRUPT, STORE_FOREIGN. */
KigenNss *kigen_nss_open (const KigenStore *store, KigenNssMode mode, GError **error);
/** Makes a new, empty one without a password in an existing folder. */
gboolean kigen_nss_make (const KigenStore *store, GError **error);
void kigen_nss_close (KigenNss *nss);

/** Gives a database that never had a key the empty password, without which it takes none. */
gboolean kigen_nss_prepare (const KigenNss *nss, GError **error);

/** Whether it has a password that was not given yet: then its keys cannot be seen. */
gboolean kigen_nss_is_locked (const KigenNss *nss);
/** Asks for the password where there is one.  Errors: STORE_LOCKED, PASSWORD_WRONG, the source's own. */
gboolean kigen_nss_unlock (KigenNss *nss, GError **error);
/** The same with what opened the other one. */
gboolean kigen_nss_unlock_like (KigenNss *nss, const KigenNss *other, GError **error);

/** NSS's last error as ours: what was `tried`, a whole sentence. */
gboolean kigen_nss_fail (const KigenNss *nss, const char *tried, GError **error);

/** Looks at the files only.  Errors: as kigen_nss_open(). */
gboolean kigen_nss_check_files (const KigenStore *store, KigenNssMode mode, GError **error);
/** Whether a writer died in the middle: only a writer can put that right. */
gboolean kigen_nss_was_interrupted (const KigenStore *store);
/** Whether another program holds the database so that it can be neither read nor, with WRITE, written now. */
gboolean kigen_nss_is_held (const KigenStore *store, KigenNssMode mode);
gboolean kigen_nss_fail_held (const KigenStore *store, GError **error);

/** Ends NSS, as at the end of the process; FALSE where somebody still holds something of it.  The next call
 * of this back end starts it again. */
gboolean kigen_nss_stop (void);

/* Objects
 * ----------------------------------------------------------------------------------------------------- */

/** A certificate object as it lies in the database. */
typedef struct {
  CK_OBJECT_HANDLE handle;
  GBytes *der;
  GBytes *key_id; /* CKA_ID, by which its key is found; may be empty */
  char *label;    /* NULL for none */
} KigenNssCertificate;

/** All of them, CAs' too; KigenNssCertificate elements.  Errors: STORE_CORRUPT, STORE_UNREADABLE. */
GPtrArray *kigen_nss_certificates (const KigenNss *nss, GError **error);
/** The one with this DER, or ID; NULL for none; owned by the array. */
KigenNssCertificate *kigen_nss_certificate_by_der (GPtrArray *certificates, GBytes *der);
KigenNssCertificate *kigen_nss_certificate_by_id (GPtrArray *certificates, const char *id);

/** CKA_ID (GBytes) to handle (GSIZE_TO_POINTER) of all objects of this class that can be seen:
 * CKO_PRIVATE_KEY, CKO_PUBLIC_KEY. */
GHashTable *kigen_nss_keys (const KigenNss *nss, CK_OBJECT_CLASS class, GError **error);

/** Takes the object out of the database. */
gboolean kigen_nss_destroy (const KigenNss *nss, CK_OBJECT_HANDLE handle, GError **error);

/* A look at what is there
 * ----------------------------------------------------------------------------------------------------- */

/* These open the database anew, beside the one that was worked on.  Errors: STORE_UNREADABLE where it is
 * otherwise, and what opening may fail with. */

/** Neither half of the key is there. */
gboolean kigen_nss_confirm_key_gone (const KigenNss *nss, GBytes *key_id, GError **error);
/** The certificate is not there. */
gboolean kigen_nss_confirm_gone (const KigenNss *nss, GBytes *der, GError **error);
/** The certificate is there with its key. */
gboolean kigen_nss_confirm_there (const KigenNss *nss, GBytes *der, GError **error);

/* Keys
 * -------------------------------------------------------------------------------------------------------- */

/** The private key with this CKA_ID, out of the database.  Errors: KEY, STORE_LOCKED, PASSWORD_WRONG. */
KigenKey *kigen_nss_take_key (KigenNss *nss, GBytes *key_id, GError **error);

/* Back end
 * ---------------------------------------------------------------------------------------------------- */

char *kigen_nss_watch_place (const KigenStore *store);
const char *kigen_nss_library (void);
void kigen_nss_discover (GPtrArray *uris);
void kigen_nss_discover_places (GPtrArray *places);
char *kigen_nss_usual (void);
gboolean kigen_nss_import (const KigenStore *store, const KigenPkcs12 *contents, const char *label,
                           GError **error);
gboolean kigen_nss_remove (const KigenStore *store, const char *id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenNss, kigen_nss_close)

G_END_DECLS
