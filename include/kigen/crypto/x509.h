/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/certificate.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * Reads one X.509 certificate (RFC 5280) into a record; `der` is kept by reference.
 * Errors: FILE_DAMAGED where it is not a certificate from its first byte to its last.
 */
KigenCertificate *kigen_x509_parse (GBytes *der, GError **error);

/** The public key's SubjectPublicKeyInfo in DER (RFC 5280 4.1.2.7). */
GBytes *kigen_x509_public_key (GBytes *der, GError **error);

/** Whether `issuer` (DER) signed `certificate` (DER). */
gboolean kigen_x509_is_issued_by (GBytes *certificate, GBytes *issuer);

G_END_DECLS
