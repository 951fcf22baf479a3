/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Where things stand in a page: heading above, body, ways, and the foot below. */

#include "page-win32.h"

#define MARK 32
#define MARGIN 24
#define BAR_GAP 4 /* between the body and its scroll bar */

int
page_foot_height (const Page *page)
{
  return page->foot->len > 0 ? (int)part_button_size (g_ptr_array_index (page->foot, 0)).cy
                                   + 2 * page_scale (page, MARGIN / 2)
                             : 0;
}

/* From the right: the preferred one stands last. */
static void
place_foot (const Page *page, const RECT *area)
{
  int right = area->right - page_scale (page, MARGIN);
  int top = area->bottom - page_foot_height (page) + page_scale (page, MARGIN / 2);
  for (guint i = page->foot->len; i > 0; i--) {
    const Part *part = g_ptr_array_index (page->foot, i - 1);
    SIZE size = part_button_size (part);
    part_move (part, right - size.cx, top, size.cx, size.cy);
    right -= size.cx + page_scale (page, 8);
  }
}

/* In as many lines as it takes; the height. */
static int
place_ways (const Page *page, int left, int top, int right)
{
  int gap = page_scale (page, 8);
  int x = left, y = top, bottom = top;
  for (guint i = 0; i < page->ways->len; i++) {
    const Part *part = g_ptr_array_index (page->ways, i);
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
place_fields (const Page *page, int width)
{
  int y = -page->scrolled;
  for (guint i = 0; i < page->fields->len; i++) {
    Field *field = g_ptr_array_index (page->fields, i);
    gboolean shown = is_shown (field);
    field_show_parts (field, shown);
    if (!shown)
      continue;
    y += y > -page->scrolled ? page_scale (page, field->gap) : 0;
    y += field->place (field, 0, y, width);
  }
  return y + page->scrolled;
}

/* What takes the room that is left gets it; whether it had another before. */
static gboolean
share_room (const Page *page, int spare)
{
  gboolean changed = FALSE;
  for (guint i = 0; i < page->fields->len; i++) {
    Field *field = g_ptr_array_index (page->fields, i);
    int room = field->grows ? MAX (field->room + spare, 0) : 0;
    changed = changed || room != field->room;
    field->room = room;
  }
  return changed;
}

static int
body_width (const Page *page, int width)
{
  RECT area;
  GetClientRect (page->body, &area);
  return MIN (width, (int)area.right - page_scale (page, BAR_GAP));
}

static void
place_body (Page *page, int width, int room)
{
  int height = place_fields (page, body_width (page, width));
  /* Nothing is moved to and fro where it stands well. */
  if (share_room (page, room - height))
    height = place_fields (page, body_width (page, width));
  int before = body_width (page, width);
  SCROLLINFO info = { .cbSize = sizeof info,
                      .fMask = SIF_ALL,
                      .nMax = MAX (height - 1, 0),
                      .nPage = (UINT)room,
                      .nPos = page->scrolled };
  SetScrollInfo (page->body, SB_VERT, &info, TRUE);
  int most = MAX (height - room, 0);
  if (body_width (page, width) == before && page->scrolled <= most)
    return;
  /* The bar has come or gone, or there is no more so much to scroll. */
  page->scrolled = MIN (page->scrolled, most);
  height = place_fields (page, body_width (page, width));
  info.nMax = MAX (height - 1, 0);
  info.nPos = page->scrolled;
  SetScrollInfo (page->body, SB_VERT, &info, TRUE);
}

void
page_lay_out (Page *page)
{
  RECT area;
  GetClientRect (page->window, &area);
  int margin = page_scale (page, MARGIN), gap = page_scale (page, MARGIN / 2);
  int left = margin, right = area.right - margin;
  int mark = page->mark != NULL ? page_scale (page, MARK) : 0;
  int heading_left = left + (mark > 0 ? mark + gap : 0);
  if (page->gone || right <= heading_left)
    return;
  SIZE size = part_measure (page->heading, right - heading_left);
  int height = MAX (size.cy, mark);
  if (page->mark != NULL)
    part_move (page->mark, left, margin * 3 / 4 + (height - mark) / 2, mark, mark);
  part_move (page->heading, heading_left, margin * 3 / 4 + (height - size.cy) / 2, right - heading_left,
             size.cy);
  place_foot (page, &area);
  int top = margin * 3 / 4 + height + gap;
  int bottom = area.bottom - page_foot_height (page) - gap;
  if (page->ways->len > 0) {
    int ways = place_ways (page, left, 0, right);
    place_ways (page, left, bottom - ways, right);
    bottom -= ways + gap;
  }
  SetWindowPos (page->body, NULL, left, top, right - left + margin * 3 / 4, MAX (bottom - top, 0),
                SWP_NOZORDER | SWP_NOACTIVATE);
  place_body (page, right - left, MAX (bottom - top, 0));
}
