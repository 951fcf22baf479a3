/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "office.h"

#include <kigen/crypto/x509.h>

#include <string.h>

#define SUBJECT "C=JP/O=ReceiptOnline/CN=" OFFICE_NAME

/* The waits are as short as they go: nothing here is worth waiting for. */
static const char form[] = "[Profile]\nId=office\nName=office\nProvider=mpki\nIssuerCommonName=authority*\n"
                           "SubjectCommonName=*\nValidity=P3Y3M\n"
                           "[Endpoints]\nBase=%s\nRenew=/p/ru\nDownload=/p/rcd\n"
                           "[Waits]\nFirstPoll=1\nLongestPoll=1\nIssue=1\nSettle=1\nTimeout=20\n"
                           "[Password]\nPattern=[0-9]{4}\nHint=four digits\n"
                           "[Trust]\nCaFile=anchors.pem\n";

static void
make_profile (Office *office)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *base = site_url (office->site, "");
  g_autofree char *text = g_strdup_printf (form, base);
  g_autofree char *path = workshop_path (office->folder, "office.profile");
  workshop_write_text (office->folder, "anchors.pem", site_anchors (office->site));
  workshop_write_text (office->folder, "office.profile", text);
  office->profile = kigen_profile_load_file (path, &error);
  g_assert_no_error (error);
}

void
office_open (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EVP_PKEY) key = mint_key (MINT_EC);
  g_autoptr (GBytes) der
      = mint_certificate (&(MintOrder){ .key = key, .subject = SUBJECT, .not_before = OFFICE_OLD_BEGIN });
  office->site = site_open (&(SiteOrder){ .asks = TRUE });
  office->folder = workshop_open ();
  office->old = kigen_x509_parse (der, &error);
  g_assert_no_error (error);
  make_profile (office);
  g_autoptr (KigenCredential) credential = site_credential (office->site, MINT_EC, SUBJECT);
  KigenHttpOptions options = { .anchors = site_anchors (office->site), .timeout = 20 };
  office->authority = kigen_authority_new (office->profile, credential, &options, &error);
  g_assert_no_error (error);
}

void
office_close (Office *office, gconstpointer unused G_GNUC_UNUSED)
{
  kigen_authority_free (office->authority);
  g_clear_pointer (&office->site, site_close);
  kigen_profile_unref (office->profile);
  kigen_certificate_unref (office->old);
  workshop_close (office->folder);
}

void
office_show (Office *office, const char *html)
{
  site_answer (office->site, "200 OK", "Content-Type: text/html; charset=utf-8\r\n", html);
}

guint
office_count (Office *office, const char *beginning)
{
  guint count = 0;
  for (guint i = 0; i < site_requests (office->site); i++) {
    g_autofree char *request = site_request (office->site, i);
    count += g_str_has_prefix (request, beginning) ? 1 : 0;
  }
  return count;
}
