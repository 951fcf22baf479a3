/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "reading.h"

#include <kigen/base/text.h>

#include <string.h>

KigenPage *
page_read_bytes (const void *bytes, gsize size, const char *charset)
{
  g_autoptr (GBytes) body = g_bytes_new (bytes, size);
  g_autoptr (GError) error = NULL;
  KigenPage *page = kigen_page_parse (body, PAGE_URL, charset, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (page);
  return page;
}

KigenPage *
page_read (const char *html)
{
  return page_read_bytes (html, strlen (html), "utf-8");
}

/* Their forms' order, and within them their own. */
static KigenField *
find_field (const KigenPage *page, guint number)
{
  const GPtrArray *forms = kigen_page_forms (page);
  for (guint f = 0; f < forms->len; f++) {
    const GPtrArray *fields = kigen_form_fields (g_ptr_array_index (forms, f));
    if (number < fields->len)
      return g_ptr_array_index (fields, number);
    number -= fields->len;
  }
  return NULL;
}

KigenField *
page_field (const KigenPage *page, guint number)
{
  KigenField *field = find_field (page, number);
  g_assert_nonnull (field);
  return field;
}

guint
page_count_fields (const KigenPage *page)
{
  guint count = 0;
  while (find_field (page, count) != NULL)
    count++;
  return count;
}

KigenField *
page_field_labelled (const KigenPage *page, const char *label)
{
  KigenField *found = NULL;
  gsize least = G_MAXSIZE;
  KigenField *field;
  for (guint number = 0; (field = find_field (page, number)) != NULL; number++) {
    const char *const *words = kigen_field_labels (field);
    for (gsize i = 0; words[i] != NULL && i < least; i++)
      if (kigen_text_is (words[i], LABELS (label))) {
        least = i;
        found = field;
      }
  }
  g_assert_nonnull (found);
  return found;
}

char *
page_field_words (const KigenField *field)
{
  return g_strjoinv (" | ", (char **)(guintptr)kigen_field_labels (field));
}

void
page_fill (const KigenPage *page, const char *label, const char *value)
{
  g_autoptr (KigenSecret) secret = value != NULL ? kigen_secret_new (value, strlen (value)) : NULL;
  kigen_field_fill (page_field_labelled (page, label), secret);
}

KigenControl *
page_control (const KigenPage *page, const char *label)
{
  g_autoptr (GPtrArray) found = kigen_page_controls_labelled (page, LABELS (label), KIGEN_MATCH_WHOLE);
  g_assert_cmpuint (found->len, ==, 1);
  return g_ptr_array_index (found, 0);
}

KigenRequest *
page_press (const KigenPage *page, const char *label)
{
  return kigen_control_request (page_control (page, label));
}

char *
request_words (const KigenRequest *request)
{
  if (request->body == NULL)
    return g_strdup_printf ("%s %s", request->method, request->url);
  return g_strdup_printf ("%s %s %s", request->method, request->url, kigen_secret_text (request->body));
}

char *
page_pressed (const KigenPage *page, const char *label)
{
  g_autoptr (KigenRequest) request = page_press (page, label);
  return request_words (request);
}

char *
request_data (const KigenRequest *request)
{
  if (request->body != NULL)
    return g_strdup (kigen_secret_text (request->body));
  const char *query = strchr (request->url, '?');
  return g_strdup (query != NULL ? query + 1 : "");
}
