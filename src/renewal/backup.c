/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* Backups: where they may go, what they are called, and writing one so that it is there whole or not at all.
 * A file that exists is never overwritten; one that already holds the very pair is as good as written, since
 * a run that was killed right after the writing comes back here. */

#include <kigen/renewal/renewal.h>

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/base/paths.h>
#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* A PKCS#12 with its chain is some kilobytes; a folder with less room than this is full. */
#define ROOM_NEEDED (256 * 1024)
#define MOST_NAMES 100
/* Whatever is larger holds more than a certificate. */
#define LARGEST_FILE (1024 * 1024)

static const char *
other_place_advice (void)
{
  return _ ("Choose another name or folder with --backup.");
}

static gboolean
check_folder (const char *folder, GError **error)
{
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return kigen_fail (error, KIGEN_ERROR_BACKUP_UNWRITABLE, other_place_advice (),
                       _ ("The folder for the backup is not there: %s."), folder);
  g_autoptr (GError) problem = NULL;
  return kigen_file_try (folder, &problem)
         || kigen_fail (error, KIGEN_ERROR_BACKUP_UNWRITABLE, other_place_advice (),
                        _ ("The backup cannot be written to %s: %s."), folder, problem->message);
}

static gboolean
check_room (const char *folder, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFileInfo) info
      = g_file_query_filesystem_info (file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);
  if (info == NULL || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE)
      || g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE) >= ROOM_NEEDED)
    return TRUE;
  return kigen_fail (error, KIGEN_ERROR_BACKUP_UNWRITABLE, other_place_advice (),
                     _ ("There is no room left for the backup in %s."), folder);
}

static gboolean
is_taken (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

static gboolean
fail_taken (const char *path, GError **error)
{
  return kigen_fail (error, KIGEN_ERROR_BACKUP_EXISTS, other_place_advice (),
                     _ ("There is something named %s already; nothing is ever overwritten."), path);
}

gboolean
kigen_backup_path_check (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  /* A run that was killed before it could write down where the backup goes has left its probe here. */
  kigen_file_sweep (folder);
  if (is_taken (path))
    return fail_taken (path, error);
  return check_folder (folder, error) && check_room (folder, error);
}

/* What neither Windows nor a USB stick's file system takes in a name. */
static char *
plain_name (const char *name)
{
  /* What is shown of the path has to be its name. */
  g_autofree char *plain = g_strdelimit (kigen_text_printable (name, ""), "\\/:*?\"<>| ", '-');
  return g_strdup (*plain != '\0' && *plain != '.' ? plain : "certificate");
}

void
kigen_backup_make_folder (const KigenSettings *settings, const char *path)
{
  g_autofree char *own = kigen_settings_backup_folder (settings);
  g_autofree char *folder = g_path_get_dirname (path);
  if (g_str_equal (own, folder))
    (void)g_mkdir_with_parents (folder, 0700);
}

char *
kigen_backup_suggestion (const KigenSettings *settings, const KigenCertificate *certificate, gint64 now)
{
  g_autofree char *folder = kigen_settings_backup_folder (settings);
  g_autofree char *name = plain_name (certificate != NULL ? certificate->common_name : "certificate");
  g_autofree char *computer = plain_name (g_get_host_name ());
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *date = kigen_calendar_date (now, zone);
  g_auto (GStrv) parts = g_strsplit (date, "-", -1);
  g_autofree char *day = g_strjoinv ("", parts);

  g_autofree char *stem = g_strdup_printf ("%s_%s_%s", name, computer, day);
  g_autofree char *first = g_strconcat (stem, ".p12", NULL);
  char *path = g_build_filename (folder, first, NULL);
  for (int i = 2; is_taken (path) && i < MOST_NAMES; i++) {
    g_autofree char *next = g_strdup_printf ("%s-%d.p12", stem, i);
    g_free (path);
    path = g_build_filename (folder, next, NULL);
  }
  return path;
}

/* Whether the file opens with the password and holds this certificate with its key. */
static gboolean
holds_pair (const char *path, const KigenPkcs12 *contents, const KigenSecret *password)
{
  gsize size = 0;
  char *text = kigen_file_read (path, KIGEN_FILE_ORDINARY, LARGEST_FILE, &size, NULL);
  if (text == NULL)
    return FALSE;
  g_autoptr (GBytes) file = g_bytes_new_take (text, size);
  g_autoptr (KigenPkcs12) there = kigen_pkcs12_open (file, password, NULL);
  return there != NULL && there->certificate != NULL && there->key != NULL
         && g_str_equal (there->certificate->id, contents->certificate->id)
         && kigen_key_fits (there->key, contents->certificate->der);
}

gboolean
kigen_backup_write (const char *path, const KigenPkcs12 *contents, const KigenSecret *password,
                    KigenPkcs12Form form, GError **error)
{
  if (is_taken (path) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK) && holds_pair (path, contents, password))
    return TRUE;
  if (is_taken (path))
    return fail_taken (path, error);

  g_autoptr (GBytes) file = kigen_pkcs12_write (contents, password, form, error);
  if (file == NULL)
    return FALSE;
  gsize size = 0;
  const void *bytes = g_bytes_get_data (file, &size);
  if (!kigen_file_create (path, bytes, size, error))
    return FALSE;
  if (!holds_pair (path, contents, password))
    return kigen_fail (
        error, KIGEN_ERROR_BACKUP_UNWRITABLE, other_place_advice (),
        _ ("The backup was written to %s, but reading it back failed: the medium may be damaged."), path);
  return TRUE;
}
