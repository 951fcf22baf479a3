/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* Bytes to UTF-8.  A byte order mark wins, then the header, then the meta tag (HTML Standard 13.2.3.1); what
 * was told and cannot be, and where nothing was told, is guessed between the three that Japanese pages are
 * in: valid UTF-8 is UTF-8; of Shift_JIS and EUC-JP the one whose reading has fewer characters that no page
 * uses.  A page in the wrong charset is still better than none: what cannot be read becomes U+FFFD. */

#include "page-private.h"

#include <string.h>

/* Browsers look for a meta tag this far. */
#define META_WITHIN 4096

typedef struct {
  const char *told;
  const char *known;
} Name;

/* What pages say and what it is in truth: WHATWG Encoding 4.2, as far as iconv has other names for it. */
static const Name names[] = {
  { "shift_jis", "CP932" },
  { "shift-jis", "CP932" },
  { "sjis", "CP932" },
  { "x-sjis", "CP932" },
  { "ms_kanji", "CP932" },
  { "windows-31j", "CP932" },
  { "ms932", "CP932" },
  { "csshiftjis", "CP932" },
  { "cp932", "CP932" },
  { "euc-jp", "EUC-JP" },
  { "x-euc-jp", "EUC-JP" },
  { "eucjp", "EUC-JP" },
  { "iso-2022-jp", "ISO-2022-JP" },
  { "utf-8", "UTF-8" },
  { "utf8", "UTF-8" },
  { "utf-16", "UTF-16" },
  { "utf-16le", "UTF-16LE" },
  { "utf-16be", "UTF-16BE" },
  { "us-ascii", "UTF-8" },
  { "ascii", "UTF-8" },
  { "iso-8859-1", "CP1252" },
  { "windows-1252", "CP1252" },
};

const char *
kigen_charset_known (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (names[i].told, name) == 0)
      return names[i].known;
  return NULL;
}

/* EUC-JP as Windows extended it knows ①; the plain one does not. */
static const char *
decoder_for (const char *charset)
{
  return g_str_equal (charset, "EUC-JP") ? "EUC-JP-MS" : charset;
}

static char *
convert (const char *bytes, gsize size, const char *charset)
{
  char *text = g_convert (bytes, (gssize)size, "UTF-8", decoder_for (charset), NULL, NULL, NULL);
  if (text == NULL && !g_str_equal (charset, decoder_for (charset)))
    text = g_convert (bytes, (gssize)size, "UTF-8", charset, NULL, NULL, NULL);
  return text;
}

/* What cannot be read is replaced a byte at a time. */
static char *
convert_leniently (const char *bytes, gsize size, const char *charset)
{
  GString *text = g_string_sized_new (size * 2);
  GIConv converter = g_iconv_open ("UTF-8", decoder_for (charset));
  if (converter == (GIConv)-1)
    converter = g_iconv_open ("UTF-8", charset);
  char *from = (char *)(guintptr)bytes;
  gsize left = size;
  while (left > 0 && converter != (GIConv)-1) {
    char buffer[4096];
    char *to = buffer;
    gsize room = sizeof buffer;
    gsize before = left;
    gsize done = g_iconv (converter, &from, &left, &to, &room);
    g_string_append_len (text, buffer, to - buffer);
    if (done != (gsize)-1 || (before != left && room < sizeof buffer / 2))
      continue;
    g_string_append (text, "\xef\xbf\xbd");
    from++;
    left--;
  }
  if (converter != (GIConv)-1)
    g_iconv_close (converter);
  return g_string_free (text, FALSE);
}

static const char *
mark_of (const char *bytes, gsize size)
{
  if (size >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    return "UTF-8";
  if (size >= 2 && memcmp (bytes, "\xff\xfe", 2) == 0)
    return "UTF-16LE";
  if (size >= 2 && memcmp (bytes, "\xfe\xff", 2) == 0)
    return "UTF-16BE";
  return NULL;
}

/* `<meta charset=…>`, `<meta … content="text/html; charset=…">`, `<?xml … encoding="…"?>` */
static const char *
told_inside (const char *bytes, gsize size)
{
  static const char pattern[]
      = "<(?:meta\\b[^>]*?\\bcharset|\\?xml\\b[^>]*?\\bencoding)\\s*=\\s*[\"']?([\\w:.-]+)";
  g_autoptr (GRegex) regex
      = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  if (!g_regex_match_full (regex, bytes, (gssize)MIN (size, META_WITHIN), 0, 0, &match, NULL))
    return NULL;
  g_autofree char *name = g_match_info_fetch (match, 1);
  const char *known = kigen_charset_known (name);
  /* A tag that can be read byte by byte is not in UTF-16. */
  return known != NULL && g_str_has_prefix (known, "UTF-16") ? "UTF-8" : known;
}

static gboolean
is_common (gunichar c)
{
  return c < 0x80 || (c >= 0x3000 && c < 0x3100) || (c >= 0x4e00 && c < 0xa000)
         || (c >= 0xff01 && c <= 0xff5e) || (c >= 0x2000 && c < 0x2700);
}

/* What some iconv makes of bytes that are none: controls, and characters of nobody's. */
static gboolean
is_unreadable (gunichar c)
{
  return c == 0xfffd || (c >= 0x80 && c < 0xa0) || (c >= 0xe000 && c < 0xf900);
}

/* How unlikely a reading is; half-width kana are what EUC-JP looks like when it is taken for Shift_JIS. */
static guint
oddness (const char *text)
{
  guint odd = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (is_unreadable (c))
      odd += 20;
    else if (!is_common (c))
      odd += 1;
  }
  return odd;
}

static char *
guess (const char *bytes, gsize size, const char **charset)
{
  static const char *const candidates[] = { "CP932", "EUC-JP", "UTF-8" };
  char *best = NULL;
  guint least = G_MAXUINT;
  if (g_utf8_validate_len (bytes, size, NULL)) {
    *charset = "UTF-8";
    return g_strndup (bytes, size);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++) {
    g_autofree char *text = convert_leniently (bytes, size, candidates[i]);
    guint odd = oddness (text);
    if (odd >= least)
      continue;
    least = odd;
    *charset = candidates[i];
    g_free (best);
    best = g_steal_pointer (&text);
  }
  return best;
}

/* NUL is in no page of text (UTF-16 aside), and is in nearly every other file. */
static gboolean
is_text (const char *bytes, gsize size, const char *charset)
{
  if (charset != NULL && g_str_has_prefix (charset, "UTF-16"))
    return TRUE;
  return memchr (bytes, '\0', size) == NULL;
}

char *
kigen_charset_decode (GBytes *body, const char *told, char **charset)
{
  gsize size = 0;
  const char *bytes = g_bytes_get_data (body, &size);
  const char *known = size > 0 ? mark_of (bytes, size) : NULL;
  if (known == NULL)
    known = kigen_charset_known (told);
  if (known == NULL && size > 0)
    known = told_inside (bytes, size);
  if (size == 0 || !is_text (bytes, size, known))
    return NULL;

  char *text = known != NULL ? convert (bytes, size, known) : NULL;
  if (text == NULL) {
    const char *guessed = known;
    text = guess (bytes, size, &guessed);
    known = guessed;
  }
  *charset = g_strdup (known);
  return text;
}
