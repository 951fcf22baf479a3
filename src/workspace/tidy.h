/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/settings.h>
#include <kigen/state/state.h>

G_BEGIN_DECLS

/** Removes temporary files of runs that were killed from the folders of settings and backups.  Goes on after
 * a moment where a folder does not answer. */
void tidy_up (const KigenSettings *settings, KigenState *state);

G_END_DECLS
