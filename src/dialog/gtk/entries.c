/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* The list's certificates: a row each, with what is done most often beside it. */

#include "entries.h"

#include "sheets.h"

#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

static const struct {
  SheetMark mark;
  SheetStyle style;
} looks[] = {
  [KIGEN_CONDITION_VALID] = { SHEET_MARK_GOOD, SHEET_STYLE_GOOD },
  [KIGEN_CONDITION_DUE] = { SHEET_MARK_WARNING, SHEET_STYLE_DUE },
  [KIGEN_CONDITION_RENEWING] = { SHEET_MARK_RENEWING, SHEET_STYLE_DUE },
  [KIGEN_CONDITION_RENEWED] = { SHEET_MARK_GOOD, SHEET_STYLE_GOOD },
  [KIGEN_CONDITION_EXPIRED] = { SHEET_MARK_WRONG, SHEET_STYLE_ENDED },
};

static void
show_details (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer certificate)
{
  details_window_show (shell, certificate);
}

static void
show_renewal (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer certificate)
{
  renewal_window_show (shell, ((const KigenCertificate *)certificate)->id);
}

static void
unref_certificate (gpointer certificate)
{
  kigen_certificate_unref (certificate);
}

static void
add_entry (Sheet *sheet, const ListEntry *entry)
{
  g_autofree char *second = g_strdup_printf (_ ("Until %s — %s"), entry->until, entry->authority);
  Row *row = sheet_add_row (sheet, looks[entry->condition].mark, NULL, TRUE);
  row_add_line (row, kigen_certificate_name (entry->certificate), SHEET_STYLE_NAME);
  row_add_line (row, second, SHEET_STYLE_DIM);
  row_add_line (row, entry->advice, looks[entry->condition].style);
  row_add_button (row, SHEET_BUTTON_PLAIN, _ ("_Details"), show_details,
                  kigen_certificate_ref (entry->certificate), unref_certificate);
  if (entry->condition == KIGEN_CONDITION_DUE || entry->condition == KIGEN_CONDITION_RENEWING)
    row_add_button (row, SHEET_BUTTON_PREFERRED,
                    entry->condition == KIGEN_CONDITION_DUE ? _ ("_Renew the certificate") : _ ("_Go on"),
                    show_renewal, kigen_certificate_ref (entry->certificate), unref_certificate);
}

void
sheet_add_entries (Shell *shell G_GNUC_UNUSED, Sheet *sheet, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    add_entry (sheet, g_ptr_array_index (entries, i));
}
