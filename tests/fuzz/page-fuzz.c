/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Any bytes as a page: read and asked for all that it could be asked, its buttons pressed and its fields
 * filled. The first byte says what the server told of the charset; the first line is also tried as a Refresh
 * header. */

#include <kigen/web/page.h>

#include <string.h>

/* Of each kind this many are asked at most, so that a run stays short. */
#define MOST 20

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *const labels[] = { "ID", "パスワード", "a", "申請番号", NULL };

static void
must_be_text (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    g_error ("no UTF-8 where text was promised");
}

static void
must_be_request (KigenRequest *request)
{
  if (request->url == NULL || (request->body != NULL) != g_str_equal (request->method, "POST"))
    g_error ("a request that cannot be sent");
  kigen_request_free (request);
}

static void
ask_control (const KigenControl *control)
{
  g_autofree char *value = kigen_control_row_value (control, labels);
  must_be_text (kigen_control_row (control));
  kigen_control_is (control, labels, KIGEN_MATCH_PARTIAL);
  if (kigen_control_is_link (control) != (kigen_control_form (control) == NULL))
    g_error ("neither a link nor a button");
  must_be_request (kigen_control_request (control));
}

static void
ask_field (KigenField *field)
{
  g_autoptr (KigenSecret) value = kigen_secret_new ("①a\r\n&=", strlen ("①a\r\n&="));
  for (const char *const *words = kigen_field_labels (field); *words != NULL; words++)
    must_be_text (*words);
  kigen_field_is_required (field);
  kigen_field_fill (field, kigen_field_is_read_only (field) ? NULL : value);
}

static void
ask_form (const KigenForm *form)
{
  const GPtrArray *fields = kigen_form_fields (form);
  const GPtrArray *controls = kigen_form_controls (form);
  for (guint i = 0; i < fields->len && i < MOST; i++)
    ask_field (g_ptr_array_index (fields, i));
  for (guint i = 0; i < controls->len && i < MOST; i++)
    must_be_request (kigen_control_request (g_ptr_array_index (controls, i)));
  must_be_request (kigen_form_request (form));
}

static void
ask_page (const KigenPage *page)
{
  double seconds = 0;
  g_autoptr (KigenRequest) next = NULL;
  g_autofree char *value = kigen_page_value (page, labels);
  g_autoptr (GPtrArray) pairs = kigen_page_pairs (page);
  g_autoptr (GPtrArray) controls = kigen_page_controls_labelled (page, labels, KIGEN_MATCH_PARTIAL);
  const GPtrArray *forms = kigen_page_forms (page);
  must_be_text (kigen_page_text (page));
  must_be_text (kigen_page_title (page));
  must_be_text (kigen_page_heading (page));
  must_be_text (value != NULL ? value : "");
  if (kigen_page_refresh (page, &seconds, &next) && (seconds < 0 || next->url == NULL))
    g_error ("a refresh to nowhere");
  kigen_page_is_interlude (page);
  kigen_page_is_whole (page);
  kigen_page_control (page, labels, KIGEN_MATCH_WHOLE);
  for (guint i = 0; i < controls->len && i < MOST; i++)
    ask_control (g_ptr_array_index (controls, i));
  for (guint i = 0; i < forms->len && i < MOST; i++)
    ask_form (g_ptr_array_index (forms, i));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const charsets[]
      = { NULL, "utf-8", "shift_jis", "euc-jp", "iso-2022-jp", "utf-16le", "none" };
  if (size == 0)
    return 0;
  const guint8 *line = memchr (data, '\n', size);
  g_autofree char *refresh = line != NULL ? g_strndup ((const char *)data + 1, (gsize)(line - data)) : NULL;
  g_autoptr (GBytes) body = g_bytes_new (data + 1, size - 1);
  g_autoptr (KigenPage) page = kigen_page_parse (body, "https://desk.example/apply/page.html",
                                                 charsets[data[0] % G_N_ELEMENTS (charsets)], refresh, NULL);
  if (page != NULL)
    ask_page (page);
  return 0;
}
