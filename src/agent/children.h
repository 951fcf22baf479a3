/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "agent.h"

G_BEGIN_DECLS

/** The programs that the agent starts: `kigen scan`, one at a time, and windows. */
typedef struct _Children Children;

/** One of them ended; `problem` as in child.h.  `scan` tells which kind it was. */
typedef void (*ChildrenEnded) (gboolean scan, const char *problem, gpointer data);

Children *children_new (const AgentOptions *options, ChildrenEnded ended, gpointer data);
void children_free (Children *children);
/** Looks at the stores; once more afterwards where a scan is running already. */
void children_scan (Children *children);
void children_open_window (Children *children, const char *window, const char *target, const char *token);

G_END_DECLS
