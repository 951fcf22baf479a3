/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "parent.h"

#include <kigen/base/paths.h>
#include <kigen/desktop/child.h>

typedef struct {
  GMainLoop *loop;
  char *problem;
  guint times;
} Parent;

static void
on_ended (const char *problem, gpointer data)
{
  Parent *parent = data;
  parent->problem = g_strdup (problem);
  parent->times++;
  g_main_loop_quit (parent->loop);
}

char *
parent_talker (void)
{
  return kigen_path_program ("test-desktop-talker");
}

char *
parent_of (const char *const *words, guint seconds, const char *token)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  Parent parent = { g_main_loop_new (NULL, FALSE), NULL, 0 };
  g_ptr_array_add (all, parent_talker ());
  for (; *words != NULL; words++)
    g_ptr_array_add (all, g_strdup (*words));
  g_ptr_array_add (all, NULL);
  g_assert_nonnull (
      kigen_child_start ((const char *const *)all->pdata, seconds, token, on_ended, &parent, &error));
  g_assert_no_error (error);
  g_main_loop_run (parent.loop);
  /* What was still on its way of its output. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_main_loop_unref (parent.loop);
  g_assert_cmpuint (parent.times, ==, 1);
  return parent.problem;
}
