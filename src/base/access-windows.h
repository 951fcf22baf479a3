/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

#include <windows.h>

G_BEGIN_DECLS

/* Who may do what with a file or folder: a protected list that names this user and the system, and the look
 * at another's. */

/** For what is made with this: nobody but this user and the system gets at it.  NULL where it cannot be told
 * who this is; kigen_access_free(). */
SECURITY_ATTRIBUTES *kigen_access_own (void);
void kigen_access_free (SECURITY_ATTRIBUTES *attributes);

/** Whether somebody who is neither this user, nor the system, nor an administrator has one of these rights to
 * what is open there.  A file system without such lists gives them to nobody. */
gboolean kigen_access_others_have (HANDLE handle, ACCESS_MASK rights);

/** Makes what is open there (with WRITE_DAC) as if it had been made with kigen_access_own(). */
gboolean kigen_access_take (HANDLE handle);

/** The system's words for an error of GetLastError(); g_free(). */
char *kigen_access_words (DWORD fault);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SECURITY_ATTRIBUTES, kigen_access_free)

G_END_DECLS
