/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

#include "command-line-windows.h"

#include <kigen/base/wide.h>

static void
add_backslashes (GString *line, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_string_append_c (line, '\\');
}

/* Backslashes are themselves, but before a quotation mark each stands for half of one. */
static void
add_quoted (GString *line, const char *word)
{
  gsize backslashes = 0;
  g_string_append_c (line, '"');
  for (; *word != '\0'; word++) {
    if (*word == '"')
      add_backslashes (line, backslashes + 1);
    backslashes = *word == '\\' ? backslashes + 1 : 0;
    g_string_append_c (line, *word);
  }
  add_backslashes (line, backslashes);
  g_string_append_c (line, '"');
}

wchar_t *
kigen_command_line_new (const char *const *words)
{
  g_autoptr (GString) line = g_string_new (NULL);
  for (; *words != NULL; words++) {
    if (line->len > 0)
      g_string_append_c (line, ' ');
    add_quoted (line, *words);
  }
  return kigen_wide_new (line->str);
}
