/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* A page is read alike in whichever thread, whoever else has read one before: libraries keep things for each
 * thread, and what they keep for the first is not always what they have for the next. */

#include "reading.h"

#include <libxml/HTMLparser.h>

#include <string.h>

#define THREADS 6

/* 申請 in Shift_JIS, whose conversion is another library's. */
static const char html[]
    = "<title>\x90\x5c\x90\xbf</title><form><input type=submit value=\x90\x5c\x90\xbf></form>";

static gpointer
read_one (gpointer unused G_GNUC_UNUSED)
{
  g_autoptr (KigenPage) page = page_read_bytes (html, sizeof html - 1, "Shift_JIS");
  g_autofree char *pressed = page_pressed (page, "申請");
  g_assert_cmpstr (kigen_page_title (page), ==, "申請");
  g_assert_cmpstr (pressed, ==, "GET " PAGE_URL "?");
  return NULL;
}

static void
test_one_after_another (void)
{
  for (int i = 0; i < THREADS; i++)
    g_thread_join (g_thread_new ("reads", read_one, NULL));
  read_one (NULL);
}

static void
test_side_by_side (void)
{
  GThread *threads[THREADS];
  for (int i = 0; i < THREADS; i++)
    threads[i] = g_thread_new ("reads", read_one, NULL);
  for (int i = 0; i < THREADS; i++)
    g_thread_join (threads[i]);
}

/* Such as libxml2 leaves a thread when it is built without its legacy interfaces, as it is for Windows. */
static gpointer
read_without_handlers (gpointer unused)
{
  memset (&htmlDefaultSAXHandler, 0, sizeof htmlDefaultSAXHandler);
  return read_one (unused);
}

static void
test_without_handlers (void)
{
  g_thread_join (g_thread_new ("reads", read_without_handlers, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web/page/threads/one-after-another", test_one_after_another);
  g_test_add_func ("/web/page/threads/side-by-side", test_side_by_side);
  g_test_add_func ("/web/page/threads/without-handlers", test_without_handlers);
  return g_test_run ();
}
