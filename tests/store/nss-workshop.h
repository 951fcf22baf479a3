/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/error.h>
#include <kigen/store/store.h>

#include "workshop.h"

G_BEGIN_DECLS

/* A folder with an NSS database `nss` in it (made by certutil), an authority, and identities to put in. */
typedef struct {
  char *folder;
  char *uri;
  KigenStore *store;
  EVP_PKEY *ca_key;
  GBytes *ca;
} NssWorkshop;

/** With an empty database. */
void nss_workshop_open (NssWorkshop *workshop, gconstpointer unused);
void nss_workshop_close (NssWorkshop *workshop, gconstpointer unused);

/** A certificate of the workshop's authority for this key. */
GBytes *nss_workshop_issue (const NssWorkshop *workshop, EVP_PKEY *key, const char *subject,
                            const char *serial);
/** Key, certificate and the authority's certificate, to be imported. */
KigenPkcs12 *nss_workshop_identity (const NssWorkshop *workshop, EVP_PKEY *key, GBytes *certificate);
/** Both with a new key. */
KigenPkcs12 *nss_workshop_new_identity (const NssWorkshop *workshop, MintKind kind, const char *subject,
                                        const char *serial);
/** Puts it in by NSS's own pk12util; the store's password is in the file `nss-password`. */
void nss_workshop_pk12util (const NssWorkshop *workshop, const KigenPkcs12 *contents, const char *label);

void nss_workshop_import (KigenStore *store, const KigenPkcs12 *contents, const char *label);
/** The list, without an error. */
GPtrArray *nss_workshop_list (KigenStore *store);
/** Asserts that the list fails with this code. */
void nss_workshop_assert_list_fails (KigenStore *store, KigenErrorCode code);
/** The one of these with this ID, NULL for none. */
KigenCertificate *nss_workshop_find (GPtrArray *certificates, const char *id);
/** How often `text` stands in what this command of NSS's prints about the database. */
guint nss_workshop_count (const NssWorkshop *workshop, const char *command, const char *text);

G_END_DECLS
