/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* One certificate: what is in it, a name of the user's own for it (its subject names the institution and not
 * the PC), and what can be done with it. */

#include "page.h"
#include "pages.h"

#include <kigen/base/calendar.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

typedef struct {
  KigenCertificate *certificate;
  Field *name;
} Details;

static void
free_details (gpointer data)
{
  Details *details = data;
  kigen_certificate_unref (details->certificate);
  g_free (details);
}

static void
save_name (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data)
{
  const Details *details = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strstrip (field_text (details->name));
  KigenState *state = kigen_inventory_state (controller_workspace (controller), &error);
  if (state == NULL
      || !kigen_state_set_label (state, details->certificate->id, *name != '\0' ? name : NULL, &error)) {
    trouble_window_show (controller, error);
    return;
  }
  controller_show_list (controller);
}

static void
back_up (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data)
{
  backup_window_show (controller, ((const Details *)data)->certificate);
}

static void
take_out (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data)
{
  delete_window_show (controller, ((const Details *)data)->certificate);
}

static void
go_on (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data)
{
  renewal_window_show (controller, ((const Details *)data)->certificate->id);
}

static gboolean
is_being_renewed (Controller *controller, const char *id)
{
  KigenState *state = kigen_inventory_state (controller_workspace (controller), NULL);
  g_autoptr (KigenRenewalRecord) open = state != NULL ? kigen_state_open_renewal (state, id, NULL) : NULL;
  return open != NULL;
}

static char *
own_name (Controller *controller, const char *id)
{
  KigenState *state = kigen_inventory_state (controller_workspace (controller), NULL);
  return state != NULL ? kigen_state_label (state, id) : NULL;
}

void
details_window_show (Controller *controller, const KigenCertificate *certificate)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *from = kigen_calendar_date (certificate->not_before, zone);
  g_autofree char *until = kigen_calendar_date (certificate->not_after, zone);
  g_autofree char *name = own_name (controller, certificate->id);
  Page *page = page_new (controller, PAGE_MARK_NONE, kigen_certificate_name (certificate));
  Details *details = g_new0 (Details, 1);
  details->certificate = kigen_certificate_ref ((KigenCertificate *)(guintptr)certificate);
  page_keep (page, details, free_details);

  gboolean renewing = is_being_renewed (controller, certificate->id);
  if (renewing)
    page_add_text (page, _ ("A renewal of this certificate is under way."));
  details->name = page_add_entry (page, _ ("Your own _name for it"), name != NULL ? name : "",
                                  _ ("such as: front desk PC"));
  page_add_pair (page, _ ("Common name"), certificate->common_name);
  page_add_pair (page, _ ("Subject"), certificate->subject);
  page_add_pair (page, _ ("Issuer"), certificate->issuer);
  page_add_pair (page, _ ("Valid from"), from);
  page_add_pair (page, _ ("Valid until"), until);
  page_add_pair (page, _ ("Serial number"), certificate->serial);
  page_add_pair (page, _ ("Certificate store"), certificate->store);
  page_add_pair (page, _ ("ID"), certificate->id);

  page_add_back (page);
  if (!renewing)
    page_add_button (page, PAGE_BUTTON_PLAIN, _ ("_Delete…"), take_out, details);
  page_add_button (page, PAGE_BUTTON_PLAIN, _ ("Back _up now…"), back_up, details);
  page_add_button (page, renewing ? PAGE_BUTTON_PLAIN : PAGE_BUTTON_PREFERRED, _ ("_Save the name"),
                   save_name, details);
  if (renewing)
    page_add_button (page, PAGE_BUTTON_PREFERRED, _ ("_Go on"), go_on, details);
  controller_show (controller, page);
}
