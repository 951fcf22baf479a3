/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * A table of settings and the two files they come from.  A value that its row does not take is as if it were
 * not there. Writing reads the file again first, so that what another program changed meanwhile stays.
 */

#include <kigen/base/settings.h>

#include "paths-private.h"
#include "settings-private.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

typedef gboolean (*Takes) (const char *value);

static gboolean
takes_text (const char *value)
{
  for (; *value != '\0'; value++)
    if (g_ascii_iscntrl (*value))
      return FALSE;
  return TRUE;
}

static gboolean
takes_format (const char *value)
{
  return strcmp (value, "modern") == 0 || strcmp (value, "legacy") == 0;
}

static gboolean
takes_answer (const char *value)
{
  return strcmp (value, "yes") == 0 || strcmp (value, "no") == 0;
}

static gboolean
takes_hour (const char *value)
{
  return g_ascii_string_to_unsigned (value, 10, 0, 23, NULL, NULL);
}

/* [http://]HOST:PORT, or "" for none: libcurl would take a misspelt one for a host's name. */
static gboolean
takes_proxy (const char *value)
{
  g_autofree char *url = g_strconcat (strstr (value, "://") == NULL ? "http://" : "", value, NULL);
  g_autofree char *scheme = NULL;
  g_autofree char *host = NULL;
  int port = -1;
  if (*value == '\0')
    return TRUE;
  return g_uri_split_network (url, G_URI_FLAGS_NONE, &scheme, &host, &port, NULL) && *host != '\0' && port > 0
         && (strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0);
}

typedef struct {
  const char *name;
  const char *fallback;
  Takes takes;
  const char *meaning;
  const char *only; /* the platform that has a use for it; NULL: all */
} Setting;

static const Setting table[] = {
  { "Backup.Folder", "", takes_text, N_ ("The folder that backups go to; Documents/Kigen if not set"), NULL },
  { "Backup.Format", "modern", takes_format,
    N_ ("The encryption of backups: modern (AES-256), or legacy (3DES) for old versions of Windows"), NULL },
  { "Helper.Name", "", takes_text, N_ ("Who helps when something is wrong"), NULL },
  { "Helper.Telephone", "", takes_text, N_ ("The helper's telephone number"), NULL },
  { "Notices.Hour", "", takes_hour,
    N_ ("The hour of the day's notice, 0 to 23; the authority's own if not set"), NULL },
  { "Network.Proxy", "", takes_proxy, N_ ("The proxy, as http://HOST:PORT; the system's if not set"), NULL },
  { "Network.NoProxy", "", takes_text, N_ ("Hosts that are reached without the proxy, separated by commas"),
    NULL },
  { "Network.ProxyUser", "", takes_text, N_ ("The user's name at the proxy"), NULL },
  { "Network.ProxyPasswordFile", "", takes_text, N_ ("A file that holds the password for the proxy"), NULL },
  { "Store.Exportable", "no", takes_answer,
    N_ ("Whether a new certificate's key may be taken out of the store of Windows again: yes or no"),
    "windows" },
};

#define N_SETTINGS G_N_ELEMENTS (table)
#define UNKNOWN (-1)

struct _KigenSettings {
  char *file;
  char *user[N_SETTINGS];
  char *administrator[N_SETTINGS];
};

static int
row_of (const char *name)
{
  for (gsize i = 0; i < N_SETTINGS; i++) {
    if (strcmp (table[i].name, name) == 0)
      return (int)i;
  }
  return UNKNOWN;
}

/* "Backup.Folder" is [Backup] Folder.  The key is owned by the table, the group by the caller. */
static char *
group_of (gsize row, const char **key)
{
  const char *dot = strchr (table[row].name, '.');

  *key = dot + 1;
  return g_strndup (table[row].name, (gsize)(dot - table[row].name));
}

/* Keeps the first problem only: one thing to put right at a time. */
static void
note_problem (GError **problem, const char *path, const char *what)
{
  g_message ("%s: %s", path, what);
  if (problem != NULL && *problem == NULL)
    *problem = kigen_error_new (KIGEN_ERROR_FAILED, _ ("Put the file right, or remove it."),
                                _ ("The settings file %s cannot be used as it is: %s"), path, what);
}

static void
take_value (GKeyFile *keys, gsize row, const char *path, char **values, GError **problem)
{
  const char *key;
  g_autofree char *group = group_of (row, &key);
  g_autofree char *value = g_key_file_get_string (keys, group, key, NULL);

  if (value == NULL || *g_strstrip (value) == '\0')
    return;
  if (!table[row].takes (value)) {
    g_autofree char *what = g_strdup_printf (_ ("“%s” cannot be a value of %s."), value, table[row].name);
    note_problem (problem, path, what);
    return;
  }
  values[row] = g_steal_pointer (&value);
}

/* `keys` are what was read at `place`; NULL where that failed. */
static void
take_values (GKeyFile *keys, const char *place, const GError *fault, char **values, GError **problem)
{
  for (gsize row = 0; keys != NULL && row < N_SETTINGS; row++)
    take_value (keys, row, place, values, problem);
  if (keys == NULL && !g_error_matches (fault, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    note_problem (problem, place, fault->message);
}

static void
take_file (const char *path, char **values, GError **problem)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) fault = NULL;

  if (path == NULL)
    return;
  gboolean read = kigen_file_read_keys (keys, path, G_KEY_FILE_NONE, &fault);
  take_values (read ? keys : NULL, path, fault, values, problem);
}

static void
take_site (char **values, GError **problem)
{
  g_autoptr (GError) fault = NULL;
  g_autofree char *place = NULL;
  g_autoptr (GKeyFile) keys = kigen_settings_read_site (&place, &fault);

  take_values (keys, place, fault, values, problem);
}

KigenSettings *
kigen_settings_load_files (const char *user, const char *administrator, GError **problem)
{
  KigenSettings *settings = g_new0 (KigenSettings, 1);

  settings->file = g_strdup (user);
  take_file (user, settings->user, problem);
  take_file (administrator, settings->administrator, problem);
  return settings;
}

char **
kigen_settings_files (void)
{
  char **files = g_new0 (char *, 3);

  g_autofree char *folder = kigen_path_config_folder ();

  files[0] = g_build_filename (folder, "kigen.conf", NULL);
  files[1] = g_build_filename (kigen_path_site_folder (), "kigen.conf", NULL);
  return files;
}

KigenSettings *
kigen_settings_load (GError **problem)
{
  g_auto (GStrv) files = kigen_settings_files ();
  KigenSettings *settings = kigen_settings_load_files (files[0], NULL, problem);

  take_site (settings->administrator, problem);
  return settings;
}

void
kigen_settings_free (KigenSettings *settings)
{
  if (settings == NULL)
    return;
  for (gsize row = 0; row < N_SETTINGS; row++) {
    g_free (settings->user[row]);
    g_free (settings->administrator[row]);
  }
  g_free (settings->file);
  g_free (settings);
}

const char *
kigen_settings_get (const KigenSettings *settings, const char *name)
{
  int row = row_of (name);

  g_return_val_if_fail (row != UNKNOWN, "");
  if (settings->administrator[row] != NULL)
    return settings->administrator[row];
  if (settings->user[row] != NULL)
    return settings->user[row];
  return table[row].fallback;
}

gboolean
kigen_settings_is_yes (const KigenSettings *settings, const char *name)
{
  return strcmp (kigen_settings_get (settings, name), "yes") == 0;
}

gboolean
kigen_settings_is_locked (const KigenSettings *settings, const char *name)
{
  int row = row_of (name);

  return row != UNKNOWN && settings->administrator[row] != NULL;
}

const char *const *
kigen_settings_names (void)
{
  static const char *names[N_SETTINGS + 1];
  static gsize ready = 0;

  if (g_once_init_enter (&ready)) {
    gsize n = 0;
    for (gsize row = 0; row < N_SETTINGS; row++)
      if (table[row].only == NULL || strcmp (table[row].only, KIGEN_PLATFORM) == 0)
        names[n++] = table[row].name;
    g_once_init_leave (&ready, 1);
  }
  return names;
}

const char *
kigen_settings_meaning (const char *name)
{
  int row = row_of (name);

  return row == UNKNOWN ? "" : _ (table[row].meaning);
}

static GKeyFile *
read_for_writing (const char *path, GError **error)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) fault = NULL;

  if (kigen_file_read_keys (keys, path, G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, &fault)
      || g_error_matches (fault, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_steal_pointer (&keys);
  kigen_fail (error, KIGEN_ERROR_FAILED, _ ("Put the file right, or remove it."),
              _ ("The settings file %s cannot be used as it is: %s"), path, fault->message);
  return NULL;
}

static gboolean
write_keys (GKeyFile *keys, const char *path, GError **error)
{
  gsize size;
  g_autofree char *text = g_key_file_to_data (keys, &size, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  /* Where this fails, the writing tells why. */
  g_mkdir_with_parents (folder, 0700);
  return kigen_file_replace (path, text, size, error);
}

static gboolean
may_set (const KigenSettings *settings, int row, const char *name, const char *value, GError **error)
{
  if (row == UNKNOWN)
    return kigen_fail (error, KIGEN_ERROR_USAGE, NULL, _ ("There is no setting “%s”."), name);
  if (value != NULL && *value != '\0' && !table[row].takes (value))
    return kigen_fail (error, KIGEN_ERROR_USAGE, _ (table[row].meaning), _ ("“%s” cannot be a value of %s."),
                       value, name);
  if (settings->administrator[row] != NULL)
    return kigen_fail (error, KIGEN_ERROR_FAILED, _ ("Ask who looks after this computer."),
                       _ ("The setting %s is fixed by the administrator."), name);
  if (settings->file == NULL)
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, _ ("There is no settings file to write to."));
  return TRUE;
}

gboolean
kigen_settings_set (KigenSettings *settings, const char *name, const char *value, GError **error)
{
  g_autoptr (GKeyFile) keys = NULL;
  g_autofree char *group = NULL;
  g_autofree char *stripped = value == NULL ? NULL : g_strstrip (g_strdup (value));
  const char *key;
  int row = row_of (name);

  if (!may_set (settings, row, name, stripped, error))
    return FALSE;
  keys = read_for_writing (settings->file, error);
  if (keys == NULL)
    return FALSE;
  group = group_of ((gsize)row, &key);
  if (stripped == NULL || *stripped == '\0')
    g_key_file_remove_key (keys, group, key, NULL);
  else
    g_key_file_set_string (keys, group, key, stripped);
  if (!write_keys (keys, settings->file, error))
    return FALSE;
  g_free (settings->user[row]);
  settings->user[row] = stripped == NULL || *stripped == '\0' ? NULL : g_steal_pointer (&stripped);
  return TRUE;
}

static char *
default_backup_folder (void)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  if (documents != NULL)
    return g_build_filename (documents, "Kigen", NULL);
  return g_build_filename (g_get_home_dir (), "Documents", "Kigen", NULL);
}

char *
kigen_settings_backup_folder (const KigenSettings *settings)
{
  const char *folder = kigen_settings_get (settings, "Backup.Folder");

  if (*folder == '\0')
    return default_backup_folder ();
  if (folder[0] == '~' && (folder[1] == '\0' || G_IS_DIR_SEPARATOR (folder[1])))
    folder += folder[1] == '\0' ? 1 : 2;
  /* A separator at its end, or one of the other kind, would make it look like another folder. */
  return g_canonicalize_filename (folder, g_get_home_dir ());
}
