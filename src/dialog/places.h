/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "page.h"

G_BEGIN_DECLS

/** Where a backup may go: the folders that are offered (removable drives first, then the usual one), and any
 * other. */
typedef struct _Places Places;

/** Adds the choice to a page, which frees it; `suggestion` is the usual place's path. */
Places *page_add_places (Page *page, const char *suggestion);
/** The path that is chosen now; g_free(). */
char *places_path (const Places *places);

G_END_DECLS
