/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * A file that somebody named is read to its end, or said to be too large or none; a pipe, a device and a
 * folder hold nobody up, wherever a name may come from.
 */

#include "scratch.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>
#include <kigen/base/profile.h>
#include <kigen/base/secret.h>
#include <kigen/base/settings.h>

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Larger than anything, and takes no room. */
static void
make_huge (const char *path)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (ftruncate (fd, G_GINT64_CONSTANT (1) << 30), ==, 0);
  g_close (fd, NULL);
}

/* A FIFO without a writer, a device without an end, a folder, a file of a gibibyte. */
static GPtrArray *
make_odd_ones (const Scratch *folder)
{
  GPtrArray *odd = g_ptr_array_new_with_free_func (g_free);
  char *fifo = scratch_name (folder, "fifo");
  char *huge = scratch_name (folder, "huge");

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  make_huge (huge);
  g_ptr_array_add (odd, fifo);
  g_ptr_array_add (odd, g_strdup ("/dev/zero"));
  g_ptr_array_add (odd, g_strdup (folder));
  g_ptr_array_add (odd, huge);
  return odd;
}

static void
test_ordinary (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_write (folder, "file", "12345");
  g_autoptr (GError) error = NULL;
  gsize size = 0;

  g_autofree char *text = kigen_file_read (path, KIGEN_FILE_ORDINARY, 5, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "12345");
  g_assert_cmpuint (size, ==, 5);
  g_assert_null (kigen_file_read (path, KIGEN_FILE_ORDINARY, 4, &size, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
}

static void
test_absent (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *path = scratch_name (folder, "absent");
  g_autoptr (GError) error = NULL;

  g_assert_null (kigen_file_read (path, KIGEN_FILE_ORDINARY, 5, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
test_odd_ones (void)
{
  SCRATCH folder = scratch_new ();
  g_autoptr (GPtrArray) odd = make_odd_ones (folder);

  for (guint i = 0; i < odd->len; i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (kigen_file_read (g_ptr_array_index (odd, i), KIGEN_FILE_ORDINARY, 1 << 20, NULL, &error));
    g_assert_nonnull (error);
  }
}

/* As a shell hands over <(…). */
static void
test_pipe (void)
{
  int ends[2];
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  g_assert_cmpint (write (ends[1], "secret\n", 7), ==, 7);
  g_close (ends[1], NULL);
  g_autofree char *path = g_strdup_printf ("/dev/fd/%d", ends[0]);
  g_autofree char *text = kigen_file_read (path, KIGEN_FILE_OR_PIPE, 100, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "secret\n");
  g_close (ends[0], NULL);
}

static gpointer
pour (gpointer data)
{
  int fd = GPOINTER_TO_INT (data);
  static const char drop[4096];

  while (write (fd, drop, sizeof drop) > 0)
    ;
  g_close (fd, NULL);
  return NULL;
}

static void
test_pipe_without_an_end (void)
{
  int ends[2];
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  GThread *source = g_thread_new ("source", pour, GINT_TO_POINTER (ends[1]));
  g_autofree char *path = g_strdup_printf ("/dev/fd/%d", ends[0]);
  g_assert_null (kigen_file_read (path, KIGEN_FILE_OR_PIPE, 1 << 20, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  g_close (ends[0], NULL);
  g_thread_join (source);
}

static void
test_profile (void)
{
  SCRATCH folder = scratch_new ();
  g_autoptr (GPtrArray) odd = make_odd_ones (folder);

  for (guint i = 0; i < odd->len; i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (kigen_profile_load_file (g_ptr_array_index (odd, i), &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
  }
}

static void
test_ca_file (void)
{
  SCRATCH folder = scratch_new ();
  g_autoptr (GPtrArray) odd = make_odd_ones (folder);

  for (guint i = 0; i < odd->len; i++) {
    const char *name = g_ptr_array_index (odd, i);
    g_autofree char *text = g_strdup_printf ("[Profile]\nId=tenant\nProvider=mpki\nIssuerCommonName=Tenant*\n"
                                             "SubjectCommonName=*\n[Endpoints]\nBase=https://ca.example\n"
                                             "[Trust]\nCaFile=%s\n",
                                             name);
    g_autofree char *path = scratch_write (folder, "odd.profile", text);
    g_autoptr (GError) error = NULL;
    g_assert_null (kigen_profile_load_file (path, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_FAILED);
    g_assert_nonnull (strstr (error->message, "CaFile"));
  }
}

static void
test_settings (void)
{
  SCRATCH folder = scratch_new ();
  g_autoptr (GPtrArray) odd = make_odd_ones (folder);

  for (guint i = 0; i < odd->len; i++) {
    g_autoptr (GError) problem = NULL;
    g_autoptr (KigenSettings) settings
        = kigen_settings_load_files (g_ptr_array_index (odd, i), NULL, &problem);
    g_assert_nonnull (settings);
    g_assert_nonnull (problem);
  }
}

/* A password may come out of a pipe, and is one line. */
static void
test_password (void)
{
  SCRATCH folder = scratch_new ();
  g_autofree char *huge = scratch_name (folder, "huge");
  const char *const odd[] = { "/dev/zero", folder, huge };
  int ends[2];
  g_autoptr (GError) error = NULL;

  make_huge (huge);
  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_assert_null (kigen_secret_read_file (odd[i], "--password-file", NULL, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_PASSWORD_MISSING);
    g_clear_error (&error);
  }
  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  g_assert_cmpint (write (ends[1], "secret\nnext\n", 12), ==, 12);
  g_close (ends[1], NULL);
  g_autofree char *path = g_strdup_printf ("/dev/fd/%d", ends[0]);
  g_autoptr (KigenSecret) secret = kigen_secret_read_file (path, "--password-file", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kigen_secret_text (secret), ==, "secret");
  g_close (ends[0], NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read/ordinary", test_ordinary);
  g_test_add_func ("/read/absent", test_absent);
  g_test_add_func ("/read/odd-ones", test_odd_ones);
  g_test_add_func ("/read/pipe", test_pipe);
  g_test_add_func ("/read/pipe-without-an-end", test_pipe_without_an_end);
  g_test_add_func ("/read/profile", test_profile);
  g_test_add_func ("/read/ca-file", test_ca_file);
  g_test_add_func ("/read/settings", test_settings);
  g_test_add_func ("/read/password", test_password);
  signal (SIGPIPE, SIG_IGN);
  return g_test_run ();
}
