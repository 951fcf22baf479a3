/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* The list's certificates: a row each, with what is done most often beside it. */

#include "entries.h"

#include "pages.h"

#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

static const struct {
  PageMark mark;
  PageStyle style;
} looks[] = {
  [KIGEN_CONDITION_VALID] = { PAGE_MARK_GOOD, PAGE_STYLE_GOOD },
  [KIGEN_CONDITION_DUE] = { PAGE_MARK_WARNING, PAGE_STYLE_DUE },
  [KIGEN_CONDITION_RENEWING] = { PAGE_MARK_RENEWING, PAGE_STYLE_DUE },
  [KIGEN_CONDITION_RENEWED] = { PAGE_MARK_GOOD, PAGE_STYLE_GOOD },
  [KIGEN_CONDITION_EXPIRED] = { PAGE_MARK_WRONG, PAGE_STYLE_ENDED },
  [KIGEN_CONDITION_UNMANAGED] = { PAGE_MARK_GOOD, PAGE_STYLE_PLAIN },
};

static void
show_details (Controller *controller, Page *page G_GNUC_UNUSED, gpointer certificate)
{
  details_window_show (controller, certificate);
}

static void
show_renewal (Controller *controller, Page *page G_GNUC_UNUSED, gpointer certificate)
{
  renewal_window_show (controller, ((const KigenCertificate *)certificate)->id);
}

static void
unref_certificate (gpointer certificate)
{
  kigen_certificate_unref (certificate);
}

static void
add_entry (Page *page, const ListEntry *entry)
{
  g_autofree char *second = g_strdup_printf (_ ("Until %s — %s"), entry->until, entry->authority);
  Row *row = page_add_row (page, looks[entry->condition].mark, NULL, TRUE);
  row_add_line (row, kigen_certificate_name (entry->certificate), PAGE_STYLE_NAME);
  row_add_line (row, second, PAGE_STYLE_DIM);
  row_add_line (row, entry->advice, looks[entry->condition].style);
  row_add_button (row, PAGE_BUTTON_PLAIN, _ ("_Details"), show_details,
                  kigen_certificate_ref (entry->certificate), unref_certificate);
  if (entry->condition == KIGEN_CONDITION_DUE || entry->condition == KIGEN_CONDITION_RENEWING)
    row_add_button (row, PAGE_BUTTON_PREFERRED,
                    entry->condition == KIGEN_CONDITION_DUE ? _ ("_Renew the certificate") : _ ("_Go on"),
                    show_renewal, kigen_certificate_ref (entry->certificate), unref_certificate);
}

void
page_add_entries (Controller *controller G_GNUC_UNUSED, Page *page, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    add_entry (page, g_ptr_array_index (entries, i));
}
