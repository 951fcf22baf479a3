/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* The list's certificates: Windows' own list with columns, what there is to do about the one that is
 * selected, and the buttons for it. */

#include "entries.h"

#include "page-win32.h"
#include "pages.h"
#include "utf16.h"

#include "icon-numbers.h"

#include <kigen/workspace/inventory.h>

#include <commctrl.h>
#include <glib/gi18n-lib.h>
#include <uxtheme.h>

#define LEAST_HEIGHT 96
#define GAP 12
#define MARK 16

typedef enum { COLUMN_STATE, COLUMN_NAME, COLUMN_UNTIL, COLUMN_AUTHORITY, N_COLUMNS } Column;

static const char *const headings[N_COLUMNS]
    = { N_ ("State"), N_ ("Name"), N_ ("Valid until"), N_ ("Authority") };

static const struct {
  int icon;
  PageStyle style;
} looks[] = {
  [KIGEN_CONDITION_VALID] = { KIGEN_ICON_NORMAL, PAGE_STYLE_GOOD },
  [KIGEN_CONDITION_DUE] = { KIGEN_ICON_DUE, PAGE_STYLE_DUE },
  [KIGEN_CONDITION_RENEWING] = { KIGEN_ICON_RENEWING, PAGE_STYLE_DUE },
  [KIGEN_CONDITION_RENEWED] = { KIGEN_ICON_NORMAL, PAGE_STYLE_GOOD },
  [KIGEN_CONDITION_EXPIRED] = { KIGEN_ICON_URGENT, PAGE_STYLE_ENDED },
  [KIGEN_CONDITION_UNMANAGED] = { KIGEN_ICON_NORMAL, PAGE_STYLE_PLAIN },
};

typedef struct {
  KigenCertificate *certificate;
  KigenCondition condition;
  char *advice;
} Entry;

typedef struct {
  GPtrArray *entries;
  Part *advice;
  Part *renew;
  Part *details;
  Part *backup;
  Part *take_out;
} List;

static void
free_entry (gpointer data)
{
  Entry *entry = data;
  kigen_certificate_unref (entry->certificate);
  g_free (entry->advice);
  g_free (entry);
}

static void
free_list (gpointer data)
{
  List *list = data;
  g_ptr_array_unref (list->entries);
  g_free (list);
}

static const Entry *
selected (const Field *field)
{
  const List *list = field->own;
  int row = (int)SendMessageW (field->main->window, LVM_GETNEXTITEM, (WPARAM)-1, LVNI_SELECTED);
  return row >= 0 && row < (int)list->entries->len ? g_ptr_array_index (list->entries, row) : NULL;
}

static gboolean
can_renew (const Entry *entry)
{
  return entry->condition == KIGEN_CONDITION_DUE || entry->condition == KIGEN_CONDITION_RENEWING;
}

/* What is pressed
 * --------------------------------------------------------------------------------------------------- */

static void
show_renewal (Controller *controller, Page *page G_GNUC_UNUSED, gpointer field)
{
  const Entry *entry = selected (field);
  if (entry != NULL)
    renewal_window_show (controller, entry->certificate->id);
}

static void
show_details (Controller *controller, Page *page G_GNUC_UNUSED, gpointer field)
{
  const Entry *entry = selected (field);
  if (entry != NULL)
    details_window_show (controller, entry->certificate);
}

static void
show_backup (Controller *controller, Page *page G_GNUC_UNUSED, gpointer field)
{
  const Entry *entry = selected (field);
  if (entry != NULL)
    backup_window_show (controller, entry->certificate);
}

static void
show_deletion (Controller *controller, Page *page G_GNUC_UNUSED, gpointer field)
{
  const Entry *entry = selected (field);
  if (entry != NULL)
    delete_window_show (controller, entry->certificate);
}

static void
select_row (Field *field)
{
  const List *list = field->own;
  const Entry *entry = selected (field);
  gboolean renewing = entry != NULL && entry->condition == KIGEN_CONDITION_RENEWING;
  list->advice->style = entry != NULL ? looks[entry->condition].style : PAGE_STYLE_PLAIN;
  part_set_text (list->advice, entry != NULL ? entry->advice : "");
  g_autofree wchar_t *label = utf16_label (renewing ? _ ("_Go on") : _ ("_Renew the certificate"));
  part_set_label (list->renew, label);
  EnableWindow (list->renew->window, entry != NULL && can_renew (entry));
  EnableWindow (list->details->window, entry != NULL);
  EnableWindow (list->backup->window, entry != NULL);
  EnableWindow (list->take_out->window, entry != NULL && !renewing);
  page_lay_out (field->page);
}

static LRESULT
take_notice (Field *field, const NMHDR *notice)
{
  const Entry *entry = selected (field);
  if (notice->code == LVN_ITEMCHANGED
      && (((const NMLISTVIEW *)(const void *)notice)->uChanged & LVIF_STATE) != 0)
    select_row (field);
  else if (notice->code == LVN_ITEMACTIVATE && entry != NULL && can_renew (entry))
    show_renewal (field->page->controller, field->page, field);
  else if (notice->code == LVN_ITEMACTIVATE && entry != NULL)
    show_details (field->page->controller, field->page, field);
  return 0;
}

/* Return opens the row, and does not press a button. */
static LRESULT CALLBACK
take_return (HWND window, UINT message, WPARAM first, LPARAM second, UINT_PTR id G_GNUC_UNUSED,
             DWORD_PTR data G_GNUC_UNUSED)
{
  const MSG *asked = (const MSG *)second;
  if (message == WM_GETDLGCODE && asked != NULL && asked->message == WM_KEYDOWN && asked->wParam == VK_RETURN)
    return DLGC_WANTALLKEYS;
  return DefSubclassProc (window, message, first, second);
}

/* Layout
 * ---------------------------------------------------------------------------------------------------------
 */

/* In the size of the screen it is on now.  The last ones go with the list. */
static void
set_marks (const Page *page, HWND window)
{
  int size = page_scale (page, MARK), width = 0, height = 0;
  HIMAGELIST before = (HIMAGELIST)SendMessageW (window, LVM_GETIMAGELIST, LVSIL_SMALL, 0);
  if (before != NULL && ImageList_GetIconSize (before, &width, &height) && width == size)
    return;
  HIMAGELIST images = ImageList_Create (size, size, ILC_COLOR32 | ILC_MASK, G_N_ELEMENTS (looks), 0);
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++) {
    HICON icon = look_own_icon (looks[i].icon, size);
    ImageList_ReplaceIcon (images, -1, icon);
    DestroyIcon (icon);
  }
  SendMessageW (window, LVM_SETIMAGELIST, LVSIL_SMALL, (LPARAM)images);
  if (before != NULL)
    ImageList_Destroy (before);
}

static void
fit_columns (HWND window, int width)
{
  int left = width;
  for (int column = 0; column < N_COLUMNS - 1; column++) {
    SendMessageW (window, LVM_SETCOLUMNWIDTH, (WPARAM)column, LVSCW_AUTOSIZE_USEHEADER);
    left -= (int)SendMessageW (window, LVM_GETCOLUMNWIDTH, (WPARAM)column, 0);
  }
  SendMessageW (window, LVM_SETCOLUMNWIDTH, N_COLUMNS - 1, left);
}

static int
place_list (Field *field, int x, int y, int width)
{
  const List *list = field->own;
  Part *const buttons[] = { list->renew, list->details, list->backup, list->take_out };
  int gap = page_scale (field->page, GAP);
  int advice = part_measure (list->advice, width).cy;
  int height = page_scale (field->page, LEAST_HEIGHT) + field->room;
  RECT area;
  set_marks (field->page, field->main->window);
  part_move (field->main, x, y, width, height);
  GetClientRect (field->main->window, &area);
  fit_columns (field->main->window, area.right);
  height += gap;
  part_move (list->advice, x, y + height, width, advice);
  height += advice + gap;
  int left = x, tallest = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++) {
    SIZE size = part_button_size (buttons[i]);
    part_move (buttons[i], left, y + height, size.cx, size.cy);
    left += size.cx + page_scale (field->page, 8);
    tallest = MAX (tallest, (int)size.cy);
  }
  return height + tallest;
}

/* Making it
 * ------------------------------------------------------------------------------------------------------ */

static void
set_cell (HWND window, int row, int column, const char *text)
{
  g_autofree wchar_t *wide = utf16_words (text);
  LVITEMW item = { .iSubItem = column, .pszText = wide };
  SendMessageW (window, LVM_SETITEMTEXTW, (WPARAM)row, (LPARAM)&item);
}

static void
add_row (HWND window, int row, const ListEntry *entry)
{
  LVITEMW item = { .mask = LVIF_IMAGE | LVIF_TEXT, .iItem = row, .iImage = (int)entry->condition };
  g_autofree wchar_t *state = kigen_wide_new (kigen_condition_words (entry->condition));
  item.pszText = state;
  SendMessageW (window, LVM_INSERTITEMW, 0, (LPARAM)&item);
  set_cell (window, row, COLUMN_NAME, kigen_certificate_name (entry->certificate));
  set_cell (window, row, COLUMN_UNTIL, entry->until);
  set_cell (window, row, COLUMN_AUTHORITY, entry->authority);
}

static void
add_columns (HWND window)
{
  for (int column = 0; column < N_COLUMNS; column++) {
    g_autofree wchar_t *heading = kigen_wide_new (_ (headings[column]));
    LVCOLUMNW one = { .mask = LVCF_TEXT, .pszText = heading };
    SendMessageW (window, LVM_INSERTCOLUMNW, (WPARAM)column, (LPARAM)&one);
  }
}

static Part *
add_button (Field *field, const char *label, PagePressed pressed)
{
  Part *part = part_button (field->page, field->page->body, label, BS_PUSHBUTTON, pressed, field, NULL);
  part->field = field;
  return part;
}

static List *
list_new (const GPtrArray *entries)
{
  List *list = g_new0 (List, 1);
  list->entries = g_ptr_array_new_with_free_func (free_entry);
  for (guint i = 0; i < entries->len; i++) {
    const ListEntry *shown = g_ptr_array_index (entries, i);
    Entry *entry = g_new0 (Entry, 1);
    entry->certificate = kigen_certificate_ref (shown->certificate);
    entry->condition = shown->condition;
    entry->advice = g_strdup (shown->advice);
    g_ptr_array_add (list->entries, entry);
  }
  return list;
}

static void
select_first (HWND window)
{
  LVITEMW item = { .stateMask = LVIS_SELECTED | LVIS_FOCUSED, .state = LVIS_SELECTED | LVIS_FOCUSED };
  SendMessageW (window, LVM_SETITEMSTATE, 0, (LPARAM)&item);
}

void
page_add_entries (Controller *controller G_GNUC_UNUSED, Page *page, GPtrArray *entries)
{
  Field *field = field_new (page, place_list);
  List *list = list_new (entries);
  g_autofree wchar_t *name = kigen_wide_new (_ ("Your certificates"));
  field->own = list;
  field->free_own = free_list;
  field->grows = TRUE;
  field->main
      = part_new (page, page->body, WC_LISTVIEWW, name,
                  LVS_REPORT | LVS_SINGLESEL | LVS_SHOWSELALWAYS | LVS_NOSORTHEADER | WS_TABSTOP | WS_GROUP,
                  WS_EX_CLIENTEDGE);
  HWND window = field->main->window;
  SetWindowTheme (window, L"Explorer", NULL);
  SendMessageW (window, LVM_SETEXTENDEDLISTVIEWSTYLE, 0,
                LVS_EX_FULLROWSELECT | LVS_EX_DOUBLEBUFFER | LVS_EX_LABELTIP);
  SetWindowSubclass (window, take_return, 0, 0);
  set_marks (page, window);
  add_columns (window);
  for (guint i = 0; i < entries->len; i++)
    add_row (window, (int)i, g_ptr_array_index (entries, i));
  list->advice = part_text (page, page->body, "", PAGE_STYLE_PLAIN);
  list->advice->field = field;
  list->renew = add_button (field, _ ("_Renew the certificate"), show_renewal);
  list->details = add_button (field, _ ("_Details"), show_details);
  list->backup = add_button (field, _ ("Back _up now…"), show_backup);
  list->take_out = add_button (field, _ ("Delet_e…"), show_deletion);
  field->main->field = field;
  field->main->notified = take_notice;
  page->first_field = field->main;
  select_first (window);
}
