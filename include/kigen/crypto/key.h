/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/secret.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * A private key in memory, RSA or EC.  It lives only as long as a handshake or a backup needs it; its memory
 * is cleansed when the last reference goes.  Atomic reference counting.
 */
typedef struct _KigenKey KigenKey;

KigenKey *kigen_key_ref (KigenKey *key);
void kigen_key_unref (KigenKey *key);

/** From PKCS#8 PrivateKeyInfo in DER (RFC 5208).  Errors: KEY. */
KigenKey *kigen_key_from_pkcs8 (const void *der, gsize size, GError **error);
/** From PKCS#8 EncryptedPrivateKeyInfo in DER, any scheme OpenSSL knows.  Errors: KEY, PASSWORD_WRONG. */
KigenKey *kigen_key_from_encrypted_pkcs8 (const void *der, gsize size, const KigenSecret *password,
                                          GError **error);
/** To PKCS#8 PrivateKeyInfo in DER. */
KigenSecret *kigen_key_to_pkcs8 (const KigenKey *key, GError **error);

/** From and to a PRIVATEKEYBLOB of Windows' CryptoAPI (Microsoft, "RSA/Schannel Key BLOBs"); RSA alone.
 * Errors: KEY. */
KigenKey *kigen_key_from_blob (const void *blob, gsize size, GError **error);
KigenSecret *kigen_key_to_blob (const KigenKey *key, GError **error);

/** Whether this is the private half of the certificate's (DER) public key. */
gboolean kigen_key_fits (const KigenKey *key, GBytes *certificate);

/** OpenSSL's EVP_PKEY inside, borrowed: for src/crypto and src/web alone. */
void *kigen_key_evp (const KigenKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenKey, kigen_key_unref)

G_END_DECLS
