/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Bytes and characters: pages in the charsets of Japanese pages, told or not, and forms that are sent back in
 * the page's own. */

#include "reading.h"

#include <string.h>

#define WORDS "証明書の更新を申請します。パスワードを入力してください。"

typedef struct {
  const char *name;
  const char *charset; /* that it is written in, as iconv calls it */
  const char *header;  /* NULL: none */
  const char *mark;    /* bytes before it */
  const char *head;    /* source before it */
} Case;

static const Case cases[] = {
  { "header/utf-8", "UTF-8", "utf-8", "", "" },
  { "header/shift-jis", "CP932", "Shift_JIS", "", "" },
  { "header/windows-31j", "CP932", "Windows-31J", "", "" },
  { "header/x-sjis", "CP932", "x-sjis", "", "" },
  { "header/euc-jp", "EUC-JP", "EUC-JP", "", "" },
  { "header/iso-2022-jp", "ISO-2022-JP", "iso-2022-jp", "", "" },
  { "header/utf-16le", "UTF-16LE", "utf-16le", "", "" },
  { "meta/utf-8", "UTF-8", NULL, "", "<meta charset=utf-8>" },
  { "meta/shift-jis", "CP932", NULL, "", "<meta charset=\"Shift_JIS\">" },
  { "meta/euc-jp", "EUC-JP", NULL, "", "<META CHARSET='euc-jp'>" },
  { "meta/content-type", "CP932", NULL, "",
    "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=Shift_JIS\">" },
  { "meta/behind-a-title", "EUC-JP", NULL, "",
    "<html><head><title>" WORDS "</title><meta http-equiv=Content-Type content='text/html;charset=euc-jp'>" },
  { "meta/iso-2022-jp", "ISO-2022-JP", NULL, "", "<meta charset=iso-2022-jp>" },
  { "meta/says-utf-16", "UTF-8", NULL, "", "<meta charset=utf-16>" },
  { "xml/shift-jis", "CP932", NULL, "", "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>" },
  { "xml/euc-jp", "EUC-JP", NULL, "", "<?xml version='1.0' encoding='EUC-JP'?>" },
  { "mark/utf-8", "UTF-8", NULL, "\xef\xbb\xbf", "" },
  { "mark/utf-16le", "UTF-16LE", NULL, "\xff\xfe", "" },
  { "mark/utf-16be", "UTF-16BE", NULL, "\xfe\xff", "" },
  { "mark-before-header", "UTF-8", "Shift_JIS", "\xef\xbb\xbf", "" },
  { "header-before-meta", "EUC-JP", "EUC-JP", "", "<meta charset=utf-8>" },
  { "undeclared/utf-8", "UTF-8", NULL, "", "" },
  { "undeclared/shift-jis", "CP932", NULL, "", "" },
  { "undeclared/euc-jp", "EUC-JP", NULL, "", "" },
  { "unknown-name/shift-jis", "CP932", "x-none-such", "", "" },
  { "lie/header-utf-8-is-shift-jis", "CP932", "utf-8", "", "" },
  { "lie/meta-shift-jis-is-utf-8", "UTF-8", "utf-8", "", "<meta charset=Shift_JIS>" },
};

static GBytes *
encode (const char *text, const char *charset, const char *mark)
{
  gsize size = 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = g_convert (text, -1, charset, "UTF-8", NULL, &size, &error);
  g_assert_no_error (error);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_byte_array_append (all, (const guint8 *)mark, (guint)strlen (mark));
  g_byte_array_append (all, (const guint8 *)bytes, (guint)size);
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static KigenPage *
read_encoded (const char *html, const char *charset, const char *told)
{
  g_autoptr (GBytes) bytes = encode (html, charset, "");
  return page_read_bytes (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), told);
}

static void
test_read (gconstpointer data)
{
  const Case *one = data;
  /* given a page whose charset is told so, or not at all */
  g_autofree char *html = g_strconcat (one->head, "<p>" WORDS "</p>", NULL);
  g_autoptr (GBytes) bytes = encode (html, one->charset, one->mark);

  /* when it is read; then its words are what was written */
  g_autoptr (KigenPage) page
      = page_read_bytes (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), one->header);
  g_assert_cmpstr (kigen_page_text (page), ==, WORDS);
}

static gboolean
is_known (const char *charset)
{
  GIConv converter = g_iconv_open ("UTF-8", charset);
  if (converter == (GIConv)-1)
    return FALSE;
  g_iconv_close (converter);
  return TRUE;
}

static void
test_extended_characters (gconstpointer charset)
{
  /* given what Windows added to the charset */
  const char *written = g_str_equal (charset, "EUC-JP") ? "EUC-JP-MS" : charset;
  if (!is_known (written)) {
    g_test_skip ("this system does not know what Windows added to EUC-JP");
    return;
  }
  g_autoptr (KigenPage) page = read_encoded ("<p>①Ⅳ㈱№髙﨑</p>", written, charset);
  g_assert_cmpstr (kigen_page_text (page), ==, "①Ⅳ㈱№髙﨑");
}

static void
test_half_width_kana (gconstpointer charset)
{
  /* given labels in half-width kana */
  g_autoptr (KigenPage) page
      = read_encoded ("<form><label>ﾊﾟｽﾜｰﾄﾞ<input></label></form><p>ｼﾝｾｲID：A1</p>", charset, charset);

  /* then they are found by their usual letters, and shown as they are */
  g_autofree char *value = kigen_page_value (page, LABELS ("シンセイID"));
  g_assert_nonnull (page_field_labelled (page, "パスワード"));
  g_assert_cmpstr (value, ==, "A1");
  g_assert_nonnull (strstr (kigen_page_text (page), "ｼﾝｾｲID"));
}

static void
test_undeclared_half_width_kana (void)
{
  /* given a page in Shift_JIS that does not say so, half-width kana among its words */
  g_autoptr (KigenPage) page = read_encoded ("<p>" WORDS "ｱｲｳｴｵ</p>", "CP932", NULL);
  g_assert_cmpstr (kigen_page_text (page), ==, WORDS "ｱｲｳｴｵ");
}

static void
test_broken_bytes (void)
{
  /* given a page with a few bytes that are no characters; then the rest is read all the same */
  static const char sjis[] = "<meta charset=shift_jis><p>\x93\xfa\x96\x7b \xff\xff \x93\xfa</p>";
  static const char utf8[] = "<meta charset=utf-8><p>日本 \xff\xfe\x80 日</p>";
  g_autoptr (KigenPage) one = page_read_bytes (sjis, strlen (sjis), NULL);
  g_autoptr (KigenPage) other = page_read_bytes (utf8, strlen (utf8), NULL);
  g_assert_true (g_str_has_prefix (kigen_page_text (one), "日本 "));
  g_assert_true (g_str_has_suffix (kigen_page_text (one), " 日"));
  g_assert_true (g_str_has_prefix (kigen_page_text (other), "日本 "));
  g_assert_true (g_str_has_suffix (kigen_page_text (other), " 日"));
}

/* Sending back
 * ---------------------------------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  const char *charset;
  const char *form; /* attributes of it */
  const char *value;
  const char *sent;
  const char *needs; /* a charset that iconv has to know */
} SentCase;

static const SentCase sent_cases[] = {
  { "utf-8", "UTF-8", "", "日本①", "%E6%97%A5%E6%9C%AC%E2%91%A0", "UTF-8" },
  { "shift-jis", "Shift_JIS", "", "日本", "%93%FA%96%7B", "UTF-8" },
  { "shift-jis-extended", "Shift_JIS", "", "①髙", "%87%40%FB%FC", "UTF-8" },
  { "shift-jis-half-width", "Shift_JIS", "", "ｱ", "%B1", "UTF-8" },
  { "shift-jis-backslash-within", "Shift_JIS", "", "表", "%95%5C", "UTF-8" },
  { "shift-jis-lacks", "Shift_JIS", "", "日𠮷é", "%93%FA%26%23134071%3B%26%23233%3B", "UTF-8" },
  { "euc-jp", "EUC-JP", "", "日本", "%C6%FC%CB%DC", "UTF-8" },
  { "euc-jp-extended", "EUC-JP", "", "①", "%AD%A1", "EUC-JP-MS" },
  { "euc-jp-half-width", "EUC-JP", "", "ｱ", "%8E%B1", "UTF-8" },
  { "euc-jp-lacks", "EUC-JP", "", "𠮷", "%26%23134071%3B", "UTF-8" },
  { "iso-2022-jp", "ISO-2022-JP", "", "日本a", "%1B%24BF%7CK%5C%1B%28Ba", "UTF-8" },
  { "iso-2022-jp-lacks", "ISO-2022-JP", "", "日𠮷", "%1B%24BF%7C%1B%28B%26%23134071%3B", "UTF-8" },
  { "accept-charset", "Shift_JIS", "accept-charset=utf-8", "日", "%E6%97%A5", "UTF-8" },
  { "accept-charset-unknown-first", "UTF-8", "accept-charset='x-none, shift_jis'", "日", "%93%FA", "UTF-8" },
  { "utf-16-is-sent-as-utf-8", "UTF-16LE", "", "日", "%E6%97%A5", "UTF-8" },
};

static void
test_sent (gconstpointer data)
{
  const SentCase *one = data;
  if (!is_known (one->needs)) {
    g_test_skip ("this system does not know what Windows added to EUC-JP");
    return;
  }
  /* given a form in a charset; when it is filled and sent */
  g_autofree char *html = g_strdup_printf (
      "<form method=post action=do %s><label>ID<input name=a></label><button>GO</button></form>", one->form);
  g_autoptr (KigenPage) page = read_encoded (html, one->charset, one->charset);
  page_fill (page, "ID", one->value);

  /* then its value is in that charset */
  g_autoptr (KigenRequest) request = page_press (page, "GO");
  g_autofree char *expected = g_strconcat ("a=", one->sent, NULL);
  g_assert_cmpstr (kigen_secret_text (request->body), ==, expected);
}

static void
test_hidden_comes_back (gconstpointer charset)
{
  /* given a hidden value with characters that the tables of old disagree about, and of Windows' own */
  static const char value[] = "～－∥￠￡￢―\\①Ⅳ㈱";
  g_autofree char *html
      = g_strdup_printf ("<form method=post enctype=text/plain><input type=hidden name=a value='%s'>"
                         "<button>GO</button></form>",
                         value);
  const char *written = g_str_equal (charset, "EUC-JP") ? "EUC-JP-MS" : charset;
  if (!is_known (written)) {
    g_test_skip ("this system does not know what Windows added to EUC-JP");
    return;
  }
  g_autoptr (KigenPage) page = read_encoded (html, written, charset);
  g_autoptr (KigenRequest) request = page_press (page, "GO");

  /* then its bytes go back as they came */
  g_autofree char *expected = g_strdup_printf ("a=%s\r\n", value);
  g_autoptr (GBytes) bytes = encode (expected, written, "");
  gsize size = 0;
  const void *sent = kigen_secret_bytes (request->body, &size);
  g_autoptr (GBytes) back = g_bytes_new (sent, size);
  g_assert_true (g_bytes_equal (back, bytes));
}

static void
test_query_of_link (void)
{
  /* given a link with a query of characters in a page in Shift_JIS; then the query is, the path is not */
  g_autoptr (KigenPage) page = read_encoded ("<a href='日?a=日'>GO</a>", "CP932", "shift_jis");
  g_autofree char *words = page_pressed (page, "GO");
  g_assert_cmpstr (words, ==, "GET https://desk.example/apply/%E6%97%A5?a=%93%FA");
}

static void
test_charset_asked (void)
{
  /* given a form that asks which charset it was sent in; then it is told the name that pages know */
  g_autoptr (KigenPage) page = read_encoded (
      "<form method=post action=do><input type=hidden name=_charset_><button>GO</button></form>", "CP932",
      "shift_jis");
  g_autofree char *words = page_pressed (page, "GO");
  g_assert_cmpstr (words, ==, "POST https://desk.example/apply/do _charset_=Shift_JIS");
}

int
main (int argc, char **argv)
{
  static const char *const charsets[] = { "UTF-8", "CP932", "EUC-JP" };
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/web/page/charset/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_read);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++) {
    g_autofree char *extended = g_strconcat ("/web/page/charset/extended/", charsets[i], NULL);
    g_autofree char *kana = g_strconcat ("/web/page/charset/half-width/", charsets[i], NULL);
    g_autofree char *hidden = g_strconcat ("/web/page/charset/hidden-comes-back/", charsets[i], NULL);
    g_test_add_data_func (hidden, charsets[i], test_hidden_comes_back);
    g_test_add_data_func (extended, charsets[i], test_extended_characters);
    g_test_add_data_func (kana, charsets[i], test_half_width_kana);
  }
  g_test_add_func ("/web/page/charset/undeclared-half-width", test_undeclared_half_width_kana);
  g_test_add_func ("/web/page/charset/broken-bytes", test_broken_bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (sent_cases); i++) {
    g_autofree char *path = g_strconcat ("/web/page/charset/sent/", sent_cases[i].name, NULL);
    g_test_add_data_func (path, &sent_cases[i], test_sent);
  }
  g_test_add_func ("/web/page/charset/query-of-link", test_query_of_link);
  g_test_add_func ("/web/page/charset/asked", test_charset_asked);
  return g_test_run ();
}
