/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-crypto"

/* Certificates.  Parsing is done for every certificate of every store at every look, so it asks OpenSSL for
 * the fields one by one and leaves alone what makes it compute: no digest but the ID's (GLib's, which has no
 * provider to find), no cached extensions.  Names are other people's bytes: whatever they hold, what comes
 * out is valid UTF-8 in one line. */

#include <kigen/crypto/x509.h>

#include <kigen/base/error.h>

#include "openssl.h"

#include <glib/gi18n-lib.h>
#include <openssl/provider.h>
#include <openssl/x509v3.h>

/* The whole of the bytes into `x509` (taken; NULL for a new one). */
static X509 *
decode_into (X509 *x509, GBytes *der)
{
  gsize size = 0;
  const unsigned char *bytes = g_bytes_get_data (der, &size);
  const unsigned char *end = bytes;
  if (bytes != NULL && size <= G_MAXINT32 && d2i_X509 (&x509, &end, (long)size) != NULL
      && end == bytes + size)
    return x509;
  X509_free (x509);
  return NULL;
}

X509 *
kigen_x509_decode (GBytes *der)
{
  return decode_into (NULL, der);
}

/* OpenSSL 3 looks through all of its decoders for each certificate's key, which is most of the time that a
 * certificate takes.  In a context without any algorithm the key stays bytes. */
static OSSL_LIB_CTX *
context_without_algorithms (void)
{
  static gsize context = 0;
  if (g_once_init_enter (&context)) {
    OSSL_LIB_CTX *made = OSSL_LIB_CTX_new ();
    OSSL_PROVIDER_load (made, "null");
    g_once_init_leave (&context, (gsize)made);
  }
  return (OSSL_LIB_CTX *)context;
}

static X509 *
decode_fields (GBytes *der)
{
  return decode_into (X509_new_ex (context_without_algorithms (), NULL), der);
}

GBytes *
kigen_x509_encode (X509 *x509)
{
  unsigned char *der = NULL;
  int size = i2d_X509 (x509, &der);
  if (size <= 0)
    return NULL;
  GBytes *bytes = g_bytes_new (der, (gsize)size);
  OPENSSL_free (der);
  return bytes;
}

static char *
read_text (const ASN1_STRING *value)
{
  unsigned char *utf8 = NULL;
  int size = ASN1_STRING_to_UTF8 (&utf8, value);
  if (size < 0) /* not one of the text types, or not what its type says: its bytes are better than nothing */
    return g_utf8_make_valid ((const char *)ASN1_STRING_get0_data (value), ASN1_STRING_length (value));

  char *text = g_utf8_make_valid ((const char *)utf8, size);
  OPENSSL_free (utf8);
  return text;
}

static const char *
attribute_name (ASN1_OBJECT *type, char buffer[static 80])
{
  int nid = OBJ_obj2nid (type);
  if (nid != NID_undef)
    return OBJ_nid2sn (nid);
  OBJ_obj2txt (buffer, 80, type, 1);
  return buffer;
}

/* The escapes of RFC 2253, so that a value cannot pretend to be several attributes or several lines. */
static void
append_escaped (GString *line, const char *text)
{
  for (const char *at = text; *at != '\0'; at++) {
    gboolean outermost_blank = *at == ' ' && (at == text || at[1] == '\0');
    if (g_ascii_iscntrl (*at)) {
      g_string_append_printf (line, "\\%02X", (guint)(guchar)*at);
      continue;
    }
    if (strchr (",+\"\\<>;", *at) != NULL || outermost_blank || (*at == '#' && at == text))
      g_string_append_c (line, '\\');
    g_string_append_c (line, *at);
  }
}

/* The whole name in one line, and its last common name. */
static char *
read_name (const X509_NAME *name, char **common_name)
{
  g_autoptr (GString) line = g_string_sized_new (128);
  int previous_set = -1;

  for (int i = 0; i < X509_NAME_entry_count (name); i++) {
    X509_NAME_ENTRY *entry = X509_NAME_get_entry (name, i);
    ASN1_OBJECT *type = X509_NAME_ENTRY_get_object (entry);
    g_autofree char *value = read_text (X509_NAME_ENTRY_get_data (entry));
    char buffer[80];

    if (i > 0)
      g_string_append (line, X509_NAME_ENTRY_set (entry) == previous_set ? " + " : ", ");
    previous_set = X509_NAME_ENTRY_set (entry);
    g_string_append (line, attribute_name (type, buffer));
    g_string_append_c (line, '=');
    append_escaped (line, value);

    if (OBJ_obj2nid (type) == NID_commonName) {
      g_free (*common_name);
      *common_name = g_steal_pointer (&value);
    }
  }
  if (*common_name == NULL)
    *common_name = g_strdup ("");
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static char *
read_serial (const ASN1_INTEGER *serial)
{
  const unsigned char *bytes = ASN1_STRING_get0_data (serial);
  int size = ASN1_STRING_length (serial);
  g_autoptr (GString) hex = g_string_sized_new (42);

  for (int i = 0; i < size; i++)
    g_string_append_printf (hex, "%02X", (guint)bytes[i]);
  gsize zeroes = strspn (hex->str, "0");
  if (zeroes == hex->len)
    return g_strdup ("0");
  g_string_erase (hex, 0, (gssize)zeroes);
  if (ASN1_STRING_type (serial) == V_ASN1_NEG_INTEGER)
    g_string_prepend_c (hex, '-');
  return g_string_free (g_steal_pointer (&hex), FALSE);
}

static gboolean
read_time (const ASN1_TIME *time, gint64 *instant)
{
  struct tm tm = { 0 };
  if (time == NULL || ASN1_TIME_to_tm (time, &tm) != 1)
    return FALSE;

  g_autoptr (GDateTime) utc
      = g_date_time_new_utc (tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
  if (utc == NULL)
    return FALSE;
  *instant = g_date_time_to_unix (utc);
  return TRUE;
}

/* A version 1 certificate has no place to say what it is: self-issued means a root's. */
static gboolean
is_ca (X509 *x509)
{
  if (X509_get_version (x509) == X509_VERSION_1)
    return X509_NAME_cmp (X509_get_subject_name (x509), X509_get_issuer_name (x509)) == 0;

  BASIC_CONSTRAINTS *constraints = X509_get_ext_d2i (x509, NID_basic_constraints, NULL, NULL);
  gboolean ca = constraints != NULL && constraints->ca != 0;
  BASIC_CONSTRAINTS_free (constraints);
  return ca;
}

KigenCertificate *
kigen_x509_parse (GBytes *der, GError **error)
{
  g_auto (KigenErrors) errors = kigen_errors_begin ();
  g_autoptr (X509) x509 = decode_fields (der);
  g_autoptr (KigenCertificate) certificate = kigen_certificate_new ();

  if (x509 == NULL || !read_time (X509_get0_notBefore (x509), &certificate->not_before)
      || !read_time (X509_get0_notAfter (x509), &certificate->not_after)) {
    kigen_fail (error, KIGEN_ERROR_FILE_DAMAGED, NULL, _ ("This is not a certificate, or it is damaged."));
    return NULL;
  }
  certificate->id = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
  certificate->der = g_bytes_ref (der);
  certificate->subject = read_name (X509_get_subject_name (x509), &certificate->common_name);
  certificate->issuer = read_name (X509_get_issuer_name (x509), &certificate->issuer_common_name);
  certificate->serial = read_serial (X509_get0_serialNumber (x509));
  certificate->is_ca = is_ca (x509);
  return g_steal_pointer (&certificate);
}

GBytes *
kigen_x509_public_key (GBytes *der, GError **error)
{
  g_auto (KigenErrors) errors = kigen_errors_begin ();
  g_autoptr (X509) x509 = kigen_x509_decode (der);
  unsigned char *bytes = NULL;
  int size = x509 != NULL ? i2d_X509_PUBKEY (X509_get_X509_PUBKEY (x509), &bytes) : 0;

  if (size <= 0) {
    kigen_fail (error, KIGEN_ERROR_FILE_DAMAGED, NULL, _ ("This is not a certificate, or it is damaged."));
    return NULL;
  }
  GBytes *key = g_bytes_new (bytes, (gsize)size);
  OPENSSL_free (bytes);
  return key;
}

gboolean
kigen_x509_is_issued_by (GBytes *certificate, GBytes *issuer)
{
  g_auto (KigenErrors) errors = kigen_errors_begin ();
  g_autoptr (X509) child = kigen_x509_decode (certificate);
  g_autoptr (X509) parent = kigen_x509_decode (issuer);
  if (child == NULL || parent == NULL)
    return FALSE;
  if (X509_NAME_cmp (X509_get_issuer_name (child), X509_get_subject_name (parent)) != 0)
    return FALSE;

  EVP_PKEY *key = X509_get0_pubkey (parent);
  return key != NULL && X509_verify (child, key) == 1;
}
