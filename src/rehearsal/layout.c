/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* How a label stands to what it names: a pattern a layout, the same for values and for fields. */
#include "layout.h"

#include "text.h"

typedef struct {
  const char *open;   /* before all pairs */
  const char *before; /* before a label */
  const char *between;
  const char *after; /* after a value */
  const char *close;
} Pattern;

static const Pattern patterns[] = {
  [LAYOUT_TABLE] = { "<table>\n", "<tr><th align=\"left\">", "</th><td>", "</td></tr>\n", "</table>\n" },
  [LAYOUT_NESTED] = { "<table><tr><td>\n", "<table><tr><td><font size=\"2\">", "</font></td></tr><tr><td>",
                      "</td></tr></table>\n", "</td></tr></table>\n" },
  [LAYOUT_MODERN] = { "<dl>\n", "<dt>", "</dt><dd>", "</dd>\n", "</dl>\n" },
  [LAYOUT_WRAPPED] = { "<div>\n", "<div><b>", "</b> <span>", "</span></div>\n", "</div>\n" },
  [LAYOUT_TEXT] = { "<p>\n", "", "：", "<br>\n", "</p>\n" },
};

/* inside a <label> the field needs no more than that */
static const Pattern wrapped_field = { "<div>\n", "<p><label>", " ", "</label></p>\n", "</div>\n" };

void
layout_draw_rows (GString *out, const Rendering *rendering, const GPtrArray *rows)
{
  const Pattern *pattern = &patterns[rendering->layout];
  g_string_append (out, pattern->open);
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = g_ptr_array_index (rows, i);
    g_autofree char *label = text_label (rendering, row->label);
    g_autofree char *value = text_escape (rendering, row->value);
    const char *padding = rendering->odd ? "\n   " : "";
    g_string_append_printf (out, "%s%s%s%s%s%s%s", pattern->before, label, pattern->between, padding, value,
                            padding, pattern->after);
  }
  g_string_append (out, pattern->close);
}

static void
draw_label (GString *out, const Rendering *rendering, const Field *field, const char *wire_name)
{
  g_autofree char *label = text_label (rendering, field->label);
  if (rendering->layout == LAYOUT_MODERN && field->kind != FIELD_SHOWN)
    g_string_append_printf (out, "<label for=\"id-%s\">%s</label>", wire_name, label);
  else
    g_string_append (out, label);
}

static void
draw_field (GString *out, const Rendering *rendering, const Field *field, const char *wire_name)
{
  g_autofree char *value = text_escape (rendering, field->value != NULL ? field->value : "");
  if (field->kind == FIELD_SHOWN) {
    g_string_append (out, value);
    return;
  }
  const char *type = field->kind == FIELD_PASSWORD ? "password" : "text";
  g_string_append_printf (out, "<input type=\"%s\" name=\"%s\"", type, wire_name);
  if (rendering->layout == LAYOUT_MODERN)
    g_string_append_printf (out, " id=\"id-%s\" autocomplete=\"off\"", wire_name);
  if (field->value != NULL)
    g_string_append_printf (out, " value=\"%s\"", value);
  g_string_append (out, rendering->odd ? " />" : ">");
}

void
layout_draw_fields (GString *out, const Rendering *rendering, const GPtrArray *fields)
{
  const Pattern *pattern
      = rendering->layout == LAYOUT_WRAPPED ? &wrapped_field : &patterns[rendering->layout];
  if (fields->len == 0)
    return;
  g_string_append (out, pattern->open);
  for (guint i = 0; i < fields->len; i++) {
    const Field *field = g_ptr_array_index (fields, i);
    g_autofree char *wire_name = rendering_wire_name (rendering, field->name);
    g_string_append (out, pattern->before);
    draw_label (out, rendering, field, wire_name);
    g_string_append (out, pattern->between);
    draw_field (out, rendering, field, wire_name);
    g_string_append (out, pattern->after);
  }
  g_string_append (out, pattern->close);
}
