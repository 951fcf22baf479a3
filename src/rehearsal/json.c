/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* Writes flat JSON objects, which is all that the event log and the line at the start need. */
#include "json.h"

Json *
json_new (void)
{
  return g_string_new ("{");
}

static void
put_text (Json *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *c = text; *c != '\0'; c++) {
    if (*c == '"' || *c == '\\')
      g_string_append_printf (json, "\\%c", *c);
    else if ((unsigned char)*c < 0x20)
      g_string_append_printf (json, "\\u%04x", (unsigned)*c);
    else
      g_string_append_c (json, *c);
  }
  g_string_append_c (json, '"');
}

static void
put_name (Json *json, const char *name)
{
  if (json->len > 1)
    g_string_append_c (json, ',');
  put_text (json, name);
  g_string_append_c (json, ':');
}

void
json_text (Json *json, const char *name, const char *value)
{
  put_name (json, name);
  if (value == NULL) {
    g_string_append (json, "null");
    return;
  }
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  put_text (json, valid);
}

void
json_number (Json *json, const char *name, gint64 value)
{
  put_name (json, name);
  g_string_append_printf (json, "%" G_GINT64_FORMAT, value);
}

char *
json_finish (Json *json)
{
  g_string_append (json, "}\n");
  return g_string_free (json, FALSE);
}
