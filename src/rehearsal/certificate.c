/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* What the rehearsal wants to know of a certificate, in GLib's types. */
#include "identity.h"

#include <openssl/asn1.h>
#include <openssl/pem.h>
#include <string.h>
#include <time.h>

char *
certificate_serial (const X509 *certificate)
{
  g_autoptr (BIGNUM) number = ASN1_INTEGER_to_BN (X509_get0_serialNumber (certificate), NULL);
  char *hex = BN_bn2hex (number);
  char *serial = g_strdup (hex);
  OPENSSL_free (hex);
  return serial;
}

char *
certificate_sha256 (X509 *certificate)
{
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  X509_digest (certificate, EVP_sha256 (), digest, &length);
  GString *hex = g_string_new (NULL);
  for (unsigned int i = 0; i < length; i++)
    g_string_append_printf (hex, "%02X", digest[i]);
  return g_string_free (hex, FALSE);
}

char *
certificate_common_name (const X509 *certificate)
{
  const X509_NAME *subject = X509_get_subject_name (certificate);
  int last = -1;
  for (int i = -1; (i = X509_NAME_get_index_by_NID (subject, NID_commonName, i)) >= 0;)
    last = i;
  if (last < 0)
    return g_strdup ("");
  unsigned char *text = NULL;
  int length = ASN1_STRING_to_UTF8 (&text, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (subject, last)));
  char *name = g_strndup ((const char *)text, (gsize)MAX (length, 0));
  OPENSSL_free (text);
  return name;
}

char *
certificate_to_pem (X509 *certificate)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_mem ());
  PEM_write_bio_X509 (bio, certificate);
  char *data = NULL;
  long length = BIO_get_mem_data (bio, &data);
  return g_strndup (data, (gsize)MAX (length, 0));
}

GBytes *
certificate_to_der (X509 *certificate)
{
  unsigned char *der = NULL;
  int length = i2d_X509 (certificate, &der);
  GBytes *bytes = g_bytes_new (der, (gsize)MAX (length, 0));
  OPENSSL_free (der);
  return bytes;
}

static gint64
seconds_of (const ASN1_TIME *at)
{
  struct tm tm;
  memset (&tm, 0, sizeof tm);
  return ASN1_TIME_to_tm (at, &tm) ? (gint64)timegm (&tm) : 0;
}

gint64
certificate_not_before (const X509 *certificate)
{
  return seconds_of (X509_get0_notBefore (certificate));
}

gint64
certificate_not_after (const X509 *certificate)
{
  return seconds_of (X509_get0_notAfter (certificate));
}
