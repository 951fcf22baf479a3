/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-authority"

/* What of a page may stand in a message: the sentence that matters, else its beginning, and never the value
 * beside a label that names a secret.  A reference ID downloads and revokes; messages are copied to help
 * desks. */

#include "mpki-page.h"

#include <kigen/base/text.h>

#include <string.h>

/* Characters of a page without a sentence that matters: enough to know it again. */
#define QUOTED_CHARACTERS 300
#define LEFT_OUT "…"

static const KigenLabel secret_labels[]
    = { KIGEN_LABEL_REFERENCE_ID, KIGEN_LABEL_PASSWORD, KIGEN_LABEL_PASSWORD_AGAIN };

static gboolean
names_a_secret (const MpkiSession *session, const char *label)
{
  for (gsize i = 0; i < G_N_ELEMENTS (secret_labels); i++)
    if (mpki_session_says (session, label, secret_labels[i]))
      return TRUE;
  return FALSE;
}

static void
leave_out (char **text, const char *secret)
{
  g_autofree char *tidy = secret != NULL ? kigen_text_tidy (secret) : NULL;
  if (tidy == NULL || *tidy == '\0' || strstr (*text, tidy) == NULL)
    return;
  g_auto (GStrv) parts = g_strsplit (*text, tidy, -1);
  g_free (*text);
  *text = g_strjoinv (LEFT_OUT, parts);
}

static void
leave_out_pairs (const MpkiSession *session, char **text)
{
  g_autoptr (GPtrArray) pairs = kigen_page_pairs (session->page);
  for (guint i = 0; i < pairs->len; i++) {
    char *const *pair = g_ptr_array_index (pairs, i);
    if (names_a_secret (session, pair[0]))
      leave_out (text, pair[1]);
  }
}

/* A list names them in a column: each row's. */
static void
leave_out_rows (const MpkiSession *session, char **text)
{
  static const KigenLabel ways[] = { KIGEN_LABEL_DOWNLOAD_KEY, KIGEN_LABEL_DOWNLOAD, KIGEN_LABEL_GET_KEY };
  const char *const *labels = kigen_profile_labels (session->profile, KIGEN_LABEL_REFERENCE_ID);
  for (gsize w = 0; w < G_N_ELEMENTS (ways); w++) {
    g_autoptr (GPtrArray) controls = kigen_page_controls_labelled (
        session->page, kigen_profile_labels (session->profile, ways[w]), KIGEN_MATCH_PARTIAL);
    for (guint i = 0; i < controls->len; i++) {
      g_autofree char *value = kigen_control_row_value (g_ptr_array_index (controls, i), labels);
      leave_out (text, value);
    }
  }
}

/* A label as a page may write it: blanks anywhere, ASCII in either width. */
static void
append_loosely (GString *pattern, const char *label)
{
  for (const char *at = label; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar one = g_utf8_get_char (at);
    if (one > ' ' && one < 0x7f)
      g_string_append_printf (pattern, "[\\x{%x}\\x{%x}]\\s*", one, one + 0xfee0);
    else if (!g_unichar_isspace (one))
      g_string_append_printf (pattern, "\\x{%x}\\s*", one);
  }
}

/* Between a label and its value: 「：」, 「（確認用）は」, 「 」, 「「」. */
#define GAP "\\s?(?:[(（][^)）\\n]{0,8}[)）])?\\s?[はを]?\\s?[^\\w\\s]{0,3}\\s?"

/* In running text: what follows a label and looks like an ID or a password, that is, has a digit in it. */
static void
leave_out_after (const MpkiSession *session, char **text, KigenLabel label)
{
  const char *const *labels = kigen_profile_labels (session->profile, label);
  for (gsize i = 0; labels[i] != NULL; i++) {
    g_autoptr (GString) pattern = g_string_new ("(");
    append_loosely (pattern, labels[i]);
    g_string_append (pattern, GAP ")(?=[\\w+/=-]*\\d)[A-Za-z0-9+/=_-]{4,}");
    g_autoptr (GRegex) regex = g_regex_new (pattern->str, G_REGEX_CASELESS, 0, NULL);
    g_autofree char *left
        = regex != NULL ? g_regex_replace (regex, *text, -1, 0, "\\1" LEFT_OUT, 0, NULL) : NULL;
    if (left == NULL)
      continue;
    g_free (*text);
    *text = g_steal_pointer (&left);
  }
}

char *
mpki_quote (const MpkiSession *session)
{
  const KigenPage *page = session->page;
  g_autofree char *line = mpki_statement (session, KIGEN_LABEL_ALREADY);
  if (line == NULL)
    mpki_verdict (session, &line);
  g_autofree char *text = line != NULL ? g_steal_pointer (&line) : kigen_text_tidy (kigen_page_text (page));
  if (*text == '\0') {
    g_free (text);
    text = g_strdup (kigen_page_title (page));
  }
  leave_out_pairs (session, &text);
  leave_out_rows (session, &text);
  for (gsize i = 0; i < G_N_ELEMENTS (secret_labels); i++) {
    g_autofree char *value = mpki_session_value (session, secret_labels[i]);
    leave_out (&text, value);
    leave_out_after (session, &text, secret_labels[i]);
  }
  if (session->secret != NULL)
    leave_out (&text, kigen_secret_text (session->secret));
  if (g_utf8_strlen (text, -1) <= QUOTED_CHARACTERS)
    return g_steal_pointer (&text);
  g_autofree char *beginning = g_utf8_substring (text, 0, QUOTED_CHARACTERS);
  return g_strconcat (beginning, "…", NULL);
}
