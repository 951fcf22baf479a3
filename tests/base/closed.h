/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who may do what with a file or folder, as the platform's file system has it. */

/** It is a file or folder itself, of one name, and nobody but this user (and the system) gets at it. */
void closed_assert (const char *path);
/** Lets nobody else get at it. */
void closed_make (const char *path);
/** Lets everybody read it. */
void closed_let_read (const char *path);
/** Lets everybody write to it, too. */
void closed_let_write (const char *path);

G_END_DECLS
