/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-crypto"

/* The border to OpenSSL: its error queue, and the cost of password-based schemes, which a file's maker
 * chooses. */

#include "openssl.h"

#include <openssl/err.h>

/* OpenSSL does half a million rounds in a quarter of a second; files in use ask for up to 600 000. */
#define MOST_ROUNDS 10000000

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

gboolean
kigen_rounds_are_excessive (const ASN1_INTEGER *rounds)
{
  gint64 count = 0;
  return rounds != NULL && (ASN1_INTEGER_get_int64 (&count, rounds) != 1 || count > MOST_ROUNDS);
}

static gboolean
pbes2_is_excessive (const ASN1_TYPE *parameters)
{
  PBE2PARAM *scheme = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBE2PARAM), parameters);
  if (scheme == NULL)
    return FALSE;

  gboolean excessive = FALSE;
  if (OBJ_obj2nid (scheme->keyfunc->algorithm) == NID_id_pbkdf2) {
    PBKDF2PARAM *function
        = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBKDF2PARAM), scheme->keyfunc->parameter);
    excessive = function != NULL && kigen_rounds_are_excessive (function->iter);
    PBKDF2PARAM_free (function);
  }
  PBE2PARAM_free (scheme);
  return excessive;
}

gboolean
kigen_pbe_is_excessive (const X509_ALGOR *algorithm)
{
  const ASN1_OBJECT *object = NULL;
  int type = V_ASN1_UNDEF;
  const void *value = NULL;
  X509_ALGOR_get0 (&object, &type, &value, algorithm);
  if (type != V_ASN1_SEQUENCE)
    return FALSE;
  if (OBJ_obj2nid (object) == NID_pbes2)
    return pbes2_is_excessive (algorithm->parameter);

  PBEPARAM *scheme = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBEPARAM), algorithm->parameter);
  gboolean excessive = scheme != NULL && kigen_rounds_are_excessive (scheme->iter);
  PBEPARAM_free (scheme);
  return excessive;
}
