/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * The renderings, as a table.  Each differs from the first in something that a client may stumble over, and
 * they share no names: who knows one of them by heart knows nothing of the next.
 */
#include "rendering.h"

#include <string.h>

/* everything that has a name on the wire; numbered names are places in this list */
static const char *const names[] = {
  "token",    "action",       "row",       "password",       "password-again", "request-id", "reference-id",
  "mail",     "mail-again",   "menu",      "confirm",        "submit",         "status",     "list",
  "key",      "set-password", "ready",     "download",       "obtain-form",    "obtain",     "revoke-form",
  "identify", "mail-form",    "give-mail", "revoke-confirm", "revoke",
};

static const Rendering renderings[] = {
  { .name = "plain",
    .about = "UTF-8, tables, a form a button, meta refresh",
    .charset = "UTF-8",
    .charset_in_header = TRUE,
    .charset_in_meta = TRUE,
    .refresh_text = "更新",
    .date_format = "%Y/%m/%d %H:%M:%S",
    .cookie = "JSESSIONID",
    .field_prefix = "" },
  { .name = "sjis",
    .about = "Shift_JIS by the header, Refresh by the header, absolute addresses",
    .charset = "SHIFT_JIS",
    .charset_in_header = TRUE,
    .refresh = REFRESH_HEADER,
    .paths = PATHS_FULL,
    .refresh_text = "更新",
    .date_format = "%Y/%m/%d",
    .cookie = "SID",
    .field_prefix = "frm_" },
  { .name = "euc",
    .about = "EUC-JP by the meta tag only, labels as text, a button to ask for the status",
    .charset = "EUC-JP",
    .charset_in_meta = TRUE,
    .layout = LAYOUT_TEXT,
    .refresh = REFRESH_BUTTON,
    .asks_request_id = TRUE,
    .refresh_text = "最新の情報に更新",
    .date_format = "%Y年%m月%d日",
    .cookie = "sess",
    .field_prefix = "in",
    .numbered = TRUE },
  { .name = "undeclared",
    .about = "Shift_JIS that is declared nowhere, empty form actions",
    .charset = "SHIFT_JIS",
    .layout = LAYOUT_TEXT,
    .paths = PATHS_QUERY,
    .refresh_text = "更新",
    .date_format = "%Y/%m/%d %H:%M",
    .cookie = "CGISESSID",
    .field_prefix = "P" },
  { .name = "links",
    .about = "links instead of buttons, a base address, goes on to the key by itself",
    .charset = "UTF-8",
    .charset_in_meta = TRUE,
    .buttons = BUTTONS_LINKS,
    .paths = PATHS_BASE,
    .forwards = TRUE,
    .refresh_text = "最新の情報に更新",
    .date_format = "%Y-%m-%d %H:%M:%S",
    .cookie = "PHPSESSID",
    .field_prefix = "q" },
  { .name = "nested",
    .about = "layout tables in tables, labels above their fields",
    .charset = "SHIFT_JIS",
    .charset_in_meta = TRUE,
    .layout = LAYOUT_NESTED,
    .refresh_text = "更新",
    .date_format = "%Y/%m/%d %H:%M",
    .cookie = "ASPSESSIONIDQQ",
    .field_prefix = "ctl00$main$f",
    .numbered = TRUE },
  { .name = "modern",
    .about = "HTML5 with <dl> and <label for>, nameless buttons, an address an act, Refresh by the header",
    .charset = "UTF-8",
    .charset_in_header = TRUE,
    .layout = LAYOUT_MODERN,
    .refresh = REFRESH_HEADER,
    .paths = PATHS_NESTED,
    .forwards = TRUE,
    .refresh_text = "更新",
    .date_format = "%Y年%m月%d日 %H:%M",
    .cookie = "__Host-session",
    .field_prefix = "form.",
    .asks_request_id = TRUE },
  { .name = "get",
    .about = "forms by GET",
    .charset = "UTF-8",
    .charset_in_header = TRUE,
    .method = METHOD_GET,
    .refresh_text = "更新",
    .date_format = "%Y/%m/%d %H:%M",
    .cookie = "sid",
    .field_prefix = "g" },
  { .name = "multipart",
    .about = "forms by multipart/form-data, fields inside their labels",
    .charset = "UTF-8",
    .charset_in_header = TRUE,
    .layout = LAYOUT_WRAPPED,
    .method = METHOD_MULTIPART,
    .refresh = REFRESH_HEADER,
    .refresh_text = "更新",
    .date_format = "%Y/%m/%d %H:%M",
    .cookie = "SESSION",
    .field_prefix = "part:",
    .numbered = TRUE },
  { .name = "buttons",
    .about
    = "several <button> in one form, a 「キャンセル」 before the right one, a button to ask for the status",
    .charset = "UTF-8",
    .charset_in_header = TRUE,
    .buttons = BUTTONS_TOGETHER,
    .refresh = REFRESH_BUTTON,
    .paths = PATHS_QUERY,
    .cancel = TRUE,
    .refresh_text = "更新",
    .date_format = "%Y/%m/%d %H:%M:%S",
    .cookie = "rasession",
    .field_prefix = "b-" },
  { .name = "images",
    .about = "image buttons with an alternative text, Shift_JIS",
    .charset = "SHIFT_JIS",
    .charset_in_header = TRUE,
    .layout = LAYOUT_NESTED,
    .buttons = BUTTONS_IMAGES,
    .refresh_text = "更新",
    .date_format = "%Y/%m/%d",
    .cookie = "WSID",
    .field_prefix = "img",
    .numbered = TRUE },
  { .name = "redirect",
    .about = "a redirect after each form, EUC-JP by the header",
    .charset = "EUC-JP",
    .charset_in_header = TRUE,
    .layout = LAYOUT_MODERN,
    .redirects = TRUE,
    .refresh_text = "更新",
    .date_format = "%Y/%m/%d %H:%M",
    .cookie = "_ra_session",
    .field_prefix = "ra[",
    .numbered = TRUE },
  { .name = "xhtml",
    .about = "XHTML with everything as entities, labels in full width with blanks",
    .charset = "UTF-8",
    .charset_in_meta = TRUE,
    .odd = TRUE,
    .cancel = TRUE,
    .refresh_text = "最新の情報に更新",
    .date_format = "%Y/%m/%d %H:%M",
    .cookie = "JSESSIONID",
    .field_prefix = "j_idt",
    .numbered = TRUE },
};

const Rendering *
rendering_find (const char *text, GError **error)
{
  guint64 number = 0;
  if (g_ascii_string_to_unsigned (text, 10, 1, G_N_ELEMENTS (renderings), &number, NULL))
    return &renderings[number - 1];
  for (gsize i = 0; i < G_N_ELEMENTS (renderings); i++)
    if (g_str_equal (renderings[i].name, text))
      return &renderings[i];
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "There is no rendering \"%s\"; --list-renderings shows those there are.", text);
  return NULL;
}

char *
rendering_list (void)
{
  GString *list = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (renderings); i++)
    g_string_append_printf (list, "%2" G_GSIZE_FORMAT "  %-12s %s\n", i + 1, renderings[i].name,
                            renderings[i].about);
  return g_string_free (list, FALSE);
}

static char *
make_wire_name (const Rendering *rendering, gsize place)
{
  if (rendering->numbered)
    return g_strdup_printf ("%s%" G_GSIZE_FORMAT, rendering->field_prefix, (place + 3) * 7);
  return g_strconcat (rendering->field_prefix, names[place], NULL);
}

char *
rendering_wire_name (const Rendering *rendering, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      return make_wire_name (rendering, i);
  g_assert_not_reached ();
}

const char *
rendering_meaning (const Rendering *rendering, const char *wire_name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *candidate = make_wire_name (rendering, i);
    if (g_str_equal (candidate, wire_name))
      return names[i];
  }
  return NULL;
}
