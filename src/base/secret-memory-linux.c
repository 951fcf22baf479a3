/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * Each secret has a mapping of its own, so that locking and unlocking one never touches another's page.  A
 * handful of secrets live at a time, far below RLIMIT_MEMLOCK; where the limit is reached all the same, a
 * secret is merely not locked: working with a swappable password is better than not renewing.
 */

#include "secret-memory.h"

#include <kigen/base/secret.h>

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

void *
kigen_secret_memory_new (gsize size)
{
  void *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    g_error ("no memory for a secret of %" G_GSIZE_FORMAT " bytes", size);
  if (mlock (memory, size) != 0)
    g_debug ("a secret could not be locked into memory");
  if (madvise (memory, size, MADV_DONTDUMP) != 0)
    g_debug ("a secret could not be left out of core files");
  return memory;
}

void
kigen_secret_memory_free (void *memory, gsize size)
{
  kigen_cleanse (memory, size);
  munmap (memory, size);
}

void
kigen_cleanse (void *bytes, gsize size)
{
  explicit_bzero (bytes, size);
}

void
kigen_secret_protect_process (void)
{
  const struct rlimit none = { 0, 0 };

  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    g_debug ("the process could not be closed to debuggers");
  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_debug ("core files could not be switched off");
}

int
kigen_secret_memory_open (const char *path)
{
  if (strcmp (path, "-") == 0)
    return STDIN_FILENO;
  return open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

int
kigen_secret_memory_read_byte (int fd, char *byte)
{
  return (int)TEMP_FAILURE_RETRY (read (fd, byte, 1));
}

void
kigen_secret_memory_close (int fd)
{
  if (fd != STDIN_FILENO)
    close (fd);
}

gboolean
kigen_secret_memory_readable_by_others (int fd)
{
  struct stat status;

  if (fd == STDIN_FILENO || fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    return FALSE;
  return (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
}
