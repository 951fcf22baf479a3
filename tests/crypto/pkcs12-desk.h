/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/error.h>
#include <kigen/crypto/pkcs12.h>

#include "workshop.h"

G_BEGIN_DECLS

#define PKCS12_NAME "日医クリニック 受付①"
/* its last character takes two units in a BMPString */
#define PKCS12_LONG_NAME PKCS12_NAME "𠮷"

/** A desk's key and certificate and its authority's, as PEM files too: key.pem, desk.pem, ca.pem. */
typedef struct {
  char *folder;
  EVP_PKEY *ca_key;
  EVP_PKEY *key;
  GBytes *ca;
  GBytes *desk;
} Pkcs12Desk;

/** With keys of this kind (a MintKind). */
void pkcs12_desk_open (Pkcs12Desk *desk, gconstpointer kind);
void pkcs12_desk_close (Pkcs12Desk *desk, gconstpointer unused);

/** What our own code makes of the file; OpenSSL's list of errors is as empty afterwards as before. */
KigenPkcs12 *pkcs12_open (GBytes *file, const char *password, GError **error);
KigenPkcs12 *pkcs12_open_well (GBytes *file, const char *password);
void pkcs12_assert_fails (GBytes *file, const char *password, KigenErrorCode code);
/** The file holds the desk's key and certificate, with its authority's beside it. */
void pkcs12_assert_desk (const Pkcs12Desk *desk, GBytes *file, const char *password, const char *name);

/** The desk's identity, to be written; and the file that our own code writes, under "1234". */
KigenPkcs12 *pkcs12_desk_contents (const Pkcs12Desk *desk, const char *name);
GBytes *pkcs12_write (const KigenPkcs12 *contents, KigenPkcs12Form form);
/** The same by OpenSSL's library, in few rounds; schemes are its NIDs, 0 its own choice and -1 none. */
GBytes *pkcs12_make (const Pkcs12Desk *desk, const char *password, int key_scheme, int certificate_scheme);

G_END_DECLS
