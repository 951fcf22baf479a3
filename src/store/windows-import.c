/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* Putting an identity into the store of Windows.  The key gets a container of its own, named after the
 * certificate, so that a second try after a crash finds what the first one left; the provider is one that
 * signs with SHA-256, which the one that PFXImportCertStore() would choose for old files does not. */

#include "windows-private.h"

#include <kigen/crypto/x509.h>

#include <glib/gi18n-lib.h>

typedef struct {
  KigenPlace *place;
  const KigenPkcs12 *contents;
  const char *label;
  wchar_t *container; /* NULL before one is made */
  gboolean made_container;
  gboolean added;      /* the certificate, or over what was there */
  HCERTSTORE memory;   /* for `before` */
  KigenContext before; /* what was there, with its properties; NULL for nothing */
} Import;

static gboolean
acquire (HCRYPTPROV *provider, const wchar_t *container, DWORD how)
{
  return CryptAcquireContextW (provider, container, KIGEN_PROVIDER, KIGEN_PROVIDER_TYPE, how | CRYPT_SILENT);
}

/* A new one under this name.  What a try that was cut off has left there is no certificate's; what a
 * certificate names stays, whether its key opens or not: it may be the only one there is. */
static gboolean
make_new (const Import *import, const wchar_t *container, HCRYPTPROV *provider)
{
  HCRYPTPROV unused = 0;
  if (acquire (provider, container, CRYPT_NEWKEYSET))
    return TRUE;
  return GetLastError () == (DWORD)NTE_EXISTS && !kigen_container_is_named (import->place, container, NULL)
         && acquire (&unused, container, CRYPT_DELETEKEYSET)
         && acquire (provider, container, CRYPT_NEWKEYSET);
}

static HCRYPTPROV
make_container (Import *import, GError **error)
{
  HCRYPTPROV provider = 0;
  for (int number = 0; number < KIGEN_MOST_CONTAINERS; number++) {
    g_free (import->container);
    import->container = kigen_container_name (import->contents->certificate->id, number);
    import->made_container = make_new (import, import->container, &provider);
    if (import->made_container)
      return provider;
  }
  kigen_place_fail (KIGEN_ERROR_KEY, _ ("The private key cannot be written into the store."), error);
  return 0;
}

static gboolean
write_key (Import *import, GError **error)
{
  g_autoptr (KigenSecret) blob = kigen_key_to_blob (import->contents->key, error);
  if (blob == NULL)
    return FALSE;
  HCRYPTPROV provider = make_container (import, error);
  if (provider == 0)
    return FALSE;
  gsize size = 0;
  const void *bytes = kigen_secret_bytes (blob, &size);
  HCRYPTKEY key = 0;
  DWORD flags = import->place->store->exportable ? CRYPT_EXPORTABLE : 0;
  gboolean written = CryptImportKey (provider, bytes, (DWORD)size, 0, flags, &key);
  if (written)
    CryptDestroyKey (key);
  else
    kigen_place_fail (KIGEN_ERROR_KEY, _ ("The private key cannot be written into the store."), error);
  CryptReleaseContext (provider, 0);
  return written;
}

static gboolean
set_text (KigenContext context, DWORD property, const char *text)
{
  glong length = 0;
  g_autofree wchar_t *wide = g_utf8_to_utf16 (text, -1, NULL, &length, NULL);
  CRYPT_DATA_BLOB blob = { (DWORD)((gsize)(length + 1) * sizeof *wide), (BYTE *)wide };
  return wide != NULL && CertSetCertificateContextProperty (context, property, 0, &blob);
}

static gboolean
tie_to_key (const Import *import, KigenContext context)
{
  wchar_t provider[] = KIGEN_PROVIDER;
  CRYPT_KEY_PROV_INFO info = {
    .pwszContainerName = import->container,
    .pwszProvName = provider,
    .dwProvType = KIGEN_PROVIDER_TYPE,
    .dwKeySpec = AT_KEYEXCHANGE,
  };
  return CertSetCertificateContextProperty (context, CERT_KEY_PROV_INFO_PROP_ID, 0, &info);
}

/* One that was there without a key that opens is put back if nothing comes of this. */
static void
keep_former (Import *import)
{
  g_auto (KigenContext) there = kigen_place_find (import->place, import->contents->certificate->id, NULL);
  if (there == NULL)
    return;
  import->memory = CertOpenStore (CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
  if (import->memory != NULL)
    CertAddCertificateContextToStore (import->memory, there, CERT_STORE_ADD_ALWAYS, &import->before);
}

/* It is tied to its key and named before it goes in: nobody ever meets it without. */
static gboolean
write_certificate (Import *import, GError **error)
{
  keep_former (import);
  gsize size = 0;
  const BYTE *der = g_bytes_get_data (import->contents->certificate->der, &size);
  g_auto (KigenContext) loose = CertCreateCertificateContext (X509_ASN_ENCODING, der, (DWORD)size);
  import->added = loose != NULL && tie_to_key (import, loose)
                  && set_text (loose, CERT_FRIENDLY_NAME_PROP_ID, import->label)
                  && CertAddCertificateContextToStore (import->place->handle, loose,
                                                       CERT_STORE_ADD_REPLACE_EXISTING, NULL);
  if (import->added)
    return TRUE;
  return kigen_place_fail (KIGEN_ERROR_STORE_UNREADABLE,
                           _ ("The certificate cannot be written into the store of Windows."), error);
}

/* As Windows' own enrolment does it: the one that it renews says so. */
static void
link_predecessors (const Import *import)
{
  const KigenCertificate *renewed = import->contents->certificate;
  g_auto (KigenContext) there = kigen_place_find (import->place, renewed->id, NULL);
  g_autoptr (GBytes) thumbprint
      = there != NULL ? kigen_context_property (there, CERT_SHA1_HASH_PROP_ID) : NULL;
  gsize size = 0;
  CRYPT_DATA_BLOB hash = { 0 };
  if (thumbprint == NULL)
    return;
  hash.pbData = (BYTE *)(guintptr)g_bytes_get_data (thumbprint, &size);
  hash.cbData = (DWORD)size;
  KigenContext other = NULL;
  while ((other = CertEnumCertificatesInStore (import->place->handle, other)) != NULL) {
    g_autoptr (GBytes) der = kigen_context_der (other);
    g_autoptr (KigenCertificate) old = kigen_x509_parse (der, NULL);
    if (old != NULL && g_str_equal (old->subject, renewed->subject)
        && g_str_equal (old->issuer_common_name, renewed->issuer_common_name)
        && old->not_after < renewed->not_after)
      CertSetCertificateContextProperty (other, CERT_RENEWAL_PROP_ID, 0, &hash);
  }
}

/* Windows asks the user itself about each root; here they only serve to find the chain. */
static void
write_chain (const KigenPkcs12 *contents)
{
  HCERTSTORE authorities
      = CertOpenStore (CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER, L"CA");
  if (authorities == NULL)
    return;
  for (guint i = 0; i < contents->chain->len; i++) {
    GBytes *der = g_ptr_array_index (contents->chain, i);
    gsize size = 0;
    const BYTE *bytes = g_bytes_get_data (der, &size);
    g_autoptr (KigenCertificate) authority = kigen_x509_parse (der, NULL);
    if (authority != NULL && authority->is_ca)
      CertAddEncodedCertificateToStore (authorities, X509_ASN_ENCODING, bytes, (DWORD)size,
                                        CERT_STORE_ADD_NEW, NULL);
  }
  CertControlStore (authorities, CERT_STORE_CTRL_COMMIT_FORCE_FLAG, CERT_STORE_CTRL_COMMIT, NULL);
  CertCloseStore (authorities, 0);
}

/* A key that opens and is the certificate's own. */
static gboolean
works (KigenContext context)
{
  g_auto (KigenOpenKey) key = { 0 };
  return kigen_open_key (context, CRYPT_ACQUIRE_SILENT_FLAG | CRYPT_ACQUIRE_COMPARE_KEY_FLAG, &key);
}

static gboolean
is_in (const Import *import)
{
  g_auto (KigenContext) there = kigen_place_find (import->place, import->contents->certificate->id, NULL);
  return there != NULL && works (there);
}

/* In when a fresh look at the store finds it with its key. */
static gboolean
verify (const Import *import, GError **error)
{
  const char *id = import->contents->certificate->id;
  g_autoptr (KigenPlace) again = kigen_place_open (import->place->store, FALSE, error);
  if (again == NULL)
    return FALSE;
  g_auto (KigenContext) there = kigen_place_find (again, id, NULL);
  if (there == NULL)
    return kigen_fail (error, KIGEN_ERROR_STORE_UNREADABLE, NULL,
                       _ ("The certificate was written into the store %s but is not found there."),
                       again->store->uri);
  if (works (there))
    return TRUE;
  return kigen_place_fail (
      KIGEN_ERROR_KEY, _ ("The private key was written into the store of Windows but does not open."), error);
}

static void
take_back (const Import *import)
{
  HCRYPTPROV unused = 0;
  g_auto (KigenContext) there = kigen_place_find (import->place, import->contents->certificate->id, NULL);
  if (import->added && there != NULL)
    CertDeleteCertificateFromStore (g_steal_pointer (&there));
  if (import->added && import->before != NULL)
    CertAddCertificateContextToStore (import->place->handle, import->before, CERT_STORE_ADD_REPLACE_EXISTING,
                                      NULL);
  kigen_place_commit (import->place, NULL);
  if (import->made_container)
    acquire (&unused, import->container, CRYPT_DELETEKEYSET);
}

gboolean
kigen_windows_import (const KigenStore *store, const KigenPkcs12 *contents, const char *label, GError **error)
{
  g_autoptr (KigenPlace) place = kigen_place_open (store, TRUE, error);
  if (place == NULL)
    return FALSE;
  Import import = { .place = place, .contents = contents, .label = label };
  write_chain (contents);
  if (is_in (&import)) {
    link_predecessors (&import);
    return kigen_place_commit (place, error);
  }
  gboolean written = write_key (&import, error) && write_certificate (&import, error);
  if (written)
    link_predecessors (&import);
  written = written && kigen_place_commit (place, error) && verify (&import, error);
  if (!written)
    take_back (&import);
  g_free (import.container);
  kigen_context_clear (&import.before);
  if (import.memory != NULL)
    CertCloseStore (import.memory, 0);
  return written;
}
