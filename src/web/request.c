/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* The request that pressing a control makes (HTML Standard 4.10.21.3 and 4.10.21.4; RFC 7578): fields in
 * document order in the page's charset, what it lacks as decimal references, the button that was pressed and
 * no other.
 *
 * A password may be among the fields: the body is built in a buffer that is large enough from the start, so
 * that growing leaves no copy behind, and is cleansed. */

#include "http-private.h"
#include "page-private.h"

#include <string.h>

typedef enum {
  ENCODING_URL,
  ENCODING_MULTIPART,
  ENCODING_PLAIN,
} Encoding;

/* One byte of UTF-8 takes at most this many in any of the encodings ("%26%23" … of a reference). */
#define GROWTH 36
/* What surrounds a field at most, without its name. */
#define AROUND 256

typedef struct {
  GByteArray *bytes;
  GIConv converter; /* (GIConv)-1: UTF-8 */
  Encoding encoding;
  char *boundary;
} Body;

/* Characters
 * ------------------------------------------------------------------------------------------------------ */

static void
put (const Body *body, const char *bytes, gsize size)
{
  g_byte_array_append (body->bytes, (const guint8 *)bytes, (guint)size);
}

static void
put_text (const Body *body, const char *text)
{
  put (body, text, strlen (text));
}

/* A byte of a name or value, in a URL-encoded body escaped (URL Standard, "application/x-www-form-urlencoded
 * percent-encode set"). */
static void
put_byte (const Body *body, guchar byte)
{
  if (body->encoding != ENCODING_URL || g_ascii_isalnum (byte)
      || (byte != '\0' && strchr ("*-._", byte) != NULL)) {
    put (body, (const char *)&byte, 1);
  } else if (byte == ' ') {
    put_text (body, "+");
  } else {
    char escaped[4];
    g_snprintf (escaped, sizeof escaped, "%%%02X", byte);
    put_text (body, escaped);
    kigen_cleanse (escaped, sizeof escaped);
  }
}

static void
put_bytes (const Body *body, const char *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    put_byte (body, (guchar)bytes[i]);
}

/* Back to the charset's first state, where it has several (ISO-2022-JP). */
static void
put_reset (const Body *body)
{
  char converted[8];
  char *to = converted;
  gsize room = sizeof converted;
  if (body->converter != (GIConv)-1 && g_iconv (body->converter, NULL, NULL, &to, &room) != (gsize)-1)
    put_bytes (body, converted, sizeof converted - room);
}

/* Some iconv writes a question mark for what its charset lacks, and says that all is well. */
static gboolean
is_made_up (const char *character, const char *converted, gsize size)
{
  return size == 1 && converted[0] == '?' && *character != '?';
}

static void
put_character (const Body *body, const char *character, gsize size)
{
  char converted[32];
  char *from = (char *)(guintptr)character;
  char *to = converted;
  gsize left = size;
  gsize room = sizeof converted;
  if (body->converter == (GIConv)-1) {
    put_bytes (body, character, size);
  } else if (g_iconv (body->converter, &from, &left, &to, &room) != (gsize)-1
             && !is_made_up (character, converted, sizeof converted - room)) {
    put_bytes (body, converted, sizeof converted - room);
  } else {
    char reference[16];
    put_reset (body);
    int length = g_snprintf (reference, sizeof reference, "&#%u;", g_utf8_get_char (character));
    put_bytes (body, reference, (gsize)length);
  }
  kigen_cleanse (converted, sizeof converted);
}

/* Line ends are CR LF, whatever they were. */
static void
put_value (const Body *body, const char *value)
{
  for (const char *p = value; *p != '\0';) {
    const char *next = g_utf8_next_char (p);
    if (*p == '\r' || *p == '\n') {
      put_bytes (body, "\r\n", 2);
      next = p + (p[0] == '\r' && p[1] == '\n' ? 2 : 1);
    } else {
      put_character (body, p, (gsize)(next - p));
    }
    p = next;
  }
  put_reset (body);
}

/* Fields
 * ----------------------------------------------------------------------------------------------------------
 */

static void
put_name_of_part (const Body *body, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "\"", -1);
  g_autofree char *quoted = g_strjoinv ("%22", parts);
  put_value (body, quoted);
}

static void
put_field (const Body *body, const char *name, const char *value, gboolean is_file)
{
  switch (body->encoding) {
  case ENCODING_MULTIPART:
    put_text (body, "--");
    put_text (body, body->boundary);
    put_text (body, "\r\nContent-Disposition: form-data; name=\"");
    put_name_of_part (body, name);
    put_text (body,
              is_file ? "\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n" : "\"\r\n\r\n");
    put_value (body, value);
    put_text (body, "\r\n");
    return;
  case ENCODING_PLAIN:
    put_value (body, name);
    put_text (body, "=");
    put_value (body, value);
    put_text (body, "\r\n");
    return;
  case ENCODING_URL:
  default:
    if (body->bytes->len > 0)
      put_text (body, "&");
    put_value (body, name);
    put_text (body, "=");
    put_value (body, value);
    return;
  }
}

/* Calls back for each name and value that is sent, in order. */
typedef void (*Visit) (const char *name, const char *value, gboolean is_file, gpointer data);

static void
visit_field (const KigenField *field, const KigenControl *pressed, Visit visit, gpointer data)
{
  if (field->name == NULL || *field->name == '\0')
    return;
  if (field->kind == KIGEN_FIELD_CHOICE) {
    for (guint i = 0; i < field->options->len; i++) {
      const KigenOption *option = g_ptr_array_index (field->options, i);
      gboolean decided = pressed != NULL && pressed->field == field;
      if (decided ? pressed->option == option : option->chosen)
        visit (field->name, option->value, FALSE, data);
    }
    return;
  }
  if (field->kind == KIGEN_FIELD_CHECK && !field->checked)
    return;
  visit (field->name, field->filled != NULL ? kigen_secret_text (field->filled) : field->value,
         field->kind == KIGEN_FIELD_FILE, data);
}

static void
visit_button (const KigenControl *button, Visit visit, gpointer data)
{
  g_autofree char *name = kigen_tree_attribute (button->node, "name");
  gboolean named = name != NULL && *name != '\0';
  if (kigen_tree_attribute_is (button->node, "type", "image") && kigen_tree_is (button->node, "input")) {
    g_autofree char *x = named ? g_strconcat (name, ".x", NULL) : g_strdup ("x");
    g_autofree char *y = named ? g_strconcat (name, ".y", NULL) : g_strdup ("y");
    visit (x, "1", FALSE, data);
    visit (y, "1", FALSE, data);
    return;
  }
  g_autofree char *value = kigen_tree_attribute (button->node, "value");
  if (named)
    visit (name, value != NULL ? value : "", FALSE, data);
}

/* The button that is pressed: the control itself, or the first of the form for an option. */
static const KigenControl *
button_of (const KigenForm *form, const KigenControl *pressed)
{
  if (pressed == NULL || pressed->option == NULL)
    return pressed;
  return form->controls->len > 0 ? g_ptr_array_index (form->controls, 0) : NULL;
}

static const char *
form_charset (const KigenForm *form)
{
  g_autofree char *accepted = kigen_tree_attribute (form->node, "accept-charset");
  g_auto (GStrv) names = g_strsplit_set (accepted != NULL ? accepted : "", " ,", -1);
  for (gsize i = 0; names[i] != NULL; i++)
    if (kigen_charset_known (names[i]) != NULL)
      return kigen_charset_known (names[i]);
  return g_str_has_prefix (form->page->charset, "UTF-16") ? "UTF-8" : form->page->charset;
}

/* What pages call it. */
static const char *
public_name (const char *charset)
{
  if (g_str_equal (charset, "CP932"))
    return "Shift_JIS";
  return g_str_equal (charset, "CP1252") ? "windows-1252" : charset;
}

static void
visit_hidden (const KigenForm *form, const xmlNode *node, Visit visit, gpointer data)
{
  g_autofree char *name = kigen_tree_attribute (node, "name");
  g_autofree char *value = kigen_tree_attribute (node, "value");
  if (name == NULL || *name == '\0')
    return;
  gboolean asks_charset = g_ascii_strcasecmp (name, "_charset_") == 0;
  visit (name, asks_charset ? public_name (form_charset (form)) : value != NULL ? value : "", FALSE, data);
}

static void
visit_all (const KigenForm *form, const KigenControl *pressed, Visit visit, gpointer data)
{
  const KigenControl *button = button_of (form, pressed);
  for (guint i = 0; i < form->entries->len; i++) {
    const KigenEntry *entry = g_ptr_array_index (form->entries, i);
    if (entry->node != NULL)
      visit_hidden (form, entry->node, visit, data);
    else if (entry->field != NULL)
      visit_field (entry->field, pressed, visit, data);
    else if (entry->control == button)
      visit_button (button, visit, data);
  }
}

static void
measure (const char *name, const char *value, gboolean is_file G_GNUC_UNUSED, gpointer data)
{
  gsize *size = data;
  *size += (strlen (name) + strlen (value)) * GROWTH + AROUND;
}

static void
write_field (const char *name, const char *value, gboolean is_file, gpointer data)
{
  put_field (data, name, value, is_file);
}

/* Requests
 * -------------------------------------------------------------------------------------------------------- */

/* The form's own, unless the button has another ("formaction"). */
static char *
form_attribute (const KigenForm *form, const KigenControl *button, const char *name)
{
  g_autofree char *of_button = g_strconcat ("form", name, NULL);
  char *value = button != NULL ? kigen_tree_attribute (button->node, of_button) : NULL;
  return value != NULL ? value : kigen_tree_attribute (form->node, name);
}

static Encoding
form_encoding (const KigenForm *form, const KigenControl *button, gboolean is_post)
{
  g_autofree char *type = form_attribute (form, button, "enctype");
  if (!is_post || type == NULL)
    return ENCODING_URL;
  if (g_ascii_strcasecmp (type, "multipart/form-data") == 0)
    return ENCODING_MULTIPART;
  return g_ascii_strcasecmp (type, "text/plain") == 0 ? ENCODING_PLAIN : ENCODING_URL;
}

static KigenSecret *
write_body (const KigenForm *form, const KigenControl *pressed, Encoding encoding, const char *boundary)
{
  const char *charset = form_charset (form);
  gsize size = AROUND;
  visit_all (form, pressed, measure, &size);
  Body body = { .bytes = g_byte_array_sized_new ((guint)MIN (size, G_MAXUINT / 2)),
                .converter = (GIConv)-1,
                .encoding = encoding,
                .boundary = (char *)(guintptr)boundary };
  /* As it was read: with what Windows added. */
  if (g_str_equal (charset, "EUC-JP"))
    body.converter = g_iconv_open ("EUC-JP-MS", "UTF-8");
  if (!g_str_equal (charset, "UTF-8") && body.converter == (GIConv)-1)
    body.converter = g_iconv_open (charset, "UTF-8");
  visit_all (form, pressed, write_field, &body);
  if (encoding == ENCODING_MULTIPART) {
    put_text (&body, "--");
    put_text (&body, boundary);
    put_text (&body, "--\r\n");
  }
  KigenSecret *secret = kigen_secret_new (body.bytes->data, body.bytes->len);
  if (body.bytes->len > 0)
    kigen_cleanse (body.bytes->data, body.bytes->len);
  g_byte_array_unref (body.bytes);
  if (body.converter != (GIConv)-1)
    g_iconv_close (body.converter);
  return secret;
}

static char *
with_query (const char *url, const KigenSecret *query)
{
  g_autofree char *path = g_strndup (url, strcspn (url, "?"));
  return g_strconcat (path, "?", kigen_secret_text (query), NULL);
}

static char *
content_type (Encoding encoding, const char *boundary)
{
  if (encoding == ENCODING_MULTIPART)
    return g_strconcat ("multipart/form-data; boundary=", boundary, NULL);
  return g_strdup (encoding == ENCODING_PLAIN ? "text/plain" : "application/x-www-form-urlencoded");
}

static KigenRequest *
make_request (const KigenForm *form, const KigenControl *pressed)
{
  const KigenControl *button = button_of (form, pressed);
  g_autofree char *method = form_attribute (form, button, "method");
  g_autofree char *action = form_attribute (form, button, "action");
  gboolean is_post = method != NULL && g_ascii_strcasecmp (g_strstrip (method), "post") == 0;
  gboolean has_action = action != NULL && *g_strstrip (action) != '\0';
  g_autofree char *url = has_action ? kigen_url_resolve (form->page->base, action, form->page->charset)
                                    : g_strdup (form->page->url);
  Encoding encoding = form_encoding (form, button, is_post);
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *boundary = g_strconcat ("----kigen", random, NULL);
  g_autoptr (KigenSecret) body = write_body (form, pressed, encoding, boundary);

  KigenRequest *request = kigen_request_get (NULL);
  request->referer = g_strdup (form->page->url);
  if (!is_post) {
    request->url = with_query (url != NULL ? url : form->page->url, body);
    return request;
  }
  g_free (request->method);
  request->method = g_strdup ("POST");
  request->url = g_strdup (url != NULL ? url : form->page->url);
  request->content_type = content_type (encoding, boundary);
  request->body = g_steal_pointer (&body);
  return request;
}

KigenRequest *
kigen_form_request (const KigenForm *form)
{
  return make_request (form, NULL);
}

KigenRequest *
kigen_control_request (const KigenControl *control)
{
  if (control->form != NULL)
    return make_request (control->form, control);
  g_autofree char *target = kigen_tree_attribute (control->node, "href");
  g_autofree char *url = kigen_url_resolve (control->page->base, target, control->page->charset);
  KigenRequest *request = kigen_request_get (url != NULL ? url : control->page->url);
  request->referer = g_strdup (control->page->url);
  return request;
}
