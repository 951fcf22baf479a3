/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* Characters: escaped for HTML, widened for the odd rendering, and put into a charset at last. */
#include "text.h"

#include <string.h>

#define WIDE_OFFSET 0xfee0
#define WIDE_BLANK "\xe3\x80\x80"

static void
append_escaped (GString *out, gunichar c, gboolean as_entity)
{
  static const char *const named[] = { ['"'] = "&quot;", ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;" };
  if (c < G_N_ELEMENTS (named) && named[c] != NULL)
    g_string_append (out, named[c]);
  else if (as_entity && c > 0x7e)
    g_string_append_printf (out, "&#x%X;", (unsigned)c);
  else
    g_string_append_unichar (out, c);
}

char *
text_escape (const Rendering *rendering, const char *text)
{
  GString *out = g_string_new (NULL);
  for (const char *c = text; *c != '\0'; c += g_utf8_skip[(guchar)*c])
    append_escaped (out, g_utf8_get_char (c), rendering->odd);
  return g_string_free (out, FALSE);
}

/* ASCII letters, digits and signs in full width, and a wide blank wherever Japanese and Latin meet */
static char *
widen (const char *text)
{
  GString *out = g_string_new (NULL);
  gboolean latin_before = FALSE;
  for (const char *c = text; *c != '\0'; c += g_utf8_skip[(guchar)*c]) {
    gunichar letter = g_utf8_get_char (c);
    gboolean latin = letter > ' ' && letter < 0x7f;
    if (letter == ' ' || (c > text && latin != latin_before && c[-1] != ' '))
      g_string_append (out, WIDE_BLANK);
    if (letter != ' ')
      g_string_append_unichar (out, latin ? letter + WIDE_OFFSET : letter);
    latin_before = latin;
  }
  return g_string_free (out, FALSE);
}

char *
text_label (const Rendering *rendering, const char *text)
{
  if (!rendering->odd)
    return text_escape (rendering, text);
  g_autofree char *wide = widen (text);
  return text_escape (rendering, wide);
}

GBytes *
text_encode (const Rendering *rendering, const char *html)
{
  gsize length = 0;
  g_autoptr (GError) error = NULL;
  char *encoded = g_convert_with_fallback (html, -1, rendering->charset, "UTF-8", "?", NULL, &length, &error);
  if (encoded != NULL)
    return g_bytes_new_take (encoded, length);
  g_warning ("A page could not be put into %s: %s", rendering->charset, error->message);
  return g_bytes_new (html, strlen (html));
}
