/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-crypto"

/* What it costs to turn a password into a key, which a file's maker chooses: told from the parameters, before
 * any of it is computed.  The unit is a round of PBKDF2; scrypt's mixing of a block is cheaper than one. */

#include "openssl.h"

#include <openssl/asn1t.h>

/* In use are eight to thirty-two bytes. */
#define LONGEST_SALT 1024

guint64
kigen_cost_add (guint64 one, guint64 other)
{
  return MIN (one, KIGEN_COST_ABSURD) + MIN (other, KIGEN_COST_ABSURD);
}

guint64
kigen_rounds_cost (const ASN1_INTEGER *rounds)
{
  gint64 count = 1;
  if (rounds == NULL)
    return 1;
  if (ASN1_INTEGER_get_int64 (&count, rounds) != 1 || count < 0)
    return KIGEN_COST_ABSURD;
  return MIN ((guint64)count, KIGEN_COST_ABSURD);
}

gboolean
kigen_salt_is_sane (const ASN1_STRING *salt)
{
  return salt == NULL || ASN1_STRING_length (salt) <= LONGEST_SALT;
}

static guint64
pbkdf2_cost (const ASN1_TYPE *parameters)
{
  PBKDF2PARAM *function = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBKDF2PARAM), parameters);
  if (function == NULL)
    return 0;
  gboolean sane = function->salt->type != V_ASN1_OCTET_STRING
                  || kigen_salt_is_sane (function->salt->value.octet_string);
  guint64 cost = sane ? kigen_rounds_cost (function->iter) : KIGEN_COST_ABSURD;
  PBKDF2PARAM_free (function);
  return cost;
}

static guint64
product (guint64 one, guint64 other)
{
  return other != 0 && one > KIGEN_COST_ABSURD / other ? KIGEN_COST_ABSURD : one * other;
}

/* RFC 7914: N blocks of r parts, p times. */
static guint64
scrypt_cost (const ASN1_TYPE *parameters)
{
  SCRYPT_PARAMS *function = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (SCRYPT_PARAMS), parameters);
  if (function == NULL)
    return 0;
  guint64 blocks = kigen_rounds_cost (function->costParameter);
  guint64 parts = kigen_rounds_cost (function->blockSize);
  guint64 times = kigen_rounds_cost (function->parallelizationParameter);
  gboolean sane = kigen_salt_is_sane (function->salt);
  SCRYPT_PARAMS_free (function);
  return sane ? product (product (blocks, parts), times) : KIGEN_COST_ABSURD;
}

/* PBES2 and PBMAC1 (RFC 8018 A.4, A.5) begin with the function that makes the key. */
static guint64
scheme_cost (const ASN1_TYPE *parameters)
{
  PBE2PARAM *scheme = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBE2PARAM), parameters);
  guint64 cost = 0;
  if (scheme == NULL)
    return 0;
  if (OBJ_obj2nid (scheme->keyfunc->algorithm) == NID_id_pbkdf2)
    cost = pbkdf2_cost (scheme->keyfunc->parameter);
  else if (OBJ_obj2nid (scheme->keyfunc->algorithm) == NID_id_scrypt)
    cost = scrypt_cost (scheme->keyfunc->parameter);
  PBE2PARAM_free (scheme);
  return cost;
}

guint64
kigen_pbe_cost (const X509_ALGOR *algorithm)
{
  const ASN1_OBJECT *object = NULL;
  int type = V_ASN1_UNDEF;
  const void *value = NULL;
  X509_ALGOR_get0 (&object, &type, &value, algorithm);
  if (type != V_ASN1_SEQUENCE)
    return 0;
  if (OBJ_obj2nid (object) == NID_pbes2 || OBJ_obj2nid (object) == NID_pbmac1)
    return scheme_cost (algorithm->parameter);

  PBEPARAM *scheme = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBEPARAM), algorithm->parameter);
  if (scheme == NULL)
    return 0;
  guint64 cost = kigen_salt_is_sane (scheme->salt) ? kigen_rounds_cost (scheme->iter) : KIGEN_COST_ABSURD;
  PBEPARAM_free (scheme);
  return cost;
}

gboolean
kigen_pbe_is_excessive (const X509_ALGOR *algorithm)
{
  return kigen_pbe_cost (algorithm) > KIGEN_MOST_ROUNDS;
}
