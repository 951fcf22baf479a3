/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* The table of a subject as the site shows it: the last part of the name first. */
#include "subject.h"

#include <string.h>

#define PASSWORD_LENGTH 4

static const char *
title_of (int nid)
{
  static const struct {
    int nid;
    const char *title;
  } titles[] = { { NID_commonName, "Common Name" },
                 { NID_organizationalUnitName, "Organizational Unit" },
                 { NID_organizationName, "Organization" },
                 { NID_countryName, "Country" } };
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (titles[i].nid == nid)
      return titles[i].title;
  return OBJ_nid2ln (nid);
}

void
subject_put_rows (Block *rows, const X509 *certificate)
{
  const X509_NAME *subject = X509_get_subject_name (certificate);
  for (int i = X509_NAME_entry_count (subject) - 1; i >= 0; i--) {
    const X509_NAME_ENTRY *entry = X509_NAME_get_entry (subject, i);
    unsigned char *text = NULL;
    int length = ASN1_STRING_to_UTF8 (&text, X509_NAME_ENTRY_get_data (entry));
    g_autofree char *value = g_strndup ((const char *)text, (gsize)MAX (length, 0));
    OPENSSL_free (text);
    block_row (rows, title_of (OBJ_obj2nid (X509_NAME_ENTRY_get_object (entry))), value);
  }
}

const char *
subject_check_password (const char *password, const char *again)
{
  if (password == NULL || strlen (password) != PASSWORD_LENGTH
      || strspn (password, "0123456789") != PASSWORD_LENGTH)
    return "パスワードは半角数字4桁で入力してください。";
  return g_strcmp0 (password, again) == 0 ? NULL : "パスワードが一致しません。もう一度入力してください。";
}

void
subject_report_download (const Visit *visit, const char *request_id, const char *by)
{
  const Application *application = ledger_find (visit->site->ledger, request_id);
  g_autofree char *serial = certificate_serial (application->identity->certificate);
  Json *event = event_new ("downloaded");
  json_text (event, "request", request_id);
  json_text (event, "serial", serial);
  json_text (event, "by", by);
  events_write (visit->site->events, event);
}
