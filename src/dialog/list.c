/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* The list: which certificates there are, what is to be done, and the way to everything else. */

#include "entries.h"
#include "offer.h"
#include "page.h"
#include "pages.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

/* Looking
 * ---------------------------------------------------------------------------------------------------------
 */

typedef struct {
  GPtrArray *certificates;
  GArray *conditions;
  GPtrArray *offers; /* open renewals without a certificate */
  GPtrArray *notes;  /* what could not be read */
} Sight;

static void
free_sight (gpointer data)
{
  Sight *sight = data;
  g_clear_pointer (&sight->certificates, g_ptr_array_unref);
  g_clear_pointer (&sight->conditions, g_array_unref);
  g_clear_pointer (&sight->offers, g_ptr_array_unref);
  g_clear_pointer (&sight->notes, g_ptr_array_unref);
  g_free (sight);
}

static void
take_note (const char *text, gpointer notes)
{
  g_ptr_array_add (notes, g_strdup (text));
}

static gpointer
look (Controller *controller G_GNUC_UNUSED, KigenWorkspace *workspace,
      GCancellable *cancellable G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED, GError **error)
{
  Sight *sight = g_new0 (Sight, 1);
  sight->notes = g_ptr_array_new_with_free_func (g_free);
  workspace->note = take_note;
  workspace->note_data = sight->notes;
  sight->certificates = kigen_inventory_scan (workspace, error);
  if (sight->certificates != NULL)
    sight->conditions = kigen_inventory_conditions (workspace, sight->certificates, error);
  if (sight->conditions != NULL)
    sight->offers = offers_find (kigen_inventory_state (workspace, NULL), sight->certificates, error);
  if (sight->offers != NULL)
    return sight;
  free_sight (sight);
  return NULL;
}

/* An entry
 * ---------------------------------------------------------------------------------------------------------
 */

/* What there is to do, in a word. */
static char *
advice_for (const KigenCertificate *one, KigenCondition condition)
{
  int days = kigen_inventory_days_left (one->not_after);
  switch (condition) {
  case KIGEN_CONDITION_DUE:
    return g_strdup_printf (
        ngettext ("%d day left.  Please renew it.", "%d days left.  Please renew it.", (gulong)MAX (days, 0)),
        days);
  case KIGEN_CONDITION_EXPIRED:
    return g_strdup (_ ("It has run out.  A new one has to be obtained."));
  case KIGEN_CONDITION_RENEWING:
    return g_strdup (_ ("A renewal was interrupted.  Please go on with it."));
  case KIGEN_CONDITION_RENEWED:
    return g_strdup (_ ("Renewed already: it can be deleted."));
  case KIGEN_CONDITION_UNMANAGED:
    return g_strdup (kigen_inventory_unmanaged_words (one));
  case KIGEN_CONDITION_VALID:
  default:
    return g_strdup_printf (ngettext ("%d day left.  Nothing is to be done.",
                                      "%d days left.  Nothing is to be done.", (gulong)MAX (days, 0)),
                            days);
  }
}

static void
free_entry (gpointer data)
{
  ListEntry *entry = data;
  kigen_certificate_unref (entry->certificate);
  g_free (entry->until);
  g_free (entry->authority);
  g_free (entry->advice);
  g_free (entry);
}

static ListEntry *
entry_new (KigenWorkspace *workspace, KigenCertificate *one, KigenCondition condition)
{
  ListEntry *entry = g_new0 (ListEntry, 1);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const KigenProfile *profile = kigen_workspace_profile (workspace, one->profile, NULL);
  entry->certificate = kigen_certificate_ref (one);
  entry->condition = condition;
  entry->until = kigen_calendar_date (one->not_after, zone);
  entry->authority = g_strdup (profile != NULL ? kigen_profile_name (profile) : one->issuer_common_name);
  entry->advice = advice_for (one, condition);
  return entry;
}

/* The window
 * ------------------------------------------------------------------------------------------------------ */

static int
urgency (KigenCondition condition)
{
  switch (condition) {
  case KIGEN_CONDITION_RENEWING:
    return 0;
  case KIGEN_CONDITION_EXPIRED:
    return 1;
  case KIGEN_CONDITION_DUE:
    return 2;
  case KIGEN_CONDITION_UNMANAGED:
  case KIGEN_CONDITION_VALID:
    return 3;
  case KIGEN_CONDITION_RENEWED:
  default:
    return 4;
  }
}

static GPtrArray *
make_entries (KigenWorkspace *workspace, const Sight *sight)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (free_entry);
  for (int level = 0; level <= 4; level++)
    for (guint i = 0; i < sight->certificates->len; i++) {
      KigenCondition condition = g_array_index (sight->conditions, KigenCondition, i);
      if (urgency (condition) == level)
        g_ptr_array_add (entries,
                         entry_new (workspace, g_ptr_array_index (sight->certificates, i), condition));
    }
  return entries;
}

static void
add_rows (Controller *controller, Page *page, const Sight *sight)
{
  g_autoptr (GPtrArray) entries = make_entries (controller_workspace (controller), sight);
  offers_add (page, sight->offers);
  if (entries->len > 0)
    page_add_entries (controller, page, entries);
  else if (sight->offers->len == 0)
    page_add_text (page,
                   _ ("No certificate of the authorities that are watched was found on this computer.\n"
                      "If you have the paper notice, fetch your first certificate; if you have a backup "
                      "file, restore it."));
  for (guint i = 0; i < sight->notes->len; i++) {
    Row *row = page_add_row (page, PAGE_MARK_WARNING, NULL, TRUE);
    row_add_line (row, g_ptr_array_index (sight->notes, i), PAGE_STYLE_PLAIN);
  }
}

typedef void (*ShowWindow) (Controller *controller);

static const struct {
  const char *label;
  ShowWindow show;
} menu[] = {
  { N_ ("_First certificate"), obtain_window_show },
  { N_ ("_Check a backup file"), check_window_show },
  { N_ ("Res_tore from a backup"), restore_window_show },
  { N_ ("_History"), history_window_show },
  { N_ ("_Settings"), settings_window_show },
  { N_ ("Diag_nosis"), doctor_window_show },
};

static void
open_from_menu (Controller *controller, Page *page G_GNUC_UNUSED, gpointer row)
{
  menu[GPOINTER_TO_UINT (row)].show (controller);
}

static void
add_menu (Page *page)
{
  for (guint i = 0; i < G_N_ELEMENTS (menu); i++)
    page_add_way (page, _ (menu[i].label), open_from_menu, GUINT_TO_POINTER (i));
}

static void
close_window (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  controller_close (controller);
}

static void
look_again (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  list_window_show (controller);
}

static void
show_list (Controller *controller, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  Page *page = NULL;
  if (error != NULL) {
    page = page_new_trouble (controller, error);
    page_add_button (page, PAGE_BUTTON_LEAVING, _ ("C_lose"), close_window, NULL);
    page_add_button (page, PAGE_BUTTON_PREFERRED, _ ("_Try again"), look_again, NULL);
  } else {
    page = page_new (controller, PAGE_MARK_NONE, _ ("Your certificates"));
    add_rows (controller, page, result);
    add_menu (page);
    page_add_button (page, PAGE_BUTTON_PLAIN, _ ("Look _again"), look_again, NULL);
    page_add_button (page, PAGE_BUTTON_LEAVING, _ ("C_lose"), close_window, NULL);
    free_sight (result);
  }
  controller_show (controller, page);
}

void
list_window_show (Controller *controller)
{
  controller_show (controller, page_new_waiting (controller, _ ("Looking at your certificates")));
  controller_run (controller, look, show_list, NULL, NULL);
}
