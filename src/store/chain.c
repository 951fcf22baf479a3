/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* The chain of a certificate, out of the authorities' certificates that its store has. */

#include "store-private.h"

#include <kigen/crypto/x509.h>

/* Longer chains are somebody's loop. */
#define LONGEST_CHAIN 8

static KigenCertificate *
find_issuer (GPtrArray *authorities, const KigenCertificate *certificate)
{
  for (guint i = 0; i < authorities->len; i++) {
    KigenCertificate *authority = g_ptr_array_index (authorities, i);
    if (g_str_equal (authority->subject, certificate->issuer)
        && kigen_x509_is_issued_by (certificate->der, authority->der))
      return authority;
  }
  return NULL;
}

GPtrArray *
kigen_store_chain (GPtrArray *authorities, const KigenCertificate *certificate)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  const KigenCertificate *last = certificate;

  while (chain->len < LONGEST_CHAIN && !g_str_equal (last->issuer, last->subject)) {
    last = find_issuer (authorities, last);
    if (last == NULL)
      break;
    g_ptr_array_add (chain, g_bytes_ref (last->der));
  }
  return chain;
}
