/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/secret.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * The settings: kigen.conf (GKeyFile) in the user's configuration folder, overruled by the administrator's
 * /etc/kigen/kigen.conf, or on Windows by values of their names under HKLM\Software\Kigen.  Known keys are a
 * table in settings.c (group, key, default, meaning).
 */
typedef struct _KigenSettings KigenSettings;

/** Never fails: what cannot be read is as if it were not there, and `*problem` (may be NULL; g_error_free)
 * says so. */
KigenSettings *kigen_settings_load (GError **problem);
/** The same from given files, either may be NULL: for tests and for the administrator's view. */
KigenSettings *kigen_settings_load_files (const char *user, const char *administrator, GError **problem);
void kigen_settings_free (KigenSettings *settings);
/** Where they are, there or not: the user's file and the administrator's.  g_strfreev(). */
char **kigen_settings_files (void);

/** The value, owned by the settings: the administrator's, else the user's, else the default.  Keys are
 * written "Group.Key": "Backup.Folder", "Backup.Format" (modern|legacy), "Helper.Name", "Helper.Telephone",
 * "Notices.Hour", "Network.Proxy", "Network.NoProxy", "Network.ProxyUser", "Network.ProxyPasswordFile",
 * "Store.Exportable" (yes|no; Windows).  "" where nothing is set. */
const char *kigen_settings_get (const KigenSettings *settings, const char *name);
/** Whether a setting of yes and no is yes. */
gboolean kigen_settings_is_yes (const KigenSettings *settings, const char *name);
/** Whether the administrator has set it, so that the user cannot. */
gboolean kigen_settings_is_locked (const KigenSettings *settings, const char *name);
/** All names that this platform has a use for, NULL-terminated, static. */
const char *const *kigen_settings_names (void);
/** One line on what a setting means, translated. */
const char *kigen_settings_meaning (const char *name);
/** Writes the user's file (atomically, keeping its comments).  NULL takes the user's value out.
 * Errors: USAGE for a name or value that is not known, FAILED where it is locked or cannot be written. */
gboolean kigen_settings_set (KigenSettings *settings, const char *name, const char *value, GError **error);

/** The folder of backups with `~` and the default (Documents/Kigen) filled in.  g_free(). */
char *kigen_settings_backup_folder (const KigenSettings *settings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenSettings, kigen_settings_free)

G_END_DECLS
