/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-authority"

/* What a page says that is not the expected one: no, come back later, or nothing that is understood.
 *
 * Method: the page is read line by line.  A line that begins as a note (注) and whatever follows a ※ explains
 * what might happen and says nothing of what has.  A page that accepts an application says no to nothing,
 * whatever else stands on it.  "Later" goes before "no", since a crowded site often refuses in the words of
 * both.  An error code is a no only where the word for error stands beside it; a code that is an HTTP status
 * is a gateway's, and a telephone number, a date and a time are none. */

#include "mpki-page.h"

#include <kigen/base/text.h>

#include <string.h>

#define NOTE_SIGN "※"
/* 「＊」, 「注）」, 「（注２）」, 「【注意】」, 「注意：」, of a text in NFKC. */
static const char note_mark[] = "^(?:[(\\[【]?\\*|[(\\[【]注|注[意記釈]?\\s*\\d*\\s*[):.、])";

/* Not an HTTP status, a telephone number, a date or a time. */
#define NO_CODE "(?!(?:HTTP[-_/ ]?)?[45]\\d\\d(?!\\d)|0\\d{1,4}-\\d|\\d{1,4}[-/:年月時]\\d{0,2})"

/* 「エラーコード：E1042」, "Error E1042", 「（E1042）」 behind the word for error. */
static const char error_code[]
    = "(?:エラー(?:コード|番号)?|error(?:\\s*(?:code|no\\.?))?)"
      "(?:[^A-Za-z0-9\\n]{0,40}[(\\[【])?[\\s:.\\-]*" NO_CODE "[A-Za-z]{0,6}[-_]?\\d{2,8}(?!\\d)";
static const char code_in_brackets[] = "[(\\[【]\\s*" NO_CODE "[A-Za-z]{1,6}[-_]?\\d{2,8}\\s*[)\\]】]";

static gboolean
matches (const char *pattern, const char *text)
{
  return g_regex_match_simple (pattern, text, G_REGEX_CASELESS, 0);
}

static gboolean
is_note (const char *line)
{
  g_autofree char *plain = g_utf8_normalize (line, -1, G_NORMALIZE_NFKC);
  return plain != NULL && matches (note_mark, plain);
}

/* Its title, its heading and its text, a line each, without notes and empty lines. */
static GPtrArray *
statements (const KigenPage *page)
{
  g_autofree char *all
      = g_strjoin ("\n", kigen_page_title (page), kigen_page_heading (page), kigen_page_text (page), NULL);
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; lines[i] != NULL; i++) {
    char *note = strstr (lines[i], NOTE_SIGN);
    if (note != NULL)
      *note = '\0';
    g_autofree char *line = kigen_text_tidy (lines[i]);
    if (*line != '\0' && !is_note (line))
      g_ptr_array_add (statements, g_steal_pointer (&line));
  }
  return statements;
}

/* 「…の場合は受け付けられません」 tells what might happen, and not what has. */
static gboolean
says_plainly (const MpkiSession *session, const char *line, KigenLabel label)
{
  g_auto (GStrv) sentences = g_strsplit (line, "。", -1);
  for (gsize i = 0; sentences[i] != NULL; i++)
    if (mpki_session_says (session, sentences[i], label)
        && (label != KIGEN_LABEL_REFUSED || !matches ("場合|ときは|時は|際は", sentences[i])))
      return TRUE;
  return FALSE;
}

/* The longest line that holds one of the label's words, since a sentence says more than its heading; NULL for
 * none. */
static const char *
line_with (const MpkiSession *session, GPtrArray *lines, KigenLabel label)
{
  const char *found = NULL;
  /* Most pages hold none, and to look once is cheaper than line by line. */
  if (!mpki_session_says (session, kigen_page_text (session->page), label)
      && !mpki_session_says (session, kigen_page_title (session->page), label))
    return NULL;
  for (guint i = 0; i < lines->len; i++) {
    const char *line = g_ptr_array_index (lines, i);
    if (says_plainly (session, line, label)
        && (found == NULL || g_utf8_strlen (line, -1) > g_utf8_strlen (found, -1)))
      found = line;
  }
  return found;
}

static const char *
line_with_code (GPtrArray *lines)
{
  gboolean speaks_of_error = FALSE;
  for (guint i = 0; i < lines->len; i++) {
    const char *line = g_ptr_array_index (lines, i);
    g_autofree char *plain = g_utf8_normalize (line, -1, G_NORMALIZE_NFKC);
    if (plain == NULL)
      continue;
    speaks_of_error = speaks_of_error || matches ("エラー|error", plain);
    if (matches (error_code, plain) || (speaks_of_error && matches (code_in_brackets, plain)))
      return line;
  }
  return NULL;
}

char *
mpki_statement (const MpkiSession *session, KigenLabel label)
{
  g_autoptr (GPtrArray) lines = statements (session->page);
  return g_strdup (line_with (session, lines, label));
}

MpkiVerdict
mpki_verdict (const MpkiSession *session, char **line)
{
  if (line != NULL)
    *line = NULL;
  if (session->page == NULL)
    return MPKI_VERDICT_NONE;
  g_autoptr (GPtrArray) lines = statements (session->page);
  if (line_with (session, lines, KIGEN_LABEL_ACCEPTED) != NULL)
    return MPKI_VERDICT_NONE;
  MpkiVerdict verdict = MPKI_VERDICT_LATER;
  const char *found = line_with (session, lines, KIGEN_LABEL_LATER);
  if (found == NULL) {
    verdict = MPKI_VERDICT_NO;
    found = line_with (session, lines, KIGEN_LABEL_REFUSED);
  }
  if (found == NULL)
    found = line_with_code (lines);
  if (found != NULL && line != NULL)
    *line = g_strdup (found);
  return found != NULL ? verdict : MPKI_VERDICT_NONE;
}
