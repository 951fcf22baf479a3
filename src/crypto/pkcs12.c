/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-crypto"

/* What a PKCS#12 file holds, and writing one.  Both forms encrypt key and certificates under the same
 * password, and tie key and certificate together by localKeyID, as every reader expects. */

#include <kigen/crypto/pkcs12.h>

#include <kigen/base/error.h>

#include "openssl.h"

#include <glib/gi18n-lib.h>

/* What Java's keytool uses, five times openssl's.  A password of four digits is found whatever the number:
 * what keeps a backup safe is where it lies.  A hundred thousand were tried, and cost half of a renewal's
 * processor time. */
#define ROUNDS 10000

KigenPkcs12 *
kigen_pkcs12_new (void)
{
  KigenPkcs12 *contents = g_new0 (KigenPkcs12, 1);
  contents->chain = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  return contents;
}

void
kigen_pkcs12_free (KigenPkcs12 *contents)
{
  if (contents == NULL)
    return;
  g_clear_pointer (&contents->key, kigen_key_unref);
  g_clear_pointer (&contents->certificate, kigen_certificate_unref);
  g_clear_pointer (&contents->chain, g_ptr_array_unref);
  g_free (contents->friendly_name);
  g_free (contents);
}

typedef STACK_OF (PKCS12_SAFEBAG) Bags;
typedef STACK_OF (PKCS7) Safes;

static void
free_bags (Bags *bags)
{
  sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);
}

static void
free_safes (Safes *safes)
{
  sk_PKCS7_pop_free (safes, PKCS7_free);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bags, free_bags)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Safes, free_safes)

/* OpenSSL's own way to a friendly name gives up on characters beyond the first 65 536; as UTF-16 they go
 * through. */
static gboolean
add_name (PKCS12_SAFEBAG *bag, const char *name)
{
  if (name == NULL)
    return TRUE;
  unsigned char *utf16 = NULL;
  int size = 0;
  if (OPENSSL_utf82uni (name, -1, &utf16, &size) == NULL)
    return FALSE;
  gboolean added = PKCS12_add_friendlyname_uni (bag, utf16, size - 2) == 1; /* without its NUL */
  OPENSSL_free (utf16);
  return added;
}

static gboolean
add_identity (PKCS12_SAFEBAG *bag, X509 *x509, const char *name)
{
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  return bag != NULL && X509_digest (x509, EVP_sha1 (), digest, &size) == 1
         && PKCS12_add_localkeyid (bag, digest, (int)size) == 1 && add_name (bag, name);
}

static gboolean
add_chain (Bags **bags, const GPtrArray *chain)
{
  gboolean added = TRUE;
  for (guint i = 0; added && chain != NULL && i < chain->len; i++) {
    g_autoptr (X509) x509 = kigen_x509_decode (g_ptr_array_index (chain, i));
    added = x509 != NULL && PKCS12_add_cert (bags, x509) != NULL;
  }
  return added;
}

static PKCS12 *
make (const KigenPkcs12 *contents, X509 *x509, const char *password, KigenPkcs12Form form)
{
  gboolean legacy = form == KIGEN_PKCS12_LEGACY;
  int scheme = legacy ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : NID_aes_256_cbc;

  g_autoptr (Bags) certificates = NULL;
  g_autoptr (Bags) keys = NULL;
  g_autoptr (Safes) safes = NULL;

  if (!add_identity (PKCS12_add_cert (&certificates, x509), x509, contents->friendly_name)
      || !add_chain (&certificates, contents->chain)
      || !add_identity (PKCS12_add_key (&keys, kigen_key_evp (contents->key), 0, ROUNDS, scheme, password),
                        x509, contents->friendly_name)
      || PKCS12_add_safe (&safes, certificates, scheme, ROUNDS, password) != 1
      || PKCS12_add_safe (&safes, keys, -1, 0, NULL) != 1)
    return NULL;

  g_autoptr (PKCS12) p12 = PKCS12_add_safes (safes, 0);
  if (p12 == NULL
      || PKCS12_set_mac (p12, password, -1, NULL, 0, ROUNDS, legacy ? EVP_sha1 () : EVP_sha256 ()) != 1)
    return NULL;
  return g_steal_pointer (&p12);
}

static GBytes *
encode (PKCS12 *p12)
{
  unsigned char *der = NULL;
  int size = p12 != NULL ? i2d_PKCS12 (p12, &der) : 0;
  if (size <= 0)
    return NULL;
  GBytes *file = g_bytes_new (der, (gsize)size);
  OPENSSL_free (der);
  return file;
}

GBytes *
kigen_pkcs12_write (const KigenPkcs12 *contents, const KigenSecret *password, KigenPkcs12Form form,
                    GError **error)
{
  g_auto (KigenErrors) errors = kigen_errors_begin ();
  KigenCertificate *certificate = contents->certificate;
  if (contents->key == NULL || certificate == NULL || certificate->der == NULL
      || !kigen_key_fits (contents->key, certificate->der)) {
    kigen_fail (error, KIGEN_ERROR_KEY, NULL,
                _ ("The private key and the certificate do not belong together."));
    return NULL;
  }

  g_autoptr (X509) x509 = kigen_x509_decode (certificate->der);
  g_autoptr (PKCS12) p12 = make (contents, x509, kigen_secret_text (password), form);
  GBytes *file = encode (p12);
  if (file == NULL)
    kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The PKCS#12 file cannot be made."));
  return file;
}
