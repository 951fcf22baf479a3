/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* One certificate: what is in it, a name of the user's own for it (its subject names the institution and not
 * the PC), and what can be done with it. */

#include "sheet.h"
#include "sheets.h"

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
save_name (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data)
{
  const Details *details = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strstrip (field_text (details->name));
  KigenState *state = kigen_inventory_state (shell_watch (shell), &error);
  if (state == NULL
      || !kigen_state_set_label (state, details->certificate->id, *name != '\0' ? name : NULL, &error)) {
    trouble_window_show (shell, error);
    return;
  }
  list_window_show (shell);
}

static void
back_up (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data)
{
  backup_window_show (shell, ((const Details *)data)->certificate);
}

static void
take_out (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data)
{
  delete_window_show (shell, ((const Details *)data)->certificate);
}

static void
go_on (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data)
{
  renewal_window_show (shell, ((const Details *)data)->certificate->id);
}

static gboolean
is_being_renewed (Shell *shell, const char *id)
{
  KigenState *state = kigen_inventory_state (shell_watch (shell), NULL);
  g_autoptr (KigenRenewalRecord) open = state != NULL ? kigen_state_open_renewal (state, id, NULL) : NULL;
  return open != NULL;
}

static char *
own_name (Shell *shell, const char *id)
{
  KigenState *state = kigen_inventory_state (shell_watch (shell), NULL);
  return state != NULL ? kigen_state_label (state, id) : NULL;
}

void
details_window_show (Shell *shell, const KigenCertificate *certificate)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *from = kigen_calendar_date (certificate->not_before, zone);
  g_autofree char *until = kigen_calendar_date (certificate->not_after, zone);
  g_autofree char *name = own_name (shell, certificate->id);
  Sheet *sheet = sheet_new (shell, SHEET_MARK_NONE, kigen_certificate_name (certificate));
  Details *details = g_new0 (Details, 1);
  details->certificate = kigen_certificate_ref ((KigenCertificate *)(guintptr)certificate);
  sheet_keep (sheet, details, free_details);

  gboolean renewing = is_being_renewed (shell, certificate->id);
  if (renewing)
    sheet_add_text (sheet, _ ("A renewal of this certificate is under way."));
  details->name = sheet_add_entry (sheet, _ ("Your own _name for it"), name != NULL ? name : "",
                                   _ ("such as: front desk PC"));
  sheet_add_pair (sheet, _ ("Common name"), certificate->common_name);
  sheet_add_pair (sheet, _ ("Subject"), certificate->subject);
  sheet_add_pair (sheet, _ ("Issuer"), certificate->issuer);
  sheet_add_pair (sheet, _ ("Valid from"), from);
  sheet_add_pair (sheet, _ ("Valid until"), until);
  sheet_add_pair (sheet, _ ("Serial number"), certificate->serial);
  sheet_add_pair (sheet, _ ("Certificate store"), certificate->store);
  sheet_add_pair (sheet, _ ("ID"), certificate->id);

  sheet_add_back (sheet);
  if (!renewing)
    sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("_Delete…"), take_out, details);
  sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("Back _up now…"), back_up, details);
  sheet_add_button (sheet, renewing ? SHEET_BUTTON_PLAIN : SHEET_BUTTON_PREFERRED, _ ("_Save the name"),
                    save_name, details);
  if (renewing)
    sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Go on"), go_on, details);
  shell_show (shell, sheet);
}
