/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * The state folder holds what renews and revokes certificates, so nobody else may write to it.  What is
 * checked is the folder that was opened, not its name; a link to it may be the user's own or the
 * administrator's.  A folder with other things in it is left as it is: to close it would shut others out of
 * what was never ours.
 */

#include "paths-private.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *
kigen_path_program_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program == NULL ? NULL : g_path_get_dirname (program);
}

const char *
kigen_path_program_suffix (void)
{
  return "";
}

const char *
kigen_path_folder_name (void)
{
  return "kigen";
}

const char *
kigen_path_site_folder (void)
{
  return "/etc/kigen";
}

char *
kigen_path_config_folder (void)
{
  return g_build_filename (g_get_user_config_dir (), kigen_path_folder_name (), NULL);
}

static gboolean
fail_unsafe (const char *folder, const char *message, GError **error)
{
  g_autofree char *quoted = g_shell_quote (folder);
  g_autofree char *advice
      = g_strdup_printf (_ ("Close it with “chmod 700 %s”, or choose another folder with --state."), quoted);

  return kigen_fail (error, KIGEN_ERROR_STATE_UNSAFE, advice, "%s", message);
}

static gboolean
check_link (const char *folder, GError **error)
{
  g_autofree char *name = g_strdup (folder);
  g_autofree char *message = NULL;
  struct stat status;

  /* With a slash behind it, lstat would look at what the link points to. */
  for (gsize end = strlen (name); end > 1 && name[end - 1] == '/'; end--)
    name[end - 1] = '\0';
  if (lstat (name, &status) != 0 || !S_ISLNK (status.st_mode))
    return TRUE;
  if (status.st_uid == geteuid () || status.st_uid == 0)
    return TRUE;
  message = g_strdup_printf (_ ("The state folder %s is a link that another user made."), folder);
  return fail_unsafe (folder, message, error);
}

static gboolean
check_open (int fd, const char *folder, GError **error)
{
  g_autofree char *message = NULL;
  struct stat status;

  if (fstat (fd, &status) != 0)
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The state folder %s cannot be looked at: %s"),
                       folder, g_strerror (errno));
  if (status.st_uid != geteuid ())
    message = g_strdup_printf (_ ("The state folder %s belongs to another user."), folder);
  else if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    message = g_strdup_printf (_ ("The state folder %s can be written to by other users."), folder);
  if (message != NULL)
    return fail_unsafe (folder, message, error);
  if (!kigen_path_check_contents (folder, error))
    return FALSE;
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0 && fchmod (fd, S_IRWXU) != 0)
    g_message ("the state folder can be read by other users: %s", g_strerror (errno));
  return TRUE;
}

gboolean
kigen_path_prepare_state (const char *folder, GError **error)
{
  gboolean safe;
  int fd;

  if (!check_link (folder, error))
    return FALSE;
  if (g_mkdir_with_parents (folder, S_IRWXU) != 0)
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The state folder %s cannot be made: %s"), folder,
                       g_strerror (errno));
  fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("The state folder %s cannot be opened: %s"),
                       folder, g_strerror (errno));
  safe = check_open (fd, folder, error);
  close (fd);
  return safe;
}
