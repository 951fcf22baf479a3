/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What the agent was started with; it hands the same to the programs that it starts.  NULL where not given.
 */
typedef struct {
  char **profile_names;
  char **store_uris;
  char *state_folder;
} AgentOptions;

/** The resident: shows the icon and the notices out of the state, and starts the programs that do the work.
 */
typedef struct _Agent Agent;

/** The user, the session's end or a newer Kigen wants it to end: `restart` tells of the last. */
typedef void (*AgentQuit) (gboolean restart, gpointer data);

/** `options` stay the caller's and have to last. */
Agent *agent_new (const AgentOptions *options, AgentQuit quit, gpointer data);
void agent_free (Agent *agent);
/** Opens a window of kigen-dialog: "list", "renew", "obtain", "backup", "check", "restore", "history",
 * "settings", "doctor"; "quit" ends the agent.  `target`: the ID it is about, NULL or "" for none; `token`:
 * the desktop's word that the window may come to the front, or NULL. */
void agent_open (Agent *agent, const char *window, const char *target, const char *token);

G_END_DECLS
