/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Lines with a mark: rows, steps, and what moves while one waits. */

#include "page-win32.h"
#include "utf16.h"

#include <commctrl.h>
#include <glib/gi18n-lib.h>

#define FRAMED_MARK 24
#define MARK 16
#define GAP 12
#define LINE_GAP 2
#define STEP_GAP 10
#define BAR_WIDTH 220
#define BAR_HEIGHT 6
#define LONG_WAIT 400 /* milliseconds */

struct _Row {
  Field *field;
  gboolean framed;
  Part *mark;
  GPtrArray *lines;   /* Part */
  GPtrArray *buttons; /* likewise, from the left */
};

static void
free_row (gpointer data)
{
  Row *row = data;
  g_ptr_array_unref (row->lines);
  g_ptr_array_unref (row->buttons);
  g_free (row);
}

static int
place_lines (const Row *row, int x, int y, int width, gboolean move)
{
  int height = 0;
  for (guint i = 0; i < row->lines->len; i++) {
    const Part *line = g_ptr_array_index (row->lines, i);
    SIZE size = part_measure (line, width);
    height += i > 0 ? page_scale (line->page, LINE_GAP) : 0;
    if (move)
      part_move (line, x, y + height, width, size.cy);
    height += size.cy;
  }
  return height;
}

/* From the right; where they begin, and the height. */
static int
place_buttons (const Row *row, int right, int y, int height, gboolean move, int *tallest)
{
  for (guint i = row->buttons->len; i > 0; i--) {
    const Part *button = g_ptr_array_index (row->buttons, i - 1);
    SIZE size = part_button_size (button);
    if (move)
      part_move (button, right - size.cx, y + (height - size.cy) / 2, size.cx, size.cy);
    right -= size.cx + page_scale (button->page, GAP);
    *tallest = MAX (*tallest, (int)size.cy);
  }
  return right;
}

static int
place_row (Field *field, int x, int y, int width)
{
  const Row *row = field->own;
  int mark = page_scale (field->page, row->framed ? FRAMED_MARK : MARK);
  int left = x + mark + page_scale (field->page, GAP);
  int height = mark;
  int right = place_buttons (row, x + width, y, 0, FALSE, &height);
  int lines = place_lines (row, left, y, right - left, FALSE);
  height = MAX (height, lines);
  place_buttons (row, x + width, y, height, TRUE, &height);
  place_lines (row, left, row->framed ? y + (height - lines) / 2 : y, right - left, TRUE);
  part_move (row->mark, x, row->framed ? y + (height - mark) / 2 : y + page_scale (field->page, 1), mark,
             mark);
  return height;
}

Row *
page_add_row (Page *page, PageMark mark, const char *mark_words, gboolean framed)
{
  Row *row = g_new0 (Row, 1);
  Field *field = field_new (page, place_row);
  field->own = row;
  field->free_own = free_row;
  row->field = field;
  row->framed = framed;
  row->mark = part_mark (page, page->body, mark, mark_words);
  row->mark->field = field;
  row->lines = g_ptr_array_new ();
  row->buttons = g_ptr_array_new ();
  return row;
}

void
row_add_line (Row *row, const char *text, PageStyle style)
{
  Part *line = part_text (row->field->page, row->field->page->body, text, style);
  line->field = row->field;
  g_ptr_array_add (row->lines, line);
}

void
row_add_button (Row *row, PageButton kind G_GNUC_UNUSED, const char *label, PagePressed pressed,
                gpointer data, GDestroyNotify free_data)
{
  Page *page = row->field->page;
  Part *button = part_button (page, page->body, label, BS_PUSHBUTTON, pressed, data, free_data);
  button->field = row->field;
  g_ptr_array_add (row->buttons, button);
}

/* Steps
 * ---------------------------------------------------------------------------------------------------------
 */

static int
place_step (Field *field, int x, int y, int width)
{
  int height = part_measure (field->main, width).cy;
  part_move (field->main, x, y, width, height);
  return height;
}

Field *
page_add_step (Page *page, const char *text)
{
  Field *field = field_new (page, place_step);
  field->main = part_text (page, page->body, text, PAGE_STYLE_PLAIN);
  field->main->field = field;
  field->main->is_step = TRUE;
  field->gap = STEP_GAP;
  return field;
}

static char *
words_for (PageProgress progress, const char *step)
{
  if (progress == PAGE_STEP_COMPLETE)
    return g_strdup_printf (_ ("%s (done)"), step);
  if (progress == PAGE_STEP_GOING_ON)
    return g_strdup_printf (_ ("%s (going on)"), step);
  return g_strdup_printf (_ ("%s (to come)"), step);
}

/* What the mark shows is in the control's own text, which is read and not drawn. */
void
field_set_progress (Field *field, PageProgress progress)
{
  Part *part = field->main;
  g_autofree char *step = kigen_wide_to_utf8 (part->text);
  g_autofree char *words = words_for (progress, step);
  part->progress = progress;
  part->style = progress == PAGE_STEP_AHEAD ? PAGE_STYLE_DIM : PAGE_STYLE_PLAIN;
  utf16_set_window_text (part->window, words);
  InvalidateRect (part->window, NULL, TRUE);
}

/* Activity
 * ------------------------------------------------------------------------------------------------------ */

static int
place_activity (Field *field, int x, int y, int width)
{
  int height = part_measure (field->main, width).cy;
  int bar = page_scale (field->page, BAR_HEIGHT);
  int top = page_scale (field->page, GAP);
  part_move (field->beside, x, y + top / 2, MIN (page_scale (field->page, BAR_WIDTH), width), bar);
  part_move (field->main, x, y + top / 2 + bar + top, width, height);
  return top / 2 + bar + top + height;
}

Field *
page_add_activity (Page *page)
{
  Field *field = field_new (page, place_activity);
  g_autofree wchar_t *name = kigen_wide_new (_ ("What is going on"));
  field->beside = part_new (page, page->body, PROGRESS_CLASSW, name, PBS_MARQUEE, 0);
  field->beside->field = field;
  SendMessageW (field->beside->window, PBM_SETMARQUEE, TRUE, 0);
  field->main = part_text (page, page->body, "", PAGE_STYLE_PLAIN);
  field->main->field = field;
  return field;
}

/* Something moves only where the wait is one. */
Page *
page_new_waiting (Controller *controller, const char *heading)
{
  Page *page = page_new (controller, PAGE_MARK_NONE, heading);
  Field *activity = page_add_activity (page);
  activity->hidden = TRUE;
  SetTimer (page->window, 1, LONG_WAIT, NULL);
  return page;
}
