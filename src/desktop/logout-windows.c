/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* WM_ENDSESSION comes at logoff, and from an installer that replaces the program; WM_CLOSE from who wants it
 * to end by hand. */

#include <kigen/desktop/logout.h>

#include "window-windows.h"

struct _KigenLogout {
  gboolean told;
  KigenLogoutBegan began;
  gpointer data;
};

static void
tell (KigenLogout *logout)
{
  if (logout->told)
    return;
  logout->told = TRUE;
  logout->began (logout->data);
}

static gboolean
on_end (UINT message G_GNUC_UNUSED, WPARAM ends, LPARAM large G_GNUC_UNUSED, LRESULT *answer, gpointer data)
{
  *answer = 0;
  /* Somebody else has asked for the session to go on. */
  if (ends)
    tell (data);
  return TRUE;
}

static gboolean
on_close (UINT message G_GNUC_UNUSED, WPARAM wide G_GNUC_UNUSED, LPARAM large G_GNUC_UNUSED, LRESULT *answer,
          gpointer data)
{
  *answer = 0;
  tell (data);
  return TRUE;
}

KigenLogout *
kigen_logout_new (KigenLogoutBegan began, gpointer data)
{
  KigenLogout *logout = g_new0 (KigenLogout, 1);
  logout->began = began;
  logout->data = data;
  kigen_window_listen (WM_ENDSESSION, on_end, logout);
  kigen_window_listen (WM_CLOSE, on_close, logout);
  return logout;
}

void
kigen_logout_free (KigenLogout *logout)
{
  if (logout == NULL)
    return;
  kigen_window_forget (logout);
  g_free (logout);
}
