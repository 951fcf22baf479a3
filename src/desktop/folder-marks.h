/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** How the system watches places: what folders.c puts, and puts anew after each change. */
typedef struct _KigenFolderMarks KigenFolderMarks;

/** Something has changed that concerns one of the places. */
typedef void (*KigenFolderMarksTouched) (gpointer data);

/** NULL where the system cannot watch at all. */
KigenFolderMarks *kigen_folder_marks_new (KigenFolderMarksTouched touched, gpointer data);
void kigen_folder_marks_free (KigenFolderMarks *marks);
/** On these places and no others; anew where they are the same.  Ends with NULL. */
void kigen_folder_marks_put (KigenFolderMarks *marks, const char *const *paths);

/** What there is of a path: itself, or the nearest parent that exists.  g_free(). */
char *kigen_folder_marks_nearest (const char *path);

G_END_DECLS
