/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * Two self-signed roots, as on the real site: one issues the clients' certificates, the other vouches for the
 * site's TLS. Both stay in the folder, so that a rehearsal that is started again on it is the same authority.
 */
#include "ca.h"

#include <openssl/rand.h>
#include <string.h>

/* No test is about the keys of TLS itself; those of EC are made fastest. */
#define TLS_KEYS KEY_EC
#define DAY (24 * 60 * 60)
#define YEAR (365 * DAY)
#define COUNTRY "JP"
#define ISSUER_NAME "Online Billing NW Common Root CA - G1"
#define ISSUER_ORGANIZATION "Online Billing NW (rehearsal)"

typedef struct {
  int nid;
  const char *value;
} Extension;

static X509_NAME *
make_root_name (const char *organization, const char *common_name)
{
  X509_NAME *name = X509_NAME_new ();
  const char *const parts[][2] = { { "C", COUNTRY }, { "O", organization }, { "CN", common_name } };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    X509_NAME_add_entry_by_txt (name, parts[i][0], MBSTRING_UTF8, (const unsigned char *)parts[i][1], -1, -1,
                                0);
  return name;
}

static X509_NAME *
make_client_name (const char *common_name)
{
  X509_NAME *name = X509_NAME_new ();
  const char *const parts[][2] = { { "C", COUNTRY },
                                   { "O", "ReceiptOnline" },
                                   { "OU", "hokkaido" },
                                   { "OU", "medical" },
                                   { "CN", common_name } };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    X509_NAME_add_entry_by_txt (name, parts[i][0], MBSTRING_UTF8, (const unsigned char *)parts[i][1], -1, -1,
                                0);
  return name;
}

static gboolean
set_serial (X509 *certificate)
{
  unsigned char bytes[8];
  if (RAND_bytes (bytes, sizeof bytes) != 1)
    return FALSE;
  bytes[0] = (unsigned char)((bytes[0] & 0x3f) | 0x40);
  g_autoptr (BIGNUM) number = BN_bin2bn (bytes, sizeof bytes, NULL);
  return BN_to_ASN1_INTEGER (number, X509_get_serialNumber (certificate)) != NULL;
}

static gboolean
set_times (X509 *certificate, gint64 from, gint64 to)
{
  return ASN1_TIME_set (X509_getm_notBefore (certificate), (time_t)from) != NULL
         && ASN1_TIME_set (X509_getm_notAfter (certificate), (time_t)to) != NULL;
}

static gboolean
add_extensions (X509 *certificate, X509 *issuer, const Extension *extensions)
{
  X509V3_CTX context;
  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  for (const Extension *e = extensions; e->nid != NID_undef; e++) {
    g_autoptr (X509_EXTENSION) extension = X509V3_EXT_conf_nid (NULL, &context, e->nid, e->value);
    if (extension == NULL || !X509_add_ext (certificate, extension, -1))
      return FALSE;
  }
  return TRUE;
}

/* A certificate for a new key; signed by itself where there is no issuer. */
static Identity *
make (const Identity *issuer, X509_NAME *subject, KeyType type, gint64 from, gint64 to,
      const Extension *extensions, GError **error)
{
  g_autoptr (EVP_PKEY) key = identity_make_key (type, error);
  if (key == NULL)
    return NULL;
  g_autoptr (X509) certificate = X509_new ();
  X509 *signer = issuer != NULL ? issuer->certificate : certificate;
  if (!X509_set_version (certificate, X509_VERSION_3) || !set_serial (certificate)
      || !X509_set_subject_name (certificate, subject) || !set_times (certificate, from, to)
      || !X509_set_issuer_name (certificate, issuer != NULL ? X509_get_subject_name (signer) : subject)
      || !X509_set_pubkey (certificate, key) || !add_extensions (certificate, signer, extensions)
      || !X509_sign (certificate, issuer != NULL ? issuer->key : key, EVP_sha256 ())) {
    openssl_fail (error, "A certificate could not be made");
    return NULL;
  }
  return identity_new (g_steal_pointer (&certificate), g_steal_pointer (&key));
}

static Identity *
make_root (const char *organization, const char *common_name, KeyType type, gint64 from, gint64 to,
           GError **error)
{
  static const Extension extensions[] = {
    { NID_basic_constraints, "critical,CA:TRUE" },
    { NID_key_usage, "critical,keyCertSign,cRLSign" },
    { NID_subject_key_identifier, "hash" },
    { NID_undef, NULL },
  };
  g_autoptr (X509_NAME) name = make_root_name (organization, common_name);
  return make (NULL, name, type, from, to, extensions, error);
}

static Identity *
make_server (const Identity *root, KeyType type, gint64 now, GError **error)
{
  static const Extension extensions[] = {
    { NID_basic_constraints, "critical,CA:FALSE" },
    { NID_key_usage, "critical,digitalSignature,keyEncipherment" },
    { NID_ext_key_usage, "serverAuth" },
    { NID_subject_key_identifier, "hash" },
    { NID_authority_key_identifier, "keyid" },
    { NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1" },
    { NID_undef, NULL },
  };
  g_autoptr (X509_NAME) name = make_root_name ("Kigen Rehearsal", "localhost");
  return make (root, name, type, now - DAY, now + YEAR, extensions, error);
}

static Identity *
make_client (const Identity *issuer, const char *common_name, KeyType type, gint64 from, gint64 to,
             GError **error)
{
  static const Extension rsa[] = {
    { NID_basic_constraints, "critical,CA:FALSE" },
    { NID_key_usage, "critical,digitalSignature,keyEncipherment" },
    { NID_ext_key_usage, "clientAuth" },
    { NID_subject_key_identifier, "hash" },
    { NID_authority_key_identifier, "keyid" },
    { NID_undef, NULL },
  };
  static const Extension ec[] = {
    { NID_basic_constraints, "critical,CA:FALSE" },
    { NID_key_usage, "critical,digitalSignature" },
    { NID_ext_key_usage, "clientAuth" },
    { NID_subject_key_identifier, "hash" },
    { NID_authority_key_identifier, "keyid" },
    { NID_undef, NULL },
  };
  g_autoptr (X509_NAME) name = make_client_name (common_name);
  return make (issuer, name, type, from, to, type == KEY_EC ? ec : rsa, error);
}

/* The key goes into the authority's own file, the certificate beside it for everybody. */
static gboolean
save_root (const char *folder, const char *file, const Identity *root, GError **error)
{
  g_autofree char *both = identity_to_pem (root, error);
  if (both == NULL)
    return FALSE;
  g_autofree char *secret = g_strdup_printf ("%s.key", file);
  g_autofree char *key_path = g_build_filename (folder, secret, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *pem = certificate_to_pem (root->certificate);
  gboolean saved = g_file_set_contents_full (key_path, both, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error)
                   && g_file_set_contents (path, pem, -1, error);
  OPENSSL_cleanse (both, strlen (both));
  return saved;
}

static Identity *
open_root (const char *folder, const char *file, const char *organization, const char *common_name,
           KeyType type, gint64 now, GError **error)
{
  g_autofree char *secret = g_strdup_printf ("%s.key", file);
  g_autofree char *path = g_build_filename (folder, secret, NULL);
  g_autofree char *pem = NULL;
  if (g_file_get_contents (path, &pem, NULL, NULL))
    return identity_from_pem (pem, error);
  /* begins early enough for a client certificate that has run out */
  g_autoptr (Identity) root
      = make_root (organization, common_name, type, now - 10 * (gint64)YEAR, now + 20 * (gint64)YEAR, error);
  if (root == NULL || !save_root (folder, file, root, error))
    return NULL;
  return g_steal_pointer (&root);
}

Ca *
ca_open (const char *folder, KeyType type, gint64 now, GError **error)
{
  g_autoptr (Ca) ca = g_new0 (Ca, 1);
  ca->issuer = open_root (folder, "ca.pem", ISSUER_ORGANIZATION, ISSUER_NAME, type, now, error);
  if (ca->issuer == NULL)
    return NULL;
  ca->tls_root = open_root (folder, "tls-root.pem", "Kigen Rehearsal", "Kigen Rehearsal TLS Root", TLS_KEYS,
                            now, error);
  if (ca->tls_root == NULL)
    return NULL;
  ca->server = make_server (ca->tls_root, TLS_KEYS, now, error);
  if (ca->server == NULL)
    return NULL;
  return g_steal_pointer (&ca);
}

void
ca_free (Ca *ca)
{
  g_clear_pointer (&ca->issuer, identity_free);
  g_clear_pointer (&ca->tls_root, identity_free);
  g_clear_pointer (&ca->server, identity_free);
  g_free (ca);
}

Identity *
ca_issue (const Ca *ca, const char *common_name, KeyType type, gint64 from, gint64 to, GError **error)
{
  return make_client (ca->issuer, common_name, type, from, to, error);
}

Identity *
ca_issue_elsewhere (const char *common_name, KeyType type, gint64 from, gint64 to, GError **error)
{
  g_autoptr (Identity) stranger
      = make_root ("Somebody Else", "Some Other Root CA", type, from - DAY, to + DAY, error);
  if (stranger == NULL)
    return NULL;
  return make_client (stranger, common_name, type, from, to, error);
}

gint64
ca_end (gint64 from)
{
  g_autoptr (GDateTime) begin = g_date_time_new_from_unix_utc (from);
  g_autoptr (GDateTime) end = g_date_time_add_full (begin, 3, 3, 0, 0, 0, 0);
  return g_date_time_to_unix (end);
}

gboolean
ca_knows (const Ca *ca, X509 *certificate)
{
  return X509_NAME_cmp (X509_get_issuer_name (certificate), X509_get_subject_name (ca->issuer->certificate))
             == 0
         && X509_verify (certificate, ca->issuer->key) == 1;
}
