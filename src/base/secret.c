/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * The bytes of a secret lie in memory of the platform's own (secret-memory.h), one byte longer than asked
 * for: it starts out as zeroes, and so a NUL always follows.  A password file is read byte by byte, so that
 * nothing of it is left in a buffer and two passwords may come one after the other from standard input.
 */

#include <kigen/base/secret.h>

#include "secret-memory.h"

#include <kigen/base/error.h>

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST_LINE 1024

struct _KigenSecret {
  gatomicrefcount references;
  gsize size;
  char *bytes;
};

KigenSecret *
kigen_secret_new_blank (gsize size, void **bytes)
{
  KigenSecret *secret = g_new0 (KigenSecret, 1);

  g_atomic_ref_count_init (&secret->references);
  secret->size = size;
  secret->bytes = kigen_secret_memory_new (size + 1);
  if (bytes != NULL)
    *bytes = secret->bytes;
  return secret;
}

KigenSecret *
kigen_secret_new (const void *bytes, gsize size)
{
  KigenSecret *secret = kigen_secret_new_blank (size, NULL);

  if (size > 0)
    memcpy (secret->bytes, bytes, size);
  return secret;
}

KigenSecret *
kigen_secret_ref (KigenSecret *secret)
{
  g_atomic_ref_count_inc (&secret->references);
  return secret;
}

void
kigen_secret_unref (KigenSecret *secret)
{
  if (secret == NULL || !g_atomic_ref_count_dec (&secret->references))
    return;
  kigen_secret_memory_free (secret->bytes, secret->size + 1);
  g_free (secret);
}

const void *
kigen_secret_bytes (const KigenSecret *secret, gsize *size)
{
  if (size != NULL)
    *size = secret->size;
  return secret->bytes;
}

const char *
kigen_secret_text (const KigenSecret *secret)
{
  return secret->bytes;
}

gboolean
kigen_secret_equal (const KigenSecret *one, const KigenSecret *other)
{
  volatile guint8 difference = 0;

  if (one->size != other->size)
    return FALSE;
  for (gsize i = 0; i < one->size; i++)
    difference = (guint8)(difference | (guint8)(one->bytes[i] ^ other->bytes[i]));
  return difference == 0;
}

/* The length of the first line, or -1 and errno; E2BIG where it does not fit. */
static gssize
read_line (int fd, char *line)
{
  for (gsize length = 0; length < LONGEST_LINE; length++) {
    int got = kigen_secret_memory_read_byte (fd, &line[length]);
    if (got < 0)
      return -1;
    if (got == 0 || line[length] == '\n')
      return (gssize)length;
  }
  errno = E2BIG;
  return -1;
}

/* Editors of Windows put a byte order mark before the text and a carriage return behind it. */
static KigenSecret *
trim_line (const char *line, gsize length)
{
  static const char mark[] = "\xef\xbb\xbf";

  if (length >= 3 && memcmp (line, mark, 3) == 0) {
    line += 3;
    length -= 3;
  }
  if (length > 0 && line[length - 1] == '\r')
    length--;
  return kigen_secret_new (line, length);
}

KigenSecret *
kigen_secret_read_file (const char *path, const char *named_by, gboolean *readable_by_others, GError **error)
{
  g_autoptr (KigenSecret) buffer = kigen_secret_new_blank (LONGEST_LINE, NULL);
  g_autoptr (KigenSecret) secret = NULL;
  gssize length;
  int fault;
  int fd = kigen_secret_memory_open (path);

  if (fd < 0) {
    kigen_fail (error, KIGEN_ERROR_PASSWORD_MISSING, NULL, _ ("The file that %s names cannot be opened: %s"),
                named_by, g_strerror (errno));
    return NULL;
  }
  if (readable_by_others != NULL)
    *readable_by_others = kigen_secret_memory_readable_by_others (fd);
  length = read_line (fd, buffer->bytes);
  fault = errno;
  kigen_secret_memory_close (fd);

  if (length < 0) {
    kigen_fail (error, KIGEN_ERROR_PASSWORD_MISSING, NULL, _ ("The file that %s names cannot be read: %s"),
                named_by, g_strerror (fault));
    return NULL;
  }
  if (memchr (buffer->bytes, '\0', (gsize)length) != NULL) {
    kigen_fail (error, KIGEN_ERROR_PASSWORD_MISSING, _ ("Save the file as plain text (UTF-8)."),
                _ ("The file that %s names is not a text file."), named_by);
    return NULL;
  }
  secret = trim_line (buffer->bytes, (gsize)length);
  if (secret->size == 0) {
    kigen_fail (error, KIGEN_ERROR_PASSWORD_MISSING, NULL, _ ("The file that %s names is empty."), named_by);
    return NULL;
  }
  return g_steal_pointer (&secret);
}

gboolean
kigen_secret_file_is_exposed (const char *path)
{
  /* Opening a pipe could wait, and would be noticed at its other end. */
  int fd = g_file_test (path, G_FILE_TEST_IS_REGULAR) ? kigen_secret_memory_open (path) : -1;
  if (fd < 0)
    return FALSE;
  gboolean exposed = kigen_secret_memory_readable_by_others (fd);
  kigen_secret_memory_close (fd);
  return exposed;
}
