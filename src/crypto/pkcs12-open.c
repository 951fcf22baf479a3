/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-crypto"

/* Opening a PKCS#12 file.  All bags are walked, so that a second key or a stray certificate is seen and not
 * lost; only then is it decided which certificate the file is about.
 *
 * Old files need OpenSSL's legacy provider (RC2-40).  It is loaded for the first file that asks for it, into
 * a library context of its own, so that no handshake can ever choose one of its algorithms.  Only decryption
 * happens there: keys and certificates are made in the ordinary context. */

#include <kigen/crypto/pkcs12.h>

#include <kigen/base/error.h>
#include <kigen/crypto/x509.h>

#include "pkcs12-cost.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <openssl/provider.h>

/* A key or certificate as it came out of its bag. */
typedef struct {
  KigenKey *key; /* NULL for a certificate, and for a key that is neither RSA nor EC */
  KigenCertificate *certificate;
  char *name;       /* friendlyName, NULL for none */
  GBytes *local_id; /* localKeyID, NULL for none */
} Item;

typedef struct {
  OSSL_LIB_CTX *library; /* where to decrypt; NULL is the ordinary one */
  const char *password;
  int length;
  KigenCost *cost;         /* so far */
  GPtrArray *keys;         /* Item */
  GPtrArray *certificates; /* Item */
} Walk;

static void
free_item (Item *item)
{
  g_clear_pointer (&item->key, kigen_key_unref);
  g_clear_pointer (&item->certificate, kigen_certificate_unref);
  g_clear_pointer (&item->local_id, g_bytes_unref);
  g_free (item->name);
  g_free (item);
}

/* PKCS12_get_friendlyname() of OpenSSL 3.0.19 gives nothing for a name without a NUL at its end, and RFC 2985
 * (5.5.1) wants none.  NULL for none, and for one that is not text. */
static char *
read_name (const PKCS12_SAFEBAG *bag)
{
  const ASN1_TYPE *value = PKCS12_SAFEBAG_get0_attr (bag, NID_friendlyName);
  if (value == NULL || value->type != V_ASN1_BMPSTRING)
    return NULL;
  const ASN1_BMPSTRING *text = value->value.bmpstring;
  g_autofree char *name
      = g_convert ((const char *)text->data, text->length, "UTF-8", "UTF-16BE", NULL, NULL, NULL);
  /* Up to a NUL, where there is one all the same. */
  return name != NULL && name[0] != '\0' ? g_steal_pointer (&name) : NULL;
}

static Item *
add_item (GPtrArray *items, PKCS12_SAFEBAG *bag)
{
  Item *item = g_new0 (Item, 1);
  item->name = read_name (bag);

  const ASN1_TYPE *id = PKCS12_SAFEBAG_get0_attr (bag, NID_localKeyID);
  if (id != NULL && id->type == V_ASN1_OCTET_STRING)
    item->local_id = g_bytes_new (id->value.octet_string->data, (gsize)id->value.octet_string->length);
  g_ptr_array_add (items, item);
  return item;
}

static gboolean
add_key (Walk *walk, PKCS12_SAFEBAG *bag, const PKCS8_PRIV_KEY_INFO *info)
{
  EVP_PKEY *evp = info != NULL ? EVP_PKCS82PKEY (info) : NULL;
  if (evp == NULL)
    return FALSE;
  add_item (walk->keys, bag)->key = kigen_key_take_evp (evp, NULL);
  return TRUE;
}

static gboolean
add_shrouded_key (Walk *walk, PKCS12_SAFEBAG *bag)
{
  if (PKCS12_SAFEBAG_get0_pkcs8 (bag) == NULL)
    return FALSE;
  g_autoptr (PKCS8_PRIV_KEY_INFO) info
      = PKCS12_decrypt_skey_ex (bag, walk->password, walk->length, walk->library, NULL);
  return add_key (walk, bag, info);
}

static gboolean
add_certificate (Walk *walk, PKCS12_SAFEBAG *bag)
{
  if (PKCS12_SAFEBAG_get_bag_nid (bag) != NID_x509Certificate)
    return TRUE;
  g_autoptr (X509) x509 = PKCS12_SAFEBAG_get1_cert (bag);
  g_autoptr (GBytes) der = x509 != NULL ? kigen_x509_encode (x509) : NULL;
  g_autoptr (KigenCertificate) certificate = der != NULL ? kigen_x509_parse (der, NULL) : NULL;
  if (certificate == NULL)
    return FALSE;
  add_item (walk->certificates, bag)->certificate = g_steal_pointer (&certificate);
  return TRUE;
}

static gboolean
walk_bags (Walk *walk, const STACK_OF (PKCS12_SAFEBAG) * bags)
{
  gboolean whole = bags != NULL;
  for (int i = 0; whole && i < sk_PKCS12_SAFEBAG_num (bags); i++) {
    PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value (bags, i);
    int kind = PKCS12_SAFEBAG_get_nid (bag);
    if (kind == NID_keyBag)
      whole = add_key (walk, bag, PKCS12_SAFEBAG_get0_p8inf (bag));
    else if (kind == NID_pkcs8ShroudedKeyBag)
      whole = add_shrouded_key (walk, bag);
    else if (kind == NID_certBag)
      whole = add_certificate (walk, bag);
    else if (kind == NID_safeContentsBag)
      whole = walk_bags (walk, PKCS12_SAFEBAG_get0_safes (bag));
  }
  return whole;
}

/* What comes to light is counted before any of it is opened. */
static STACK_OF (PKCS12_SAFEBAG) * decrypt_bags (const Walk *walk, PKCS7 *safe)
{
  const PKCS7_ENCRYPT *encrypted = safe->d.encrypted;
  if (encrypted == NULL || encrypted->enc_data == NULL || encrypted->enc_data->algorithm == NULL)
    return NULL;
  STACK_OF (PKCS12_SAFEBAG) *bags = PKCS12_unpack_p7encdata (safe, walk->password, walk->length);
  kigen_cost_count_bags (walk->cost, bags);
  if (!kigen_cost_is_excessive (walk->cost))
    return bags;
  sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);
  return NULL;
}

static gboolean
walk_safes (Walk *walk, const STACK_OF (PKCS7) * safes)
{
  gboolean whole = safes != NULL;
  for (int i = 0; whole && i < sk_PKCS7_num (safes); i++) {
    PKCS7 *safe = sk_PKCS7_value (safes, i);
    STACK_OF (PKCS12_SAFEBAG) *bags = NULL;
    if (PKCS7_type_is_data (safe))
      bags = PKCS12_unpack_p7data (safe);
    else if (PKCS7_type_is_encrypted (safe))
      bags = decrypt_bags (walk, safe);
    else
      continue;
    whole = walk_bags (walk, bags);
    sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);
  }
  return whole;
}

/* The key that a certificate belongs to. */
static Item *
fitting_key (GPtrArray *keys, const KigenCertificate *certificate)
{
  for (guint i = 0; i < keys->len; i++) {
    Item *item = g_ptr_array_index (keys, i);
    if (item->key != NULL && kigen_key_fits (item->key, certificate->der))
      return item;
  }
  return NULL;
}

/* What the file is about: the certificate with the latest end that one of the keys fits; else the first that
 * is not a CA's own. */
static Item *
choose (const Walk *walk, Item **key)
{
  Item *chosen = NULL;
  Item *plain = NULL;
  for (guint i = 0; i < walk->certificates->len; i++) {
    Item *item = g_ptr_array_index (walk->certificates, i);
    Item *fitting = fitting_key (walk->keys, item->certificate);
    if (plain == NULL && !item->certificate->is_ca)
      plain = item;
    if (fitting == NULL || (chosen != NULL && chosen->certificate->not_after >= item->certificate->not_after))
      continue;
    chosen = item;
    *key = fitting;
  }
  for (guint i = 0; chosen == NULL && *key == NULL && i < walk->keys->len; i++) {
    Item *item = g_ptr_array_index (walk->keys, i);
    *key = item->key != NULL ? item : NULL;
  }
  return chosen != NULL ? chosen : plain;
}

static KigenPkcs12 *
sort_out (const Walk *walk)
{
  KigenPkcs12 *contents = kigen_pkcs12_new ();
  Item *key = NULL;
  Item *chosen = choose (walk, &key);

  contents->n_keys = walk->keys->len;
  if (key != NULL)
    contents->key = kigen_key_ref (key->key);
  if (chosen != NULL)
    contents->certificate = kigen_certificate_ref (chosen->certificate);
  if (chosen != NULL && chosen->name != NULL)
    contents->friendly_name = g_strdup (chosen->name);
  else if (key != NULL)
    contents->friendly_name = g_strdup (key->name);
  for (guint i = 0; i < walk->certificates->len; i++) {
    Item *item = g_ptr_array_index (walk->certificates, i);
    if (item != chosen)
      g_ptr_array_add (contents->chain, g_bytes_ref (item->certificate->der));
  }
  return contents;
}

static gboolean
load_legacy (gpointer *library)
{
  OSSL_LIB_CTX *context = OSSL_LIB_CTX_new ();
  if (OSSL_PROVIDER_load (context, "default") == NULL || OSSL_PROVIDER_load (context, "legacy") == NULL) {
    OSSL_LIB_CTX_free (context);
    return FALSE;
  }
  *library = context;
  return TRUE;
}

/* The context with the legacy provider, made once; NULL where this system has no such provider. */
static OSSL_LIB_CTX *
legacy_library (void)
{
  static gsize once = 0;
  static gpointer library = NULL;
  if (g_once_init_enter (&once)) {
    load_legacy (&library);
    g_once_init_leave (&once, 1);
  }
  return library;
}

static PKCS12 *
decode (GBytes *file, OSSL_LIB_CTX *library)
{
  gsize size = 0;
  const unsigned char *bytes = g_bytes_get_data (file, &size);
  const unsigned char *end = bytes;
  if (bytes == NULL || size > G_MAXINT32)
    return NULL;

  /* the context is handed down from the structure that is decoded into */
  g_autoptr (PKCS12) p12 = PKCS12_init_ex (NID_pkcs7_data, library, NULL);
  if (d2i_PKCS12 (&p12, &end, (long)size) == NULL || end != bytes + size)
    return NULL;
  return g_steal_pointer (&p12);
}

gboolean
kigen_pkcs12_is_whole (GBytes *file)
{
  g_auto (KigenErrors) errors = kigen_errors_begin ();
  g_autoptr (PKCS12) p12 = decode (file, NULL);
  STACK_OF (PKCS7) *safes = p12 != NULL ? PKCS12_unpack_authsafes (p12) : NULL;
  gboolean whole = safes != NULL;
  sk_PKCS7_pop_free (safes, PKCS7_free);
  return whole;
}

typedef enum { OPENED, WRONG, DAMAGED, UNSUPPORTED, COSTLY } Outcome;

static Outcome
failed_because (Outcome otherwise)
{
  return kigen_errors_say_unsupported () ? UNSUPPORTED : otherwise;
}

static Outcome
try_password (PKCS12 *p12, Walk *walk, KigenPkcs12 **contents)
{
  gboolean has_mac = PKCS12_mac_present (p12) == 1;
  kigen_cost_count_file (walk->cost, p12);
  if (kigen_cost_is_excessive (walk->cost))
    return COSTLY;
  g_ptr_array_set_size (walk->keys, 0);
  g_ptr_array_set_size (walk->certificates, 0);
  ERR_clear_error ();

  if (has_mac && PKCS12_verify_mac (p12, walk->password, walk->length) != 1)
    return ERR_peek_error () == 0 ? WRONG : UNSUPPORTED;

  STACK_OF (PKCS7) *safes = PKCS12_unpack_authsafes (p12);
  gboolean whole = walk_safes (walk, safes);
  sk_PKCS7_pop_free (safes, PKCS7_free);
  if (!whole && kigen_cost_is_excessive (walk->cost))
    return COSTLY;
  if (!whole)
    return failed_because (safes != NULL && !has_mac ? WRONG : DAMAGED);
  *contents = sort_out (walk);
  return OPENED;
}

static Outcome
open_in (OSSL_LIB_CTX *library, GBytes *file, const KigenSecret *password, KigenPkcs12 **contents)
{
  g_autoptr (PKCS12) p12 = decode (file, library);
  if (p12 == NULL)
    return DAMAGED;

  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify)free_item);
  g_autoptr (GPtrArray) certificates = g_ptr_array_new_with_free_func ((GDestroyNotify)free_item);
  gsize length = 0;
  const char *text = kigen_secret_bytes (password, &length);
  KigenCost cost = { 0 };
  Walk walk = { library, text, (int)length, &cost, keys, certificates };
  if (length > 0)
    return try_password (p12, &walk, contents);

  /* an empty password is written as no bytes or as two zero bytes (RFC 7292 B.1 leaves room for both) */
  walk.password = NULL;
  Outcome outcome = try_password (p12, &walk, contents);
  walk.password = "";
  return outcome == WRONG ? try_password (p12, &walk, contents) : outcome;
}

KigenPkcs12 *
kigen_pkcs12_open (GBytes *file, const KigenSecret *password, GError **error)
{
  g_auto (KigenErrors) errors = kigen_errors_begin ();
  KigenPkcs12 *contents = NULL;
  Outcome outcome = open_in (NULL, file, password, &contents);
  OSSL_LIB_CTX *legacy = outcome == UNSUPPORTED ? legacy_library () : NULL;
  if (legacy != NULL)
    outcome = open_in (legacy, file, password, &contents);

  if (outcome == OPENED)
    return contents;
  if (outcome == WRONG)
    kigen_fail (error, KIGEN_ERROR_PASSWORD_WRONG, NULL, _ ("The password does not open the file."));
  else if (outcome == UNSUPPORTED)
    kigen_fail (error, KIGEN_ERROR_FILE_DAMAGED, NULL,
                _ ("The file is encrypted in a way that is not supported on this computer."));
  else if (outcome == COSTLY)
    kigen_fail (error, KIGEN_ERROR_FILE_DAMAGED, NULL,
                _ ("Opening the file would take far more computation than usual; it was not opened."));
  else
    kigen_fail (error, KIGEN_ERROR_FILE_DAMAGED, NULL,
                _ ("The file is not a PKCS#12 file, or it is damaged or incomplete."));
  return NULL;
}
