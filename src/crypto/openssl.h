/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/error.h>
#include <kigen/key.h>

#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/* What the files of this room share about OpenSSL.  Its error queue is a thread's, and other users of OpenSSL
 * in the process (libcurl) trip over what is left in it: whoever may fail here says `g_auto (KigenErrors)
 * errors = kigen_errors_begin ();` first. */

typedef int KigenErrors G_GNUC_UNUSED;

/** Forgets what others left; what OpenSSL notes from here on is forgotten at the end of the scope. */
KigenErrors kigen_errors_begin (void);
void kigen_errors_clear (KigenErrors *unused);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KigenErrors, kigen_errors_clear)

/** Whether OpenSSL's notes say that it lacks the algorithm, as against that the bytes or the password are
 * bad. */
gboolean kigen_errors_say_unsupported (void);

/** The whole of `der` as a certificate, or NULL. */
X509 *kigen_x509_decode (GBytes *der);
/** A certificate's DER. */
GBytes *kigen_x509_encode (X509 *x509);

/** A key around OpenSSL's own, which it takes over.  Errors: KEY where it is neither RSA nor EC. */
KigenKey *kigen_key_take_evp (EVP_PKEY *evp, GError **error);

/** Whether a number of rounds would keep the machine busy for minutes; NULL is the default of one. */
gboolean kigen_rounds_are_excessive (const ASN1_INTEGER *rounds);
/** Whether a password-based scheme asks for that many. */
gboolean kigen_pbe_is_excessive (const X509_ALGOR *algorithm);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_SIG, X509_SIG_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS12, PKCS12_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free)

G_END_DECLS
