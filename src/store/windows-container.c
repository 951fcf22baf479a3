/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* Where a certificate's key is: the container that CERT_KEY_PROV_INFO_PROP_ID names, of CAPI or of CNG.  What
 * others have installed may be of either kind. */

#include "windows-private.h"

#include <glib/gi18n-lib.h>

static wchar_t *
copy (const wchar_t *text)
{
  gsize length = text != NULL ? wcslen (text) : 0;
  wchar_t *made = g_new0 (wchar_t, length + 1);
  for (gsize i = 0; i < length; i++)
    made[i] = text[i];
  return made;
}

KigenContainer *
kigen_container_of (KigenContext context)
{
  g_autoptr (GBytes) bytes = kigen_context_property (context, CERT_KEY_PROV_INFO_PROP_ID);
  if (bytes == NULL)
    return NULL;
  const CRYPT_KEY_PROV_INFO *info = g_bytes_get_data (bytes, NULL);
  KigenContainer *container = g_new0 (KigenContainer, 1);
  container->container = copy (info->pwszContainerName);
  container->provider = copy (info->pwszProvName);
  container->type = info->dwProvType;
  container->spec = info->dwKeySpec;
  return container;
}

void
kigen_container_free (KigenContainer *container)
{
  if (container == NULL)
    return;
  g_free (container->container);
  g_free (container->provider);
  g_free (container);
}

/* The same key may be reached under names of several providers, and Windows does not tell upper from lower
 * case: what might be the same counts as such. */
gboolean
kigen_container_is_named (const KigenPlace *place, const wchar_t *container, KigenContext but_for)
{
  g_autoptr (GBytes) left_out = but_for != NULL ? kigen_context_der (but_for) : NULL;
  gboolean named = FALSE;
  KigenContext context = NULL;
  while ((context = CertEnumCertificatesInStore (place->handle, context)) != NULL) {
    g_autoptr (GBytes) der = kigen_context_der (context);
    g_autoptr (KigenContainer) its_own = kigen_container_of (context);
    if (its_own != NULL && (left_out == NULL || !g_bytes_equal (der, left_out))
        && CompareStringOrdinal (container, -1, its_own->container, -1, TRUE) == CSTR_EQUAL)
      named = TRUE;
  }
  return named;
}

/* Of CNG there is no type, and names are a provider's. */
static gboolean
delete_of_cng (const KigenContainer *container)
{
  NCRYPT_PROV_HANDLE provider = 0;
  NCRYPT_KEY_HANDLE key = 0;
  SECURITY_STATUS status = NCryptOpenStorageProvider (&provider, container->provider, 0);
  if (status == ERROR_SUCCESS)
    status = NCryptOpenKey (provider, &key, container->container, container->spec, 0);
  if (status == ERROR_SUCCESS)
    status = NCryptDeleteKey (key, 0);
  if (status != ERROR_SUCCESS && key != 0)
    NCryptFreeObject (key);
  if (provider != 0)
    NCryptFreeObject (provider);
  SetLastError ((DWORD)status);
  return status == ERROR_SUCCESS;
}

gboolean
kigen_container_delete (const KigenContainer *container, GError **error)
{
  HCRYPTPROV unused = 0;
  gboolean gone = container->type == 0
                      ? delete_of_cng (container)
                      : CryptAcquireContextW (&unused, container->container, container->provider,
                                              container->type, CRYPT_DELETEKEYSET | CRYPT_SILENT);
  DWORD fault = GetLastError ();
  if (gone || fault == (DWORD)NTE_BAD_KEYSET || fault == (DWORD)NTE_NO_KEY
      || fault == (DWORD)NTE_KEYSET_NOT_DEF)
    return TRUE;
  return kigen_place_fail (KIGEN_ERROR_STORE_UNREADABLE,
                           _ ("The private key cannot be taken out of the store of Windows."), error);
}

gboolean
kigen_open_key (KigenContext context, DWORD flags, KigenOpenKey *key)
{
  return CryptAcquireCertificatePrivateKey (context, flags | CRYPT_ACQUIRE_ALLOW_NCRYPT_KEY_FLAG, NULL,
                                            &key->handle, &key->spec, &key->is_ours);
}

void
kigen_open_key_clear (KigenOpenKey *key)
{
  if (!key->is_ours || key->handle == 0)
    return;
  if (key->spec == CERT_NCRYPT_KEY_SPEC)
    NCryptFreeObject (key->handle);
  else
    CryptReleaseContext (key->handle, 0);
}
