/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "test-state"

/*
 * What must not lose anything: kill -9, several processes at once, a full disk.  The other processes are this
 * program again: `--write FOLDER COUNT` adds that many entries to the history and says on standard output how
 * far it is.
 */

#include "given.h"
#include "state-private.h"

#include <kigen/base/error.h>

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define ROUNDS 6
#define CHILDREN 4

static char *own_path;

static int
write_as_child (const char *folder, int count)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenState) state = kigen_state_open (folder, GIVEN_NOW, NULL, &error);

  for (int i = 0; state != NULL && i < count; i++) {
    g_autofree char *text = g_strdup_printf ("%d", i);
    if (!kigen_state_add_history (state, "noticed", NULL, text, GIVEN_NOW, &error))
      break;
    printf ("%d\n", i);
    fflush (stdout);
  }
  if (error != NULL)
    fprintf (stderr, "%s\n", error->message);
  return error == NULL ? 0 : 1;
}

static GSubprocess *
start_child (const char *folder, const char *count)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, own_path, "--write", folder, count, NULL);

  g_assert_no_error (error);
  return child;
}

/* The last number a child has said; ends after `enough` of them, or with the child. */
static int
listen (GDataInputStream *output, int enough)
{
  int last = -1;

  while (last < enough) {
    g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
    if (line == NULL)
      break;
    last = (int)g_ascii_strtoll (line, NULL, 10);
  }
  return last;
}

static guint
count_history (const char *folder)
{
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (GPtrArray) history = kigen_state_history (state, 0, NULL);

  g_assert_nonnull (history);
  return history->len;
}

static guint
kill_in_the_middle (const char *folder, int enough)
{
  g_autoptr (GSubprocess) child = start_child (folder, "1000000");
  g_autoptr (GDataInputStream) output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  int last = listen (output, enough);
  int rest;

  g_subprocess_force_exit (child);
  rest = listen (output, G_MAXINT);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  return (guint)(MAX (last, rest) + 1);
}

/* What was said to be written is there; at most the one more, whose saying was cut off, is there too. */
static void
test_killed (void)
{
  char *folder = given_folder ();

  for (int i = 0; i < ROUNDS; i++) {
    guint before = i == 0 ? 0 : count_history (folder);
    guint said = kill_in_the_middle (folder, 7 * i);
    guint found = count_history (folder);
    g_assert_cmpuint (said, >, 0);
    g_assert_cmpuint (found, >=, before + said);
    g_assert_cmpuint (found, <=, before + said + 1);
  }
  g_assert_cmpuint (given_damaged (folder), ==, 0);
  given_folder_removed (folder);
}

static void
run_children (const char *folder, const char *count)
{
  GSubprocess *children[CHILDREN];

  for (int i = 0; i < CHILDREN; i++)
    children[i] = start_child (folder, count);
  for (int i = 0; i < CHILDREN; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *output = NULL;
    g_assert_true (g_subprocess_communicate_utf8 (children[i], NULL, NULL, &output, NULL, &error));
    g_assert_no_error (error);
    g_assert_true (g_subprocess_get_successful (children[i]));
    g_object_unref (children[i]);
  }
}

/* They find a new folder together, and write together. */
static void
test_many_at_once (void)
{
  char *folder = given_folder ();

  run_children (folder, "40");

  g_assert_cmpuint (count_history (folder), ==, CHILDREN * 40);
  g_assert_cmpuint (given_damaged (folder), ==, 0);
  given_folder_removed (folder);
}

/* They find the same damage together: it is set aside once, and nothing of what they write is. */
static void
test_many_find_damage (void)
{
  char *folder = given_folder ();
  g_autofree char *path = given_path (folder, "kigen.db");

  g_assert_true (g_file_set_contents (path, "no database", -1, NULL));

  run_children (folder, "10");

  g_assert_cmpuint (count_history (folder), ==, CHILDREN * 10 + 1);
  g_assert_cmpuint (given_damaged (folder), ==, 1);
  given_folder_removed (folder);
}

static guint
fill (KigenState *state, GError **error)
{
  g_autofree char *text = g_strnfill (1000, 'x');
  guint written = 0;

  while (kigen_state_add_history (state, "noticed", NULL, text, GIVEN_NOW, error))
    written++;
  return written;
}

static void
test_disk_full (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = given_folder ();
  g_autoptr (KigenState) state = given_state (folder);
  g_autoptr (KigenCertificate) old = given_certificate ('a', "nss:/a");
  g_autoptr (KigenRenewalRecord) record
      = kigen_state_begin_renewal (state, old, "obn", "nss:/a", GIVEN_NOW, NULL);
  g_autofree char *backup = g_strnfill (100000, 'b');
  guint written;

  g_assert_true (kigen_database_script (state->database, "PRAGMA max_page_count = 40", NULL));
  written = fill (state, &error);
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "disk is full"));
  g_assert_cmpuint (written, >, 10);
  g_clear_error (&error);

  record->backup = g_steal_pointer (&backup);
  g_assert_false (kigen_state_complete_step (state, record, KIGEN_STEP_APPLIED, GIVEN_NOW, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  g_assert_cmpint (record->step, ==, KIGEN_STEP_BEGUN);
  g_clear_error (&error);

  g_assert_true (kigen_database_script (state->database, "PRAGMA max_page_count = 10000", NULL));
  g_assert_true (kigen_state_complete_step (state, record, KIGEN_STEP_APPLIED, GIVEN_NOW, &error));
  g_assert_no_error (error);
  g_clear_pointer (&state, kigen_state_close);
  g_assert_cmpuint (count_history (folder), ==, written);
  given_folder_removed (folder);
}

static void
test_locked (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = given_folder ();
  g_autoptr (KigenState) holder = given_state (folder);
  g_autoptr (KigenState) other = given_state (folder);
  g_autoptr (GPtrArray) history = NULL;

  g_assert_true (kigen_state_begin_writing (holder, NULL));
  sqlite3_busy_timeout (other->database, 20);

  g_assert_false (kigen_state_add_history (other, "backup", NULL, "has to wait", GIVEN_NOW, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  history = kigen_state_history (other, 0, NULL);
  g_assert_nonnull (history);
  kigen_state_undo (holder);
  g_assert_true (kigen_state_add_history (other, "backup", NULL, "need not wait", GIVEN_NOW, NULL));
  g_clear_pointer (&holder, kigen_state_close);
  g_clear_pointer (&other, kigen_state_close);
  given_folder_removed (folder);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--write") == 0)
    return write_as_child (argv[2], (int)g_ascii_strtoll (argv[3], NULL, 10));
  own_path = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/endurance/killed", test_killed);
  g_test_add_func ("/state/endurance/many-at-once", test_many_at_once);
  g_test_add_func ("/state/endurance/many-find-damage", test_many_find_damage);
  g_test_add_func ("/state/endurance/disk-full", test_disk_full);
  g_test_add_func ("/state/endurance/locked", test_locked);
  return g_test_run ();
}
