/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "store-private.h"

#include <windows.h>

#include <kigen/base/error.h>

#include <ncrypt.h>
#include <wincrypt.h>

G_BEGIN_DECLS

/* What the files of the Windows back end share.  CryptoAPI and CNG stay in here. */

/* windows-place.c: the store */

/** A system store of the current user while a call works on it. */
typedef struct {
  HCERTSTORE handle;
  gboolean writes;
  const KigenStore *store;
} KigenPlace;

/** Errors: STORE_ABSENT, STORE_UNREADABLE. */
KigenPlace *kigen_place_open (const KigenStore *store, gboolean writes, GError **error);
/** Writes down what was changed.  Errors: STORE_UNREADABLE. */
gboolean kigen_place_commit (KigenPlace *place, GError **error);
void kigen_place_close (KigenPlace *place);

/** Windows' last error as ours: what was `tried`, a whole sentence.  Always FALSE. */
gboolean kigen_place_fail (KigenErrorCode code, const char *tried, GError **error);

/** A certificate in a store, held; NULL for none (CertFreeCertificateContext()). */
typedef const CERT_CONTEXT *KigenContext;

/** The one with this ID; NULL with CERTIFICATE_ABSENT. */
KigenContext kigen_place_find (const KigenPlace *place, const char *id, GError **error);
void kigen_context_clear (KigenContext *context);
GBytes *kigen_context_der (KigenContext context);
/** A property as it is; NULL for none. */
GBytes *kigen_context_property (KigenContext context, DWORD property);
/** One that is text; NULL for none; g_free(). */
char *kigen_context_text (KigenContext context, DWORD property);
/** SHA-1 of the DER, the name that Windows knows it by; upper-case hex; g_free(). */
char *kigen_context_thumbprint (KigenContext context);

/* windows-container.c: where keys are */

/** Names a key: the container in a provider of CAPI, or of CNG (type 0). */
typedef struct {
  wchar_t *container;
  wchar_t *provider;
  DWORD type;
  DWORD spec;
} KigenContainer;

/** The provider that we put keys into. */
#define KIGEN_PROVIDER MS_ENH_RSA_AES_PROV_W
#define KIGEN_PROVIDER_TYPE PROV_RSA_AES
/** Of one certificate: each import that finds a former key that does not open adds one. */
#define KIGEN_MOST_CONTAINERS 8

/** The name of a container of our own for the certificate with this ID, from 0 to KIGEN_MOST_CONTAINERS - 1;
 * g_free(). */
wchar_t *kigen_container_name (const char *id, int number);
/** Where the certificate's key is said to be; NULL where it has none. */
KigenContainer *kigen_container_of (KigenContext context);
void kigen_container_free (KigenContainer *container);
/** Whether a certificate in the store says that its key is in a container of this name; `but_for` (may be
 * NULL) does not count. */
gboolean kigen_container_is_named (const KigenPlace *place, const wchar_t *container, KigenContext but_for);
/** Takes the key out of its provider, and looks: TRUE where it is not there any more.  Errors:
 * STORE_UNREADABLE. */
gboolean kigen_container_delete (const KigenContainer *container, GError **error);

/** A certificate's key, open: of CNG where `spec` is CERT_NCRYPT_KEY_SPEC. */
typedef struct {
  HCRYPTPROV_OR_NCRYPT_KEY_HANDLE handle;
  DWORD spec;
  BOOL is_ours; /* to close */
} KigenOpenKey;

/** FALSE where it cannot be opened; GetLastError() tells why. */
gboolean kigen_open_key (KigenContext context, DWORD flags, KigenOpenKey *key);
void kigen_open_key_clear (KigenOpenKey *key);

/* windows-export.c, windows-import.c, windows-remove.c */

/** The key itself.  Errors: KEY where it must not leave. */
KigenKey *kigen_context_take_key (KigenContext context, GError **error);
gboolean kigen_windows_import (const KigenStore *store, const KigenPkcs12 *contents, const char *label,
                               GError **error);
gboolean kigen_windows_remove (const KigenStore *store, const char *id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenPlace, kigen_place_close)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KigenContext, kigen_context_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenContainer, kigen_container_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KigenOpenKey, kigen_open_key_clear)

G_END_DECLS
