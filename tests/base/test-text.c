/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Folding, by examples from pages and by what must hold for any text at all.
 */

#include <kigen/base/text.h>

#include <string.h>

typedef struct {
  const char *given;
  const char *wanted;
} Pair;

static void
test_fold (void)
{
  static const Pair rows[] = {
    { "リクエストＩＤ", "リクエストid" },
    { "ﾘｸｴｽﾄID", "リクエストid" },
    { "ﾊﾟｽﾜｰﾄﾞ", "パスワード" },
    { "パスワード（確認用）", "パスワード(確認用)" },
    { " 証明書　ステータス\n", "証明書ステータス" },
    { "a\vb\xc2\x85"
      "c\u2028d",
      "abcd" },
    { "Down\u00adload\u00a0Key", "downloadkey" },
    { "発行\u200b済み\ufeff", "発行済み" },
    { "か\u3099", "が" },
    { "か\u200b\u3099", "が" },
    { "Straße", "strasse" },
    { "葛\U000e0100", "葛" },
    { "発行\x1b済み\302\205\302\233", "発行済み" },
    { "２０２６／１１／２７", "2026/11/27" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *folded = kigen_text_fold (rows[i].given);
    g_assert_cmpstr (folded, ==, rows[i].wanted);
  }
}

static void
test_tidy (void)
{
  static const Pair rows[] = {
    { "  a \t\r\n b　c\u00a0 ", "a b c" },
    { "発行済み", "発行済み" },
    { "ＡＢ", "ＡＢ" },
    { "　", "" },
    { "発行\x1b[2J済\302\233み\u202e \x07 \u2066", "発行[2J済み" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *tidy = kigen_text_tidy (rows[i].given);
    g_assert_cmpstr (tidy, ==, rows[i].wanted);
  }
}

typedef struct {
  const char *given;
  const char *kept;
  const char *wanted;
} Printable;

static void
test_printable (void)
{
  static const Printable rows[] = {
    { "医院 Ａ-1", "", "医院 Ａ-1" },
    { "a\x1b[31mb", "", "a[31mb" },
    { "a\x01\x08\x7f"
      "b",
      "", "ab" },
    { "a\302\23331mb\302\220", "", "a31mb" },
    { "a\u202eb\u2066c\u2069\u200e\u200f\u061c\u202a", "", "abc" },
    { "a\nb\tc\rd", "", "a b c d" },
    { "a\nb\tc\rd", "\n\t", "a\nb\tc d" },
    { "a\r\nb", "\n", "a\nb" },
    { "a\r\nb", "", "a b" },
    { "a\302\205"
      "b\u2028c\u2029d\ve\ff",
      "\n\t", "a b c d e f" },
    /* What only joins letters stays: names of people need it. */
    { "a\u200d\u200cb", "", "a\u200d\u200cb" },
    { "a\xff", "", "a\ufffd" },
    { "", "", "" },
    { NULL, "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *printable = kigen_text_printable (rows[i].given, rows[i].kept);
    g_assert_cmpstr (printable, ==, rows[i].wanted);
  }
}

static gboolean
is_shown_as_it_is (gunichar c)
{
  static const gunichar directions[]
      = { 0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0 };
  for (gsize i = 0; directions[i] != 0; i++)
    if (c == directions[i])
      return FALSE;
  return c >= 0x20 && (c < 0x7f || c > 0x9f) && c != 0x2028 && c != 0x2029;
}

static void
test_printable_of_every_character (void)
{
  /* given each character there is; then what steers is gone, or a blank, and nothing else is */
  for (gunichar c = 1; c < 0x110000; c++) {
    char text[8] = "";
    if (!g_unichar_validate (c))
      continue;
    g_unichar_to_utf8 (c, text);
    g_autofree char *printable = kigen_text_printable (text, "");
    if (is_shown_as_it_is (c))
      g_assert_cmpstr (printable, ==, text);
    else
      g_assert_true (*printable == '\0' || g_str_equal (printable, " "));
  }
}

static void
test_clean_id (void)
{
  static const Pair rows[] = {
    { " ２０２０１２１４ 0100076　", "202012140100076" },
    { "AbC\u200b-１２\r\n", "AbC-12" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *id = kigen_text_clean_id (rows[i].given);
    g_assert_cmpstr (id, ==, rows[i].wanted);
  }
}

static void
test_is_and_has (void)
{
  static const char *const labels[] = { "発行済み", "Download Key", NULL };
  static const char *const hollow[] = { "", "　", NULL };

  g_assert_true (kigen_text_is ("ＤＯＷＮＬＯＡＤ　ＫＥＹ", labels));
  g_assert_true (kigen_text_is (" 発行済み ", labels));
  g_assert_false (kigen_text_is ("発行済みです", labels));
  g_assert_true (kigen_text_has ("証明書は発行済みです", labels));
  g_assert_false (kigen_text_has ("証明書は発行中です", labels));
  g_assert_false (kigen_text_has ("anything", hollow));
}

static void
test_invalid_utf8 (void)
{
  g_autofree char *folded = kigen_text_fold ("a\xff"
                                             "B\xe3\x81");
  g_autofree char *tidy = kigen_text_tidy ("a\xff \xe3");
  g_autofree char *id = kigen_text_clean_id ("\x80");

  g_assert_true (g_utf8_validate (folded, -1, NULL));
  g_assert_true (g_utf8_validate (tidy, -1, NULL));
  g_assert_true (g_utf8_validate (id, -1, NULL));
  g_assert_true (g_str_has_prefix (folded, "a"));
}

static gunichar
any_character (void)
{
  /* Mostly from where folding has something to do. */
  static const gint32 ranges[][2] = {
    { 0x20, 0x7f },     { 0xa0, 0x250 },    { 0x300, 0x370 },   { 0x390, 0x3d0 }, { 0x1e00, 0x2070 },
    { 0x3000, 0x3100 }, { 0xff00, 0xfff0 }, { 0x4e00, 0x4f00 }, { 0x1, 0xd800 },  { 0xe000, 0x2fa20 },
  };
  gint32 range = g_test_rand_int_range (0, G_N_ELEMENTS (ranges));

  return (gunichar)g_test_rand_int_range (ranges[range][0], ranges[range][1]);
}

static char *
any_text (void)
{
  GString *text = g_string_new (NULL);

  for (gint32 left = g_test_rand_int_range (0, 12); left > 0; left--)
    g_string_append_unichar (text, any_character ());
  return g_string_free (text, FALSE);
}

static void
test_folding_twice_changes_nothing (void)
{
  for (guint i = 0; i < 20000; i++) {
    g_autofree char *text = any_text ();
    g_autofree char *once = kigen_text_fold (text);
    g_autofree char *twice = kigen_text_fold (once);
    g_autofree char *id = kigen_text_clean_id (text);
    g_autofree char *id_again = kigen_text_clean_id (id);

    g_assert_cmpstr (once, ==, twice);
    g_assert_cmpstr (id, ==, id_again);
    g_assert_true (g_utf8_validate (once, -1, NULL));
  }
}

static void
test_blanks_never_matter (void)
{
  static const char *const blanks[] = { " ", "　", "\u00a0", "\u200b", "\u00ad", "\t\n" };

  for (guint i = 0; i < 5000; i++) {
    g_autofree char *one = any_text ();
    g_autofree char *other = any_text ();
    g_autofree char *together = g_strconcat (one, other, NULL);
    g_autofree char *apart = g_strconcat (one, blanks[i % G_N_ELEMENTS (blanks)], other, NULL);
    const char *const label[] = { together, NULL };

    g_assert_true (kigen_text_is (apart, label));
  }
}

static void
test_glob (void)
{
  static const struct {
    const char *pattern;
    const char *text;
    gboolean matches;
  } rows[] = {
    { "*", "", TRUE },
    { "*", "anything", TRUE },
    { "", "", TRUE },
    { "", "a", FALSE },
    { "Online Billing NW Common Root CA*", "Online Billing NW Common Root CA - G1", TRUE },
    { "Online Billing NW Common Root CA*", "Online Billing NW Common Root CA", TRUE },
    { "Online Billing NW Common Root CA*", "An Online Billing NW Common Root CA", FALSE },
    { "client*", "client123", TRUE },
    { "client*", "Client123", FALSE },
    { "*ORCA*", "The ORCA CA", TRUE },
    { "a*b*c", "aXbXbXc", TRUE },
    { "a*b*c", "aXbXcX", FALSE },
    { "*ab", "aab", TRUE },
    { "a?c", "abc", FALSE },
    { "認証局*", "認証局G1", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (kigen_text_glob (rows[i].pattern, rows[i].text) == rows[i].matches);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/tidy", test_tidy);
  g_test_add_func ("/text/printable", test_printable);
  g_test_add_func ("/text/printable-of-every-character", test_printable_of_every_character);
  g_test_add_func ("/text/clean-id", test_clean_id);
  g_test_add_func ("/text/is-and-has", test_is_and_has);
  g_test_add_func ("/text/invalid-utf8", test_invalid_utf8);
  g_test_add_func ("/text/folding-twice-changes-nothing", test_folding_twice_changes_nothing);
  g_test_add_func ("/text/blanks-never-matter", test_blanks_never_matter);
  g_test_add_func ("/text/glob", test_glob);
  return g_test_run ();
}
