/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* Putting an identity into an NSS database.
 *
 * NSS writes one object at a time, so an import can be cut in two by a crash: the key goes first, as a key
 * without a certificate harms nobody while a certificate without a key is offered by browsers in vain.  Each
 * object is looked for before it is added, which makes the import repeatable; what this call added is taken
 * out again when it fails.
 *
 * Key and certificate carry the same CKA_ID, the SHA-1 of the public value, as NSS's own tools write it.
 * Certificates of one subject share a nickname and no two subjects do: NSS insists on it. */

#include "nss-private.h"

#include <kigen/base/error.h>
#include <kigen/crypto/x509.h>

#include <cert.h>
#include <glib/gi18n-lib.h>
#include <keyhi.h>
#include <secasn1.h>
#include <secitem.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CERTCertificate, CERT_DestroyCertificate)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SECKEYPublicKey, SECKEY_DestroyPublicKey)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SECKEYPrivateKey, SECKEY_DestroyPrivateKey)

/* An import under way. */
typedef struct {
  const KigenNss *nss;
  GPtrArray *present; /* KigenNssCertificate: what was there when it began */
  GArray *added;      /* CK_OBJECT_HANDLE, in the order of their coming */
} Import;

static SECItem
item_of_bytes (GBytes *bytes)
{
  gsize size = 0;
  const void *data = g_bytes_get_data (bytes, &size);
  return (SECItem){ siBuffer, (unsigned char *)(guintptr)data, (unsigned int)size };
}

static CERTCertificate *
decode (GBytes *der)
{
  SECItem item = item_of_bytes (der);
  return CERT_NewTempCertificate (CERT_GetDefaultCertDB (), &item, NULL, PR_FALSE, PR_TRUE);
}

/* What the key is named by: the modulus, or the point on the curve.  NULL for other kinds. */
static SECItem *
public_value (SECKEYPublicKey *key)
{
  KeyType type = key != NULL ? SECKEY_GetPublicKeyType (key) : nullKey;
  if (type == rsaKey)
    return &key->u.rsa.modulus;
  return type == ecKey ? &key->u.ec.publicValue : NULL;
}

static GBytes *
key_id_of (CERTCertificate *certificate)
{
  g_autoptr (SECKEYPublicKey) key = CERT_ExtractPublicKey (certificate);
  SECItem *value = public_value (key);
  SECItem *id = value != NULL ? PK11_MakeIDFromPubKey (value) : NULL;
  if (id == NULL)
    return g_bytes_new_static ("", 0);
  GBytes *bytes = g_bytes_new (id->data, id->len);
  SECITEM_FreeItem (id, PR_TRUE);
  return bytes;
}

static gboolean
label_is_taken (GPtrArray *present, const char *label)
{
  for (guint i = 0; i < present->len; i++) {
    const KigenNssCertificate *other = g_ptr_array_index (present, i);
    if (g_strcmp0 (other->label, label) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_of_subject (const KigenNssCertificate *certificate, const SECItem *subject)
{
  gsize size = 0;
  const void *bytes = g_bytes_get_data (certificate->der, &size);
  SECItem der = { siBuffer, (unsigned char *)(guintptr)bytes, (unsigned int)size };
  CERTCertificate *decoded
      = CERT_NewTempCertificate (CERT_GetDefaultCertDB (), &der, NULL, PR_FALSE, PR_TRUE);
  gboolean is = decoded != NULL && SECITEM_ItemsAreEqual (&decoded->derSubject, subject);
  if (decoded != NULL)
    CERT_DestroyCertificate (decoded);
  return is;
}

/* The subject's own nickname where it has one, else the wanted one, with a number where another subject has
 * that. */
static char *
choose_nickname (GPtrArray *present, const SECItem *subject, const char *wanted)
{
  for (guint i = 0; i < present->len; i++) {
    const KigenNssCertificate *other = g_ptr_array_index (present, i);
    if (other->label != NULL && is_of_subject (other, subject))
      return g_strdup (other->label);
  }

  char *nickname = g_strdup (wanted);
  for (guint number = 2; label_is_taken (present, nickname); number++) {
    g_free (nickname);
    nickname = g_strdup_printf ("%s #%u", wanted, number);
  }
  return nickname;
}

static gboolean
create_object (Import *import, const CK_ATTRIBUTE *attributes, int count, GError **error)
{
  PK11GenericObject *object = PK11_CreateManagedGenericObject (import->nss->slot, attributes, count, PR_TRUE);
  if (object == NULL)
    return kigen_nss_fail (import->nss, _ ("The certificate cannot be written into the store."), error);
  CK_OBJECT_HANDLE handle = PK11_GetObjectHandle (PK11_TypeGeneric, object, NULL);
  g_array_append_val (import->added, handle);
  PK11_DestroyGenericObject (object);
  return TRUE;
}

static CK_ATTRIBUTE
attribute (CK_ATTRIBUTE_TYPE type, const SECItem *item)
{
  return (CK_ATTRIBUTE){ type, item->data, item->len };
}

/* The attributes that NSS itself gives a certificate. */
static gboolean
create_certificate (Import *import, CERTCertificate *certificate, const char *nickname, GError **error)
{
  CK_OBJECT_CLASS class = CKO_CERTIFICATE;
  CK_CERTIFICATE_TYPE type = CKC_X_509;
  CK_BBOOL yes = CK_TRUE;
  g_autofree char *label = g_strdup (nickname);
  g_autoptr (GBytes) key_id = key_id_of (certificate);
  SECItem id = item_of_bytes (key_id);
  SECItem *serial
      = SEC_ASN1EncodeItem (NULL, NULL, &certificate->serialNumber, SEC_ASN1_GET (SEC_IntegerTemplate));
  if (serial == NULL)
    return kigen_nss_fail (import->nss, _ ("The certificate cannot be written into the store."), error);

  CK_ATTRIBUTE attributes[] = {
    { CKA_CLASS, &class, sizeof class },
    { CKA_TOKEN, &yes, sizeof yes },
    { CKA_CERTIFICATE_TYPE, &type, sizeof type },
    { CKA_LABEL, label, strlen (label) },
    attribute (CKA_ID, &id),
    attribute (CKA_VALUE, &certificate->derCert),
    attribute (CKA_SUBJECT, &certificate->derSubject),
    attribute (CKA_ISSUER, &certificate->derIssuer),
    attribute (CKA_SERIAL_NUMBER, serial),
  };
  gboolean created = create_object (import, attributes, G_N_ELEMENTS (attributes), error);
  SECITEM_FreeItem (serial, PR_TRUE);
  return created;
}

/* A certificate that came without its key has another CKA_ID or none: from now on it has the key's. */
static gboolean
tie_to_key (const KigenNss *nss, GBytes *der, GBytes *key_id, GError **error)
{
  gboolean tied = TRUE;
  PK11GenericObject *objects = PK11_FindGenericObjects (nss->slot, CKO_CERTIFICATE);
  for (PK11GenericObject *object = objects; object != NULL; object = PK11_GetNextGenericObject (object)) {
    SECItem value = { siBuffer, NULL, 0 };
    SECItem id = item_of_bytes (key_id);
    SECItem wanted = item_of_bytes (der);
    if (PK11_ReadRawAttribute (PK11_TypeGeneric, object, CKA_VALUE, &value) != SECSuccess)
      continue;
    if (SECITEM_ItemsAreEqual (&value, &wanted))
      tied = PK11_WriteRawAttribute (PK11_TypeGeneric, object, CKA_ID, &id) == SECSuccess;
    SECITEM_FreeItem (&value, PR_FALSE);
  }
  PK11_DestroyGenericObjects (objects);
  return tied || kigen_nss_fail (nss, _ ("The certificate cannot be written into the store."), error);
}

static gboolean
add_certificate (Import *import, GBytes *der, const char *label, GError **error)
{
  g_autoptr (CERTCertificate) certificate = decode (der);
  if (certificate == NULL)
    return kigen_fail (error, KIGEN_ERROR_FILE_DAMAGED, NULL,
                       _ ("This is not a certificate, or it is damaged."));

  const KigenNssCertificate *there = kigen_nss_certificate_by_der (import->present, der);
  g_autoptr (GBytes) key_id = key_id_of (certificate);
  if (there != NULL && g_bytes_equal (there->key_id, key_id))
    return TRUE;
  if (there != NULL)
    return tie_to_key (import->nss, der, key_id, error);

  g_autofree char *nickname = choose_nickname (import->present, &certificate->derSubject, label);
  return create_certificate (import, certificate, nickname, error);
}

/* An authority's certificate that is there stays as it is, with whatever trust the user gave it. */
static gboolean
add_authority (Import *import, GBytes *der, GError **error)
{
  g_autoptr (KigenCertificate) authority = kigen_x509_parse (der, NULL);
  if (authority == NULL || !authority->is_ca || kigen_nss_certificate_by_der (import->present, der) != NULL)
    return TRUE;

  const char *label = authority->common_name[0] != '\0' ? authority->common_name : authority->subject;
  if (!add_certificate (import, der, label, error))
    return FALSE;
  g_clear_pointer (&import->present, g_ptr_array_unref);
  import->present = kigen_nss_certificates (import->nss, error);
  return import->present != NULL;
}

static gboolean
write_key (Import *import, const KigenKey *key, const char *label, SECItem *value, GError **error)
{
  g_autoptr (KigenSecret) pkcs8 = kigen_key_to_pkcs8 (key, error);
  if (pkcs8 == NULL)
    return FALSE;

  gsize size = 0;
  const void *bytes = kigen_secret_bytes (pkcs8, &size);
  SECItem der = { siBuffer, (unsigned char *)(guintptr)bytes, (unsigned int)size };
  SECItem nickname = { siBuffer, (unsigned char *)(guintptr)label, (unsigned int)strlen (label) };
  g_autoptr (SECKEYPrivateKey) written = NULL;
  if (PK11_ImportDERPrivateKeyInfoAndReturnKey (import->nss->slot, &der, &nickname, value, PR_TRUE, PR_TRUE,
                                                KU_ALL, &written, NULL)
      != SECSuccess)
    return kigen_nss_fail (import->nss, _ ("The private key cannot be written into the store."), error);
  g_array_append_val (import->added, written->pkcs11ID);
  return TRUE;
}

static gboolean
add_key (Import *import, const KigenPkcs12 *contents, const char *label, GError **error)
{
  g_autoptr (GHashTable) keys = kigen_nss_keys (import->nss, CKO_PRIVATE_KEY, error);
  g_autoptr (CERTCertificate) certificate = decode (contents->certificate->der);
  g_autoptr (SECKEYPublicKey) public_key = certificate != NULL ? CERT_ExtractPublicKey (certificate) : NULL;
  SECItem *value = public_value (public_key);
  if (keys == NULL)
    return FALSE;
  if (value == NULL)
    return kigen_fail (error, KIGEN_ERROR_KEY, NULL,
                       _ ("The private key is of a kind that is not supported."));

  g_autoptr (GBytes) id = key_id_of (certificate);
  if (g_hash_table_contains (keys, id))
    return TRUE;
  return write_key (import, contents->key, label, value, error);
}

static gboolean
add_all (Import *import, const KigenPkcs12 *contents, const char *label, GError **error)
{
  if (!add_key (import, contents, label, error)
      || !add_certificate (import, contents->certificate->der, label, error))
    return FALSE;
  for (guint i = 0; i < contents->chain->len; i++)
    if (!add_authority (import, g_ptr_array_index (contents->chain, i), error))
      return FALSE;
  return kigen_nss_confirm_there (import->nss, contents->certificate->der, error);
}

static void
take_back (const Import *import)
{
  for (guint i = import->added->len; i > 0; i--)
    kigen_nss_destroy (import->nss, g_array_index (import->added, CK_OBJECT_HANDLE, i - 1), NULL);
}

gboolean
kigen_nss_import (const KigenStore *store, const KigenPkcs12 *contents, const char *label, GError **error)
{
  g_autoptr (KigenNss) nss = kigen_nss_open (store, KIGEN_NSS_WRITE, error);
  if (nss == NULL || !kigen_nss_prepare (nss, error) || !kigen_nss_unlock (nss, error))
    return FALSE;

  Import import = { nss, kigen_nss_certificates (nss, error), NULL };
  if (import.present == NULL)
    return FALSE;
  import.added = g_array_new (FALSE, FALSE, sizeof (CK_OBJECT_HANDLE));
  gboolean added = add_all (&import, contents, label, error);
  if (!added)
    take_back (&import);
  g_array_unref (import.added);
  g_clear_pointer (&import.present, g_ptr_array_unref);
  return added;
}
