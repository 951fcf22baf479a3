/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* The ledger is a key file, a group an application, named by its request ID: certificates and keys are in it
 * as PEM. */
#include "application.h"

#include "session.h"

#include <glib/gstdio.h>

#define FILE_NAME "ledger.ini"
#define REFERENCE_LENGTH 10
#define FIRST_NUMBER 100076
#define JAPAN (9 * 60 * 60)

struct Ledger {
  char *path;
  GPtrArray *all;
};

Status
application_status (const Application *application, gint64 now, gint64 step)
{
  gint64 age = now - application->applied_at;
  if (application->identity != NULL)
    return STATUS_ISSUED;
  if (application->failed)
    return STATUS_FAILED;
  if (application->stuck || age < step)
    return STATUS_MAKING_KEY;
  if (age < 2 * step)
    return STATUS_REQUESTING;
  return application->failing ? STATUS_FAILED : STATUS_ISSUED;
}

const char *
status_word (Status status)
{
  static const char *const words[] = {
    [STATUS_MAKING_KEY] = "鍵生成中",
    [STATUS_REQUESTING] = "発行要求中",
    [STATUS_ISSUED] = "発行済み",
    [STATUS_FAILED] = "発行失敗",
  };
  return words[status];
}

static void
application_free (gpointer data)
{
  Application *application = data;
  g_free (application->request_id);
  g_free (application->reference_id);
  g_free (application->common_name);
  g_free (application->old_serial);
  g_clear_pointer (&application->identity, identity_free);
  g_free (application);
}

static gboolean
read_application (Ledger *ledger, GKeyFile *file, const char *group, GError **error)
{
  Application *application = g_new0 (Application, 1);
  g_ptr_array_add (ledger->all, application);
  application->request_id = g_strdup (group);
  application->reference_id = g_key_file_get_string (file, group, "Reference", NULL);
  application->common_name = g_key_file_get_string (file, group, "CommonName", NULL);
  application->old_serial = g_key_file_get_string (file, group, "OldSerial", NULL);
  application->applied_at = g_key_file_get_int64 (file, group, "AppliedAt", NULL);
  application->issued_at = g_key_file_get_int64 (file, group, "IssuedAt", NULL);
  application->stuck = g_key_file_get_boolean (file, group, "Stuck", NULL);
  application->failing = g_key_file_get_boolean (file, group, "Failing", NULL);
  application->failed = g_key_file_get_boolean (file, group, "Failed", NULL);
  application->listed = g_key_file_get_boolean (file, group, "Listed", NULL);
  application->fetched = g_key_file_get_boolean (file, group, "Fetched", NULL);
  application->revoked = g_key_file_get_boolean (file, group, "Revoked", NULL);
  g_autofree char *pem = g_key_file_get_string (file, group, "Pem", NULL);
  if (pem == NULL)
    return TRUE;
  application->identity = identity_from_pem (pem, error);
  return application->identity != NULL;
}

Ledger *
ledger_open (const char *folder, GError **error)
{
  g_autoptr (Ledger) ledger = g_new0 (Ledger, 1);
  ledger->path = g_build_filename (folder, FILE_NAME, NULL);
  ledger->all = g_ptr_array_new_with_free_func (application_free);
  if (!g_file_test (ledger->path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&ledger);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  if (!g_key_file_load_from_file (file, ledger->path, G_KEY_FILE_NONE, error))
    return NULL;
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++)
    if (!read_application (ledger, file, *group, error))
      return NULL;
  return g_steal_pointer (&ledger);
}

void
ledger_free (Ledger *ledger)
{
  g_ptr_array_unref (ledger->all);
  g_free (ledger->path);
  g_free (ledger);
}

gboolean
ledger_is_empty (const Ledger *ledger)
{
  return ledger->all->len == 0;
}

static gboolean
write_application (GKeyFile *file, const Application *application, GError **error)
{
  const char *group = application->request_id;
  g_key_file_set_string (file, group, "Reference", application->reference_id);
  g_key_file_set_string (file, group, "CommonName", application->common_name);
  if (application->old_serial != NULL)
    g_key_file_set_string (file, group, "OldSerial", application->old_serial);
  g_key_file_set_int64 (file, group, "AppliedAt", application->applied_at);
  g_key_file_set_int64 (file, group, "IssuedAt", application->issued_at);
  g_key_file_set_boolean (file, group, "Stuck", application->stuck);
  g_key_file_set_boolean (file, group, "Failing", application->failing);
  g_key_file_set_boolean (file, group, "Failed", application->failed);
  g_key_file_set_boolean (file, group, "Listed", application->listed);
  g_key_file_set_boolean (file, group, "Fetched", application->fetched);
  g_key_file_set_boolean (file, group, "Revoked", application->revoked);
  if (application->identity == NULL)
    return TRUE;
  g_autofree char *pem = identity_to_pem (application->identity, error);
  if (pem != NULL)
    g_key_file_set_string (file, group, "Pem", pem);
  return pem != NULL;
}

gboolean
ledger_save (Ledger *ledger, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  for (guint i = 0; i < ledger->all->len; i++)
    if (!write_application (file, g_ptr_array_index (ledger->all, i), error))
      return FALSE;
  gsize length = 0;
  g_autofree char *data = g_key_file_to_data (file, &length, NULL);
  return g_file_set_contents_full (ledger->path, data, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                   error);
}

/* The day in Japan and a number, as on the site: 202012140100076. */
static char *
make_request_id (const Ledger *ledger, gint64 now)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (JAPAN);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autofree char *day = g_date_time_format (local, "%Y%m%d");
  return g_strdup_printf ("%s%07u", day, FIRST_NUMBER + ledger->all->len);
}

Application *
ledger_add (Ledger *ledger, const char *common_name, const char *old_serial, gint64 now)
{
  Application *application = g_new0 (Application, 1);
  application->request_id = make_request_id (ledger, now);
  application->reference_id = random_word (REFERENCE_LENGTH);
  application->common_name = g_strdup (common_name);
  application->old_serial = g_strdup (old_serial);
  application->applied_at = now;
  application->listed = old_serial != NULL;
  g_ptr_array_add (ledger->all, application);
  return application;
}

Application *
ledger_find (Ledger *ledger, const char *request_id)
{
  for (guint i = 0; i < ledger->all->len; i++) {
    Application *application = g_ptr_array_index (ledger->all, i);
    if (g_strcmp0 (application->request_id, request_id) == 0)
      return application;
  }
  return NULL;
}

Application *
ledger_find_by_ids (Ledger *ledger, const char *request_id, const char *reference_id)
{
  Application *application = ledger_find (ledger, request_id);
  return application != NULL && g_strcmp0 (application->reference_id, reference_id) == 0 ? application : NULL;
}

Application *
ledger_find_issued (Ledger *ledger, const char *serial)
{
  for (guint i = 0; i < ledger->all->len; i++) {
    Application *application = g_ptr_array_index (ledger->all, i);
    if (application->identity == NULL)
      continue;
    g_autofree char *own = certificate_serial (application->identity->certificate);
    if (g_strcmp0 (own, serial) == 0)
      return application;
  }
  return NULL;
}

Application *
ledger_find_renewal (Ledger *ledger, const char *old_serial)
{
  for (guint i = 0; i < ledger->all->len; i++) {
    Application *application = g_ptr_array_index (ledger->all, i);
    if (!application->failed && g_strcmp0 (application->old_serial, old_serial) == 0)
      return application;
  }
  return NULL;
}

GPtrArray *
ledger_list (Ledger *ledger, const char *common_name)
{
  GPtrArray *list = g_ptr_array_new ();
  for (guint i = 0; i < ledger->all->len; i++) {
    Application *application = g_ptr_array_index (ledger->all, i);
    if (application->listed && !application->revoked
        && g_strcmp0 (application->common_name, common_name) == 0)
      g_ptr_array_add (list, application);
  }
  return list;
}
