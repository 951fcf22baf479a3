/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* What can be told of an NSS database by its files.  NSS itself says of everything alike that it cannot open
 * it, and makes tables of its own in any SQLite file that it may write to: so we look first. */

#include "nss-private.h"

#include <kigen/base/error.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Enough for the table of contents, which names the tables, whatever the size of a page. */
#define HEAD_SIZE 65536
/* The bytes by which SQLite's programs keep out of each other's way: PENDING, RESERVED and SHARED. */
#define LOCK_BYTES 0x40000000
#define N_LOCK_BYTES 512
#define SQLITE_MAGIC "SQLite format 3" /* and its NUL */

static char *
path_of (const KigenStore *store, const char *file)
{
  return g_build_filename (store->path, file, NULL);
}

static gboolean
exists (const KigenStore *store, const char *file)
{
  g_autofree char *path = path_of (store, file);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
fail_absent (const KigenStore *store, GError **error)
{
  if (exists (store, "cert8.db"))
    return kigen_fail (error, KIGEN_ERROR_STORE_FOREIGN,
                       _ ("Start the browser that it belongs to once, so that it is converted."),
                       _ ("The certificate store in %s is of an old form that is not supported."),
                       store->path);
  return kigen_fail (error, KIGEN_ERROR_STORE_ABSENT, NULL, _ ("There is no certificate store in %s."),
                     store->path);
}

static gboolean
fail_unreadable (const KigenStore *store, int reason, GError **error)
{
  return kigen_fail (error, KIGEN_ERROR_STORE_UNREADABLE, NULL,
                     _ ("The certificate store in %s cannot be opened: %s"), store->path,
                     g_strerror (reason));
}

static gboolean
fail_corrupt (const KigenStore *store, const char *file, GError **error)
{
  return kigen_fail (error, KIGEN_ERROR_STORE_CORRUPT, NULL,
                     _ ("The certificate store in %s is damaged (its file %s)."), store->path, file);
}

/* The beginning of a file; NULL with errno set. */
static GBytes *
read_head (const char *path)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    return NULL;

  g_autofree char *head = g_malloc (HEAD_SIZE);
  gssize size = read (fd, head, HEAD_SIZE);
  int reason = errno;
  close (fd);
  errno = reason;
  return size >= 0 ? g_bytes_new (head, (gsize)size) : NULL;
}

static gboolean
holds (GBytes *head, const char *text)
{
  return memmem (g_bytes_get_data (head, NULL), g_bytes_get_size (head), text, strlen (text)) != NULL;
}

static gboolean
check_file (const KigenStore *store, const char *file, const char *table, GError **error)
{
  g_autofree char *path = path_of (store, file);
  g_autoptr (GBytes) head = read_head (path);
  if (head == NULL)
    return fail_unreadable (store, errno, error);

  gsize size = 0;
  const char *bytes = g_bytes_get_data (head, &size);
  if (size < sizeof SQLITE_MAGIC || memcmp (bytes, SQLITE_MAGIC, sizeof SQLITE_MAGIC) != 0)
    return fail_corrupt (store, file, error);
  if (!holds (head, table))
    return kigen_fail (error, KIGEN_ERROR_STORE_FOREIGN, NULL,
                       _ ("The file %s is a database of another program, not a certificate store."), path);
  return TRUE;
}

static gboolean
check_writable (const KigenStore *store, GError **error)
{
  static const char *const FILES[] = { "", "cert9.db", "key4.db" };
  for (guint i = 0; i < G_N_ELEMENTS (FILES); i++) {
    g_autofree char *path = path_of (store, FILES[i]);
    if (g_access (path, W_OK) != 0 && errno != ENOENT)
      return fail_unreadable (store, errno, error);
  }
  return TRUE;
}

gboolean
kigen_nss_check_files (const KigenStore *store, KigenNssMode mode, GError **error)
{
  g_autofree char *path = path_of (store, "cert9.db");
  GStatBuf status;
  if (g_stat (path, &status) != 0)
    return errno == ENOENT ? fail_absent (store, error) : fail_unreadable (store, errno, error);

  if (!check_file (store, "cert9.db", "nssPublic", error))
    return FALSE;
  if (exists (store, "key4.db") && !check_file (store, "key4.db", "nssPrivate", error))
    return FALSE;
  return mode == KIGEN_NSS_READ || check_writable (store, error);
}

/* SQLite locks bytes behind the first gigabyte (sqlite.org, "File Format", 1.3.1 "The lock-byte page"): the
 * first, PENDING, keeps new readers out, and is held for as long as somebody writes into the file; who
 * prepares a change holds the second, and who reads some of the rest.  To close the file gives up what this
 * process holds of it, so that this is for the time between NSS's calls. */
gboolean
kigen_nss_is_held (const KigenStore *store, KigenNssMode mode)
{
  static const char *const FILES[] = { "cert9.db", "key4.db" };
  for (guint i = 0; i < G_N_ELEMENTS (FILES); i++) {
    g_autofree char *path = path_of (store, FILES[i]);
    int fd = g_open (path, (mode == KIGEN_NSS_READ ? O_RDONLY : O_RDWR) | O_CLOEXEC, 0);
    if (fd < 0)
      continue;
    struct flock lock = {
      .l_type = mode == KIGEN_NSS_READ ? F_RDLCK : F_WRLCK,
      .l_whence = SEEK_SET,
      .l_start = LOCK_BYTES,
      .l_len = mode == KIGEN_NSS_READ ? 1 : N_LOCK_BYTES,
    };
    gboolean is_held = fcntl (fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    close (fd);
    if (is_held)
      return TRUE;
  }
  return FALSE;
}

gboolean
kigen_nss_fail_held (const KigenStore *store, GError **error)
{
  return kigen_fail (error, KIGEN_ERROR_STORE_BUSY, NULL,
                     _ ("Another program is using the certificate store in %s at the moment."), store->path);
}

gboolean
kigen_nss_was_interrupted (const KigenStore *store)
{
  return (exists (store, "cert9.db-journal") || exists (store, "key4.db-journal"))
         && check_writable (store, NULL);
}

char *
kigen_nss_watch_place (const KigenStore *store)
{
  return path_of (store, "cert9.db");
}
