/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* A backup now: a password, a place, and the file is written and read back. */

#include "page.h"
#include "pages.h"
#include "password.h"
#include "places.h"

#include <kigen/base/error.h>
#include <kigen/renewal/renewal.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

typedef struct {
  KigenCertificate *certificate;
  PasswordFields *fields; /* of the page */
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
write_backup (Controller *controller G_GNUC_UNUSED, KigenWorkspace *workspace,
              GCancellable *cancellable G_GNUC_UNUSED, gpointer data, GError **error)
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
finish (Controller *controller, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = result;
  if (path == NULL) {
    trouble_window_show (controller, error);
    return;
  }
  g_autofree char *text
      = g_strdup_printf (_ ("%s\nKeep the password with it: it cannot be opened without it."), path);
  done_window_show (controller, _ ("The backup was written and read back"), text);
}

static void
save (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data)
{
  const Backup *asked = data;
  Backup *backup = g_new0 (Backup, 1);
  backup->certificate = kigen_certificate_ref (asked->certificate);
  backup->password = password_fields_take (asked->fields);
  backup->path = places_path (asked->places);
  g_autoptr (GError) error = NULL;
  kigen_backup_make_folder (kigen_workspace_settings (controller_workspace (controller)), backup->path);
  if (!kigen_backup_path_check (backup->path, &error)) {
    field_set_text (asked->fields->problem, error->message);
    free_backup (backup);
    return;
  }
  controller_show (controller, page_new_waiting (controller, _ ("The backup is being written")));
  controller_run (controller, write_backup, finish, backup, free_backup);
}

void
backup_window_show (Controller *controller, const KigenCertificate *certificate)
{
  g_autoptr (GError) error = NULL;
  KigenWorkspace *workspace = controller_workspace (controller);
  KigenProfile *profile = kigen_workspace_profile (workspace, certificate->profile, &error);
  if (profile == NULL) {
    trouble_window_show (controller, error);
    return;
  }
  g_autofree char *suggestion = kigen_backup_suggestion (kigen_workspace_settings (workspace), certificate,
                                                         kigen_clock_system (NULL));
  Page *page = page_new (controller, PAGE_MARK_BACKUP, _ ("A backup of this certificate"));
  Backup *backup = g_new0 (Backup, 1);
  backup->certificate = kigen_certificate_ref ((KigenCertificate *)(guintptr)certificate);
  page_keep (page, backup, free_backup);
  backup->fields = page_add_password (page, profile, TRUE);
  backup->places = page_add_places (page, suggestion);
  page_add_back (page);
  backup->fields->button = page_add_button (page, PAGE_BUTTON_PREFERRED, _ ("_Save here"), save, backup);
  password_fields_check (backup->fields);
  controller_show (controller, page);
}

static gpointer
look (Controller *controller G_GNUC_UNUSED, KigenWorkspace *workspace,
      GCancellable *cancellable G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED, GError **error)
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
show_chosen (Controller *controller, gpointer result, const GError *error, gpointer data)
{
  g_autoptr (GPtrArray) all = result;
  const KigenCertificate *chosen = all != NULL ? choose (all, data) : NULL;
  if (all == NULL)
    trouble_window_show (controller, error);
  else if (chosen == NULL)
    controller_show_list (controller);
  else
    backup_window_show (controller, chosen);
}

void
backup_window_choose (Controller *controller, const char *id)
{
  controller_show (controller, page_new_waiting (controller, _ ("The certificates are being looked for")));
  controller_run (controller, look, show_chosen, g_strdup (id), g_free);
}
