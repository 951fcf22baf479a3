/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Reading a file that somebody named: whatever the name leads to, the reading comes to an end.  A device or a
 * pipe is known by what was opened, and opening it does not wait.
 */

#include <kigen/base/paths.h>

#include "file-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include <unistd.h>

#define PIECE 4096
/* Settings and lists of profiles have some kilobytes. */
#define MOST_KEYS (1024 * 1024)

static gboolean
fail_errno (GError **error)
{
  int fault = errno;
  g_set_error_literal (error, G_FILE_ERROR, (int)g_file_error_from_errno (fault), g_strerror (fault));
  return FALSE;
}

static gboolean
fail_size (gsize most, GError **error)
{
  g_autofree char *size = g_format_size (most);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, _ ("It is larger than %s."), size);
  return FALSE;
}

static gboolean
check_kind (int fd, KigenFileKind kind, gsize most, GError **error)
{
  struct stat status;
  if (fstat (fd, &status) != 0)
    return fail_errno (error);
  gboolean ordinary = S_ISREG (status.st_mode);
  gboolean flows = S_ISFIFO (status.st_mode) || isatty (fd);
  if (!ordinary && !(kind == KIGEN_FILE_OR_PIPE && flows)) {
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _ ("It is not an ordinary file."));
    return FALSE;
  }
  return !ordinary || (guint64)status.st_size <= most || fail_size (most, error);
}

/* The file may grow meanwhile, and a pipe has no size. */
static gboolean
read_all (int fd, GByteArray *bytes, gsize most, GError **error)
{
  guint8 piece[PIECE];
  for (;;) {
    gssize got = (gssize)read (fd, piece, sizeof piece);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return fail_errno (error);
    if (got == 0)
      return TRUE;
    if (bytes->len + (gsize)got > most)
      return fail_size (most, error);
    g_byte_array_append (bytes, piece, (guint)got);
  }
}

char *
kigen_file_read (const char *path, KigenFileKind kind, gsize most, gsize *size, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  int fd = kigen_file_open (path, kind == KIGEN_FILE_OR_PIPE);
  if (fd < 0) {
    fail_errno (error);
    return NULL;
  }
  gboolean read_well = check_kind (fd, kind, most, error) && read_all (fd, bytes, most, error);
  g_close (fd, NULL);
  if (!read_well)
    return NULL;
  if (size != NULL)
    *size = bytes->len;
  g_byte_array_append (bytes, (const guint8 *)"", 1);
  return (char *)g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}

gboolean
kigen_file_read_keys (GKeyFile *keys, const char *path, GKeyFileFlags flags, GError **error)
{
  gsize size = 0;
  g_autofree char *text = kigen_file_read (path, KIGEN_FILE_ORDINARY, MOST_KEYS, &size, error);
  return text != NULL && g_key_file_load_from_data (keys, text, size, flags, error);
}
