/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Comparing what people and pages write.  Leaving a character out can bring a letter and its mark together,
 * which the normalisation then joins; so folding is repeated until nothing changes, and folding a folded text
 * changes nothing.
 */

#include <kigen/base/text.h>

#include <string.h>

/* Each round only removes or joins; more than a few are never needed. */
#define MOST_ROUNDS 8

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x0b || c == 0x85;
}

/* Control characters, soft hyphens, zero-width spaces and joiners, marks of direction, byte order marks; and
 * the selectors of variants. */
static gboolean
is_invisible (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT || g_unichar_type (c) == G_UNICODE_CONTROL || c == 0x34f
         || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

/* What a terminal or a line of text obeys instead of showing it (ECMA-48; Unicode's UAX 9 for directions). */
static gboolean
is_steering (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_CONTROL || c == 0x61c || c == 0x200e || c == 0x200f
         || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Of those above, what parts words; and what breaks lines without being one of them. */
static gboolean
is_break (gunichar c)
{
  return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static char *
without_blanks (const char *text)
{
  GString *kept = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (!is_space (c) && !is_invisible (c))
      g_string_append_unichar (kept, c);
  }
  return g_string_free (kept, FALSE);
}

static char *
valid (const char *text)
{
  return g_utf8_make_valid (text == NULL ? "" : text, -1);
}

static char *
fold_once (const char *text)
{
  g_autofree char *bare = without_blanks (text);
  g_autofree char *normal = g_utf8_normalize (bare, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *lower = g_utf8_casefold (normal, -1);

  return without_blanks (lower);
}

static char *
clean_once (const char *text)
{
  g_autofree char *bare = without_blanks (text);
  g_autofree char *normal = g_utf8_normalize (bare, -1, G_NORMALIZE_ALL_COMPOSE);

  return without_blanks (normal);
}

static char *
until_stable (const char *text, char *(*change) (const char *))
{
  char *now = valid (text);

  for (guint round = 0; round < MOST_ROUNDS; round++) {
    g_autofree char *before = now;
    now = change (before);
    if (strcmp (before, now) == 0)
      break;
  }
  return now;
}

char *
kigen_text_fold (const char *text)
{
  return until_stable (text, fold_once);
}

char *
kigen_text_clean_id (const char *text)
{
  return until_stable (text, clean_once);
}

char *
kigen_text_tidy (const char *text)
{
  g_autofree char *whole = valid (text);
  GString *tidy = g_string_sized_new (strlen (whole));
  gboolean gap = FALSE;

  for (const char *p = whole; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (is_space (c))
      gap = TRUE;
    if (is_space (c) || is_steering (c))
      continue;
    if (gap && tidy->len > 0)
      g_string_append_c (tidy, ' ');
    gap = FALSE;
    g_string_append_unichar (tidy, c);
  }
  return g_string_free (tidy, FALSE);
}

char *
kigen_text_printable (const char *text, const char *kept)
{
  g_autofree char *whole = valid (text);
  GString *printable = g_string_sized_new (strlen (whole));

  for (const char *p = whole; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (g_utf8_strchr (kept, -1, c) == NULL && c == '\r' && p[1] == '\n')
      continue;
    if (g_utf8_strchr (kept, -1, c) != NULL || (!is_break (c) && !is_steering (c)))
      g_string_append_unichar (printable, c);
    else if (is_break (c))
      g_string_append_c (printable, ' ');
  }
  return g_string_free (printable, FALSE);
}

gboolean
kigen_text_is (const char *text, const char *const *labels)
{
  g_autofree char *folded = kigen_text_fold (text);

  for (; *labels != NULL; labels++) {
    g_autofree char *label = kigen_text_fold (*labels);
    if (strcmp (folded, label) == 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
kigen_text_has (const char *text, const char *const *labels)
{
  g_autofree char *folded = kigen_text_fold (text);

  for (; *labels != NULL; labels++) {
    g_autofree char *label = kigen_text_fold (*labels);
    if (*label != '\0' && strstr (folded, label) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* Goes back to the last star only: an earlier one could not match more than that does. */
gboolean
kigen_text_glob (const char *pattern, const char *text)
{
  const char *star = NULL;
  const char *from = NULL;

  while (*text != '\0') {
    if (*pattern == '*') {
      star = ++pattern;
      from = text;
    } else if (*pattern == *text) {
      pattern++;
      text++;
    } else if (star != NULL) {
      pattern = star;
      text = ++from;
    } else {
      return FALSE;
    }
  }
  while (*pattern == '*')
    pattern++;
  return *pattern == '\0';
}
