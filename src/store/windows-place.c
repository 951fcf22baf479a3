/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* A system store of the current user, and what hangs on the certificates in it.  Certificates are compared by
 * ourselves: Windows' own search by names knows several notions of a name. */

#include "windows-private.h"

#include <glib/gi18n-lib.h>

KigenPlace *
kigen_place_open (const KigenStore *store, gboolean writes, GError **error)
{
  g_autofree wchar_t *name = g_utf8_to_utf16 (store->path, -1, NULL, NULL, NULL);
  DWORD flags = CERT_SYSTEM_STORE_CURRENT_USER | (writes ? 0 : CERT_STORE_READONLY_FLAG);
  HCERTSTORE handle = CertOpenStore (CERT_STORE_PROV_SYSTEM_W, 0, 0, flags, name);
  if (handle == NULL) {
    kigen_place_fail (KIGEN_ERROR_STORE_UNREADABLE, _ ("The certificate store of Windows cannot be opened."),
                      error);
    return NULL;
  }
  KigenPlace *place = g_new0 (KigenPlace, 1);
  place->handle = handle;
  place->writes = writes;
  place->store = store;
  return place;
}

gboolean
kigen_place_commit (KigenPlace *place, GError **error)
{
  if (CertControlStore (place->handle, CERT_STORE_CTRL_COMMIT_FORCE_FLAG, CERT_STORE_CTRL_COMMIT, NULL))
    return TRUE;
  return kigen_place_fail (KIGEN_ERROR_STORE_UNREADABLE,
                           _ ("The certificate store of Windows cannot be written to."), error);
}

void
kigen_place_close (KigenPlace *place)
{
  if (place == NULL)
    return;
  if (place->writes)
    kigen_place_commit (place, NULL);
  CertCloseStore (place->handle, 0);
  g_free (place);
}

gboolean
kigen_place_fail (KigenErrorCode code, const char *tried, GError **error)
{
  DWORD fault = GetLastError ();
  g_autofree char *words = g_win32_error_message ((gint)fault);
  g_autofree char *detail = g_strdup_printf ("%s (0x%08lX)", words, fault);
  kigen_fail (error, code, NULL, "%s", tried);
  if (error != NULL && *error != NULL)
    kigen_error_set_detail (error, detail);
  return FALSE;
}

GBytes *
kigen_context_der (KigenContext context)
{
  return g_bytes_new (context->pbCertEncoded, context->cbCertEncoded);
}

KigenContext
kigen_place_find (const KigenPlace *place, const char *id, GError **error)
{
  KigenContext context = NULL;
  while ((context = CertEnumCertificatesInStore (place->handle, context)) != NULL) {
    g_autofree char *its_id
        = g_compute_checksum_for_data (G_CHECKSUM_SHA256, context->pbCertEncoded, context->cbCertEncoded);
    if (g_str_equal (its_id, id))
      return context;
  }
  kigen_fail (error, KIGEN_ERROR_CERTIFICATE_ABSENT, NULL, _ ("The store %s does not hold this certificate."),
              place->store->uri);
  return NULL;
}

void
kigen_context_clear (KigenContext *context)
{
  if (*context != NULL)
    CertFreeCertificateContext (*context);
  *context = NULL;
}

GBytes *
kigen_context_property (KigenContext context, DWORD property)
{
  DWORD size = 0;
  if (!CertGetCertificateContextProperty (context, property, NULL, &size) || size == 0)
    return NULL;
  g_autofree void *bytes = g_malloc0 (size);
  if (!CertGetCertificateContextProperty (context, property, bytes, &size))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), size);
}

char *
kigen_context_text (KigenContext context, DWORD property)
{
  g_autoptr (GBytes) bytes = kigen_context_property (context, property);
  if (bytes == NULL)
    return NULL;
  gsize size = 0;
  const wchar_t *text = g_bytes_get_data (bytes, &size);
  return g_utf16_to_utf8 (text, (glong)(size / sizeof *text), NULL, NULL, NULL);
}

char *
kigen_context_thumbprint (KigenContext context)
{
  g_autofree char *hex
      = g_compute_checksum_for_data (G_CHECKSUM_SHA1, context->pbCertEncoded, context->cbCertEncoded);
  return g_ascii_strup (hex, -1);
}
