/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * A form carries its page's token as a hidden field, and the act by the name of the button that was pressed
 * (a nameless one: by the form's address).  Where nothing is to be entered a control may as well be a link.
 */
#include "controls.h"

#include "layout.h"
#include "text.h"

static gboolean
buttons_have_names (const Rendering *rendering)
{
  return rendering->paths != PATHS_NESTED;
}

static const char *
tag_end (const Rendering *rendering)
{
  return rendering->odd ? " />" : ">";
}

void
controls_open_form (GString *out, const Place *place, const char *action)
{
  g_autofree char *address = address_of_form (place, action);
  g_autofree char *escaped = text_escape (place->rendering, address);
  static const char *const methods[] = {
    [METHOD_POST] = "method=\"post\"",
    [METHOD_GET] = "method=\"get\"",
    [METHOD_MULTIPART] = "method=\"post\" enctype=\"multipart/form-data\"",
  };
  g_string_append_printf (out, "<form %s action=\"%s\">\n", methods[place->rendering->method], escaped);
}

static void
draw_hidden (GString *out, const Rendering *rendering, const char *name, const char *value)
{
  g_autofree char *wire_name = rendering_wire_name (rendering, name);
  g_string_append_printf (out, "<input type=\"hidden\" name=\"%s\" value=\"%s\"%s\n", wire_name, value,
                          tag_end (rendering));
}

static void
draw_image (GString *out, const char *wire_name, const char *text)
{
  g_string_append_printf (out, "<input type=\"image\" name=\"%s\" src=\"/button.png\" alt=\"%s\">\n",
                          wire_name, text);
}

static void
draw_button (GString *out, const Rendering *rendering, const Control *control)
{
  g_autofree char *text = text_label (rendering, control->text);
  g_autofree char *wire_name = rendering_wire_name (rendering, control->action);
  if (rendering->buttons == BUTTONS_IMAGES)
    draw_image (out, wire_name, text);
  else if (rendering->buttons == BUTTONS_TOGETHER)
    g_string_append_printf (out, "<button type=\"submit\" name=\"%s\" value=\"1\"><span>%s</span></button>\n",
                            wire_name, text);
  else if (!buttons_have_names (rendering))
    g_string_append_printf (out, "<button>%s</button>\n", text);
  else
    g_string_append_printf (out, "<input type=\"submit\" name=\"%s\" value=\"%s\"%s\n", wire_name, text,
                            tag_end (rendering));
}

static void
draw_link (GString *out, const Place *place, const Control *control)
{
  g_autofree char *address = address_of_link (place, control);
  g_autofree char *escaped = text_escape (place->rendering, address);
  g_autofree char *text = text_label (place->rendering, control->text);
  g_string_append_printf (out, "<a href=\"%s\">%s</a>\n", escaped, text);
}

void
controls_draw_alone (GString *out, const Place *place, const Control *control)
{
  if (place->rendering->buttons == BUTTONS_LINKS) {
    g_string_append (out, "<p>");
    draw_link (out, place, control);
    g_string_append (out, "</p>\n");
    return;
  }
  controls_open_form (out, place, control->action);
  g_string_append (out, "<div>\n");
  draw_hidden (out, place->rendering, "token", control->token);
  draw_button (out, place->rendering, control);
  g_string_append (out, "</div>\n</form>\n");
}

/* in a form around the whole table the button itself says which line is meant */
void
controls_draw_in_line (GString *out, const Place *place, const Control *control)
{
  if (place->rendering->buttons != BUTTONS_TOGETHER) {
    controls_draw_alone (out, place, control);
    return;
  }
  g_autofree char *row = rendering_wire_name (place->rendering, "row");
  g_autofree char *text = text_label (place->rendering, control->text);
  g_string_append_printf (out, "<button type=\"submit\" name=\"%s\" value=\"%s\">%s</button>", row,
                          control->token, text);
}

static void
draw_cancel (GString *out, const Rendering *rendering)
{
  char text[] = "キャンセル";
  const Control cancel = { .action = "menu", .text = text };
  if (rendering->cancel)
    draw_button (out, rendering, &cancel);
}

static void
draw_one_form (GString *out, const Place *place, const Block *block)
{
  const Control *last = g_ptr_array_index (block->controls, block->controls->len - 1);
  controls_open_form (out, place, last->action);
  draw_hidden (out, place->rendering, "token", last->token);
  layout_draw_fields (out, place->rendering, block->fields);
  g_string_append (out, "<div>\n");
  if (block->controls->len == 1)
    draw_cancel (out, place->rendering);
  for (guint i = 0; i < block->controls->len; i++)
    draw_button (out, place->rendering, g_ptr_array_index (block->controls, i));
  g_string_append (out, "</div>\n</form>\n");
}

/* Several acts without a field are a form each, unless the rendering puts them together. */
void
controls_draw_form (GString *out, const Place *place, const Block *block)
{
  const Rendering *rendering = place->rendering;
  gboolean bare = block->fields->len == 0;
  if (!bare || rendering->cancel || rendering->buttons == BUTTONS_TOGETHER) {
    draw_one_form (out, place, block);
    return;
  }
  for (guint i = 0; i < block->controls->len; i++)
    controls_draw_alone (out, place, g_ptr_array_index (block->controls, i));
}
