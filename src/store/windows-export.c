/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* A key out of its provider, where its owner allowed that when it was put in. */

#include "windows-private.h"

#include <glib/gi18n-lib.h>

/* CNG gives a key that may leave "but not in the clear" only under a password; OpenSSL takes it off again.
 * PKCS#12's own scheme, RFC 7292 B. */
#define WRAPPING "1.2.840.113549.1.12.1.3"
#define ROUNDS 2048
#define SALT_SIZE 8
#define PASSWORD_SIZE 32

static gboolean
fail_held_back (GError **error)
{
  DWORD fault = GetLastError ();
  g_debug ("the key is held back (0x%08lX)", fault);
  return kigen_fail (
      error, KIGEN_ERROR_KEY,
      _ ("Keep the PKCS#12 file that the renewal itself has left: it is the backup. At the next "
         "renewal a new one is made."),
      _ ("Windows does not give this certificate's private key out, because it was installed "
         "as not exportable."));
}

/* Of CAPI
 * -------------------------------------------------------------------------------------------------------- */

static KigenSecret *
export_blob (HCRYPTKEY key)
{
  DWORD size = 0;
  void *bytes = NULL;
  if (!CryptExportKey (key, 0, PRIVATEKEYBLOB, 0, NULL, &size) || size == 0)
    return NULL;
  g_autoptr (KigenSecret) blob = kigen_secret_new_blank (size, &bytes);
  if (!CryptExportKey (key, 0, PRIVATEKEYBLOB, 0, bytes, &size))
    return NULL;
  return kigen_secret_new (bytes, size);
}

static KigenKey *
take_of_capi (const KigenOpenKey *open, GError **error)
{
  HCRYPTKEY key = 0;
  if (!CryptGetUserKey (open->handle, open->spec, &key)) {
    kigen_place_fail (KIGEN_ERROR_KEY, _ ("The private key cannot be read."), error);
    return NULL;
  }
  g_autoptr (KigenSecret) blob = export_blob (key);
  DWORD fault = GetLastError ();
  CryptDestroyKey (key);
  SetLastError (fault);
  if (blob == NULL) {
    fail_held_back (error);
    return NULL;
  }
  gsize size = 0;
  const void *bytes = kigen_secret_bytes (blob, &size);
  return kigen_key_from_blob (bytes, size, error);
}

/* Of CNG
 * ---------------------------------------------------------------------------------------------------------
 */

static KigenSecret *
export_pkcs8 (NCRYPT_KEY_HANDLE key, NCryptBufferDesc *parameters)
{
  DWORD size = 0;
  void *bytes = NULL;
  SECURITY_STATUS status
      = NCryptExportKey (key, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, parameters, NULL, 0, &size, 0);
  if (status == ERROR_SUCCESS && size > 0) {
    g_autoptr (KigenSecret) blob = kigen_secret_new_blank (size, &bytes);
    status = NCryptExportKey (key, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, parameters, bytes, size, &size, 0);
    if (status == ERROR_SUCCESS)
      return kigen_secret_new (bytes, size);
  }
  SetLastError ((DWORD)status);
  return NULL;
}

static KigenSecret *
new_password (void)
{
  static const char digits[] = "0123456789abcdef";
  void *room = NULL;
  KigenSecret *password = kigen_secret_new_blank (PASSWORD_SIZE, &room);
  char *bytes = room;
  BCryptGenRandom (NULL, room, PASSWORD_SIZE, BCRYPT_USE_SYSTEM_PREFERRED_RNG);
  for (int i = 0; i < PASSWORD_SIZE; i++)
    bytes[i] = digits[(guchar)bytes[i] % 16];
  return password;
}

static KigenSecret *
export_wrapped (NCRYPT_KEY_HANDLE key, const KigenSecret *password)
{
  struct {
    CRYPT_PKCS12_PBE_PARAMS parameters;
    BYTE salt[SALT_SIZE];
  } scheme = { { ROUNDS, SALT_SIZE }, { 0 } };
  wchar_t text[PASSWORD_SIZE + 1] = { 0 };
  char name[] = WRAPPING;
  for (int i = 0; i < PASSWORD_SIZE; i++)
    text[i] = (wchar_t)kigen_secret_text (password)[i];
  BCryptGenRandom (NULL, scheme.salt, SALT_SIZE, BCRYPT_USE_SYSTEM_PREFERRED_RNG);
  NCryptBuffer buffers[] = {
    { sizeof text, NCRYPTBUFFER_PKCS_SECRET, text },
    { sizeof name, NCRYPTBUFFER_PKCS_ALG_OID, name },
    { sizeof scheme, NCRYPTBUFFER_PKCS_ALG_PARAM, &scheme },
  };
  NCryptBufferDesc description = { NCRYPTBUFFER_VERSION, G_N_ELEMENTS (buffers), buffers };
  KigenSecret *wrapped = export_pkcs8 (key, &description);
  DWORD fault = GetLastError ();
  kigen_cleanse (text, sizeof text);
  SetLastError (fault);
  return wrapped;
}

static KigenKey *
take_of_cng (const KigenOpenKey *open, GError **error)
{
  gsize size = 0;
  g_autoptr (KigenSecret) clear = export_pkcs8 (open->handle, NULL);
  if (clear != NULL) {
    const void *bytes = kigen_secret_bytes (clear, &size);
    return kigen_key_from_pkcs8 (bytes, size, error);
  }
  g_autoptr (KigenSecret) password = new_password ();
  g_autoptr (KigenSecret) wrapped = export_wrapped (open->handle, password);
  if (wrapped == NULL) {
    fail_held_back (error);
    return NULL;
  }
  const void *bytes = kigen_secret_bytes (wrapped, &size);
  return kigen_key_from_encrypted_pkcs8 (bytes, size, password, error);
}

KigenKey *
kigen_context_take_key (KigenContext context, GError **error)
{
  g_auto (KigenOpenKey) open = { 0 };
  if (!kigen_open_key (context, 0, &open)) {
    kigen_place_fail (KIGEN_ERROR_KEY, _ ("There is no private key for this certificate in the store."),
                      error);
    return NULL;
  }
  return open.spec == CERT_NCRYPT_KEY_SPEC ? take_of_cng (&open, error) : take_of_capi (&open, error);
}
