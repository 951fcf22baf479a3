/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Another client beside Kigen, as an authority's own would be: it puts a certificate into the user's MY in
 * the way that Windows itself offers, and takes its own out again.
 *
 *   neighbour put FILE PASSWORD     all of a PKCS#12 file
 *   neighbour delete SHA1           a certificate and the container of its key
 *   neighbour sign SHA1             signs with the certificate's key: whether it is one that can be used
 */

#include <glib.h>
#include <windows.h>

#include <wincrypt.h>

static HCERTSTORE
open_my (void)
{
  return CertOpenStore (CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER, L"MY");
}

/* Where the key lies; with room for a change. */
static CRYPT_KEY_PROV_INFO *
key_of (PCCERT_CONTEXT one)
{
  DWORD size = 0;
  CertGetCertificateContextProperty (one, CERT_KEY_PROV_INFO_PROP_ID, NULL, &size);
  CRYPT_KEY_PROV_INFO *key = g_malloc0 (MAX (size, sizeof *key));
  if (CertGetCertificateContextProperty (one, CERT_KEY_PROV_INFO_PROP_ID, key, &size))
    return key;
  g_free (key);
  return NULL;
}

/* Wine's import says that the key is of both kinds, which is none. */
static gboolean
name_key (PCCERT_CONTEXT one)
{
  g_autofree CRYPT_KEY_PROV_INFO *key = key_of (one);
  if (key == NULL)
    return FALSE;
  if (key->dwKeySpec != AT_SIGNATURE)
    key->dwKeySpec = AT_KEYEXCHANGE;
  return CertSetCertificateContextProperty (one, CERT_KEY_PROV_INFO_PROP_ID, 0, key);
}

static int
put (const char *path, const char *password)
{
  g_autofree char *bytes = NULL;
  g_autofree wchar_t *word = g_utf8_to_utf16 (password, -1, NULL, NULL, NULL);
  gsize size = 0;
  PCCERT_CONTEXT one = NULL;
  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return 1;
  CRYPT_DATA_BLOB blob = { (DWORD)size, (BYTE *)bytes };
  HCERTSTORE loose = PFXImportCertStore (&blob, word, CRYPT_EXPORTABLE | CRYPT_USER_KEYSET);
  HCERTSTORE my = open_my ();
  int n = 0;
  while (loose != NULL && my != NULL && (one = CertEnumCertificatesInStore (loose, one)) != NULL) {
    if (name_key (one) && CertAddCertificateContextToStore (my, one, CERT_STORE_ADD_REPLACE_EXISTING, NULL))
      n++;
  }
  CertCloseStore (my, 0);
  return n > 0 ? 0 : 1;
}

static PCCERT_CONTEXT
find (HCERTSTORE my, const char *sha1)
{
  BYTE hash[20] = { 0 };
  for (gsize i = 0; i < sizeof hash && strlen (sha1) == 2 * sizeof hash; i++)
    hash[i] = (BYTE)(g_ascii_xdigit_value (sha1[2 * i]) << 4 | g_ascii_xdigit_value (sha1[2 * i + 1]));
  CRYPT_HASH_BLOB wanted = { sizeof hash, hash };
  return CertFindCertificateInStore (my, X509_ASN_ENCODING, 0, CERT_FIND_SHA1_HASH, &wanted, NULL);
}

static int
take_out (PCCERT_CONTEXT one)
{
  HCRYPTPROV none = 0;
  g_autofree CRYPT_KEY_PROV_INFO *key = key_of (one);
  if (key == NULL || !CertDeleteCertificateFromStore (one))
    return 1;
  return CryptAcquireContextW (&none, key->pwszContainerName, key->pwszProvName, key->dwProvType,
                               CRYPT_DELETEKEYSET)
             ? 0
             : 1;
}

static int
sign (PCCERT_CONTEXT one)
{
  HCRYPTPROV provider = 0;
  HCRYPTHASH hash = 0;
  DWORD which = 0, size = 0;
  BOOL ours = FALSE;
  BOOL signs = CryptAcquireCertificatePrivateKey (one, CRYPT_ACQUIRE_COMPARE_KEY_FLAG, NULL, &provider,
                                                  &which, &ours)
               && CryptCreateHash (provider, CALG_SHA1, 0, 0, &hash)
               && CryptHashData (hash, (const BYTE *)"kigen", 5, 0)
               && CryptSignHashW (hash, which, NULL, 0, NULL, &size) && size > 0;
  return signs ? 0 : 1;
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "put"))
    return put (argv[2], argv[3]);
  if (argc != 3)
    return 2;
  HCERTSTORE my = open_my ();
  PCCERT_CONTEXT one = find (my, argv[2]);
  int status = one == NULL ? 3 : g_str_equal (argv[1], "sign") ? sign (one) : take_out (one);
  CertControlStore (my, 0, CERT_STORE_CTRL_COMMIT, NULL);
  CertCloseStore (my, 0);
  return status;
}
