/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/certificate.h>
#include <kigen/crypto/key.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * What a TLS handshake needs to show who we are: a certificate with its chain, and either its key in memory
 * or the place in a system's store where the key stays (Windows: "CurrentUser\MY\THUMBPRINT").
 */
typedef struct {
  KigenCertificate *certificate;
  GPtrArray *chain; /* GBytes (DER), the issuer first; may be empty, never NULL */
  KigenKey *key;    /* NULL where `place` is set */
  char *place;      /* NULL where `key` is set */
} KigenCredential;

/** Takes references; `chain` and `key` may be NULL. */
KigenCredential *kigen_credential_new (KigenCertificate *certificate, GPtrArray *chain, KigenKey *key,
                                       const char *place);
void kigen_credential_free (KigenCredential *credential);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenCredential, kigen_credential_free)

G_END_DECLS
