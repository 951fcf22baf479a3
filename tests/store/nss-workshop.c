/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* NSS databases of NSS's own making. */

#include "nss-workshop.h"

#include <kigen/crypto/x509.h>

#include <glib/gstdio.h>

void
nss_workshop_open (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  workshop->folder = workshop_open ();
  workshop->uri = g_strdup_printf ("nss:%s/nss", workshop->folder);
  workshop->ca_key = mint_key (MINT_EC);
  workshop->ca = mint_certificate (
      &(MintOrder){ .key = workshop->ca_key, .subject = "O=ReceiptOnline/CN=root", .is_ca = TRUE });
  workshop_write_text (workshop->folder, "nss-password", "\n");
  g_free (workshop_run (workshop->folder, NULL, "mkdir nss"));
  g_free (workshop_run (workshop->folder, NULL, "certutil -N -d sql:nss -f nss-password"));
  workshop->store = kigen_store_new (workshop->uri, &error);
  g_assert_no_error (error);
}

void
nss_workshop_close (NssWorkshop *workshop, gconstpointer unused G_GNUC_UNUSED)
{
  kigen_store_free (workshop->store);
  EVP_PKEY_free (workshop->ca_key);
  g_bytes_unref (workshop->ca);
  g_free (workshop->uri);
  workshop_close (workshop->folder);
}

GBytes *
nss_workshop_issue (const NssWorkshop *workshop, EVP_PKEY *key, const char *subject, const char *serial)
{
  return mint_certificate (&(MintOrder){ .key = key,
                                         .subject = subject,
                                         .serial = serial,
                                         .issuer = workshop->ca,
                                         .issuer_key = workshop->ca_key });
}

KigenPkcs12 *
nss_workshop_identity (const NssWorkshop *workshop, EVP_PKEY *key, GBytes *certificate)
{
  g_autoptr (GBytes) pkcs8 = mint_pkcs8 (key);
  KigenPkcs12 *contents = kigen_pkcs12_new ();
  contents->key = kigen_key_from_pkcs8 (g_bytes_get_data (pkcs8, NULL), g_bytes_get_size (pkcs8), NULL);
  contents->n_keys = 1;
  contents->certificate = kigen_x509_parse (certificate, NULL);
  g_ptr_array_add (contents->chain, g_bytes_ref (workshop->ca));
  return contents;
}

KigenPkcs12 *
nss_workshop_new_identity (const NssWorkshop *workshop, MintKind kind, const char *subject,
                           const char *serial)
{
  g_autoptr (EVP_PKEY) key = mint_key (kind);
  g_autoptr (GBytes) certificate = nss_workshop_issue (workshop, key, subject, serial);
  return nss_workshop_identity (workshop, key, certificate);
}

void
nss_workshop_pk12util (const NssWorkshop *workshop, const KigenPkcs12 *contents, const char *label)
{
  g_autoptr (KigenSecret) password = workshop_secret ("1234");
  KigenPkcs12 named = *contents;
  named.friendly_name = (char *)(guintptr)label;
  g_autoptr (GBytes) file = kigen_pkcs12_write (&named, password, KIGEN_PKCS12_LEGACY, NULL);
  workshop_write (workshop->folder, "in.p12", file);
  workshop_write_text (workshop->folder, "p12-password", "1234\n");
  g_free (
      workshop_run (workshop->folder, NULL, "pk12util -d sql:nss -i in.p12 -k nss-password -w p12-password"));
}

void
nss_workshop_import (KigenStore *store, const KigenPkcs12 *contents, const char *label)
{
  g_autoptr (GError) error = NULL;
  gboolean imported = kigen_store_import (store, contents, label, &error);
  g_assert_no_error (error);
  g_assert_true (imported);
}

GPtrArray *
nss_workshop_list (KigenStore *store)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *certificates = kigen_store_list (store, &error);
  g_assert_no_error (error);
  g_assert_nonnull (certificates);
  return certificates;
}

void
nss_workshop_assert_list_fails (KigenStore *store, KigenErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (kigen_store_list (store, &error));
  g_assert_error (error, KIGEN_ERROR, (int)code);
}

KigenCertificate *
nss_workshop_find (GPtrArray *certificates, const char *id)
{
  for (guint i = 0; i < certificates->len; i++) {
    KigenCertificate *certificate = g_ptr_array_index (certificates, i);
    if (g_str_equal (certificate->id, id))
      return certificate;
  }
  return NULL;
}

guint
nss_workshop_count (const NssWorkshop *workshop, const char *command, const char *text)
{
  int status = 0; /* certutil -K of no key is an error to it */
  g_autofree char *output
      = workshop_run (workshop->folder, &status, "%s -d sql:nss -f nss-password", command);
  guint count = 0;
  for (const char *at = output; (at = strstr (at, text)) != NULL; at += strlen (text))
    count++;
  return count;
}
