/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What was interrupted has a row of its own where its certificate has none: it can always be gone on with. */

#include "offer.h"

#include "pages.h"

#include <glib/gi18n-lib.h>

static gboolean
is_in_sight (const char *id, GPtrArray *certificates)
{
  for (guint i = 0; id != NULL && i < certificates->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (certificates, i);
    if (g_str_equal (one->id, id))
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
offers_find (KigenState *state, GPtrArray *certificates, GError **error)
{
  GPtrArray *open = kigen_state_open_renewals (state, error);
  for (guint i = open != NULL ? open->len : 0; i > 0; i--) {
    const KigenRenewalRecord *record = g_ptr_array_index (open, i - 1);
    if (is_in_sight (record->old_id, certificates))
      g_ptr_array_remove_index (open, i - 1);
  }
  return open;
}

static void
go_on (Controller *controller, Page *page G_GNUC_UNUSED, gpointer number)
{
  resume_window_show (controller, *(const gint64 *)number);
}

void
offers_add (Page *page, GPtrArray *offers)
{
  for (guint i = 0; i < offers->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (offers, i);
    Row *row = page_add_row (page, PAGE_MARK_RENEWING, NULL, TRUE);
    row_add_line (row,
                  record->old_id == NULL
                      ? _ ("Your first certificate was not fetched to the end.  Please go on with it.")
                      : _ ("A renewal was interrupted.  Please go on with it."),
                  PAGE_STYLE_PLAIN);
    row_add_button (row, PAGE_BUTTON_PREFERRED, _ ("_Go on"), go_on,
                    g_memdup2 (&record->number, sizeof record->number), g_free);
  }
}
