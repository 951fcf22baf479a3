/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/certificate.h>
#include <kigen/base/secret.h>
#include <kigen/crypto/key.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/** What a PKCS#12 file (RFC 7292) holds for one identity: a key, its certificate, and the chain that came
 * along. */
typedef struct {
  KigenKey *key;                 /* NULL where the file has none */
  guint n_keys;                  /* how many keys it holds */
  KigenCertificate *certificate; /* the one the key fits; else the first that is not a CA's; NULL for none */
  GPtrArray *chain;              /* the others, GBytes (DER), as they came */
  char *friendly_name;           /* of the certificate or its key; NULL for none */
} KigenPkcs12;

typedef enum {
  KIGEN_PKCS12_MODERN, /* AES-256-CBC, PBKDF2 with HMAC-SHA256, MAC with SHA-256 */
  KIGEN_PKCS12_LEGACY, /* PBE-SHA1-3DES and a SHA-1 MAC: Windows before 10 (1709) */
} KigenPkcs12Form;

/**
 * Opens a file: modern, 3DES and RC2-40 (OpenSSL's legacy provider) alike; an empty password is tried both
 * ways that are in use.  The password is UTF-8. Errors: PASSWORD_WRONG (its MAC does not fit), FILE_DAMAGED
 * (not a PKCS#12, not whole).
 */
KigenPkcs12 *kigen_pkcs12_open (GBytes *file, const KigenSecret *password, GError **error);

/** Whether the bytes have the shape of a whole PKCS#12, whatever its password. */
gboolean kigen_pkcs12_is_whole (GBytes *file);

/** Writes one; key and certificate are needed.  Errors: KEY where they do not fit each other, FAILED. */
GBytes *kigen_pkcs12_write (const KigenPkcs12 *contents, const KigenSecret *password, KigenPkcs12Form form,
                            GError **error);

KigenPkcs12 *kigen_pkcs12_new (void);
void kigen_pkcs12_free (KigenPkcs12 *contents);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenPkcs12, kigen_pkcs12_free)

G_END_DECLS
