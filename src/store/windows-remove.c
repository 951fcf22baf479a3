/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* Taking a certificate out of the store of Windows.  Its key goes first, if nobody else uses it: whoever is
 * killed in between finds the certificate again and can finish, whereas nothing would tell of a key that was
 * left alone. */

#include "windows-private.h"

#include <glib/gi18n-lib.h>

/* A certificate that was said to be renewed by this one is so no longer. */
static void
unlink_predecessors (const KigenPlace *place, KigenContext leaving)
{
  g_autoptr (GBytes) thumbprint = kigen_context_property (leaving, CERT_SHA1_HASH_PROP_ID);
  KigenContext other = NULL;
  while ((other = CertEnumCertificatesInStore (place->handle, other)) != NULL) {
    g_autoptr (GBytes) renewed = kigen_context_property (other, CERT_RENEWAL_PROP_ID);
    if (renewed != NULL && thumbprint != NULL && g_bytes_equal (renewed, thumbprint))
      CertSetCertificateContextProperty (other, CERT_RENEWAL_PROP_ID, 0, NULL);
  }
}

gboolean
kigen_windows_remove (const KigenStore *store, const char *id, GError **error)
{
  g_autoptr (KigenPlace) place = kigen_place_open (store, TRUE, error);
  if (place == NULL)
    return FALSE;
  g_auto (KigenContext) leaving = kigen_place_find (place, id, NULL);
  if (leaving == NULL)
    return TRUE;
  g_autoptr (KigenContainer) container = kigen_container_of (leaving);
  if (container != NULL && !kigen_container_is_named (place, container->container, leaving)
      && !kigen_container_delete (container, error))
    return FALSE;
  unlink_predecessors (place, leaving);
  if (!CertDeleteCertificateFromStore (g_steal_pointer (&leaving)))
    return kigen_place_fail (KIGEN_ERROR_STORE_UNREADABLE,
                             _ ("The certificate cannot be taken out of the store of Windows."), error);
  return kigen_place_commit (place, error);
}
