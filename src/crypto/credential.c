/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-crypto"

/* A credential is a bundle of references and nothing more. */

#include <kigen/crypto/credential.h>

KigenCredential *
kigen_credential_new (KigenCertificate *certificate, GPtrArray *chain, KigenKey *key, const char *place)
{
  KigenCredential *credential = g_new0 (KigenCredential, 1);
  credential->certificate = kigen_certificate_ref (certificate);
  credential->chain = chain != NULL ? g_ptr_array_ref (chain)
                                    : g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  credential->key = key != NULL ? kigen_key_ref (key) : NULL;
  credential->place = g_strdup (place);
  return credential;
}

void
kigen_credential_free (KigenCredential *credential)
{
  if (credential == NULL)
    return;
  kigen_certificate_unref (credential->certificate);
  g_ptr_array_unref (credential->chain);
  g_clear_pointer (&credential->key, kigen_key_unref);
  g_free (credential->place);
  g_free (credential);
}
