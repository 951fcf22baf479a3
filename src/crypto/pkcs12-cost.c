/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-crypto"

/* What a PKCS#12 asks for before it shows anything: the rounds of its MAC, of each encrypted part and of each
 * shrouded key, and how many bags there are in how many layers.  What an encrypted part holds is counted when
 * that is open, before any of its keys is. */

#include "pkcs12-cost.h"

/* A desk's file has three certificates and a key; some systems add a bundle of authorities. */
#define MOST_BAGS 500
#define MOST_KEYS 20
#define DEEPEST 8

static void
add (KigenCost *cost, guint64 rounds)
{
  cost->rounds = kigen_cost_add (cost->rounds, rounds);
}

static void
count_key (KigenCost *cost, const PKCS12_SAFEBAG *bag)
{
  const X509_SIG *shroud = PKCS12_SAFEBAG_get0_pkcs8 (bag);
  const X509_ALGOR *algorithm = NULL;
  if (shroud == NULL)
    return;
  X509_SIG_get0 (shroud, &algorithm, NULL);
  add (cost, kigen_pbe_cost (algorithm));
}

static void
count_bags (KigenCost *cost, const STACK_OF (PKCS12_SAFEBAG) * bags, int depth)
{
  if (depth > DEEPEST) {
    add (cost, KIGEN_COST_ABSURD);
    return;
  }
  for (int i = 0; i < sk_PKCS12_SAFEBAG_num (bags); i++) {
    const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value (bags, i);
    int kind = PKCS12_SAFEBAG_get_nid (bag);
    cost->bags++;
    cost->keys += kind == NID_keyBag || kind == NID_pkcs8ShroudedKeyBag;
    if (kind == NID_pkcs8ShroudedKeyBag)
      count_key (cost, bag);
    else if (kind == NID_safeContentsBag)
      count_bags (cost, PKCS12_SAFEBAG_get0_safes (bag), depth + 1);
  }
}

static void
count_encrypted (KigenCost *cost, const PKCS7 *safe)
{
  const PKCS7_ENCRYPT *encrypted = safe->d.encrypted;
  if (encrypted != NULL && encrypted->enc_data != NULL && encrypted->enc_data->algorithm != NULL)
    add (cost, kigen_pbe_cost (encrypted->enc_data->algorithm));
}

static void
count_mac (KigenCost *cost, const PKCS12 *p12)
{
  const ASN1_INTEGER *rounds = NULL;
  const ASN1_OCTET_STRING *salt = NULL;
  const X509_ALGOR *algorithm = NULL;
  if (PKCS12_mac_present (p12) != 1)
    return;
  PKCS12_get0_mac (NULL, &algorithm, &salt, &rounds, p12);
  add (cost, kigen_salt_is_sane (salt) ? kigen_rounds_cost (rounds) : KIGEN_COST_ABSURD);
  add (cost, kigen_pbe_cost (algorithm));
}

void
kigen_cost_count_bags (KigenCost *cost, const STACK_OF (PKCS12_SAFEBAG) * bags)
{
  count_bags (cost, bags, 1);
}

void
kigen_cost_count_file (KigenCost *cost, const PKCS12 *p12)
{
  STACK_OF (PKCS7) *safes = PKCS12_unpack_authsafes (p12);
  count_mac (cost, p12);
  for (int i = 0; i < sk_PKCS7_num (safes); i++) {
    PKCS7 *safe = sk_PKCS7_value (safes, i);
    STACK_OF (PKCS12_SAFEBAG) *bags = PKCS7_type_is_data (safe) ? PKCS12_unpack_p7data (safe) : NULL;
    cost->bags++;
    if (PKCS7_type_is_encrypted (safe))
      count_encrypted (cost, safe);
    count_bags (cost, bags, 1);
    sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);
  }
  sk_PKCS7_pop_free (safes, PKCS7_free);
}

gboolean
kigen_cost_is_excessive (const KigenCost *cost)
{
  return cost->rounds > KIGEN_MOST_ROUNDS || cost->bags > MOST_BAGS || cost->keys > MOST_KEYS;
}
