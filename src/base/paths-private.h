/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the platform knows about places; one file a platform. */

/** The folder of the running program; NULL where it cannot be told.  g_free(). */
char *kigen_path_program_folder (void);
/** What a program's file name ends with: "" or ".exe". */
const char *kigen_path_program_suffix (void);
/** What our folders are called: "kigen" or "Kigen". */
const char *kigen_path_folder_name (void);
/** The administrator's folder: "/etc/kigen", or beside the programs. */
const char *kigen_path_site_folder (void);
/** Where the user's settings are: $XDG_CONFIG_HOME/kigen or %APPDATA%\Kigen.  g_free(). */
char *kigen_path_config_folder (void);

/** Whether the folder is empty, or has Kigen's state in it, or is where that is by default: any other holds
 * somebody's things.  Errors: STATE_UNSAFE. */
gboolean kigen_path_check_contents (const char *folder, GError **error);

/** Makes what the program prints arrive as the characters it is made of. */
void kigen_path_prepare_console (void);

G_END_DECLS
