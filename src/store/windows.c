/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* The current user's MY store, which Windows, its browsers and the authority's own client share: the back
 * end's table and what reads. */

#include "windows-private.h"

#include <kigen/crypto/x509.h>

#include <glib/gi18n-lib.h>

#define NAME "MY"
#define USUAL "windows:" NAME

static char *
locate (const char *path)
{
  return g_ascii_strcasecmp (path, NAME) == 0 ? g_strdup (NAME) : NULL;
}

/* A key that is guarded, or on a card that is not in, is there all the same. */
static KigenHasKey
has_key (KigenContext context)
{
  g_auto (KigenOpenKey) key = { 0 };
  g_autoptr (KigenContainer) container = kigen_container_of (context);
  if (container == NULL)
    return KIGEN_HAS_KEY_NO;
  if (kigen_open_key (context, CRYPT_ACQUIRE_SILENT_FLAG, &key))
    return KIGEN_HAS_KEY_YES;
  DWORD fault = GetLastError ();
  return fault == (DWORD)NTE_BAD_KEYSET || fault == (DWORD)NTE_NO_KEY || fault == (DWORD)NTE_KEYSET_NOT_DEF
             ? KIGEN_HAS_KEY_NO
             : KIGEN_HAS_KEY_YES;
}

/* The record of what was found; NULL where it is not a certificate. */
static KigenCertificate *
describe (const KigenPlace *place, KigenContext context)
{
  g_autoptr (GBytes) der = kigen_context_der (context);
  KigenCertificate *certificate = kigen_x509_parse (der, NULL);
  if (certificate == NULL)
    return NULL;
  certificate->label = kigen_context_text (context, CERT_FRIENDLY_NAME_PROP_ID);
  certificate->store = g_strdup (place->store->uri);
  certificate->has_key = has_key (context);
  return certificate;
}

static GPtrArray *
new_certificates (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_certificate_unref);
}

static GPtrArray *
list (const KigenStore *store, GError **error)
{
  g_autoptr (KigenPlace) place = kigen_place_open (store, FALSE, error);
  if (place == NULL)
    return NULL;
  GPtrArray *certificates = new_certificates ();
  KigenContext context = NULL;
  while ((context = CertEnumCertificatesInStore (place->handle, context)) != NULL) {
    g_autoptr (KigenCertificate) certificate = describe (place, context);
    if (certificate != NULL && !certificate->is_ca)
      g_ptr_array_add (certificates, g_steal_pointer (&certificate));
  }
  return certificates;
}

/* Authorities' certificates, wherever this user has them. */
static GPtrArray *
find_authorities (void)
{
  static const wchar_t *const names[] = { L"MY", L"CA", L"ROOT" };
  GPtrArray *authorities = new_certificates ();
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    HCERTSTORE handle = CertOpenStore (CERT_STORE_PROV_SYSTEM_W, 0, 0,
                                       CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_READONLY_FLAG, names[i]);
    KigenContext context = NULL;
    while (handle != NULL && (context = CertEnumCertificatesInStore (handle, context)) != NULL) {
      g_autoptr (GBytes) der = kigen_context_der (context);
      g_autoptr (KigenCertificate) certificate = kigen_x509_parse (der, NULL);
      if (certificate != NULL && certificate->is_ca)
        g_ptr_array_add (authorities, g_steal_pointer (&certificate));
    }
    if (handle != NULL)
      CertCloseStore (handle, 0);
  }
  return authorities;
}

/* Schannel takes the key where it is: it never leaves the store. */
static KigenCredential *
credential (const KigenStore *store, const char *id, GError **error)
{
  g_autoptr (KigenPlace) place = kigen_place_open (store, FALSE, error);
  g_auto (KigenContext) context = place != NULL ? kigen_place_find (place, id, error) : NULL;
  g_autoptr (KigenCertificate) certificate = context != NULL ? describe (place, context) : NULL;
  if (certificate == NULL)
    return NULL;
  if (certificate->has_key == KIGEN_HAS_KEY_NO) {
    kigen_fail (error, KIGEN_ERROR_KEY, NULL,
                _ ("There is no private key for this certificate in the store."));
    return NULL;
  }
  g_autofree char *thumbprint = kigen_context_thumbprint (context);
  g_autofree char *where = g_strconcat ("CurrentUser\\", store->path, "\\", thumbprint, NULL);
  return kigen_credential_new (certificate, NULL, NULL, where);
}

static KigenPkcs12 *
export_identity (const KigenStore *store, const char *id, GError **error)
{
  g_autoptr (KigenPlace) place = kigen_place_open (store, FALSE, error);
  g_auto (KigenContext) context = place != NULL ? kigen_place_find (place, id, error) : NULL;
  g_autoptr (KigenKey) key = context != NULL ? kigen_context_take_key (context, error) : NULL;
  if (key == NULL)
    return NULL;
  g_autoptr (GPtrArray) authorities = find_authorities ();
  g_autoptr (KigenPkcs12) contents = kigen_pkcs12_new ();
  contents->certificate = describe (place, context);
  g_clear_pointer (&contents->chain, g_ptr_array_unref);
  contents->chain = kigen_store_chain (authorities, contents->certificate);
  contents->friendly_name = g_strdup (contents->certificate->label);
  contents->key = g_steal_pointer (&key);
  contents->n_keys = 1;
  return g_steal_pointer (&contents);
}

/* It comes with the user. */
static gboolean
create (const KigenStore *store, GError **error)
{
  g_autoptr (KigenPlace) place = kigen_place_open (store, FALSE, error);
  return place != NULL;
}

static gboolean
check_writable (const KigenStore *store, GError **error)
{
  g_autoptr (KigenPlace) place = kigen_place_open (store, TRUE, error);
  return place != NULL;
}

static char *
watch_place (const KigenStore *store)
{
  return g_strdup (store->uri);
}

static void
discover (GPtrArray *uris)
{
  g_ptr_array_add (uris, g_strdup (USUAL));
}

static char *
usual (void)
{
  return g_strdup (USUAL);
}

static const char *
library (void)
{
  static gsize text = 0;
  if (g_once_init_enter (&text)) {
    g_autofree char *version = g_get_os_info (G_OS_INFO_KEY_VERSION);
    g_once_init_leave (&text, (gsize)g_strconcat ("CryptoAPI/", version != NULL ? version : "?", NULL));
  }
  return (const char *)text;
}

const KigenStoreBackEnd kigen_store_windows = {
  .scheme = "windows",
  .library = library,
  .discover = discover,
  .discover_places = discover,
  .usual = usual,
  .locate = locate,
  .list = list,
  .credential = credential,
  .export_identity = export_identity,
  .import = kigen_windows_import,
  .remove = kigen_windows_remove,
  .create = create,
  .check_writable = check_writable,
  .watch_place = watch_place,
};
