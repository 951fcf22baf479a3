/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** A text file that is in the program itself.  Tables of them end with a NULL name (data/embed.py).  No
 * GResource: that brings the whole of GIO along, which is most of a small program. */
typedef struct {
  const char *name;
  const char *text;
} KigenEmbedded;

/** The text of a file of this name; NULL where there is none. */
const char *kigen_embedded_find (const KigenEmbedded *files, const char *name);

G_END_DECLS
