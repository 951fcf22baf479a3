/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* 「はじめての証明書」: the two IDs of the paper notice (user manual 1.1), as they stand there or as they
 * were pasted. */

#include "page.h"
#include "pages.h"

#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

#include <string.h>

typedef struct {
  Field *request_id;
  Field *reference_id;
  Field *button;
} Ids;

static char *
clean (const Field *entry)
{
  g_autofree char *text = field_text (entry);
  char *id = kigen_text_clean_id (text);
  kigen_cleanse (text, strlen (text));
  return id;
}

static void
on_changed (Controller *controller G_GNUC_UNUSED, Page *page G_GNUC_UNUSED, gpointer data)
{
  const Ids *ids = data;
  g_autofree char *request_id = clean (ids->request_id);
  g_autofree char *reference_id = clean (ids->reference_id);
  field_set_sensitive (ids->button, *request_id != '\0' && *reference_id != '\0');
  kigen_cleanse (reference_id, strlen (reference_id));
}

static void
obtain (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data)
{
  const Ids *ids = data;
  g_autofree char *request_id = clean (ids->request_id);
  g_autofree char *text = clean (ids->reference_id);
  g_autoptr (KigenSecret) reference_id = kigen_secret_new (text, strlen (text));
  kigen_cleanse (text, strlen (text));
  obtaining_show (controller, request_id, reference_id);
}

void
obtain_window_show (Controller *controller)
{
  Page *page = page_new (controller, PAGE_MARK_NONE, _ ("Your first certificate"));
  Ids *ids = g_new0 (Ids, 1);
  page_keep (page, ids, g_free);
  page_add_text (page, _ ("Please enter the two IDs as they stand on the paper notice.  Blanks and "
                          "full-width digits do not matter."));
  ids->request_id = page_add_entry (page, _ ("_Request ID"), "", NULL);
  ids->reference_id = page_add_entry (page, _ ("Re_ference ID"), "", NULL);
  field_on_change (ids->request_id, on_changed, ids);
  field_on_change (ids->reference_id, on_changed, ids);
  page_add_back (page);
  ids->button = page_add_button (page, PAGE_BUTTON_PREFERRED, _ ("_Obtain it"), obtain, ids);
  field_set_sensitive (ids->button, FALSE);
  controller_show (controller, page);
}
