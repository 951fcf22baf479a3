/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* The MY store of the user who runs this: under Wine that of a Windows of the tests' own. */

#include "windows-workshop.h"

#include <kigen/crypto/x509.h>

static HCERTSTORE
open_my (DWORD flags)
{
  HCERTSTORE handle
      = CertOpenStore (CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER | flags, L"MY");
  g_assert_nonnull (handle);
  return handle;
}

static void
close_my (HCERTSTORE handle)
{
  CertControlStore (handle, CERT_STORE_CTRL_COMMIT_FORCE_FLAG, CERT_STORE_CTRL_COMMIT, NULL);
  CertCloseStore (handle, 0);
}

static void
empty_my (void)
{
  HCERTSTORE handle = open_my (0);
  const CERT_CONTEXT *context;
  while ((context = CertEnumCertificatesInStore (handle, NULL)) != NULL)
    g_assert_true (CertDeleteCertificateFromStore (context));
  close_my (handle);
}

void
windows_workshop_open (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  empty_my ();
  workshop->ca_key = mint_key (MINT_EC);
  workshop->ca = mint_certificate (
      &(MintOrder){ .key = workshop->ca_key, .subject = "O=ReceiptOnline/CN=root", .is_ca = TRUE });
  workshop->store = kigen_store_new ("windows:MY", &error);
  g_assert_no_error (error);
}

void
windows_workshop_close (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) all = windows_workshop_list (workshop->store);
  for (guint i = 0; i < all->len; i++) {
    const KigenCertificate *certificate = g_ptr_array_index (all, i);
    g_assert_true (kigen_store_remove (workshop->store, certificate->id, NULL));
  }
  kigen_store_free (workshop->store);
  EVP_PKEY_free (workshop->ca_key);
  g_bytes_unref (workshop->ca);
}

GBytes *
windows_workshop_issue (const WindowsWorkshop *workshop, EVP_PKEY *key, const char *subject,
                        const char *serial, const char *not_after)
{
  return mint_certificate (&(MintOrder){ .key = key,
                                         .subject = subject,
                                         .serial = serial,
                                         .not_after = not_after,
                                         .issuer = workshop->ca,
                                         .issuer_key = workshop->ca_key });
}

KigenPkcs12 *
windows_workshop_identity (const WindowsWorkshop *workshop, EVP_PKEY *key, GBytes *certificate)
{
  g_autoptr (GBytes) pkcs8 = mint_pkcs8 (key);
  KigenPkcs12 *contents = kigen_pkcs12_new ();
  contents->key = kigen_key_from_pkcs8 (g_bytes_get_data (pkcs8, NULL), g_bytes_get_size (pkcs8), NULL);
  contents->n_keys = 1;
  contents->certificate = kigen_x509_parse (certificate, NULL);
  g_ptr_array_add (contents->chain, g_bytes_ref (workshop->ca));
  return contents;
}

KigenPkcs12 *
windows_workshop_new_identity (const WindowsWorkshop *workshop, const char *subject, const char *serial,
                               const char *not_after)
{
  g_autoptr (EVP_PKEY) key = mint_key (MINT_RSA);
  g_autoptr (GBytes) certificate = windows_workshop_issue (workshop, key, subject, serial, not_after);
  return windows_workshop_identity (workshop, key, certificate);
}

void
windows_workshop_import (KigenStore *store, const KigenPkcs12 *contents, const char *label)
{
  g_autoptr (GError) error = NULL;
  gboolean imported = kigen_store_import (store, contents, label, &error);
  g_assert_no_error (error);
  g_assert_true (imported);
}

GPtrArray *
windows_workshop_list (KigenStore *store)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *certificates = kigen_store_list (store, &error);
  g_assert_no_error (error);
  g_assert_nonnull (certificates);
  return certificates;
}

KigenCertificate *
windows_workshop_find (GPtrArray *certificates, const char *id)
{
  for (guint i = 0; i < certificates->len; i++) {
    KigenCertificate *certificate = g_ptr_array_index (certificates, i);
    if (g_str_equal (certificate->id, id))
      return certificate;
  }
  return NULL;
}

/* Windows' own word
 * --------------------------------------------------------------------------------------------- */

static const CERT_CONTEXT *
find (HCERTSTORE handle, const char *id)
{
  const CERT_CONTEXT *context = NULL;
  while ((context = CertEnumCertificatesInStore (handle, context)) != NULL) {
    g_autofree char *its_id
        = g_compute_checksum_for_data (G_CHECKSUM_SHA256, context->pbCertEncoded, context->cbCertEncoded);
    if (g_str_equal (its_id, id))
      return context;
  }
  return NULL;
}

static GBytes *
property_of (const CERT_CONTEXT *context, DWORD property)
{
  DWORD size = 0;
  if (!CertGetCertificateContextProperty (context, property, NULL, &size))
    return NULL;
  void *bytes = g_malloc0 (size);
  g_assert_true (CertGetCertificateContextProperty (context, property, bytes, &size));
  return g_bytes_new_take (bytes, size);
}

GBytes *
windows_workshop_property (const char *id, DWORD property)
{
  HCERTSTORE handle = open_my (CERT_STORE_READONLY_FLAG);
  const CERT_CONTEXT *context = find (handle, id);
  GBytes *value = context != NULL ? property_of (context, property) : NULL;
  if (context != NULL)
    CertFreeCertificateContext (context);
  CertCloseStore (handle, 0);
  return value;
}

void
windows_workshop_add (GBytes *certificate, const char *with_key_of)
{
  gsize size = 0;
  const BYTE *der = g_bytes_get_data (certificate, &size);
  g_autoptr (GBytes) info
      = with_key_of != NULL ? windows_workshop_property (with_key_of, CERT_KEY_PROV_INFO_PROP_ID) : NULL;
  HCERTSTORE handle = open_my (0);
  const CERT_CONTEXT *context = CertCreateCertificateContext (X509_ASN_ENCODING, der, (DWORD)size);
  g_assert_nonnull (context);
  if (info != NULL)
    g_assert_true (CertSetCertificateContextProperty (context, CERT_KEY_PROV_INFO_PROP_ID, 0,
                                                      g_bytes_get_data (info, NULL)));
  g_assert_true (CertAddCertificateContextToStore (handle, context, CERT_STORE_ADD_NEW, NULL));
  CertFreeCertificateContext (context);
  close_my (handle);
}

void
windows_workshop_lose_provider (const char *id)
{
  HCERTSTORE handle = open_my (0);
  const CERT_CONTEXT *context = find (handle, id);
  g_autoptr (GBytes) property = property_of (context, CERT_KEY_PROV_INFO_PROP_ID);
  wchar_t gone[] = L"A provider that is not there";
  CRYPT_KEY_PROV_INFO info = *(const CRYPT_KEY_PROV_INFO *)g_bytes_get_data (property, NULL);
  info.pwszProvName = gone;
  g_assert_true (CertSetCertificateContextProperty (context, CERT_KEY_PROV_INFO_PROP_ID, 0, &info));
  CertFreeCertificateContext (context);
  close_my (handle);
}

#define CONTAINERS L"Software\\Wine\\Crypto\\RSA"
#define CERTIFICATES L"Software\\Microsoft\\SystemCertificates\\MY\\Certificates"

static void
hold (const wchar_t *place, const wchar_t *name, gboolean holds)
{
  HKEY all = NULL;
  HKEY one = NULL;
  HKEY below = NULL;
  g_assert_cmpint (RegOpenKeyExW (HKEY_CURRENT_USER, place, 0, KEY_ALL_ACCESS, &all), ==, ERROR_SUCCESS);
  g_assert_cmpint (RegOpenKeyExW (all, name, 0, KEY_ALL_ACCESS, &one), ==, ERROR_SUCCESS);
  if (holds) {
    g_assert_cmpint (RegCreateKeyExW (one, L"held", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &below, NULL), ==,
                     ERROR_SUCCESS);
    RegCloseKey (below);
  } else {
    g_assert_cmpint (RegDeleteKeyW (one, L"held"), ==, ERROR_SUCCESS);
  }
  RegCloseKey (one);
  RegCloseKey (all);
}

void
windows_workshop_hold_container (GBytes *provider_info, gboolean holds)
{
  const CRYPT_KEY_PROV_INFO *info = g_bytes_get_data (provider_info, NULL);
  hold (CONTAINERS, info->pwszContainerName, holds);
}

void
windows_workshop_hold_certificate (const KigenCertificate *certificate, gboolean holds)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA1, certificate->der);
  g_autofree char *thumbprint = g_ascii_strup (hash, -1);
  g_autofree wchar_t *name = g_utf8_to_utf16 (thumbprint, -1, NULL, NULL, NULL);
  hold (CERTIFICATES, name, holds);
}

gboolean
windows_workshop_has_container (GBytes *provider_info)
{
  const CRYPT_KEY_PROV_INFO *info = g_bytes_get_data (provider_info, NULL);
  HCRYPTPROV provider = 0;
  if (!CryptAcquireContextW (&provider, info->pwszContainerName, info->pwszProvName, info->dwProvType,
                             CRYPT_SILENT))
    return FALSE;
  CryptReleaseContext (provider, 0);
  return TRUE;
}

/* CryptoAPI writes numbers with their lowest byte first. */
static void
reverse (BYTE *bytes, DWORD size)
{
  for (DWORD i = 0; i < size / 2; i++) {
    BYTE one = bytes[i];
    bytes[i] = bytes[size - 1 - i];
    bytes[size - 1 - i] = one;
  }
}

static DWORD
sign (HCRYPTPROV provider, DWORD spec, const char *text, BYTE *signature, DWORD size)
{
  HCRYPTHASH hash = 0;
  g_assert_true (CryptCreateHash (provider, CALG_SHA_256, 0, 0, &hash));
  g_assert_true (CryptHashData (hash, (const BYTE *)text, (DWORD)strlen (text), 0));
  g_assert_true (CryptSignHashW (hash, spec, NULL, 0, signature, &size));
  CryptDestroyHash (hash);
  reverse (signature, size);
  return size;
}

void
windows_workshop_assert_signs (const char *id, EVP_PKEY *key)
{
  HCERTSTORE handle = open_my (CERT_STORE_READONLY_FLAG);
  const CERT_CONTEXT *context = find (handle, id);
  HCRYPTPROV provider = 0;
  DWORD spec = 0;
  BOOL ours = FALSE;
  BYTE signature[256];
  g_assert_nonnull (context);
  g_assert_true (CryptAcquireCertificatePrivateKey (
      context, CRYPT_ACQUIRE_SILENT_FLAG | CRYPT_ACQUIRE_COMPARE_KEY_FLAG, NULL, &provider, &spec, &ours));
  DWORD size = sign (provider, spec, "期限", signature, sizeof signature);
  if (ours)
    CryptReleaseContext (provider, 0);
  CertFreeCertificateContext (context);
  CertCloseStore (handle, 0);

  EVP_MD_CTX *judge = EVP_MD_CTX_new ();
  g_assert_cmpint (EVP_DigestVerifyInit (judge, NULL, EVP_sha256 (), NULL, key), ==, 1);
  g_assert_cmpint (EVP_DigestVerify (judge, signature, size, (const unsigned char *)"期限", strlen ("期限")),
                   ==, 1);
  EVP_MD_CTX_free (judge);
}
