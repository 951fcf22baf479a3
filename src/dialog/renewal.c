/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* A renewal, one that is gone on with, or a first certificate: the job, and what came of it. */

#include "page.h"
#include "pages.h"
#include "steps.h"
#include "view.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

/** A renewal (`id`, or the only one that is due), one to go on with (`open`), or a first certificate
 * (`request_id`). */
typedef struct {
  char *id;
  gint64 open;
  char *request_id;
  KigenSecret *reference_id;
  gboolean talked; /* whatever went wrong has been shown */
} Wish;

/* The job
 * ---------------------------------------------------------------------------------------------------------
 */

static const KigenCertificate *
choose (KigenWorkspace *workspace, GPtrArray *all, const char *id, GError **error)
{
  g_autoptr (GArray) conditions = kigen_inventory_conditions (workspace, all, error);
  const KigenCertificate *found = NULL;
  for (guint i = 0; conditions != NULL && i < all->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (all, i);
    KigenCondition condition = g_array_index (conditions, KigenCondition, i);
    gboolean is_due = condition == KIGEN_CONDITION_DUE || condition == KIGEN_CONDITION_RENEWING;
    if (found == NULL && (id != NULL ? g_str_has_prefix (one->id, id) : is_due))
      found = one;
  }
  if (found == NULL && conditions != NULL)
    kigen_fail (error, id != NULL ? KIGEN_ERROR_CERTIFICATE_ABSENT : KIGEN_ERROR_NOTHING_TO_DO, NULL,
                _ ("There is no certificate to renew in your certificate stores."));
  return found;
}

static gpointer
run_task (Controller *controller, KigenWorkspace *workspace, GCancellable *cancellable, const KigenTask *task,
          Wish *wish, GError **error)
{
  WindowView view = window_view (controller);
  KigenRenewalPlace place = {
    .state = kigen_inventory_state (workspace, error),
    .settings = kigen_workspace_settings (workspace),
    .clock = kigen_clock_system,
    .store_password = workspace->store_password,
    .store_password_data = workspace->store_password_data,
    .cancellable = cancellable,
  };
  if (place.state == NULL)
    return NULL;
  wish->talked = TRUE;
  KigenRenewalResult *result = kigen_conversation_run (&place, task, &view.view, error);
  g_autoptr (GPtrArray) seen = result != NULL ? kigen_inventory_scan (workspace, NULL) : NULL;
  return result;
}

/* A key with strong protection (user manual 1.2.1): the system asks in a window of its own, in the middle of
 * the handshake, and may come to lie behind this one. */
static void
tell_of_protection (Controller *controller, const char *store)
{
  if (g_str_has_prefix (store, "windows:"))
    steps_note (controller,
                _ ("Windows may ask for the password of the key in a window of its own.  Please enter "
                   "it there: Kigen waits for it."));
}

static gpointer
renew (Controller *controller, KigenWorkspace *workspace, GCancellable *cancellable, gpointer data,
       GError **error)
{
  Wish *wish = data;
  g_autoptr (GPtrArray) all = kigen_inventory_scan (workspace, error);
  const KigenCertificate *old = all != NULL ? choose (workspace, all, wish->id, error) : NULL;
  KigenTask task = { .old = old };
  task.profile = old != NULL ? kigen_workspace_profile (workspace, old->profile, error) : NULL;
  if (old != NULL)
    tell_of_protection (controller, old->store);
  return task.profile != NULL ? run_task (controller, workspace, cancellable, &task, wish, error) : NULL;
}

static gpointer
resume (Controller *controller, KigenWorkspace *workspace, GCancellable *cancellable, gpointer data,
        GError **error)
{
  Wish *wish = data;
  KigenState *state = kigen_inventory_state (workspace, error);
  g_autoptr (GPtrArray) open = state != NULL ? kigen_state_open_renewals (state, error) : NULL;
  KigenTask task = { .open = wish->open };
  for (guint i = 0; open != NULL && i < open->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (open, i);
    if (record->number == wish->open) {
      task.profile = kigen_workspace_profile (workspace, record->profile, error);
      tell_of_protection (controller, record->store);
    }
  }
  if (task.profile != NULL)
    return run_task (controller, workspace, cancellable, &task, wish, error);
  if (error != NULL && *error == NULL)
    kigen_fail (error, KIGEN_ERROR_NOTHING_TO_DO, NULL, _ ("This renewal is done already."));
  return NULL;
}

static gpointer
obtain (Controller *controller, KigenWorkspace *workspace, GCancellable *cancellable, gpointer data,
        GError **error)
{
  Wish *wish = data;
  g_autofree char *store = kigen_workspace_first_store (workspace);
  KigenTask task = { .store = store, .request_id = wish->request_id, .reference_id = wish->reference_id };
  task.profile = kigen_workspace_only_profile (workspace, error);
  return task.profile != NULL ? run_task (controller, workspace, cancellable, &task, wish, error) : NULL;
}

static void
show_result (Controller *controller, const KigenRenewalResult *result)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *end = kigen_calendar_date (result->not_after, zone);
  Page *page = page_new (controller, PAGE_MARK_GOOD, _ ("The new certificate is in use"));
  page_add_pair (page, _ ("Valid until"), end);
  page_add_pair (page, _ ("Backup"), result->backup);
  page_add_text (page, _ ("Keep the password with the backup: it cannot be opened without it."));
  page_add_text (page, _ ("Please close all browser windows once, so that they notice the new certificate."));
  page_add_back (page);
  controller_show (controller, page);
}

static void
finish (Controller *controller, gpointer result, const GError *error, gpointer data)
{
  if (result != NULL)
    show_result (controller, result);
  else if (((const Wish *)data)->talked || g_error_matches (error, KIGEN_ERROR, KIGEN_ERROR_CANCELLED))
    controller_show_list (controller);
  else
    trouble_window_show (controller, error);
  kigen_renewal_result_free (result);
}

static void
free_wish (gpointer data)
{
  Wish *wish = data;
  g_free (wish->id);
  g_free (wish->request_id);
  g_clear_pointer (&wish->reference_id, kigen_secret_unref);
  g_free (wish);
}

void
renewal_window_show (Controller *controller, const char *id)
{
  Wish *wish = g_new0 (Wish, 1);
  wish->id = g_strdup (id);
  steps_begin (controller);
  steps_show (controller);
  controller_run (controller, renew, finish, wish, free_wish);
}

void
resume_window_show (Controller *controller, gint64 number)
{
  Wish *wish = g_new0 (Wish, 1);
  wish->open = number;
  steps_begin (controller);
  steps_show (controller);
  controller_run (controller, resume, finish, wish, free_wish);
}

void
obtaining_show (Controller *controller, const char *request_id, KigenSecret *reference_id)
{
  Wish *wish = g_new0 (Wish, 1);
  wish->request_id = g_strdup (request_id);
  wish->reference_id = kigen_secret_ref (reference_id);
  steps_begin (controller);
  steps_show (controller);
  controller_run (controller, obtain, finish, wish, free_wish);
}
