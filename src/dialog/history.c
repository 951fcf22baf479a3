/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What has happened, the newest first. */

#include "page.h"
#include "pages.h"

#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

/* More than anyone scrolls through; `kigen history` has them all. */
#define MOST_ENTRIES 200

void
history_window_show (Controller *controller)
{
  g_autoptr (GError) error = NULL;
  KigenState *state = kigen_inventory_state (controller_workspace (controller), &error);
  g_autoptr (GPtrArray) entries = state != NULL ? kigen_state_history (state, MOST_ENTRIES, &error) : NULL;
  if (entries == NULL) {
    trouble_window_show (controller, error);
    return;
  }
  Page *page = page_new (controller, PAGE_MARK_NONE, _ ("History"));
  for (guint i = 0; i < entries->len; i++) {
    const KigenHistoryEntry *entry = g_ptr_array_index (entries, i);
    g_autoptr (GDateTime) instant = g_date_time_new_from_unix_local (entry->at);
    g_autofree char *at = g_date_time_format (instant, "%Y-%m-%d %H:%M");
    page_add_pair (page, at, entry->text);
  }
  if (entries->len == 0)
    page_add_text (page, _ ("Nothing has happened yet."));
  page_add_back (page);
  controller_show (controller, page);
}
