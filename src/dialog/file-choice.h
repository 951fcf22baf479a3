/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "controller.h"

G_BEGIN_DECLS

/** `path` is absolute and belongs to the caller. */
typedef void (*FileChosen) (Controller *controller, const char *path, gpointer data);

/** Lets the user choose a file: to be opened, or (`suggestion` not NULL, an absolute path) to be written.
 * Nothing is called where the user cancels. */
void file_choose (Controller *controller, const char *title, const char *suggestion, FileChosen chosen,
                  gpointer data);

G_END_DECLS
