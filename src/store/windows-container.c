/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* Where a certificate's key is: the container that CERT_KEY_PROV_INFO_PROP_ID names, of CAPI or of CNG.  What
 * others have installed may be of either kind. */

#include "windows-private.h"

#include <kigen/base/wide.h>

#include <glib/gi18n-lib.h>

/* Of the certificate's ID, enough to tell all apart. */
#define DIGITS 32

wchar_t *
kigen_container_name (const char *id, int number)
{
  g_autofree char *name = g_strdup_printf ("Kigen-%.*s", DIGITS, id);
  g_autofree char *next = g_strdup_printf ("%s-%d", name, number);
  return kigen_wide_new (number == 0 ? name : next);
}

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

typedef struct {
  NCRYPT_PROV_HANDLE provider;
  NCRYPT_KEY_HANDLE key;
} CngKey;

static void
cng_key_clear (CngKey *cng)
{
  if (cng->key != 0)
    NCryptFreeObject (cng->key);
  if (cng->provider != 0)
    NCryptFreeObject (cng->provider);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CngKey, cng_key_clear)

/* Of CNG there is no type, and names are a provider's. */
static SECURITY_STATUS
cng_key_open (const KigenContainer *container, CngKey *cng)
{
  SECURITY_STATUS status = NCryptOpenStorageProvider (&cng->provider, container->provider, 0);
  if (status != ERROR_SUCCESS)
    return status;
  return NCryptOpenKey (cng->provider, &cng->key, container->container, container->spec, 0);
}

/* Windows' fault; ERROR_SUCCESS for none. */
static DWORD
delete_key (const KigenContainer *container)
{
  HCRYPTPROV unused = 0;
  g_auto (CngKey) cng = { 0 };
  if (container->type != 0)
    return CryptAcquireContextW (&unused, container->container, container->provider, container->type,
                                 CRYPT_DELETEKEYSET | CRYPT_SILENT)
               ? ERROR_SUCCESS
               : GetLastError ();
  SECURITY_STATUS status = cng_key_open (container, &cng);
  if (status == ERROR_SUCCESS)
    status = NCryptDeleteKey (cng.key, 0);
  /* It is freed with the key. */
  if (status == ERROR_SUCCESS)
    cng.key = 0;
  return (DWORD)status;
}

static DWORD
look_for_key (const KigenContainer *container)
{
  HCRYPTPROV provider = 0;
  g_auto (CngKey) cng = { 0 };
  if (container->type == 0)
    return (DWORD)cng_key_open (container, &cng);
  if (!CryptAcquireContextW (&provider, container->container, container->provider, container->type,
                             CRYPT_SILENT))
    return GetLastError ();
  CryptReleaseContext (provider, 0);
  return ERROR_SUCCESS;
}

static gboolean
is_absence (DWORD fault)
{
  return fault == (DWORD)NTE_BAD_KEYSET || fault == (DWORD)NTE_NO_KEY || fault == (DWORD)NTE_KEYSET_NOT_DEF;
}

gboolean
kigen_container_delete (const KigenContainer *container, GError **error)
{
  DWORD fault = delete_key (container);
  if (fault != ERROR_SUCCESS && !is_absence (fault)) {
    SetLastError (fault);
    return kigen_place_fail (KIGEN_ERROR_STORE_UNREADABLE,
                             _ ("The private key cannot be taken out of the store of Windows."), error);
  }
  /* Windows says that there is none also of one that it could not take away. */
  if (is_absence (look_for_key (container)))
    return TRUE;
  return kigen_fail (error, KIGEN_ERROR_STORE_UNREADABLE, NULL,
                     _ ("The private key was taken out of the store of Windows but is still there."));
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
