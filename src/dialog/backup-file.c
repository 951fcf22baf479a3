/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* A backup file that somebody has: looked at, or brought back into the certificate store. */

#include "file-choice.h"
#include "page.h"
#include "pages.h"
#include "password.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/renewal/renewal.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

typedef struct {
  gboolean restores;
  char *path;
  KigenSecret *password;
  PasswordFields *fields; /* of the page */
} BackupFile;

static void
free_file (gpointer data)
{
  BackupFile *file = data;
  g_free (file->path);
  g_clear_pointer (&file->password, kigen_secret_unref);
  g_free (file);
}

static BackupFile *
file_new (gboolean restores, const char *path)
{
  BackupFile *file = g_new0 (BackupFile, 1);
  file->restores = restores;
  file->path = g_strdup (path);
  return file;
}

/* Into the first store.  The certificate, for whoever tells of it. */
static gboolean
restore (KigenWorkspace *workspace, const KigenPkcs12 *contents, GError **error)
{
  g_autofree char *uri = kigen_workspace_first_store (workspace);
  KigenState *state = kigen_inventory_state (workspace, error);
  g_autoptr (KigenStore) store = state != NULL ? kigen_workspace_open_store (workspace, uri, error) : NULL;
  if (store == NULL || !kigen_store_create (store, error)
      || !kigen_store_import (store, contents, NULL, error))
    return FALSE;
  g_autofree char *text = g_strdup_printf (_ ("Restored into %s"), uri);
  return kigen_state_add_history (state, "restored", contents->certificate->id, text,
                                  kigen_clock_system (NULL), error);
}

static gpointer
open_file (Controller *controller G_GNUC_UNUSED, KigenWorkspace *workspace,
           GCancellable *cancellable G_GNUC_UNUSED, gpointer data, GError **error)
{
  const BackupFile *file = data;
  g_autoptr (GBytes) bytes = kigen_backup_read (file->path, error);
  g_autoptr (KigenPkcs12) contents
      = bytes != NULL ? kigen_backup_open (bytes, file->path, file->password, error) : NULL;
  if (contents == NULL || (file->restores && !restore (workspace, contents, error)))
    return NULL;
  return kigen_certificate_ref (contents->certificate);
}

static void
finish (Controller *controller, gpointer result, const GError *error, gpointer data)
{
  const BackupFile *file = data;
  g_autoptr (KigenCertificate) certificate = result;
  if (certificate == NULL) {
    trouble_window_show (controller, error);
    return;
  }
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *until = kigen_calendar_date (certificate->not_after, zone);
  Page *page = page_new (controller, PAGE_MARK_GOOD,
                         file->restores ? _ ("The certificate is back in its store")
                                        : _ ("The backup opens and is whole"));
  page_add_pair (page, _ ("File"), file->path);
  page_add_pair (page, _ ("Subject"), certificate->subject);
  page_add_pair (page, _ ("Valid until"), until);
  if (file->restores)
    page_add_text (page,
                   _ ("Please close all browser windows once, so that they notice the new certificate."));
  page_add_back (page);
  controller_show (controller, page);
}

static void
go_on (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data)
{
  const BackupFile *asked = data;
  BackupFile *file = file_new (asked->restores, asked->path);
  file->password = password_fields_take (asked->fields);
  controller_show (controller, page_new_waiting (controller, _ ("One moment, please")));
  controller_run (controller, open_file, finish, file, free_file);
}

static void
ask_password (Controller *controller, const char *path, gpointer restores)
{
  BackupFile *file = file_new (GPOINTER_TO_INT (restores), path);
  Page *page = page_new (controller, PAGE_MARK_PASSWORD,
                         file->restores ? _ ("Restore from a backup") : _ ("Check a backup file"));
  page_keep (page, file, free_file);
  page_add_pair (page, _ ("File"), path);
  file->fields = page_add_password (page, NULL, FALSE);
  page_add_back (page);
  file->fields->button = page_add_button (page, PAGE_BUTTON_PREFERRED, _ ("_Open"), go_on, file);
  password_fields_check (file->fields);
  controller_show (controller, page);
}

void
check_window_show (Controller *controller)
{
  file_choose (controller, _ ("Check a backup file"), NULL, ask_password, GINT_TO_POINTER (FALSE));
}

void
restore_window_show (Controller *controller)
{
  file_choose (controller, _ ("Restore from a backup"), NULL, ask_password, GINT_TO_POINTER (TRUE));
}
