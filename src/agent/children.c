/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-agent"

/* Neither keys nor stores nor the network are ever touched in the resident itself. */

#include "children.h"

#include <kigen/base/paths.h>
#include <kigen/desktop/child.h>

#include <string.h>

/* Ten thousand certificates take less than a second. */
#define SCAN_SECONDS 60
/* A SHA-256 in hexadecimal digits. */
#define LONGEST_ID 64

struct _Children {
  const AgentOptions *options;
  KigenChild *scan;
  gboolean again;
  GPtrArray *windows; /* Window */
  ChildrenEnded ended;
  gpointer data;
};

typedef struct {
  Children *children;
  KigenChild *child;
} Window;

static void
add_all (GPtrArray *words, const char *option, char *const *values)
{
  for (; values != NULL && *values != NULL; values++) {
    g_ptr_array_add (words, g_strdup (option));
    g_ptr_array_add (words, g_strdup (*values));
  }
}

/* Other programs of the session name it, over the bus: anything but an ID could be meant as an option. */
static gboolean
is_id (const char *target)
{
  gsize length = strlen (target);
  return length <= LONGEST_ID && strspn (target, "0123456789abcdefABCDEF") == length;
}

/* The program with what the agent itself was given; NULL and the rest are added by the caller. */
static GPtrArray *
words_of (const Children *children, const char *program)
{
  const AgentOptions *options = children->options;
  char *const state[] = { options->state_folder, NULL };
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (words, kigen_path_program (program));
  add_all (words, "--profile", options->profile_names);
  add_all (words, "--store", options->store_uris);
  add_all (words, "--state", state);
  return words;
}

static void
on_scan_ended (const char *problem, gpointer data)
{
  Children *children = data;
  children->scan = NULL;
  gboolean again = children->again;
  children->again = FALSE;
  children->ended (TRUE, problem, children->data);
  if (again)
    children_scan (children);
}

void
children_scan (Children *children)
{
  if (children->scan != NULL) {
    children->again = TRUE;
    return;
  }
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) words = words_of (children, "kigen");
  g_ptr_array_add (words, g_strdup ("scan"));
  g_ptr_array_add (words, NULL);
  children->scan = kigen_child_start ((const char *const *)words->pdata, SCAN_SECONDS, NULL, on_scan_ended,
                                      children, &error);
  if (children->scan == NULL)
    children->ended (TRUE, error->message, children->data);
}

static void
on_window_ended (const char *problem, gpointer data)
{
  Window *window = data;
  Children *children = window->children;
  g_ptr_array_remove_fast (children->windows, window);
  children->ended (FALSE, problem, children->data);
}

void
children_open_window (Children *children, const char *window, const char *target, const char *token)
{
  g_autoptr (GError) error = NULL;
  if (target != NULL && !is_id (target)) {
    g_warning ("no window was opened: what was asked for is no certificate's ID");
    return;
  }
  g_autoptr (GPtrArray) words = words_of (children, "kigen-dialog");
  g_ptr_array_add (words, g_strdup ("--"));
  g_ptr_array_add (words, g_strdup (window));
  if (target != NULL && *target != '\0')
    g_ptr_array_add (words, g_strdup (target));
  g_ptr_array_add (words, NULL);
  g_autofree Window *opened = g_new0 (Window, 1);
  opened->children = children;
  opened->child
      = kigen_child_start ((const char *const *)words->pdata, 0, token, on_window_ended, opened, &error);
  if (opened->child != NULL)
    g_ptr_array_add (children->windows, g_steal_pointer (&opened));
  else
    children->ended (FALSE, error->message, children->data);
}

Children *
children_new (const AgentOptions *options, ChildrenEnded ended, gpointer data)
{
  Children *children = g_new0 (Children, 1);
  children->options = options;
  children->windows = g_ptr_array_new_with_free_func (g_free);
  children->ended = ended;
  children->data = data;
  return children;
}

/* A scan is of no use any more; what a user has open stays open. */
void
children_free (Children *children)
{
  if (children->scan != NULL)
    kigen_child_cancel (children->scan);
  for (guint i = 0; i < children->windows->len; i++)
    kigen_child_leave (((const Window *)g_ptr_array_index (children->windows, i))->child);
  g_ptr_array_unref (children->windows);
  g_free (children);
}
