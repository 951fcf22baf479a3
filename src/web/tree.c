/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* The document as libxml2's HTML parser makes it of whatever comes, and small questions about its nodes.
 *
 * Old pages put a form around rows of a table and close it elsewhere; a tree cannot hold that, and libxml2
 * ends the form early.  Browsers instead remember which form is open (HTML Standard 13.2.4.4).  So before
 * parsing, `<form …>` and `</form>` become empty marker elements, which stay where they were: what lies
 * between two of them in document order is the form's. */

#include "page-private.h"

#include <kigen/base/text.h>

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/SAX2.h>

#include <string.h>

#define MARK "data-kigen-form"
#define OPTIONS                                                                                              \
  (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT    \
   | HTML_PARSE_IGNORE_ENC)

static char *
replace (const char *text, const char *pattern, const char *by)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
  char *replaced = g_regex_replace (regex, text, -1, 0, by, 0, NULL);
  return replaced != NULL ? replaced : g_strdup (text);
}

/* A new parser copies its handlers from a default that libxml2 keeps for each thread, and fills that one only
 * when it first parses; a libxml2 built without its legacy interfaces leaves the first parser of every thread
 * but one without any handlers, and what it parses without a root.  So it gets all of them here. */
static htmlParserCtxt *
parser_new (void)
{
  htmlParserCtxt *context = htmlNewParserCtxt ();
  context->sax->initialized = 0;
  xmlSAX2InitHtmlDefaultSAXHandler (context->sax);
  return context;
}

xmlDoc *
kigen_tree_parse (const char *html, gboolean *given_up)
{
  g_autofree char *ends = replace (html, "</form\\s*>", "<br " MARK "=\"end\">");
  g_autofree char *marked = replace (ends, "<form(?=[\\s/>])", "<br " MARK "=\"start\" ");
  htmlParserCtxt *context = parser_new ();
  xmlDoc *document
      = htmlCtxtReadMemory (context, marked, (int)MIN (strlen (marked), G_MAXINT), NULL, "UTF-8", OPTIONS);
  *given_up = context->disableSAX != 0;
  htmlFreeParserCtxt (context);
  if (document != NULL && xmlDocGetRootElement (document) == NULL) {
    xmlFreeDoc (document);
    return NULL;
  }
  return document;
}

xmlDoc *
kigen_tree_empty (void)
{
  xmlDoc *document = htmlNewDocNoDtD (NULL, NULL);
  xmlDocSetRootElement (document, xmlNewDocNode (document, NULL, BAD_CAST "html", NULL));
  return document;
}

gboolean
kigen_tree_is (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_ascii_strcasecmp ((const char *)node->name, name) == 0;
}

gboolean
kigen_tree_is_one_of (const xmlNode *node, const char *const *names)
{
  for (; *names != NULL; names++)
    if (kigen_tree_is (node, *names))
      return TRUE;
  return FALSE;
}

char *
kigen_tree_attribute (const xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetProp (node, BAD_CAST name);
  char *copy = value != NULL ? g_strdup ((const char *)value) : NULL;
  xmlFree (value);
  return copy;
}

gboolean
kigen_tree_has (const xmlNode *node, const char *name)
{
  return xmlHasProp (node, BAD_CAST name) != NULL;
}

gboolean
kigen_tree_attribute_is (const xmlNode *node, const char *name, const char *value)
{
  g_autofree char *own = kigen_tree_attribute (node, name);
  return own != NULL && g_ascii_strcasecmp (g_strstrip (own), value) == 0;
}

xmlNode *
kigen_tree_ancestor (const xmlNode *node, const char *name)
{
  for (xmlNode *up = node->parent; up != NULL; up = up->parent)
    if (kigen_tree_is (up, name))
      return up;
  return NULL;
}

gboolean
kigen_tree_contains (const xmlNode *ancestor, const xmlNode *node)
{
  for (; node != NULL; node = node->parent)
    if (node == ancestor)
      return TRUE;
  return FALSE;
}

gboolean
kigen_tree_is_hidden (const xmlNode *node)
{
  /* Not the head: where a page leaves out both `</head>` and `<body>`, libxml2 puts the body in there. */
  static const char *const unseen[]
      = { "script", "style", "template", "title", "iframe", "object", "noframes", "datalist", NULL };
  if (kigen_tree_is_one_of (node, unseen) || kigen_tree_has (node, "hidden"))
    return TRUE;
  g_autofree char *style = kigen_tree_attribute (node, "style");
  if (style == NULL)
    return FALSE;
  g_autofree char *folded = kigen_text_fold (style);
  return strstr (folded, "display:none") != NULL || strstr (folded, "visibility:hidden") != NULL;
}

gboolean
kigen_tree_is_block (const xmlNode *node)
{
  static const char *const blocks[]
      = { "address", "article", "aside", "blockquote", "body",  "br", "caption",  "center", "dd",
          "details", "dialog",  "dir",   "div",        "dl",    "dt", "fieldset", "figure", "footer",
          "h1",      "h2",      "h3",    "h4",         "h5",    "h6", "header",   "hr",     "html",
          "legend",  "li",      "main",  "menu",       "nav",   "ol", "p",        "pre",    "section",
          "summary", "table",   "tbody", "tfoot",      "thead", "tr", "ul",       NULL };
  return kigen_tree_is_one_of (node, blocks);
}

gboolean
kigen_tree_is_cell (const xmlNode *node)
{
  return kigen_tree_is (node, "td") || kigen_tree_is (node, "th");
}

gboolean
kigen_tree_is_widget (const xmlNode *node)
{
  static const char *const widgets[] = { "button", "select", "textarea", "input", NULL };
  return kigen_tree_is_one_of (node, widgets) || (kigen_tree_is (node, "a") && kigen_tree_has (node, "href"));
}

gboolean
kigen_tree_is_pressed (const xmlNode *node)
{
  static const char *const types[] = { "submit", "image", "button", "reset" };
  if (kigen_tree_is (node, "a"))
    return kigen_tree_has (node, "href");
  for (gsize i = 0; kigen_tree_is (node, "input") && i < G_N_ELEMENTS (types); i++)
    if (kigen_tree_attribute_is (node, "type", types[i]))
      return TRUE;
  return kigen_tree_is (node, "button");
}

KigenFormMark
kigen_tree_form_mark (const xmlNode *node)
{
  if (!kigen_tree_is (node, "br") || !kigen_tree_has (node, MARK))
    return KIGEN_FORM_MARK_NONE;
  return kigen_tree_attribute_is (node, MARK, "end") ? KIGEN_FORM_MARK_END : KIGEN_FORM_MARK_START;
}

char *
kigen_tree_text (const xmlNode *node)
{
  xmlChar *content = xmlNodeGetContent (node);
  char *text = kigen_text_tidy (content != NULL ? (const char *)content : "");
  xmlFree (content);
  return text;
}
