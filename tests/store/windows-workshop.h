/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <windows.h>

#include <kigen/base/error.h>
#include <kigen/store/store.h>

#include <wincrypt.h>

#include "workshop.h"

G_BEGIN_DECLS

/* This user's own MY store, an authority, and identities to put in. */
typedef struct {
  KigenStore *store;
  EVP_PKEY *ca_key;
  GBytes *ca;
} WindowsWorkshop;

/** With nothing in MY. */
void windows_workshop_open (WindowsWorkshop *workshop, gconstpointer unused);
void windows_workshop_close (WindowsWorkshop *workshop, gconstpointer unused);

/** The authority's certificate for this key. */
GBytes *windows_workshop_issue (const WindowsWorkshop *workshop, EVP_PKEY *key, const char *subject,
                                const char *serial, const char *not_after);
/** Key, certificate and the authority's certificate, to be imported. */
KigenPkcs12 *windows_workshop_identity (const WindowsWorkshop *workshop, EVP_PKEY *key, GBytes *certificate);
/** Both with a new key of RSA; `not_after` may be NULL. */
KigenPkcs12 *windows_workshop_new_identity (const WindowsWorkshop *workshop, const char *subject,
                                            const char *serial, const char *not_after);

void windows_workshop_import (KigenStore *store, const KigenPkcs12 *contents, const char *label);
GPtrArray *windows_workshop_list (KigenStore *store);
/** The one of these with this ID, NULL for none. */
KigenCertificate *windows_workshop_find (GPtrArray *certificates, const char *id);

/* Windows' own word on it, as any other program would ask. */

/** A property of the certificate with this ID in MY; NULL for none. */
GBytes *windows_workshop_property (const char *id, DWORD property);
/** Puts a certificate into MY, tied to the key of the one with this ID; NULL: to none. */
void windows_workshop_add (GBytes *certificate, const char *with_key_of);
/** The provider of the key of the one with this ID is one that is not there, as with a card reader that is
 * not plugged in: its key does not open. */
void windows_workshop_lose_provider (const char *id);
/** Has Windows hold a container, or a certificate in MY, so that it cannot be taken out; or let it go.  Under
 * Wine both are keys of the registry, which stay while something is below them. */
void windows_workshop_hold_container (GBytes *provider_info, gboolean hold);
void windows_workshop_hold_certificate (const KigenCertificate *certificate, gboolean hold);
/** Whether the container that this property of a certificate names is there. */
gboolean windows_workshop_has_container (GBytes *provider_info);
/** Signs with the key of the one with this ID, SHA-256; the signature holds for its certificate. */
void windows_workshop_assert_signs (const char *id, EVP_PKEY *key);

G_END_DECLS
