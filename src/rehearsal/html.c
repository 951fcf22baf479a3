/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * Draws a page: its head, and its blocks one after the other.  How labels stand to values is layout.c's, how
 * forms and buttons look is controls.c's.
 */
#include "html.h"

#include "controls.h"
#include "layout.h"
#include "text.h"

#define PRACTICE "練習用"
#define PRACTICE_NOTE "これは練習用の認証局です。発行される証明書は練習でのみ使えます。"

static const char *
declared_charset (const Rendering *rendering)
{
  return g_str_equal (rendering->charset, "SHIFT_JIS") ? "Shift_JIS" : rendering->charset;
}

static void
draw_meta_refresh (GString *out, const Page *page, const Place *place)
{
  if (page->refresh == NULL || place->rendering->refresh != REFRESH_META)
    return;
  g_autofree char *address = address_of_link (place, page->refresh);
  g_autofree char *escaped = text_escape (place->rendering, address);
  if (place->rendering->odd)
    g_string_append_printf (out, "<meta http-equiv=\"Refresh\" content=\"1;URL='%s'\" />\n", escaped);
  else
    g_string_append_printf (out, "<meta http-equiv=\"refresh\" content=\"1; url=%s\">\n", escaped);
}

static void
draw_head (GString *out, const Page *page, const Place *place)
{
  const Rendering *rendering = place->rendering;
  g_autofree char *title = text_escape (rendering, page->title);
  g_autofree char *mark = text_escape (rendering, "（" PRACTICE "）");
  const char *end = rendering->odd ? " /" : "";
  if (rendering->odd)
    g_string_append (
        out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 "
             "Strict//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\n"
             "<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"ja\">\n<head>\n");
  else if (rendering->layout == LAYOUT_MODERN)
    g_string_append (out, "<!doctype html>\n<html lang=\"ja\">\n<head>\n");
  else
    g_string_append (out,
                     "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">\n<html>\n<head>\n");
  if (rendering->charset_in_meta)
    g_string_append_printf (out, "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=%s\"%s>\n",
                            declared_charset (rendering), end);
  if (rendering->paths == PATHS_BASE)
    g_string_append_printf (out, "<base href=\"%s/p/\"%s>\n", place->base, end);
  draw_meta_refresh (out, page, place);
  g_string_append_printf (out, "<title>%s%s</title>\n</head>\n", title, mark);
}

static void
draw_table (GString *out, const Block *block, const Place *place)
{
  gboolean together = place->rendering->buttons == BUTTONS_TOGETHER;
  if (together)
    controls_open_form (out, place, "key");
  g_string_append (out, "<table border=\"1\">\n");
  for (guint i = 0; i < block->lines->len; i++) {
    const Line *line = g_ptr_array_index (block->lines, i);
    const char *cell = i == 0 ? "th" : "td";
    g_string_append (out, "<tr>");
    for (char **c = line->cells; *c != NULL; c++) {
      g_autofree char *text = i == 0 ? text_label (place->rendering, *c) : text_escape (place->rendering, *c);
      g_string_append_printf (out, "<%s>%s</%s>", cell, text, cell);
    }
    if (i > 0)
      g_string_append (out, "<td>");
    if (line->control != NULL)
      controls_draw_in_line (out, place, line->control);
    g_string_append (out, i > 0 ? "</td></tr>\n" : "<th></th></tr>\n");
  }
  g_string_append (out, "</table>\n");
  if (together)
    g_string_append (out, "</form>\n");
}

static void
draw_places (GString *out, const Block *block, const Place *place)
{
  g_string_append (out, "<ul>\n");
  for (guint i = 0; i < block->rows->len; i++) {
    const Row *row = g_ptr_array_index (block->rows, i);
    g_autofree char *label = text_label (place->rendering, row->label);
    g_string_append_printf (out, "<li><a href=\"%s\">%s</a></li>\n", row->value, label);
  }
  g_string_append (out, "</ul>\n");
}

static void
draw_text (GString *out, const Block *block, const Place *place, const char *before, const char *after)
{
  g_autofree char *text = text_escape (place->rendering, block->text);
  g_string_append_printf (out, "%s%s%s\n", before, text, after);
}

static void
draw_block (GString *out, const Block *block, const Place *place)
{
  switch (block->kind) {
  case BLOCK_TEXT:
    draw_text (out, block, place, "<p>", "</p>");
    return;
  case BLOCK_ERROR:
    draw_text (out, block, place, "<p class=\"error\" style=\"color: #c00\">", "</p>");
    return;
  case BLOCK_HEADING:
    draw_text (out, block, place, "<h3>", "</h3>");
    return;
  case BLOCK_ROWS:
    layout_draw_rows (out, place->rendering, block->rows);
    return;
  case BLOCK_FORM:
    controls_draw_form (out, place, block);
    return;
  case BLOCK_TABLE:
    draw_table (out, block, place);
    return;
  case BLOCK_PLACES:
    draw_places (out, block, place);
    return;
  }
}

/* the frame that the old kind of page lies in, with a menu's column that holds nothing of interest */
static const char *
frame_before (const Rendering *rendering)
{
  return rendering->layout == LAYOUT_NESTED
             ? "<table width=\"100%\"><tr><td width=\"20\">&nbsp;</td><td><table cellpadding=\"4\"><tr><td>\n"
             : "";
}

static const char *
frame_after (const Rendering *rendering)
{
  return rendering->layout == LAYOUT_NESTED ? "</td></tr></table></td></tr></table>\n" : "";
}

char *
html_draw (const Page *page, const Place *place)
{
  const Rendering *rendering = place->rendering;
  GString *out = g_string_new (NULL);
  g_autofree char *title = text_escape (rendering, page->title);
  g_autofree char *note = text_escape (rendering, "【" PRACTICE "】" PRACTICE_NOTE);
  draw_head (out, page, place);
  g_string_append_printf (out, "<body>\n<div style=\"background: #fd6; padding: 4px\">%s</div>\n", note);
  g_string_append_printf (out, "%s<h2>%s</h2>\n", frame_before (rendering), title);
  for (guint i = 0; i < page->blocks->len; i++)
    draw_block (out, g_ptr_array_index (page->blocks, i), place);
  if (page->refresh != NULL && !page->forwards && rendering->refresh == REFRESH_BUTTON)
    controls_draw_alone (out, place, page->refresh);
  g_string_append_printf (out, "%s</body>\n</html>\n", frame_after (rendering));
  return g_string_free (out, FALSE);
}
