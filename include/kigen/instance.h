/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KIGEN_AGENT_APPLICATION "org.kigen.Agent"
#define KIGEN_DIALOG_APPLICATION "org.kigen.Dialog"

/**
 * The name by which an application is there once a user and state, as GApplication takes it: the
 * application's own for the usual state folder (`state_folder` NULL, or its path), another for another.
 * g_free().
 */
char *kigen_instance_name (const char *application, const char *state_folder);

G_END_DECLS
