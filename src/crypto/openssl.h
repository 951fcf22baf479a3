/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/error.h>
#include <kigen/crypto/key.h>

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

/** What may be asked for in opening one file: OpenSSL does half a million rounds in a quarter of a second,
 * and files in use ask for up to three times 600 000. */
#define KIGEN_MOST_ROUNDS G_GUINT64_CONSTANT (10000000)
/** More than anybody may ask for; sums of it do not overflow. */
#define KIGEN_COST_ABSURD (G_GUINT64_CONSTANT (1) << 62)
guint64 kigen_cost_add (guint64 one, guint64 other);
/** NULL is the default of one. */
guint64 kigen_rounds_cost (const ASN1_INTEGER *rounds);
/** A password-based scheme's rounds, 0 where it is none that is known. */
guint64 kigen_pbe_cost (const X509_ALGOR *algorithm);
/** Whether a salt is of a length that is in use, or not there. */
gboolean kigen_salt_is_sane (const ASN1_STRING *salt);
/** Whether a scheme by itself asks for too many rounds. */
gboolean kigen_pbe_is_excessive (const X509_ALGOR *algorithm);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_SIG, X509_SIG_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS12, PKCS12_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free)

G_END_DECLS
