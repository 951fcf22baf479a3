/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * What lies in the folder.  A new one begins with two certificates: one in use, that ends soon, as
 * client.p12; and one that has just been issued and waits to be fetched with the paper notice.  On an old
 * folder all goes on as it was.
 */
#include "site.h"

#include <string.h>

#define NOTICE_COMMON_NAME "0110119161"
#define DAY (24 * 60 * 60)

static void
note_fault (const char *name, gpointer data)
{
  const Site *site = data;
  events_note (site->events, "fault", "name", name);
}

static gboolean
write_secret (const Site *site, const char *file, const void *data, gsize length, GError **error)
{
  g_autofree char *path = site_path (site, file);
  return g_file_set_contents_full (path, data, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
write_ids (const Site *site, const char *file, const Application *application, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", application->request_id, application->reference_id);
  return write_secret (site, file, text, strlen (text), error);
}

static gboolean
issue_first (Site *site, Application *application, gint64 from, gint64 to, GError **error)
{
  application->identity
      = ca_issue (site->ca, application->common_name, site->options->key_type, from, to, error);
  application->issued_at = from * G_USEC_PER_SEC;
  return application->identity != NULL;
}

/* the one in use: its time began three years and three months before its end */
static gboolean
make_client (Site *site, gint64 now, GError **error)
{
  const Options *options = site->options;
  gint64 to = now / G_USEC_PER_SEC + options->days_left * (gint64)DAY;
  gint64 from = to - (ca_end (to) - to);
  Application *application = ledger_add (site->ledger, options->common_name, NULL, from * G_USEC_PER_SEC);
  if (!issue_first (site, application, from, to, error))
    return FALSE;
  application->listed = faults_strike (site->faults, FAULT_OLD_APPLICATION);
  if (application->listed)
    application->applied_at -= DAY * (gint64)G_USEC_PER_SEC;
  g_autoptr (GBytes) file = identity_to_pkcs12 (
      application->identity->certificate, application->identity->key, site->ca->issuer->certificate,
      options->common_name, options->pkcs12, options->password, error);
  return file != NULL
         && write_secret (site, "client.p12", g_bytes_get_data (file, NULL), g_bytes_get_size (file), error)
         && write_ids (site, "client-notice.txt", application, error);
}

static gboolean
make_notice (Site *site, gint64 now, GError **error)
{
  gint64 from = now / G_USEC_PER_SEC;
  Application *application = ledger_add (site->ledger, NOTICE_COMMON_NAME, NULL, now);
  return issue_first (site, application, from, ca_end (from), error)
         && write_ids (site, "notice.txt", application, error);
}

/* an application that an earlier visit left behind */
static gboolean
make_earlier (Site *site, gint64 now, GError **error)
{
  if (!faults_strike (site->faults, FAULT_ALREADY_APPLIED))
    return TRUE;
  gint64 then = now - 60 * 60 * (gint64)G_USEC_PER_SEC;
  const Application *first = NULL;
  g_autofree char *path = site_path (site, "client-notice.txt");
  g_autofree char *ids = NULL;
  if (!g_file_get_contents (path, &ids, NULL, error))
    return FALSE;
  g_auto (GStrv) lines = g_strsplit (ids, "\n", -1);
  first = ledger_find (site->ledger, lines[0]);
  g_autofree char *serial = certificate_serial (first->identity->certificate);
  Application *application = ledger_add (site->ledger, site->options->common_name, serial, then);
  return issue_first (site, application, then / G_USEC_PER_SEC, ca_end (then / G_USEC_PER_SEC), error);
}

static gboolean
fill (Site *site, gint64 now, GError **error)
{
  return make_client (site, now, error) && make_notice (site, now, error) && make_earlier (site, now, error)
         && ledger_save (site->ledger, error);
}

Site *
site_open (const Options *options, gint64 now, GError **error)
{
  g_autoptr (Site) site = g_new0 (Site, 1);
  site->options = options;
  site->sessions = sessions_new (options->session_seconds);
  site->faults = faults_new (note_fault, site);
  for (char **fault = options->faults; fault != NULL && *fault != NULL; fault++)
    if (!faults_add (site->faults, *fault, error))
      return NULL;
  site->events = events_open (options->folder, error);
  if (site->events == NULL)
    return NULL;
  site->ca = ca_open (options->folder, options->key_type, now / G_USEC_PER_SEC, error);
  if (site->ca == NULL)
    return NULL;
  site->ledger = ledger_open (options->folder, error);
  if (site->ledger == NULL || (ledger_is_empty (site->ledger) && !fill (site, now, error)))
    return NULL;
  return g_steal_pointer (&site);
}

static char *
write_waits (const Options *options)
{
  GString *section = g_string_new (NULL);
  for (char **wait = options->waits; wait != NULL && *wait != NULL; wait++)
    g_string_append_printf (section, "%s%s\n", section->len == 0 ? "\n[Waits]\n" : "", *wait);
  return g_string_free (section, FALSE);
}

gboolean
site_write_profile (Site *site, int port, GError **error)
{
  static const char format[] = "[Profile]\n"
                               "Id=rehearsal\n"
                               "Name=練習用認証局\n"
                               "Provider=mpki\n"
                               "IssuerCommonName=Online Billing NW Common Root CA*\n"
                               "SubjectCommonName=*\n"
                               "Validity=P3Y3M\n"
                               "\n[Notices]\n"
                               "Days=90;60;30;15\n"
                               "DailyFrom=7\n"
                               "Hour=9\n"
                               "RenewFrom=%d\n"
                               "\n[Endpoints]\n"
                               "Base=%s\n"
                               "Renew=/p/ru\n"
                               "Download=/p/rcd\n"
                               "Revoke=/p/rx\n"
                               "Root=/p/cert\n"
                               "\n[Labels]\n"
                               "Apply=証明書更新申請\n"
                               "Fetch=更新後証明書の取得\n"
                               "Submit=Submit;送信;申請;次へ\n"
                               "GetKey=鍵の取得\n"
                               "Download=Download\n"
                               "DownloadKey=Download Key\n"
                               "Status=証明書ステータス\n"
                               "Pending=鍵生成中;発行要求中\n"
                               "Issued=発行済み\n"
                               "Failed=発行失敗;却下\n"
                               "Refresh=更新;最新の情報に更新\n"
                               "RequestId=リクエストID\n"
                               "ReferenceId=リファレンスID\n"
                               "Password=パスワード;証明書パスワード\n"
                               "PasswordAgain=パスワードの確認;証明書パスワード(確認用)\n"
                               "SessionLost=セッション無効\n"
                               "Already=申請済み;すでに更新申請を受け付けています\n"
                               "AppliedAt=申請日\n"
                               "Obtain=ダウンロード\n"
                               "CommonName=Common Name\n"
                               "\n[Password]\n"
                               "Pattern=[0-9]{4}\n"
                               "Hint=半角数字4桁\n"
                               "HintEnglish=four digits\n"
                               "\n[Trust]\n"
                               "CaFile=tls-root.pem\n"
                               "RootSha256=%s\n";
  g_autofree char *pin = certificate_sha256 (site->ca->tls_root->certificate);
  g_autofree char *path = site_path (site, "rehearsal.profile");
  g_free (site->base);
  site->base = g_strdup_printf ("https://localhost:%d", port);
  g_autofree char *text = g_strdup_printf (format, site->options->renew_from, site->base, pin);
  g_autofree char *waits = write_waits (site->options);
  g_autofree char *whole = g_strconcat (text, waits, NULL);
  return g_file_set_contents (path, whole, -1, error);
}
