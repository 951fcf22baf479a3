/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* A page: parsed once, read in one walk (flow.c), its forms and controls collected (form.c); what stands for
 * what is worked out when it is asked for. */

#include "http-private.h"
#include "page-private.h"

#include <kigen/base/error.h>
#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

#include <string.h>

/* A refresh by a page is never waited for longer than this, in seconds. */
#define LONGEST_REFRESH 600
/* Labels that one field may have. */
#define MOST_CAPTIONS 8

static void
note_ids (KigenPage *page, xmlNode *parent)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type != XML_ELEMENT_NODE)
      continue;
    char *id = kigen_tree_attribute (node, "id");
    if (id != NULL && !g_hash_table_contains (page->ids, id))
      g_hash_table_insert (page->ids, id, node);
    else
      g_free (id);
    note_ids (page, node);
  }
}

static void
note_captions (const KigenPage *page)
{
  for (guint i = 0; i < page->elements->len; i++) {
    xmlNode *node = g_ptr_array_index (page->elements, i);
    g_autofree char *id = kigen_tree_is (node, "label") ? kigen_tree_attribute (node, "for") : NULL;
    if (id == NULL)
      continue;
    GPtrArray *captions = g_hash_table_lookup (page->captions, id);
    if (captions == NULL) {
      captions = g_ptr_array_new ();
      g_hash_table_insert (page->captions, g_steal_pointer (&id), captions);
    }
    if (captions->len < MOST_CAPTIONS)
      g_ptr_array_add (captions, node);
  }
}

/* The head
 * -------------------------------------------------------------------------------------------------------- */

static void
read_head_element (KigenPage *page, const xmlNode *node)
{
  if (kigen_tree_is (node, "title") && page->title == NULL) {
    page->title = kigen_tree_text (node);
  } else if (kigen_tree_is (node, "base") && page->base == NULL) {
    g_autofree char *target = kigen_tree_attribute (node, "href");
    if (target != NULL)
      page->base = kigen_url_resolve (page->url, target, NULL);
  } else if (kigen_tree_is (node, "meta") && page->refresh == NULL
             && kigen_tree_attribute_is (node, "http-equiv", "refresh")) {
    page->refresh = kigen_tree_attribute (node, "content");
  }
}

/* Wherever they stand: pages have them in their bodies, too. */
static void
read_head (KigenPage *page, const xmlNode *parent)
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type != XML_ELEMENT_NODE)
      continue;
    read_head_element (page, node);
    read_head (page, node);
  }
}

static char *
first_heading (const KigenPage *page)
{
  static const char *const headings[] = { "h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", NULL };
  for (guint i = 0; i < page->elements->len; i++) {
    const xmlNode *node = g_ptr_array_index (page->elements, i);
    if (!kigen_tree_is_one_of (node, headings))
      continue;
    g_autofree char *text = kigen_flow_text (page, node);
    if (*text != '\0')
      return g_steal_pointer (&text);
  }
  return g_strdup ("");
}

/* A source that opens its document or body without closing it may have lost its end.  Pages that leave both
 * tags out are complete, as far as anyone can tell. */
static gboolean
is_closed (const char *html)
{
  g_autoptr (GRegex) opens = g_regex_new ("<(html|body)[\\s>]", G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GRegex) closes = g_regex_new ("</(html|body)\\s*>", G_REGEX_CASELESS, 0, NULL);
  return !g_regex_match (opens, html, 0, NULL) || g_regex_match (closes, html, 0, NULL);
}

static void
free_captions (gpointer captions)
{
  g_ptr_array_unref (captions);
}

static KigenPage *
page_new (xmlDoc *document, const char *url, char *charset, const char *refresh)
{
  KigenPage *page = g_new0 (KigenPage, 1);
  page->document = document;
  page->url = g_strdup (url);
  page->charset = charset;
  page->refresh = g_strdup (refresh);
  page->flow = g_string_new (NULL);
  page->prose = g_array_new (FALSE, FALSE, sizeof (gsize));
  page->digits = g_array_new (FALSE, FALSE, sizeof (gsize));
  page->spans = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  page->grids = g_hash_table_new_full (NULL, NULL, NULL, kigen_grid_free);
  page->bare = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  page->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  page->captions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_captions);
  page->elements = g_ptr_array_new ();
  page->widgets = g_ptr_array_new ();
  page->forms = g_ptr_array_new_with_free_func (kigen_form_free);
  page->marks = g_hash_table_new (NULL, NULL);
  page->controls = g_ptr_array_new_with_free_func (kigen_control_free);
  page->rows = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  page->row_values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return page;
}

/* Takes `document` and `charset`. */
static KigenPage *
read_document (xmlDoc *document, const char *url, char *charset, const char *refresh)
{
  KigenPage *page = page_new (document, url, charset, refresh);
  const xmlNode *root = xmlDocGetRootElement (document);
  read_head (page, root);
  if (page->title == NULL)
    page->title = g_strdup ("");
  if (page->base == NULL)
    page->base = g_strdup (url);
  note_ids (page, xmlDocGetRootElement (document));
  kigen_flow_read (page);
  note_captions (page);
  kigen_form_collect (page);
  page->heading = first_heading (page);
  page->text = kigen_flow_prose (page, root, TRUE);
  return page;
}

KigenPage *
kigen_page_parse (GBytes *body, const char *url, const char *charset, const char *refresh, GError **error)
{
  g_autofree char *own_charset = NULL;
  g_autofree char *decoded = kigen_charset_decode (body, charset, &own_charset);
  g_autofree char *html = decoded != NULL ? g_utf8_make_valid (decoded, -1) : NULL;
  gboolean given_up = FALSE;
  xmlDoc *document = html != NULL ? kigen_tree_parse (html, &given_up) : NULL;
  if (document == NULL) {
    kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The authority sent a page with nothing in it."));
    return NULL;
  }
  KigenPage *page = read_document (document, url, g_steal_pointer (&own_charset), refresh);
  page->whole = !given_up && is_closed (html);
  return page;
}

static gboolean
may_be_page (const KigenAnswer *answer)
{
  static const char *const types[]
      = { "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml", "", NULL };
  return answer->filename == NULL && g_strv_contains (types, answer->content_type);
}

/* Bytes that only a file has.  What begins as markup does is a page that was damaged on its way. */
static gboolean
is_binary (GBytes *body)
{
  gsize size = 0;
  const char *bytes = g_bytes_get_data (body, &size);
  gsize blanks = 0;
  if (size == 0)
    return FALSE;
  while (blanks < size && g_ascii_isspace (bytes[blanks]))
    blanks++;
  return memchr (bytes, '\0', size) != NULL && bytes[blanks] != '<';
}

KigenPage *
kigen_page_of_answer (const KigenAnswer *answer)
{
  if (!may_be_page (answer))
    return NULL;
  KigenPage *page = kigen_page_parse (answer->body, answer->url, answer->charset, answer->refresh, NULL);
  if (page == NULL && !is_binary (answer->body))
    page = read_document (kigen_tree_empty (), answer->url, g_strdup ("UTF-8"), answer->refresh);
  return page;
}

void
kigen_page_free (KigenPage *page)
{
  if (page == NULL)
    return;
  g_hash_table_unref (page->row_values);
  g_hash_table_unref (page->rows);
  g_ptr_array_unref (page->controls);
  g_hash_table_unref (page->marks);
  g_ptr_array_unref (page->forms);
  g_ptr_array_unref (page->widgets);
  g_ptr_array_unref (page->elements);
  g_hash_table_unref (page->captions);
  g_hash_table_unref (page->ids);
  g_hash_table_unref (page->bare);
  g_hash_table_unref (page->grids);
  g_hash_table_unref (page->spans);
  g_array_unref (page->digits);
  g_array_unref (page->prose);
  g_string_free (page->flow, TRUE);
  xmlFreeDoc (page->document);
  g_free (page->refresh);
  g_free (page->text);
  g_free (page->heading);
  g_free (page->title);
  g_free (page->charset);
  g_free (page->base);
  g_free (page->url);
  g_free (page);
}

const char *
kigen_page_url (const KigenPage *page)
{
  return page->url;
}

const char *
kigen_page_title (const KigenPage *page)
{
  return page->title;
}

const char *
kigen_page_heading (const KigenPage *page)
{
  return page->heading;
}

const char *
kigen_page_text (const KigenPage *page)
{
  return page->text;
}

gboolean
kigen_page_is_whole (const KigenPage *page)
{
  return page->whole;
}

/* "5; url=next.html", the word, its quotes and the address all left out at will (HTML Standard 4.2.5.3). */
gboolean
kigen_page_refresh (const KigenPage *page, double *seconds, KigenRequest **request)
{
  static const char pattern[] = "^\\s*(\\d+)(?:\\.[\\d.]*)?\\s*(?:[;,\\s]\\s*(?:url\\s*=\\s*)?"
                                "(?:'([^']*)(?:'.*)?|\"([^\"]*)(?:\".*)?|(.*)))?$";
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_DOTALL, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  if (page->refresh == NULL || !g_regex_match (regex, page->refresh, 0, &match))
    return FALSE;
  g_autofree char *number = g_match_info_fetch (match, 1);
  g_autofree char *target = NULL;
  for (int group = 2; group <= 4 && (target == NULL || *target == '\0'); group++) {
    g_free (target);
    target = g_match_info_fetch (match, group);
  }
  gboolean has_target = target != NULL && *g_strstrip (target) != '\0';
  g_autofree char *url
      = has_target ? kigen_url_resolve (page->base, target, page->charset) : g_strdup (page->url);
  if (url == NULL)
    return FALSE;
  *seconds = MIN (g_ascii_strtod (number, NULL), LONGEST_REFRESH);
  *request = kigen_request_get (url);
  (*request)->referer = g_strdup (page->url);
  return TRUE;
}

static gboolean
leads_to (const KigenControl *control, const char *url)
{
  if (!kigen_control_is_link (control))
    return FALSE;
  g_autoptr (KigenRequest) request = kigen_control_request (control);
  return g_str_equal (request->url, url);
}

gboolean
kigen_page_is_interlude (const KigenPage *page)
{
  double seconds = 0;
  g_autoptr (KigenRequest) next = NULL;
  if (!kigen_page_refresh (page, &seconds, &next))
    return FALSE;
  for (guint i = 0; i < page->controls->len; i++)
    if (!leads_to (g_ptr_array_index (page->controls, i), next->url))
      return FALSE;
  for (guint i = 0; i < page->forms->len; i++) {
    const KigenForm *form = g_ptr_array_index (page->forms, i);
    if (form->fields->len > 0)
      return FALSE;
  }
  return TRUE;
}
