/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-web"

/* Labels as pages dress them up, and whether a text is one of those that are looked for.  Those are undressed
 * once, however many texts are held against them. */

#include "page-private.h"

#include <kigen/base/text.h>

#include <string.h>

/* "■ パスワード：" is 「パスワード」. */
char *
kigen_caption_bare (const char *text)
{
  static const char marks[] = ":*※■●◆◇○・[]【】";
  char *folded = kigen_text_fold (text);
  char *from = folded;
  while (*from != '\0' && g_utf8_strchr (marks, -1, g_utf8_get_char (from)) != NULL)
    from = g_utf8_next_char (from);
  char *end = from + strlen (from);
  while (end > from) {
    char *last = g_utf8_prev_char (end);
    if (g_utf8_strchr (marks, -1, g_utf8_get_char (last)) == NULL)
      break;
    end = last;
  }
  *end = '\0';
  memmove (folded, from, strlen (from) + 1);
  return folded;
}

char **
kigen_caption_bare_all (const char *const *labels)
{
  guint n = g_strv_length ((char **)(guintptr)labels);
  char **bare = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    bare[i] = kigen_caption_bare (labels[i]);
  return bare;
}

static gsize
find (const char *own, char *const *bare)
{
  for (gsize i = 0; *own != '\0' && bare[i] != NULL; i++)
    if (strcmp (own, bare[i]) == 0)
      return i;
  return G_MAXSIZE;
}

gsize
kigen_caption_find (const char *text, char *const *bare)
{
  g_autofree char *own = kigen_caption_bare (text);
  return find (own, bare);
}

gsize
kigen_caption_find_node (KigenPage *page, const xmlNode *node, char *const *bare)
{
  char *own = g_hash_table_lookup (page->bare, node);
  if (own == NULL) {
    g_autofree char *text = kigen_flow_text (page, node);
    own = kigen_caption_bare (text);
    g_hash_table_insert (page->bare, (gpointer)(guintptr)node, own);
  }
  return find (own, bare);
}
