/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* The objects in an NSS database, read as PKCS#11 objects.  NSS's own lists of certificates look for the key
 * of each and take more than the square of their number; this takes a query an object, and holds no reference
 * to anything.  Only those attributes are read that a listing needs, and together: each reading is a query.
 */

#include "nss-private.h"

#include <glib/gi18n-lib.h>
#include <secerr.h>
#include <secitem.h>

static void
free_certificate (KigenNssCertificate *certificate)
{
  g_clear_pointer (&certificate->der, g_bytes_unref);
  g_clear_pointer (&certificate->key_id, g_bytes_unref);
  g_free (certificate->label);
  g_free (certificate);
}

/* What is not there is empty. */
static GBytes *
read_attribute (PK11GenericObject *object, CK_ATTRIBUTE_TYPE type)
{
  SECItem item = { siBuffer, NULL, 0 };
  if (PK11_ReadRawAttribute (PK11_TypeGeneric, object, type, &item) != SECSuccess)
    return g_bytes_new_static ("", 0);
  GBytes *bytes = g_bytes_new (item.data, item.len);
  SECITEM_FreeItem (&item, PR_FALSE);
  return bytes;
}

static GBytes *
bytes_of (const CK_ATTRIBUTE *attribute)
{
  return g_bytes_new (attribute->pValue, attribute->ulValueLen);
}

/* All that a listing needs in one query; FALSE where one of them is not there. */
static gboolean
read_together (PK11GenericObject *object, KigenNssCertificate *certificate, GBytes **label)
{
  CK_ATTRIBUTE wanted[] = { { CKA_VALUE, NULL, 0 }, { CKA_ID, NULL, 0 }, { CKA_LABEL, NULL, 0 } };
  PLArenaPool *arena = PORT_NewArena (DER_DEFAULT_CHUNKSIZE);
  gboolean well
      = PK11_ReadRawAttributes (arena, PK11_TypeGeneric, object, wanted, G_N_ELEMENTS (wanted)) == SECSuccess;
  if (well) {
    certificate->der = bytes_of (&wanted[0]);
    certificate->key_id = bytes_of (&wanted[1]);
    *label = bytes_of (&wanted[2]);
  }
  PORT_FreeArena (arena, PR_FALSE);
  return well;
}

static KigenNssCertificate *
read_certificate (PK11GenericObject *object)
{
  KigenNssCertificate *certificate = g_new0 (KigenNssCertificate, 1);
  g_autoptr (GBytes) label = NULL;

  certificate->handle = PK11_GetObjectHandle (PK11_TypeGeneric, object, NULL);
  if (!read_together (object, certificate, &label)) {
    certificate->der = read_attribute (object, CKA_VALUE);
    certificate->key_id = read_attribute (object, CKA_ID);
    label = read_attribute (object, CKA_LABEL);
  }
  if (g_bytes_get_size (label) > 0)
    certificate->label = g_utf8_make_valid (g_bytes_get_data (label, NULL), (gssize)g_bytes_get_size (label));
  return certificate;
}

/* All objects of a class: NULL without an error where there are none. */
static PK11GenericObject *
find_objects (const KigenNss *nss, CK_OBJECT_CLASS class, gboolean *failed, GError **error)
{
  PORT_SetError (0);
  PK11GenericObject *objects = PK11_FindGenericObjects (nss->slot, class);
  *failed = objects == NULL && PORT_GetError () != 0 && PORT_GetError () != SEC_ERROR_NO_KEY;
  if (*failed)
    kigen_nss_fail (nss, _ ("The certificate store cannot be read."), error);
  return objects;
}

GPtrArray *
kigen_nss_certificates (const KigenNss *nss, GError **error)
{
  gboolean failed = FALSE;
  PK11GenericObject *objects = find_objects (nss, CKO_CERTIFICATE, &failed, error);
  if (failed)
    return NULL;

  GPtrArray *certificates = g_ptr_array_new_with_free_func ((GDestroyNotify)free_certificate);
  for (PK11GenericObject *object = objects; object != NULL; object = PK11_GetNextGenericObject (object))
    g_ptr_array_add (certificates, read_certificate (object));
  PK11_DestroyGenericObjects (objects);
  return certificates;
}

KigenNssCertificate *
kigen_nss_certificate_by_der (GPtrArray *certificates, GBytes *der)
{
  for (guint i = 0; i < certificates->len; i++) {
    KigenNssCertificate *certificate = g_ptr_array_index (certificates, i);
    if (g_bytes_equal (certificate->der, der))
      return certificate;
  }
  return NULL;
}

KigenNssCertificate *
kigen_nss_certificate_by_id (GPtrArray *certificates, const char *id)
{
  for (guint i = 0; i < certificates->len; i++) {
    KigenNssCertificate *certificate = g_ptr_array_index (certificates, i);
    g_autofree char *its_id = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, certificate->der);
    if (g_str_equal (its_id, id))
      return certificate;
  }
  return NULL;
}

GHashTable *
kigen_nss_keys (const KigenNss *nss, CK_OBJECT_CLASS class, GError **error)
{
  gboolean failed = FALSE;
  PK11GenericObject *objects = find_objects (nss, class, &failed, error);
  if (failed)
    return NULL;

  GHashTable *keys = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  for (PK11GenericObject *object = objects; object != NULL; object = PK11_GetNextGenericObject (object)) {
    CK_OBJECT_HANDLE handle = PK11_GetObjectHandle (PK11_TypeGeneric, object, NULL);
    g_hash_table_insert (keys, read_attribute (object, CKA_ID), GSIZE_TO_POINTER (handle));
  }
  PK11_DestroyGenericObjects (objects);
  return keys;
}

gboolean
kigen_nss_destroy (const KigenNss *nss, CK_OBJECT_HANDLE handle, GError **error)
{
  if (PK11_DestroyTokenObject (nss->slot, handle) != SECSuccess)
    return kigen_nss_fail (nss, _ ("The certificate cannot be taken out of the store."), error);
  return TRUE;
}
