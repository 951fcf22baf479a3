/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * Ends a program at an instant that a test names, as if by kill -9, for programs that are started with this
 * library before all others (LD_PRELOAD).
 *
 * The instants are counted from what Kigen does for good: the entries of its journal, each a COMMIT in
 * kigen.db, and the acts after each entry that somebody else could see: what goes out over the network, and
 * what becomes of files other than the journal itself.  KIGEN_TEST_STOP names one:
 *
 *   before N      when entry N is about to be committed
 *   after N       when it has been, and before anything else happens
 *   between N K   when act K after entry N was done; where entry N + 1 comes first, before that
 *
 * Entries and acts count from 1; entry 0 is the program's start.  All of them are told in the file
 * KIGEN_TEST_STOP_LOG, a line each, and last where it stopped.
 */

/* Calls that have two names, by the size of an offset, are watched under both. */
#undef _FILE_OFFSET_BITS

#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* These have attributes that a second declaration would lack. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wpedantic"

#define JOURNAL "/kigen.db"

typedef struct sqlite3 sqlite3;
typedef int RowFunction (void *, int, char **, char **);
typedef int ExecFunction (sqlite3 *, const char *, RowFunction *, void *, char **);
typedef const char *FilenameFunction (sqlite3 *, const char *);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int entries;
static int acts; /* since the last entry */

static void *
find (const char *name)
{
  return dlsym (RTLD_NEXT, name);
}

static void tell (const char *format, ...) __attribute__ ((format (printf, 1, 2)));

/* By the kernel's own numbers, because the functions are those that are watched here. */
static void
tell (const char *format, ...)
{
  const char *path = getenv ("KIGEN_TEST_STOP_LOG");
  char line[1024];
  va_list values;
  if (path == NULL)
    return;
  va_start (values, format);
  int size = vsnprintf (line, sizeof line, format, values);
  va_end (values);
  int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
  int fd = (int)syscall (SYS_openat, AT_FDCWD, path, flags, S_IRUSR | S_IWUSR);
  if (fd < 0)
    return;
  syscall (SYS_write, fd, line, size < (int)sizeof line ? size : (int)sizeof line - 1);
  syscall (SYS_close, fd);
}

static void
stop_here (const char *place)
{
  tell ("stopped %s %d %d\n", place, entries, acts);
  kill (getpid (), SIGKILL);
}

/* Whether the instant that is named is this one. */
static int
is_wanted (const char *place, int entry, int act)
{
  const char *wanted = getenv ("KIGEN_TEST_STOP");
  char word[16];
  int n = 0;
  int k = 0;
  if (wanted == NULL || sscanf (wanted, "%15s %d %d", word, &n, &k) < 2)
    return 0;
  if (strcmp (word, "between") == 0 && strcmp (place, "before") == 0)
    return entry == n + 1;
  return strcmp (word, place) == 0 && entry == n && (act == k || act == 0);
}

/* An act that was done; what it was is told by its name and by what it was done to. */
static void
note_act (const char *name, const char *object)
{
  pthread_mutex_lock (&lock);
  acts++;
  tell ("act %d %d %s %s\n", entries, acts, name, object);
  if (is_wanted ("between", entries, acts))
    stop_here ("between");
  pthread_mutex_unlock (&lock);
}

static void
note_act_on (int fd, const char *name)
{
  struct stat status;
  struct sockaddr_storage peer;
  socklen_t size = sizeof peer;
  char link[64];
  char path[512];
  if (fstat (fd, &status) != 0)
    return;
  if (S_ISSOCK (status.st_mode)) {
    if (getpeername (fd, (struct sockaddr *)&peer, &size) == 0 && peer.ss_family != AF_UNIX)
      note_act (name, "network");
    return;
  }
  if (!S_ISREG (status.st_mode) && !S_ISDIR (status.st_mode))
    return;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink (link, path, sizeof path - 1);
  if (length < 0)
    return;
  path[length] = '\0';
  if (strstr (path, JOURNAL) == NULL)
    note_act (name, path);
}

/* The journal's entries
 * ------------------------------------------------------------------------------------------------------- */

static int
is_entry (sqlite3 *database, const char *sql)
{
  FilenameFunction *filename = (FilenameFunction *)find ("sqlite3_db_filename");
  const char *path = strcmp (sql, "COMMIT") == 0 && filename != NULL ? filename (database, "main") : NULL;
  size_t size = path != NULL ? strlen (path) : 0;
  return size >= strlen (JOURNAL) && strcmp (path + size - strlen (JOURNAL), JOURNAL) == 0;
}

int
sqlite3_exec (sqlite3 *database, const char *sql, RowFunction *row, void *data, char **message)
{
  ExecFunction *real = (ExecFunction *)find ("sqlite3_exec");
  if (!is_entry (database, sql))
    return real (database, sql, row, data, message);
  if (is_wanted ("before", entries + 1, 0))
    stop_here ("before");
  int code = real (database, sql, row, data, message);
  if (code != 0)
    return code;
  pthread_mutex_lock (&lock);
  entries++;
  acts = 0;
  tell ("entry %d\n", entries);
  if (is_wanted ("after", entries, 0))
    stop_here ("after");
  pthread_mutex_unlock (&lock);
  return code;
}

/* What others see
 * ------------------------------------------------------------------------------------------------------- */

#define WATCH(type, name, parameters, arguments, note)                                                       \
  type name parameters                                                                                       \
  {                                                                                                          \
    type (*real) parameters = (type (*) parameters)find (#name);                                             \
    type result = real arguments;                                                                            \
    if (result >= 0)                                                                                         \
      note;                                                                                                  \
    return result;                                                                                           \
  }

WATCH (ssize_t, write, (int fd, const void *bytes, size_t size), (fd, bytes, size), note_act_on (fd, "write"))
WATCH (ssize_t, pwrite, (int fd, const void *bytes, size_t size, off_t at), (fd, bytes, size, at),
       note_act_on (fd, "write"))
WATCH (ssize_t, pwrite64, (int fd, const void *bytes, size_t size, off64_t at), (fd, bytes, size, at),
       note_act_on (fd, "write"))
WATCH (ssize_t, writev, (int fd, const struct iovec *parts, int n), (fd, parts, n), note_act_on (fd, "write"))
WATCH (int, ftruncate, (int fd, off_t size), (fd, size), note_act_on (fd, "ftruncate"))
WATCH (int, ftruncate64, (int fd, off64_t size), (fd, size), note_act_on (fd, "ftruncate"))
WATCH (int, fsync, (int fd), (fd), note_act_on (fd, "fsync"))
WATCH (int, fdatasync, (int fd), (fd), note_act_on (fd, "fsync"))
WATCH (ssize_t, send, (int fd, const void *bytes, size_t size, int flags), (fd, bytes, size, flags),
       note_act_on (fd, "send"))
WATCH (ssize_t, sendto,
       (int fd, const void *bytes, size_t size, int flags, const struct sockaddr *to, socklen_t length),
       (fd, bytes, size, flags, to, length), note_act_on (fd, "send"))
WATCH (ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags), (fd, message, flags),
       note_act_on (fd, "send"))
WATCH (int, rename, (const char *from, const char *to), (from, to), note_act ("rename", to))
WATCH (int, renameat2, (int a, const char *from, int b, const char *to, unsigned int flags),
       (a, from, b, to, flags), note_act ("rename", to))
WATCH (int, link, (const char *from, const char *to), (from, to), note_act ("link", to))
WATCH (int, unlink, (const char *path), (path), note_act ("unlink", path))
WATCH (int, remove, (const char *path), (path), note_act ("unlink", path))
WATCH (int, mkdir, (const char *path, mode_t mode), (path, mode), note_act ("mkdir", path))
