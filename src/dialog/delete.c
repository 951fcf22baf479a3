/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* A certificate out of its store, unless the desk would be without: then there is no button for it, and the
 * window says why.  The same is looked at again at the last moment. */

#include "page.h"
#include "pages.h"
#include "question.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

/* Why it has to stay: an error to be shown, or nothing. */
static gboolean
may_go (KigenWorkspace *workspace, const KigenCertificate *certificate, GError **error)
{
  g_autoptr (GPtrArray) all = kigen_inventory_scan (workspace, error);
  if (all == NULL)
    return FALSE;
  g_autoptr (KigenRenewalRecord) open
      = kigen_state_open_renewal (kigen_inventory_state (workspace, NULL), certificate->id, NULL);
  if (open != NULL)
    return kigen_fail (error, KIGEN_ERROR_BUSY, _ ("Go on with the renewal first."),
                       _ ("A renewal of this certificate is under way."));
  if (kigen_inventory_is_only_one (certificate, all))
    return kigen_fail (error, KIGEN_ERROR_LAST_ONE, _ ("Renew it first."),
                       _ ("It is the only certificate of its subject that works."));
  return TRUE;
}

static gpointer
take_out (Controller *controller G_GNUC_UNUSED, KigenWorkspace *workspace,
          GCancellable *cancellable G_GNUC_UNUSED, gpointer data, GError **error)
{
  const KigenCertificate *certificate = data;
  if (!may_go (workspace, certificate, error))
    return NULL;
  g_autoptr (KigenStore) store = kigen_workspace_open_store (workspace, certificate->store, error);
  if (store == NULL || !kigen_store_remove (store, certificate->id, error))
    return NULL;
  g_autofree char *text = g_strdup_printf (_ ("Taken out of %s"), certificate->store);
  kigen_state_add_history (kigen_inventory_state (workspace, NULL), "deleted", certificate->id, text,
                           kigen_clock_system (NULL), NULL);
  g_autoptr (GPtrArray) left = kigen_inventory_scan (workspace, NULL);
  return g_strdup (kigen_certificate_name (certificate));
}

static void
finish (Controller *controller, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  g_autofree char *name = result;
  if (name == NULL)
    trouble_window_show (controller, error);
  else
    controller_show_list (controller);
}

static void
unref_certificate (gpointer certificate)
{
  kigen_certificate_unref (certificate);
}

static void
delete_it (Controller *controller, Page *page G_GNUC_UNUSED, gpointer certificate)
{
  controller_show (controller, page_new_waiting (controller, _ ("One moment, please")));
  controller_run (controller, take_out, finish, kigen_certificate_ref (certificate), unref_certificate);
}

static void
keep_it (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  controller_show_list (controller);
}

/* What stands in the way is said in the place of the button. */
static void
show_obstacle (Controller *controller, GPtrArray *pairs, const GError *obstacle)
{
  Page *page = page_new (controller, PAGE_MARK_QUESTION, _ ("This certificate cannot be deleted"));
  page_add_pairs (page, pairs);
  page_add_text (page, obstacle->message);
  page_add_text (page, kigen_error_advice (obstacle));
  page_add_back (page);
  controller_show (controller, page);
}

static void
add_pair (GPtrArray *pairs, const char *label, const char *value)
{
  const char *const pair[] = { label, value, NULL };
  g_ptr_array_add (pairs, g_strdupv ((char **)(guintptr)pair));
}

static void
show_question (Controller *controller, gpointer result G_GNUC_UNUSED, const GError *obstacle, gpointer data)
{
  KigenCertificate *certificate = data;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *until = kigen_calendar_date (certificate->not_after, zone);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  add_pair (pairs, _ ("Name"), kigen_certificate_name (certificate));
  add_pair (pairs, _ ("Valid until"), until);
  add_pair (pairs, _ ("Certificate store"), certificate->store);
  if (obstacle != NULL) {
    show_obstacle (controller, pairs, obstacle);
    return;
  }
  Question question = {
    .heading = _ ("Delete this certificate?"),
    .pairs = pairs,
    .text = _ ("It goes with its key.  Without a backup, it is gone for good."),
    .choices = { { PAGE_BUTTON_HARMFUL, _ ("_Delete it"), delete_it },
                 { PAGE_BUTTON_PREFERRED, _ ("_Keep it"), keep_it } },
    .data = kigen_certificate_ref (certificate),
    .free_data = unref_certificate,
  };
  question_show (controller, &question);
}

static gpointer
look (Controller *controller G_GNUC_UNUSED, KigenWorkspace *workspace,
      GCancellable *cancellable G_GNUC_UNUSED, gpointer data, GError **error)
{
  return may_go (workspace, data, error) ? data : NULL;
}

void
delete_window_show (Controller *controller, const KigenCertificate *certificate)
{
  controller_show (controller, page_new_waiting (controller, _ ("One moment, please")));
  controller_run (controller, look, show_question,
                  kigen_certificate_ref ((KigenCertificate *)(guintptr)certificate), unref_certificate);
}
