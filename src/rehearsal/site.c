/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * The authority's own work: taking applications, issuing, packing.  Issuing happens when somebody looks and
 * it is due: nothing runs in between.
 */
#include "site.h"

#define DAY (24 * 60 * 60)

static gint64
step_of (const Site *site)
{
  return (gint64)(site->options->status_seconds * G_USEC_PER_SEC);
}

char *
site_path (const Site *site, const char *file)
{
  return g_build_filename (site->options->folder, file, NULL);
}

void
site_save (Site *site)
{
  g_autoptr (GError) error = NULL;
  if (!ledger_save (site->ledger, &error))
    g_warning ("The applications could not be saved: %s", error->message);
}

void
site_free (Site *site)
{
  g_clear_pointer (&site->ca, ca_free);
  g_clear_pointer (&site->ledger, ledger_free);
  g_clear_pointer (&site->faults, faults_free);
  g_clear_pointer (&site->events, events_close);
  g_clear_pointer (&site->sessions, sessions_free);
  g_free (site->base);
  g_free (site);
}

Application *
site_apply (Site *site, const char *common_name, const char *old_serial, gint64 now)
{
  Application *application = ledger_add (site->ledger, common_name, old_serial, now);
  application->stuck = faults_strike (site->faults, FAULT_PENDING_FOREVER);
  application->failing = faults_strike (site->faults, FAULT_ISSUE_FAILS);
  Json *event = event_new ("application");
  json_text (event, "request", application->request_id);
  json_text (event, "serial", old_serial);
  events_write (site->events, event);
  site_save (site);
  return application;
}

static Identity *
issue (Site *site, const char *common_name, gint64 now, GError **error)
{
  gint64 from = now / G_USEC_PER_SEC;
  gint64 to = faults_strike (site->faults, FAULT_SHORT_VALIDITY) ? from + 365 * (gint64)DAY : ca_end (from);
  KeyType type = site->options->key_type;
  if (faults_strike (site->faults, FAULT_OTHER_CA))
    return ca_issue_elsewhere (common_name, type, from, to, error);
  gboolean other = faults_strike (site->faults, FAULT_OTHER_SUBJECT);
  return ca_issue (site->ca, other ? "9999999999" : common_name, type, from, to, error);
}

static void
report_issue (Site *site, const Application *application)
{
  Json *event = event_new (application->failed ? "issue-failed" : "issued");
  json_text (event, "request", application->request_id);
  if (application->identity != NULL) {
    g_autofree char *serial = certificate_serial (application->identity->certificate);
    json_text (event, "serial", serial);
  }
  events_write (site->events, event);
}

Status
site_advance (Site *site, Application *application, gint64 now)
{
  Status status = application_status (application, now, step_of (site));
  if (application->identity != NULL || application->failed || status < STATUS_ISSUED)
    return status;
  g_autoptr (GError) error = NULL;
  if (status == STATUS_ISSUED)
    application->identity = issue (site, application->common_name, now, &error);
  if (error != NULL)
    g_warning ("A certificate could not be issued: %s", error->message);
  application->failed = application->identity == NULL;
  application->issued_at = now;
  report_issue (site, application);
  site_save (site);
  return application->failed ? STATUS_FAILED : STATUS_ISSUED;
}

static GBytes *
make_rubbish (void)
{
  static const char rubbish[] = "\x30\x82\x0b\xadThis is not the file that you are looking for.\n";
  return g_bytes_new_static (rubbish, sizeof rubbish - 1);
}

static GBytes *
pack (Site *site, const Application *application, EVP_PKEY *key, const char *password, GError **error)
{
  X509 *certificate = application->identity->certificate;
  return identity_to_pkcs12 (certificate, key, site->ca->issuer->certificate, application->common_name,
                             site->options->pkcs12, password, error);
}

gboolean
site_is_gone (Site *site, const Application *application)
{
  return application->fetched && faults_strike (site->faults, FAULT_ONCE);
}

/* the certificate that was given out before stays good: only who fetched it knows that */
static void
make_new_pair (Site *site, Application *application)
{
  g_autoptr (GError) error = NULL;
  Identity *identity = issue (site, application->common_name, g_get_real_time (), &error);
  if (identity == NULL) {
    g_warning ("A certificate could not be issued: %s", error->message);
    return;
  }
  identity_free (application->identity);
  application->identity = identity;
  report_issue (site, application);
}

GBytes *
site_pack (Site *site, Application *application, const char *password)
{
  if (application->fetched && faults_strike (site->faults, FAULT_NEW_PAIR))
    make_new_pair (site, application);
  application->fetched = TRUE;
  site_save (site);
  if (faults_strike (site->faults, FAULT_RUBBISH))
    return make_rubbish ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EVP_PKEY) foreign = NULL;
  EVP_PKEY *key = faults_strike (site->faults, FAULT_KEYLESS) ? NULL : application->identity->key;
  if (faults_strike (site->faults, FAULT_FOREIGN_KEY)) {
    foreign = identity_make_key (site->options->key_type, &error);
    key = foreign;
  }
  g_autoptr (GBytes) file = error == NULL ? pack (site, application, key, password, &error) : NULL;
  if (file == NULL) {
    g_warning ("A certificate could not be packed: %s", error->message);
    return NULL;
  }
  if (faults_strike (site->faults, FAULT_HALF))
    return g_bytes_new_from_bytes (file, 0, g_bytes_get_size (file) / 2);
  return g_steal_pointer (&file);
}
