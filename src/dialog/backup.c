/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* A backup now: a password, a place, and the file is written and read back. */

#include "password.h"
#include "places.h"
#include "sheet.h"
#include "sheets.h"

#include <kigen/base/error.h>
#include <kigen/renewal/renewal.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

typedef struct {
  KigenCertificate *certificate;
  PasswordFields *fields; /* of the sheet */
  Places *places;         /* likewise */
  KigenSecret *password;
  char *path;
} Backup;

static void
free_backup (gpointer data)
{
  Backup *backup = data;
  kigen_certificate_unref (backup->certificate);
  g_clear_pointer (&backup->password, kigen_secret_unref);
  g_free (backup->path);
  g_free (backup);
}

static gpointer
write_backup (Shell *shell G_GNUC_UNUSED, KigenWorkspace *workspace, GCancellable *cancellable G_GNUC_UNUSED,
              gpointer data, GError **error)
{
  const Backup *backup = data;
  const char *format = kigen_settings_get (kigen_workspace_settings (workspace), "Backup.Format");
  KigenPkcs12Form form = g_str_equal (format, "legacy") ? KIGEN_PKCS12_LEGACY : KIGEN_PKCS12_MODERN;
  KigenState *state = kigen_inventory_state (workspace, error);
  g_autoptr (KigenStore) store
      = state != NULL ? kigen_workspace_open_store (workspace, backup->certificate->store, error) : NULL;
  g_autoptr (KigenPkcs12) contents
      = store != NULL ? kigen_store_export (store, backup->certificate->id, error) : NULL;
  g_autofree char *folder = g_path_get_dirname (backup->path);
  if (contents == NULL || !kigen_state_note_folder (state, folder, error)
      || !kigen_backup_write (backup->path, contents, backup->password, form, error))
    return NULL;
  g_autofree char *text = g_strdup_printf (_ ("Backed up as %s"), backup->path);
  kigen_state_record_backup (state, backup->certificate->id, backup->path, text, kigen_clock_system (NULL),
                             NULL);
  return g_strdup (backup->path);
}

static void
finish (Shell *shell, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = result;
  if (path == NULL) {
    trouble_window_show (shell, error);
    return;
  }
  g_autofree char *text
      = g_strdup_printf (_ ("%s\nKeep the password with it: it cannot be opened without it."), path);
  done_window_show (shell, _ ("The backup was written and read back"), text);
}

static void
save (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data)
{
  const Backup *asked = data;
  Backup *backup = g_new0 (Backup, 1);
  backup->certificate = kigen_certificate_ref (asked->certificate);
  backup->password = password_fields_take (asked->fields);
  backup->path = places_path (asked->places);
  g_autoptr (GError) error = NULL;
  kigen_backup_make_folder (kigen_workspace_settings (shell_watch (shell)), backup->path);
  if (!kigen_backup_path_check (backup->path, &error)) {
    field_set_text (asked->fields->problem, error->message);
    free_backup (backup);
    return;
  }
  shell_show (shell, sheet_new_waiting (shell, _ ("The backup is being written")));
  shell_run (shell, write_backup, finish, backup, free_backup);
}

void
backup_window_show (Shell *shell, const KigenCertificate *certificate)
{
  g_autoptr (GError) error = NULL;
  KigenWorkspace *workspace = shell_watch (shell);
  KigenProfile *profile = kigen_workspace_profile (workspace, certificate->profile, &error);
  if (profile == NULL) {
    trouble_window_show (shell, error);
    return;
  }
  g_autofree char *suggestion = kigen_backup_suggestion (kigen_workspace_settings (workspace), certificate,
                                                         kigen_clock_system (NULL));
  Sheet *sheet = sheet_new (shell, SHEET_MARK_BACKUP, _ ("A backup of this certificate"));
  Backup *backup = g_new0 (Backup, 1);
  backup->certificate = kigen_certificate_ref ((KigenCertificate *)(guintptr)certificate);
  sheet_keep (sheet, backup, free_backup);
  backup->fields = sheet_add_password (sheet, profile, TRUE);
  backup->places = sheet_add_places (sheet, suggestion);
  sheet_add_back (sheet);
  backup->fields->button = sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Save here"), save, backup);
  password_fields_check (backup->fields);
  shell_show (shell, sheet);
}

static gpointer
look (Shell *shell G_GNUC_UNUSED, KigenWorkspace *workspace, GCancellable *cancellable G_GNUC_UNUSED,
      gpointer data G_GNUC_UNUSED, GError **error)
{
  return kigen_inventory_scan (workspace, error);
}

/* The one that is meant; without an ID the only one that has no successor.  NULL where it is not clear. */
static const KigenCertificate *
choose (GPtrArray *all, const char *id)
{
  const KigenCertificate *only = NULL;
  gint64 now = kigen_clock_system (NULL);
  for (guint i = 0; i < all->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (all, i);
    if (id != NULL && g_str_has_prefix (one->id, id))
      return one;
    if (id != NULL || kigen_certificate_successor (one, all, now) != NULL)
      continue;
    if (only != NULL)
      return NULL;
    only = one;
  }
  return only;
}

static void
show_chosen (Shell *shell, gpointer result, const GError *error, gpointer data)
{
  g_autoptr (GPtrArray) all = result;
  const KigenCertificate *chosen = all != NULL ? choose (all, data) : NULL;
  if (all == NULL)
    trouble_window_show (shell, error);
  else if (chosen == NULL)
    list_window_show (shell);
  else
    backup_window_show (shell, chosen);
}

void
backup_window_choose (Shell *shell, const char *id)
{
  shell_show (shell, sheet_new_waiting (shell, _ ("The certificates are being looked for")));
  shell_run (shell, look, show_chosen, g_strdup (id), g_free);
}
