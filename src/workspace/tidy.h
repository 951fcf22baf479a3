/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/workspace/workspace.h>

G_BEGIN_DECLS

/** Removes temporary files of runs that were killed from the folders of settings and backups.  The watch's
 * state is open.  Goes on after a moment where a folder does not answer. */
void tidy_up (KigenWorkspace *workspace);

G_END_DECLS
