/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * Reads urlencoded and multipart forms.  Names come back from the wire through the rendering; what it does
 * not know is dropped.  Values are taken as bytes: all that the site wants to know is ASCII, and the rest
 * only has to be harmless.
 */
#include "form.h"

#include <openssl/crypto.h>
#include <string.h>

struct Form {
  const Rendering *rendering;
  GHashTable *values; /* own name → value */
};

static void
wipe (gpointer data)
{
  char *text = data;
  OPENSSL_cleanse (text, strlen (text));
  g_free (text);
}

/* An image button sends where it was hit: name.x and name.y. */
static void
put (Form *form, const char *wire_name, const char *value)
{
  const char *meaning = rendering_meaning (form->rendering, wire_name);
  if (meaning == NULL && g_str_has_suffix (wire_name, ".x")) {
    g_autofree char *name = g_strndup (wire_name, strlen (wire_name) - 2);
    meaning = rendering_meaning (form->rendering, name);
  }
  if (meaning != NULL)
    g_hash_table_insert (form->values, g_strdup (meaning), g_utf8_make_valid (value, -1));
}

static char *
unescape (const char *text)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (text), "+", ' ');
  g_autoptr (GBytes) bytes = g_uri_unescape_bytes (spaced, -1, NULL, NULL);
  if (bytes == NULL)
    return g_strdup ("");
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);
  return g_strndup (data, length);
}

static void
read_urlencoded (Form *form, const char *text)
{
  g_auto (GStrv) pairs = g_strsplit (text, "&", -1);
  for (char **pair = pairs; *pair != NULL; pair++) {
    char *equals = strchr (*pair, '=');
    if (equals == NULL)
      continue;
    *equals = '\0';
    g_autofree char *name = unescape (*pair);
    char *value = unescape (equals + 1);
    put (form, name, value);
    OPENSSL_cleanse (equals + 1, strlen (equals + 1));
    wipe (value);
  }
}

static void
read_part (Form *form, SoupMessageHeaders *headers, GBytes *body)
{
  g_autofree char *disposition = NULL;
  g_autoptr (GHashTable) parameters = NULL;
  if (!soup_message_headers_get_content_disposition (headers, &disposition, &parameters))
    return;
  const char *name = g_hash_table_lookup (parameters, "name");
  char *value = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  if (name != NULL)
    put (form, name, value);
  wipe (value);
}

static void
read_multipart (Form *form, SoupMessageHeaders *headers, GBytes *body)
{
  SoupMultipart *multipart = soup_multipart_new_from_message (headers, body);
  if (multipart == NULL)
    return;
  for (int i = 0; i < soup_multipart_get_length (multipart); i++) {
    SoupMessageHeaders *part_headers = NULL;
    GBytes *part_body = NULL;
    if (soup_multipart_get_part (multipart, i, &part_headers, &part_body))
      read_part (form, part_headers, part_body);
  }
  soup_multipart_free (multipart);
}

static void
read_body (Form *form, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  gboolean multipart = g_strcmp0 (type, "multipart/form-data") == 0;
  /* a form that comes in another coat than it was asked for in is none */
  if (multipart != (form->rendering->method == METHOD_MULTIPART))
    return;
  if (multipart) {
    read_multipart (form, headers, body);
    return;
  }
  char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  read_urlencoded (form, text);
  wipe (text);
}

Form *
form_read (const Rendering *rendering, SoupServerMessage *message)
{
  Form *form = g_new0 (Form, 1);
  form->rendering = rendering;
  form->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe);
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  if (g_str_equal (soup_server_message_get_method (message), "POST"))
    read_body (form, message);
  else if (query != NULL)
    read_urlencoded (form, query);
  return form;
}

void
form_free (Form *form)
{
  g_hash_table_unref (form->values);
  g_free (form);
}

gboolean
form_is_empty (const Form *form)
{
  return g_hash_table_size (form->values) == 0;
}

const char *
form_value (const Form *form, const char *name)
{
  return g_hash_table_lookup (form->values, name);
}

/* what is not an act */
static gboolean
is_field (const char *name)
{
  static const char *const fields[] = { "token",      "action",       "row",  "password",   "password-again",
                                        "request-id", "reference-id", "mail", "mail-again", NULL };
  return g_strv_contains (fields, name);
}

const char *
form_action (const Form *form)
{
  if (form_value (form, "row") != NULL)
    return "key";
  const char *link = form_value (form, "action");
  if (link != NULL)
    return rendering_meaning (form->rendering, link);
  GHashTableIter iter;
  gpointer name = NULL;
  g_hash_table_iter_init (&iter, form->values);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!is_field (name))
      return name;
  return NULL;
}
