/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* A certificate out of its store, unless the desk would be without: then there is no button for it. */

#include "sheet.h"
#include "windows.h"

#include <kigen/calendar.h>
#include <kigen/error.h>

#include <glib/gi18n-lib.h>

static gpointer
take_out (Shell *shell G_GNUC_UNUSED, KigenWatch *watch, GCancellable *cancellable G_GNUC_UNUSED,
          gpointer data, GError **error)
{
  const KigenCertificate *certificate = data;
  g_autoptr (GPtrArray) all = kigen_watch_scan (watch, error);
  if (all == NULL)
    return NULL;
  if (kigen_watch_is_only_one (certificate, all)) {
    kigen_fail (error, KIGEN_ERROR_LAST_ONE, _ ("Renew it first."),
                _ ("%s (ID %.8s) is the only certificate of its subject that works."),
                kigen_certificate_name (certificate), certificate->id);
    return NULL;
  }
  g_autoptr (KigenRenewalRecord) open
      = kigen_state_open_renewal (kigen_watch_state (watch, NULL), certificate->id, NULL);
  if (open != NULL) {
    kigen_fail (error, KIGEN_ERROR_BUSY, _ ("Go on with the renewal first."),
                _ ("A renewal of this certificate is under way."));
    return NULL;
  }
  g_autoptr (KigenStore) store = kigen_watch_open_store (watch, certificate->store, error);
  if (store == NULL || !kigen_store_remove (store, certificate->id, error))
    return NULL;
  g_autofree char *text = g_strdup_printf (_ ("Taken out of %s"), certificate->store);
  kigen_state_add_history (kigen_watch_state (watch, NULL), "deleted", certificate->id, text,
                           kigen_clock_system (NULL), NULL);
  g_autoptr (GPtrArray) left = kigen_watch_scan (watch, NULL);
  return g_strdup (kigen_certificate_name (certificate));
}

static void
finish (Shell *shell, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  g_autofree char *name = result;
  if (name == NULL)
    trouble_window_show (shell, error);
  else
    list_window_show (shell);
}

static void
unref_certificate (gpointer certificate)
{
  kigen_certificate_unref (certificate);
}

static void
delete_it (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer certificate)
{
  shell_show (shell, sheet_new_waiting (shell, _ ("One moment, please")));
  shell_run (shell, take_out, finish, kigen_certificate_ref (certificate), unref_certificate);
}

static void
keep_it (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  list_window_show (shell);
}

void
delete_window_show (Shell *shell, const KigenCertificate *certificate)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *until = kigen_calendar_date (certificate->not_after, zone);
  KigenCertificate *own = kigen_certificate_ref ((KigenCertificate *)(guintptr)certificate);
  GtkWidget *sheet = sheet_new (shell, "dialog-question-symbolic", _ ("Delete this certificate?"));
  sheet_keep (sheet, own, unref_certificate);
  sheet_add_pair (sheet, _ ("Name"), kigen_certificate_name (certificate));
  sheet_add_pair (sheet, _ ("Valid until"), until);
  sheet_add_pair (sheet, _ ("Certificate store"), certificate->store);
  sheet_add_text (sheet, _ ("It goes with its key.  Without a backup, it is gone for good."));
  sheet_add_button (sheet, SHEET_BUTTON_HARMFUL, _ ("_Delete it"), delete_it, own);
  sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Keep it"), keep_it, NULL);
  shell_show (shell, sheet);
}
