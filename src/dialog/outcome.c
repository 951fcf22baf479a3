/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* How a window's job ended, and the way back. */

#include "page.h"
#include "pages.h"

void
trouble_window_show (Controller *controller, const GError *error)
{
  Page *page = page_new_trouble (controller, error);
  page_add_back (page);
  controller_show (controller, page);
}

void
done_window_show (Controller *controller, const char *heading, const char *text)
{
  Page *page = page_new (controller, PAGE_MARK_GOOD, heading);
  page_add_text (page, text);
  page_add_back (page);
  controller_show (controller, page);
}
