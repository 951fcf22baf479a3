/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What leaves the store of Windows is gone, certificate and key, or it is said that it is not; and what shall
 * not leave stays. */

#include "windows-leaving.h"

#include "windows-workshop.h"

static void
test_remove_old (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) old
      = windows_workshop_new_identity (workshop, "CN=0110119153", "10", "20261127000000Z");
  g_autoptr (EVP_PKEY) key = mint_key (MINT_RSA);
  g_autoptr (GBytes) der = windows_workshop_issue (workshop, key, "CN=0110119153", "11", "20300220000000Z");
  g_autoptr (KigenPkcs12) renewed = windows_workshop_identity (workshop, key, der);
  windows_workshop_import (workshop->store, old, NULL);
  windows_workshop_import (workshop->store, renewed, NULL);
  g_assert_true (kigen_store_remove (workshop->store, old->certificate->id, NULL));
  g_autoptr (GPtrArray) left = windows_workshop_list (workshop->store);
  g_assert_cmpuint (left->len, ==, 1);
  windows_workshop_assert_signs (renewed->certificate->id, key);
}

/* A key that does not open may be the only one there is: it stays until the new one is in, and after. */
static void
test_former_key_stays (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPkcs12) identity = windows_workshop_new_identity (workshop, "CN=desk", "10", NULL);
  const char *id = identity->certificate->id;
  windows_workshop_import (workshop->store, identity, NULL);
  g_autoptr (GBytes) former = windows_workshop_property (id, CERT_KEY_PROV_INFO_PROP_ID);
  windows_workshop_lose_provider (id);

  windows_workshop_import (workshop->store, identity, NULL);
  g_autoptr (GPtrArray) after = windows_workshop_list (workshop->store);
  g_autoptr (GBytes) now = windows_workshop_property (id, CERT_KEY_PROV_INFO_PROP_ID);
  const CRYPT_KEY_PROV_INFO *one = g_bytes_get_data (former, NULL);
  const CRYPT_KEY_PROV_INFO *other = g_bytes_get_data (now, NULL);
  g_assert_cmpint (windows_workshop_find (after, id)->has_key, ==, KIGEN_HAS_KEY_YES);
  g_assert_true (windows_workshop_has_container (former));
  g_assert_cmpint (wcscmp (one->pwszContainerName, other->pwszContainerName), !=, 0);

  /* when the certificate leaves, then none of its keys stays */
  g_assert_true (kigen_store_remove (workshop->store, id, NULL));
  g_assert_false (windows_workshop_has_container (former));
  g_assert_false (windows_workshop_has_container (now));
}

/* A name that is no text is refused when the key is in already. */
static void
test_taken_back (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenPkcs12) identity = windows_workshop_new_identity (workshop, "CN=desk", "10", NULL);
  const char *id = identity->certificate->id;
  windows_workshop_import (workshop->store, identity, NULL);
  g_autoptr (GBytes) container = windows_workshop_property (id, CERT_KEY_PROV_INFO_PROP_ID);
  g_assert_true (kigen_store_remove (workshop->store, id, NULL));

  g_assert_false (kigen_store_import (workshop->store, identity, "\xff", &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_STORE_UNREADABLE);
  g_autoptr (GPtrArray) none = windows_workshop_list (workshop->store);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_false (windows_workshop_has_container (container));
}

/* What Windows cannot take away it calls absent. */
static void
test_key_does_not_leave (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenPkcs12) identity = windows_workshop_new_identity (workshop, "CN=desk", "10", NULL);
  const char *id = identity->certificate->id;
  windows_workshop_import (workshop->store, identity, NULL);
  g_autoptr (GBytes) container = windows_workshop_property (id, CERT_KEY_PROV_INFO_PROP_ID);
  windows_workshop_hold_container (container, TRUE);

  /* then it is said, and the certificate stays, so that it can be tried again */
  g_assert_false (kigen_store_remove (workshop->store, id, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_STORE_UNREADABLE);
  g_assert_true (windows_workshop_has_container (container));
  g_autoptr (GPtrArray) still = windows_workshop_list (workshop->store);
  g_assert_cmpuint (still->len, ==, 1);

  windows_workshop_hold_container (container, FALSE);
  g_assert_true (kigen_store_remove (workshop->store, id, NULL));
  g_assert_false (windows_workshop_has_container (container));
}

static void
test_certificate_does_not_leave (WindowsWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenPkcs12) identity = windows_workshop_new_identity (workshop, "CN=desk", "10", NULL);
  const char *id = identity->certificate->id;
  windows_workshop_import (workshop->store, identity, NULL);
  windows_workshop_hold_certificate (identity->certificate, TRUE);

  g_assert_false (kigen_store_remove (workshop->store, id, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_STORE_UNREADABLE);
  g_autoptr (GPtrArray) still = windows_workshop_list (workshop->store);
  g_assert_cmpuint (still->len, ==, 1);

  windows_workshop_hold_certificate (identity->certificate, FALSE);
  g_assert_true (kigen_store_remove (workshop->store, id, NULL));
  g_autoptr (GPtrArray) none = windows_workshop_list (workshop->store);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
add (const char *path, void (*test) (WindowsWorkshop *, gconstpointer))
{
  g_test_add (path, WindowsWorkshop, NULL, windows_workshop_open, test, windows_workshop_close);
}

void
windows_leaving_add (void)
{
  add ("/windows/remove/old", test_remove_old);
  add ("/windows/remove/key-does-not-leave", test_key_does_not_leave);
  add ("/windows/remove/certificate-does-not-leave", test_certificate_does_not_leave);
  add ("/windows/import/former-key-stays", test_former_key_stays);
  add ("/windows/import/taken-back", test_taken_back);
}
