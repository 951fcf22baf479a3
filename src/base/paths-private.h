/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the platform knows about places; one file a platform. */

/** The folder of the running program; NULL where it cannot be told.  g_free(). */
char *kigen_path_program_folder (void);
/** What a program's file name ends with: "" or ".exe". */
const char *kigen_path_program_suffix (void);
/** The administrator's folder: "/etc/kigen". */
const char *kigen_path_site_folder (void);

G_END_DECLS
