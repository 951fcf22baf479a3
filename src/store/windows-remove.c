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

static gboolean
delete_unless_shared (const KigenPlace *place, KigenContext leaving, const KigenContainer *container,
                      GError **error)
{
  return kigen_container_is_named (place, container->container, leaving)
         || kigen_container_delete (container, error);
}

/* The one that it names, and those of former imports, which nothing names any more. */
static gboolean
delete_keys (const KigenPlace *place, KigenContext leaving, const char *id, GError **error)
{
  g_autoptr (KigenContainer) named = kigen_container_of (leaving);
  gboolean gone = named == NULL || delete_unless_shared (place, leaving, named, error);
  for (int number = 0; gone && number < KIGEN_MOST_CONTAINERS; number++) {
    wchar_t provider[] = KIGEN_PROVIDER;
    g_autofree wchar_t *name = kigen_container_name (id, number);
    KigenContainer own = { .container = name, .provider = provider, .type = KIGEN_PROVIDER_TYPE };
    gone = delete_unless_shared (place, leaving, &own, error);
  }
  return gone;
}

/* Gone when a fresh look at the store does not find it. */
static gboolean
verify (const KigenStore *store, const char *id, GError **error)
{
  g_autoptr (KigenPlace) again = kigen_place_open (store, FALSE, error);
  if (again == NULL)
    return FALSE;
  g_auto (KigenContext) there = kigen_place_find (again, id, NULL);
  if (there == NULL)
    return TRUE;
  return kigen_fail (error, KIGEN_ERROR_STORE_UNREADABLE, NULL,
                     _ ("The certificate was taken out of the store %s but is still there."), store->uri);
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
  if (!delete_keys (place, leaving, id, error))
    return FALSE;
  unlink_predecessors (place, leaving);
  if (!CertDeleteCertificateFromStore (g_steal_pointer (&leaving)))
    return kigen_place_fail (KIGEN_ERROR_STORE_UNREADABLE,
                             _ ("The certificate cannot be taken out of the store of Windows."), error);
  return kigen_place_commit (place, error) && verify (store, id, error);
}
