/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* Names in the state folder:
 *
 *   received-WHOSE-ID.p12   checked: it holds the certificate with this ID, and its key
 *   download-WHOSE-XXXX.p12 as it came: not checked yet, or not opened by the password at hand
 *   renewal-N.p12           version 0.1.0's, of the renewal with this number
 *
 * WHOSE tells for which certificate (or notice) it came, so that files of two renewals are never mixed up,
 * whatever numbers a state that was begun anew gives them. */

#include "received.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <string.h>

#define CHECKED "received-"
#define DOWNLOADED "download-"
#define SUFFIX ".p12"
/* Of an ID, enough to tell all apart. */
#define DIGITS 20

static const char *
folder_of (const KigenRun *run)
{
  return kigen_state_folder (run->place->state);
}

/* Certificates' IDs are hexadecimal; a request's ID is whatever the authority made it. */
static char *
beginning (const KigenRun *run, const char *kind)
{
  const char *request = run->record->request_id != NULL ? run->record->request_id : "";
  g_autofree char *whose = run->record->old_id != NULL
                               ? g_strdup (run->record->old_id)
                               : g_compute_checksum_for_string (G_CHECKSUM_SHA256, request, -1);
  return g_strdup_printf ("%s%.*s-", kind, DIGITS, whose);
}

char *
kigen_received_path (const KigenRun *run, const char *id)
{
  g_autofree char *checked = beginning (run, CHECKED);
  g_autofree char *name = g_strconcat (checked, id, SUFFIX, NULL);
  return g_build_filename (folder_of (run), name, NULL);
}

char *
kigen_received_write (const KigenRun *run, GBytes *file, GError **error)
{
  g_autofree char *downloaded = beginning (run, DOWNLOADED);
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *name = g_strdup_printf ("%s%.8s" SUFFIX, downloaded, random);
  g_autofree char *path = g_build_filename (folder_of (run), name, NULL);
  gsize size = 0;
  const void *bytes = g_bytes_get_data (file, &size);
  return kigen_file_replace (path, bytes, size, error) ? g_steal_pointer (&path) : NULL;
}

gboolean
kigen_received_keep (const KigenRun *run, const char *path, const char *id, GError **error)
{
  g_autofree char *kept = kigen_received_path (run, id);
  if (g_str_equal (path, kept) || g_rename (path, kept) == 0)
    return TRUE;
  return kigen_fail (error, KIGEN_ERROR_FAILED,
                     _ ("Check the folder's owner and the free space of its drive."),
                     _ ("The file %s cannot be written: %s"), kept, g_strerror (errno));
}

static char *
former_name (const KigenRun *run)
{
  return g_strdup_printf ("renewal-%" G_GINT64_FORMAT SUFFIX, run->record->number);
}

/* A state that was begun anew may give an earlier life's number again. */
static gboolean
is_former (const KigenRun *run, const char *name)
{
  g_autofree char *former = former_name (run);
  g_autofree char *path = g_build_filename (folder_of (run), name, NULL);
  GStatBuf status;
  return g_str_equal (name, former) && g_stat (path, &status) == 0
         && (gint64)status.st_mtime >= run->record->begun_at;
}

/* Full paths, those that were checked first. */
static GPtrArray *
candidates (const KigenRun *run)
{
  g_autofree char *checked = beginning (run, CHECKED);
  g_autofree char *downloaded = beginning (run, DOWNLOADED);
  g_autoptr (GDir) folder = g_dir_open (folder_of (run), 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  for (const char *name; folder != NULL && (name = g_dir_read_name (folder)) != NULL;)
    if (g_str_has_prefix (name, checked) || g_str_has_prefix (name, downloaded) || is_former (run, name))
      g_ptr_array_insert (paths, g_str_has_prefix (name, checked) ? 0 : -1,
                          g_build_filename (folder_of (run), name, NULL));
  return paths;
}

gboolean
kigen_received_is_there (const KigenRun *run)
{
  g_autoptr (GPtrArray) paths = candidates (run);
  return paths->len > 0;
}

/* The successor, out of a file, which then gets its name; NULL where it holds none. */
static KigenPkcs12 *
try_file (const KigenRun *run, const char *path, gboolean *unopened)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GBytes) file = kigen_backup_read (path, &problem);
  g_autoptr (KigenPkcs12) contents
      = file != NULL
            ? kigen_issued_open (file, run->password, run->profile, run->old, kigen_run_now (run), &problem)
            : NULL;
  if (problem != NULL)
    g_debug ("a file of an earlier run does not do: %s", problem->message);
  *unopened = *unopened || g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_PASSWORD_WRONG);
  const char *wanted = run->record->new_id;
  if (contents == NULL || (wanted != NULL && !g_str_equal (wanted, contents->certificate->id))
      || !kigen_received_keep (run, path, contents->certificate->id, NULL))
    return NULL;
  return g_steal_pointer (&contents);
}

KigenPkcs12 *
kigen_received_find (const KigenRun *run, gboolean *unopened)
{
  g_autoptr (GPtrArray) paths = candidates (run);
  *unopened = FALSE;
  for (guint i = 0; i < paths->len; i++) {
    KigenPkcs12 *contents = try_file (run, g_ptr_array_index (paths, i), unopened);
    if (contents != NULL)
      return contents;
  }
  return NULL;
}

/* A folder that cannot be read now may hold it. */
static char *
unread (const KigenRun *run)
{
  g_autoptr (GDir) folder = g_dir_open (folder_of (run), 0, NULL);
  return folder == NULL && run->record->new_id != NULL ? kigen_received_path (run, run->record->new_id)
                                                       : NULL;
}

void
kigen_received_remove (const KigenRun *run, char **left)
{
  g_autoptr (GPtrArray) paths = candidates (run);
  *left = unread (run);
  for (guint i = 0; i < paths->len; i++) {
    const char *path = g_ptr_array_index (paths, i);
    if (g_remove (path) == 0)
      continue;
    g_free (*left);
    *left = g_strdup (path);
  }
}
