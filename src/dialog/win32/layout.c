/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Where things stand in a sheet: heading above, body, ways, and the foot below. */

#include "sheet-win32.h"

#define MARK 32
#define MARGIN 24
#define BAR_GAP 4 /* between the body and its scroll bar */

int
sheet_foot_height (const Sheet *sheet)
{
  return sheet->foot->len > 0 ? (int)part_button_size (g_ptr_array_index (sheet->foot, 0)).cy
                                    + 2 * sheet_scale (sheet, MARGIN / 2)
                              : 0;
}

/* From the right: the preferred one stands last. */
static void
place_foot (const Sheet *sheet, const RECT *area)
{
  int right = area->right - sheet_scale (sheet, MARGIN);
  int top = area->bottom - sheet_foot_height (sheet) + sheet_scale (sheet, MARGIN / 2);
  for (guint i = sheet->foot->len; i > 0; i--) {
    const Part *part = g_ptr_array_index (sheet->foot, i - 1);
    SIZE size = part_button_size (part);
    part_move (part, right - size.cx, top, size.cx, size.cy);
    right -= size.cx + sheet_scale (sheet, 8);
  }
}

/* In as many lines as it takes; the height. */
static int
place_ways (const Sheet *sheet, int left, int top, int right)
{
  int gap = sheet_scale (sheet, 8);
  int x = left, y = top, bottom = top;
  for (guint i = 0; i < sheet->ways->len; i++) {
    const Part *part = g_ptr_array_index (sheet->ways, i);
    SIZE size = part_button_size (part);
    if (x > left && x + size.cx > right) {
      x = left;
      y += size.cy + gap;
    }
    part_move (part, x, y, size.cx, size.cy);
    x += size.cx + gap;
    bottom = y + size.cy;
  }
  return bottom - top;
}

static gboolean
is_shown (const Field *field)
{
  if (field->group != NULL && !field_is_on (field->group))
    return FALSE;
  return !field->hidden;
}

static int
place_fields (const Sheet *sheet, int width)
{
  int y = -sheet->scrolled;
  for (guint i = 0; i < sheet->fields->len; i++) {
    Field *field = g_ptr_array_index (sheet->fields, i);
    gboolean shown = is_shown (field);
    field_show_parts (field, shown);
    if (!shown)
      continue;
    y += y > -sheet->scrolled ? sheet_scale (sheet, field->gap) : 0;
    y += field->place (field, 0, y, width);
  }
  return y + sheet->scrolled;
}

/* What takes the room that is left gets it; whether it had another before. */
static gboolean
share_room (const Sheet *sheet, int spare)
{
  gboolean changed = FALSE;
  for (guint i = 0; i < sheet->fields->len; i++) {
    Field *field = g_ptr_array_index (sheet->fields, i);
    int room = field->grows ? MAX (field->room + spare, 0) : 0;
    changed = changed || room != field->room;
    field->room = room;
  }
  return changed;
}

static int
body_width (const Sheet *sheet, int width)
{
  RECT area;
  GetClientRect (sheet->body, &area);
  return MIN (width, (int)area.right - sheet_scale (sheet, BAR_GAP));
}

static void
place_body (Sheet *sheet, int width, int room)
{
  int height = place_fields (sheet, body_width (sheet, width));
  /* Nothing is moved to and fro where it stands well. */
  if (share_room (sheet, room - height))
    height = place_fields (sheet, body_width (sheet, width));
  int before = body_width (sheet, width);
  SCROLLINFO info = { .cbSize = sizeof info,
                      .fMask = SIF_ALL,
                      .nMax = MAX (height - 1, 0),
                      .nPage = (UINT)room,
                      .nPos = sheet->scrolled };
  SetScrollInfo (sheet->body, SB_VERT, &info, TRUE);
  int most = MAX (height - room, 0);
  if (body_width (sheet, width) == before && sheet->scrolled <= most)
    return;
  /* The bar has come or gone, or there is no more so much to scroll. */
  sheet->scrolled = MIN (sheet->scrolled, most);
  height = place_fields (sheet, body_width (sheet, width));
  info.nMax = MAX (height - 1, 0);
  info.nPos = sheet->scrolled;
  SetScrollInfo (sheet->body, SB_VERT, &info, TRUE);
}

void
sheet_lay_out (Sheet *sheet)
{
  RECT area;
  GetClientRect (sheet->window, &area);
  int margin = sheet_scale (sheet, MARGIN), gap = sheet_scale (sheet, MARGIN / 2);
  int left = margin, right = area.right - margin;
  int mark = sheet->mark != NULL ? sheet_scale (sheet, MARK) : 0;
  int heading_left = left + (mark > 0 ? mark + gap : 0);
  if (sheet->gone || right <= heading_left)
    return;
  SIZE size = part_measure (sheet->heading, right - heading_left);
  int height = MAX (size.cy, mark);
  if (sheet->mark != NULL)
    part_move (sheet->mark, left, margin * 3 / 4 + (height - mark) / 2, mark, mark);
  part_move (sheet->heading, heading_left, margin * 3 / 4 + (height - size.cy) / 2, right - heading_left,
             size.cy);
  place_foot (sheet, &area);
  int top = margin * 3 / 4 + height + gap;
  int bottom = area.bottom - sheet_foot_height (sheet) - gap;
  if (sheet->ways->len > 0) {
    int ways = place_ways (sheet, left, 0, right);
    place_ways (sheet, left, bottom - ways, right);
    bottom -= ways + gap;
  }
  SetWindowPos (sheet->body, NULL, left, top, right - left + margin * 3 / 4, MAX (bottom - top, 0),
                SWP_NOZORDER | SWP_NOACTIVATE);
  place_body (sheet, right - left, MAX (bottom - top, 0));
}
