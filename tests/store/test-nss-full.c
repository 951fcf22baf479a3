/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* NSS databases on a disk that is full, or nearly: NSS then says that it has taken out or put in what it has
 * not.  What we say has to be so, by NSS's own tools, and what failed has to succeed once there is room. */

#include "nss-workshop.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define DISK "size=2m,mode=0700"
#define PAGE 4096
#define MOST_PAGES 24

/* A small disk with the database on it, which NSS's tools know as `nss`. */
typedef struct {
  NssWorkshop workshop;
  char *disk;
  char *ballast;
  gboolean mounted;
} Disk;

static void
open_disk (Disk *disk, gconstpointer unused)
{
  nss_workshop_open (&disk->workshop, unused);
  disk->disk = g_build_filename (disk->workshop.folder, "nss", NULL);
  disk->ballast = g_build_filename (disk->disk, "ballast", NULL);
  disk->mounted = mount ("none", disk->disk, "tmpfs", 0, DISK) == 0;
  if (disk->mounted)
    g_free (workshop_run (disk->workshop.folder, NULL, "certutil -N -d sql:nss -f nss-password"));
}

static void
close_disk (Disk *disk, gconstpointer unused)
{
  if (disk->mounted)
    g_assert_cmpint (umount2 (disk->disk, MNT_DETACH), ==, 0);
  g_free (disk->ballast);
  g_free (disk->disk);
  nss_workshop_close (&disk->workshop, unused);
}

/* Only so many pages of the disk are left. */
static void
fill (const Disk *disk, guint pages)
{
  struct statvfs room;
  int fd = open (disk->ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (fstatvfs (fd, &room), ==, 0);
  gint64 free_bytes = (gint64)room.f_bavail * (gint64)room.f_frsize;
  g_assert_cmpint (posix_fallocate (fd, 0, free_bytes - (gint64)pages * PAGE), ==, 0);
  g_close (fd, NULL);
}

static void
make_room (const Disk *disk)
{
  g_assert_cmpint (g_unlink (disk->ballast), ==, 0);
}

/* As NSS's own tools see them, with room to work. */
static guint
keys (const Disk *disk)
{
  return nss_workshop_count (&disk->workshop, "certutil -K", "< ");
}

static guint
certificates (const Disk *disk, const char *name)
{
  return nss_workshop_count (&disk->workshop, "certutil -L", name);
}

static gboolean
may_skip (const Disk *disk)
{
  if (!disk->mounted)
    g_test_skip ("a disk can be mounted only by root");
  return !disk->mounted;
}

static void
assert_said (const GError *error, const Disk *disk)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == KIGEN_ERROR);
  g_assert_nonnull (strstr (error->message, disk->disk));
}

static void
test_remove (Disk *disk, gconstpointer unused G_GNUC_UNUSED)
{
  guint failures = 0;
  if (may_skip (disk))
    return;
  NssWorkshop *workshop = &disk->workshop;
  g_autoptr (KigenPkcs12) desk = nss_workshop_new_identity (workshop, MINT_RSA, "CN=desk", "10");
  for (guint pages = 0; pages < MOST_PAGES; pages++) {
    /* given an identity, and so much room */
    g_autoptr (GError) error = NULL;
    nss_workshop_import (workshop->store, desk, "desk");
    fill (disk, pages);

    /* when it is taken out */
    gboolean removed = kigen_store_remove (workshop->store, desk->certificate->id, &error);
    make_room (disk);

    /* then it is gone with its key, or it is said and is still to be found */
    guint there = certificates (disk, "desk ");
    if (removed) {
      g_assert_cmpuint (there, ==, 0);
      g_assert_cmpuint (keys (disk), ==, 0);
      continue;
    }
    failures++;
    assert_said (error, disk);
    g_assert_cmpuint (there, ==, 1);

    /* and with room it goes */
    g_assert_true (kigen_store_remove (workshop->store, desk->certificate->id, NULL));
    g_assert_cmpuint (certificates (disk, "desk "), ==, 0);
    g_assert_cmpuint (keys (disk), ==, 0);
  }
  g_assert_cmpuint (failures, >, 0);
}

static void
test_import (Disk *disk, gconstpointer unused G_GNUC_UNUSED)
{
  guint failures = 0;
  if (may_skip (disk))
    return;
  NssWorkshop *workshop = &disk->workshop;
  g_autoptr (KigenPkcs12) desk = nss_workshop_new_identity (workshop, MINT_RSA, "CN=desk", "10");
  for (guint pages = 0; pages < MOST_PAGES; pages++) {
    g_autoptr (GError) error = NULL;
    fill (disk, pages);
    gboolean imported = kigen_store_import (workshop->store, desk, "desk", &error);
    make_room (disk);

    if (!imported) {
      failures++;
      g_assert_nonnull (error);
      g_assert_cmpuint (certificates (disk, "desk "), ==, 0);
      g_assert_cmpuint (keys (disk), ==, 0);
      nss_workshop_import (workshop->store, desk, "desk");
    }
    g_assert_cmpuint (certificates (disk, "u,u,u"), ==, 1);
    g_assert_cmpuint (keys (disk), ==, 1);
    g_assert_true (kigen_store_remove (workshop->store, desk->certificate->id, NULL));
  }
  g_assert_cmpuint (failures, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* Mounts of this process's own, which go with it however it ends. */
  if (unshare (CLONE_NEWNS) == 0)
    g_assert_cmpint (mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL), ==, 0);
  g_test_add ("/nss-full/remove", Disk, NULL, open_disk, test_remove, close_disk);
  g_test_add ("/nss-full/import", Disk, NULL, open_disk, test_import, close_disk);
  return g_test_run ();
}
