/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What is told of the talker (talker.c) that is given these words, NULL for nothing; g_free(). */
char *parent_of (const char *const *words, guint seconds, const char *token);
/** The talker's path.  g_free(). */
char *parent_talker (void);

G_END_DECLS
