/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-crypto"

/* The border to OpenSSL: its error queue. */

#include "openssl.h"

#include <openssl/err.h>

KigenErrors
kigen_errors_begin (void)
{
  ERR_clear_error ();
  return 0;
}

void
kigen_errors_clear (KigenErrors *unused G_GNUC_UNUSED)
{
  ERR_clear_error ();
}

gboolean
kigen_errors_say_unsupported (void)
{
  unsigned long code;
  gboolean unsupported = FALSE;
  while ((code = ERR_get_error ()) != 0) {
    int reason = ERR_GET_REASON (code);
    if (reason == ERR_R_UNSUPPORTED)
      unsupported = TRUE;
    if (ERR_GET_LIB (code) == ERR_LIB_EVP && reason == EVP_R_UNKNOWN_PBE_ALGORITHM)
      unsupported = TRUE;
    if (ERR_GET_LIB (code) == ERR_LIB_EVP
        && (reason == EVP_R_UNKNOWN_CIPHER || reason == EVP_R_UNKNOWN_DIGEST))
      unsupported = TRUE;
    if (ERR_GET_LIB (code) == ERR_LIB_EVP
        && (reason == EVP_R_UNSUPPORTED_CIPHER || reason == EVP_R_UNSUPPORTED_PRF))
      unsupported = TRUE;
  }
  return unsupported;
}
