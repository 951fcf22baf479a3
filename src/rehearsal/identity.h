/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "openssl-auto.h"

#include <gio/gio.h>

typedef enum { KEY_RSA, KEY_EC } KeyType;

/* How a PKCS#12 is encrypted: AES-256 with PBKDF2, 3DES with a SHA-1 MAC, or certificates by RC2 with 40
 * bits. */
typedef enum { PKCS12_MODERN, PKCS12_3DES, PKCS12_RC2 } Pkcs12Form;

/* A certificate with its key. */
typedef struct {
  X509 *certificate;
  EVP_PKEY *key;
} Identity;

Identity *identity_new (X509 *certificate, EVP_PKEY *key); /* takes both over */
void identity_free (Identity *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Identity, identity_free)

EVP_PKEY *identity_make_key (KeyType type, GError **error);

/* The certificate and its key as one PEM text; the second reads it back. */
char *identity_to_pem (const Identity *identity, GError **error);
Identity *identity_from_pem (const char *pem, GError **error);

/* `key` is left out where it is NULL; `chain` are the certificates that go along. */
GBytes *identity_to_pkcs12 (X509 *certificate, EVP_PKEY *key, X509 *chain, const char *friendly_name,
                            Pkcs12Form form, const char *password, GError **error);

/* As `openssl x509 -serial` shows it; SHA-256 of the DER in upper-case hex; the last CN.  g_free(). */
char *certificate_serial (const X509 *certificate);
char *certificate_sha256 (X509 *certificate);
char *certificate_common_name (const X509 *certificate);
char *certificate_to_pem (X509 *certificate);
GBytes *certificate_to_der (X509 *certificate);

/* Seconds since the epoch. */
gint64 certificate_not_before (const X509 *certificate);
gint64 certificate_not_after (const X509 *certificate);

/* What OpenSSL has to say about the last failure. */
void openssl_fail (GError **error, const char *what);
