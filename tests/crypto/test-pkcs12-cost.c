/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Files that ask for hours of work, in any of their parts or in all of them together.  None has a MAC that
 * would stop it earlier, and nothing in them is what it says: whoever worked through one would take the
 * password for a wrong one in the end. */

#include "pkcs12-desk.h"

#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#define PASSWORD "1234"
/* The half and more of what a file may ask for. */
#define MANY 6000000

static X509_ALGOR *
rounds (int count)
{
  return PKCS5_pbe2_set (EVP_aes_256_cbc (), count, NULL, 0);
}

/* What no key comes out of. */
static PKCS12_SAFEBAG *
shrouded (X509_ALGOR *algorithm)
{
  X509_SIG *shroud = X509_SIG_new ();
  X509_ALGOR *there = NULL;
  ASN1_OCTET_STRING *octets = NULL;
  X509_SIG_getm (shroud, &there, &octets);
  g_assert_cmpint (X509_ALGOR_copy (there, algorithm), ==, 1);
  X509_ALGOR_free (algorithm);
  ASN1_OCTET_STRING_set (octets, (const unsigned char *)"0123456789abcdef", 16);
  return PKCS12_SAFEBAG_create0_pkcs8 (shroud);
}

/* Nothing that is looked for. */
static PKCS12_SAFEBAG *
secret (void)
{
  unsigned char value[] = "secret";
  return PKCS12_SAFEBAG_create_secret (NID_pkcs7_data, V_ASN1_OCTET_STRING, value, sizeof value);
}

static GBytes *
wrap (int tag, int class, GBytes *inside, const char *before, gsize before_size)
{
  gsize size = 0;
  const void *bytes = g_bytes_get_data (inside, &size);
  unsigned char head[16];
  unsigned char *end = head;
  ASN1_put_object (&end, 1, (int)(before_size + size), tag, class);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_byte_array_append (all, head, (guint)(end - head));
  g_byte_array_append (all, (const guint8 *)before, (guint)before_size);
  g_byte_array_append (all, bytes, (guint)size);
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

/* A bag of bags (RFC 7292 4.2.6), for which OpenSSL has no function. */
static PKCS12_SAFEBAG *
nest (PKCS12_SAFEBAG *inner)
{
  static const char oid[] = "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x06";
  unsigned char *der = NULL;
  int size = i2d_PKCS12_SAFEBAG (inner, &der);
  g_autoptr (GBytes) bag = g_bytes_new (der, (gsize)size);
  OPENSSL_free (der);
  PKCS12_SAFEBAG_free (inner);
  g_autoptr (GBytes) list = wrap (V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL, bag, "", 0);
  g_autoptr (GBytes) value = wrap (0, V_ASN1_CONTEXT_SPECIFIC, list, "", 0);
  g_autoptr (GBytes) whole = wrap (V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL, value, oid, sizeof oid - 1);
  gsize length = 0;
  const unsigned char *at = g_bytes_get_data (whole, &length);
  PKCS12_SAFEBAG *made = d2i_PKCS12_SAFEBAG (NULL, &at, (long)length);
  g_assert_nonnull (made);
  return made;
}

typedef STACK_OF (PKCS12_SAFEBAG) Bags;
typedef STACK_OF (PKCS7) Parts;

static Bags *
bags_of (PKCS12_SAFEBAG *first, PKCS12_SAFEBAG *second)
{
  Bags *bags = sk_PKCS12_SAFEBAG_new_null ();
  sk_PKCS12_SAFEBAG_push (bags, first);
  if (second != NULL)
    sk_PKCS12_SAFEBAG_push (bags, second);
  return bags;
}

static void
add_open (Parts *parts, Bags *bags)
{
  sk_PKCS7_push (parts, PKCS12_pack_p7data (bags));
  sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);
}

/* Encrypted in one round; with `algorithm` it says so otherwise. */
static void
add_encrypted (Parts *parts, Bags *bags, X509_ALGOR *algorithm)
{
  PKCS7 *part = PKCS12_pack_p7encdata (NID_aes_256_cbc, PASSWORD, 4, NULL, 0, 1, bags);
  sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);
  if (algorithm != NULL) {
    X509_ALGOR_free (part->d.encrypted->enc_data->algorithm);
    part->d.encrypted->enc_data->algorithm = algorithm;
  }
  sk_PKCS7_push (parts, part);
}

static void
make_two_parts (Parts *parts)
{
  add_encrypted (parts, bags_of (secret (), NULL), rounds (MANY));
  add_encrypted (parts, bags_of (secret (), NULL), rounds (MANY));
}

static void
make_two_keys (Parts *parts)
{
  add_open (parts, bags_of (shrouded (rounds (MANY)), shrouded (rounds (MANY))));
}

static void
make_a_part_and_a_key (Parts *parts)
{
  add_encrypted (parts, bags_of (secret (), NULL), rounds (MANY));
  add_open (parts, bags_of (shrouded (rounds (MANY)), NULL));
}

static void
make_nested_keys (Parts *parts)
{
  add_open (parts, bags_of (nest (shrouded (rounds (MANY))), nest (nest (shrouded (rounds (MANY))))));
}

static void
make_hidden_keys (Parts *parts)
{
  add_encrypted (parts, bags_of (shrouded (rounds (MANY)), nest (shrouded (rounds (MANY)))), NULL);
}

static void
make_scrypt (Parts *parts)
{
  add_open (
      parts,
      bags_of (shrouded (PKCS5_pbe2_set_scrypt (EVP_aes_256_cbc (), NULL, 0, NULL, 16384, 1, 100000)), NULL));
}

static void
make_long_salt (Parts *parts)
{
  g_autofree unsigned char *salt = g_malloc0 (100000);
  add_open (
      parts,
      bags_of (shrouded (PKCS5_pbe_set (NID_pbe_WithSHA1And3_Key_TripleDES_CBC, 2000, salt, 100000)), NULL));
}

static void
make_deep (Parts *parts)
{
  PKCS12_SAFEBAG *bag = shrouded (rounds (1));
  for (int i = 0; i < 10; i++)
    bag = nest (bag);
  add_open (parts, bags_of (bag, NULL));
}

static void
make_many_keys (Parts *parts)
{
  for (int i = 0; i < 15; i++)
    add_open (parts, bags_of (shrouded (rounds (1)), shrouded (rounds (1))));
}

static void
make_many_bags (Parts *parts)
{
  Bags *bags = bags_of (shrouded (rounds (1)), NULL);
  for (int i = 0; i < 600; i++)
    sk_PKCS12_SAFEBAG_push (bags, secret ());
  add_open (parts, bags);
}

typedef struct {
  const char *name;
  void (*make) (Parts *parts);
  int mac; /* rounds; 0 for no MAC */
} Case;

static GBytes *
encode (const Case *what)
{
  Parts *parts = sk_PKCS7_new_null ();
  what->make (parts);
  PKCS12 *p12 = PKCS12_add_safes (parts, 0);
  sk_PKCS7_pop_free (parts, PKCS7_free);
  if (what->mac > 0) {
    const ASN1_INTEGER *count = NULL;
    g_assert_cmpint (PKCS12_set_mac (p12, PASSWORD, 4, NULL, 0, 2, EVP_sha256 ()), ==, 1);
    PKCS12_get0_mac (NULL, NULL, NULL, &count, p12);
    ASN1_INTEGER_set ((ASN1_INTEGER *)(guintptr)count, what->mac);
  }
  unsigned char *der = NULL;
  int size = i2d_PKCS12 (p12, &der);
  g_assert_cmpint (size, >, 0);
  GBytes *file = g_bytes_new (der, (gsize)size);
  OPENSSL_free (der);
  PKCS12_free (p12);
  return file;
}

static void
make_a_part (Parts *parts)
{
  add_encrypted (parts, bags_of (secret (), NULL), rounds (MANY));
}

static const Case cases[] = {
  { "/pkcs12-cost/two-parts", make_two_parts, 0 },
  { "/pkcs12-cost/two-keys", make_two_keys, 0 },
  { "/pkcs12-cost/a-part-and-a-key", make_a_part_and_a_key, 0 },
  { "/pkcs12-cost/nested-keys", make_nested_keys, 0 },
  { "/pkcs12-cost/hidden-keys", make_hidden_keys, 0 },
  { "/pkcs12-cost/a-part-and-the-mac", make_a_part, MANY },
  { "/pkcs12-cost/scrypt", make_scrypt, 0 },
  { "/pkcs12-cost/long-salt", make_long_salt, 0 },
  { "/pkcs12-cost/deep", make_deep, 0 },
  { "/pkcs12-cost/many-keys", make_many_keys, 0 },
  { "/pkcs12-cost/many-bags", make_many_bags, 0 },
};

static void
test_refused (gconstpointer data)
{
  g_autoptr (GBytes) file = encode (data);
  pkcs12_assert_fails (file, PASSWORD, KIGEN_ERROR_FILE_DAMAGED);
}

/* What asks for no more than real ones is worked on, and found to be what it is. */
static void
test_not_refused (void)
{
  Case what = { "", make_a_part, 0 };
  g_autoptr (GBytes) file = encode (&what);
  pkcs12_assert_fails (file, PASSWORD, KIGEN_ERROR_PASSWORD_WRONG);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].name, &cases[i], test_refused);
  g_test_add_func ("/pkcs12-cost/not-refused", test_not_refused);
  return g_test_run ();
}
