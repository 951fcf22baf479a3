/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* No message-only window: those hear neither broadcasts nor the end of the session. */

#include "window-windows.h"

#include <kigen/base/wide.h>

#define CLASS_NAME L"Kigen"

typedef struct {
  UINT message;
  KigenWindowHeard heard;
  gpointer data;
} Listener;

static HWND window;
static GArray *listeners; /* Listener */
static guint source_number;

static LRESULT CALLBACK
on_message (HWND handle, UINT message, WPARAM wide, LPARAM large)
{
  LRESULT answer = 0;
  for (guint i = 0; listeners != NULL && i < listeners->len; i++) {
    Listener listener = g_array_index (listeners, Listener, i);
    if (listener.message == message && listener.heard (message, wide, large, &answer, listener.data))
      return answer;
  }
  return DefWindowProcW (handle, message, wide, large);
}

/* What the queue holds, whether it is new or not: what was looked at once wakes no wait again. */
static gboolean
has_messages (void)
{
  return HIWORD (GetQueueStatus (QS_ALLINPUT)) != 0;
}

static gboolean
prepare (GSource *source G_GNUC_UNUSED, gint *timeout)
{
  *timeout = -1;
  return has_messages ();
}

static gboolean
check (GSource *source G_GNUC_UNUSED)
{
  return has_messages ();
}

static gboolean
dispatch (GSource *source G_GNUC_UNUSED, GSourceFunc callback G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  MSG message;
  while (PeekMessageW (&message, NULL, 0, 0, PM_REMOVE)) {
    TranslateMessage (&message);
    DispatchMessageW (&message);
  }
  return G_SOURCE_CONTINUE;
}

static void
take_messages (void)
{
  static GSourceFuncs functions = { prepare, check, dispatch, NULL, NULL, NULL };
  static GPollFD queue = { .fd = G_WIN32_MSG_HANDLE, .events = G_IO_IN };
  g_autoptr (GSource) source = g_source_new (&functions, sizeof (GSource));
  g_source_add_poll (source, &queue);
  source_number = g_source_attach (source, NULL);
}

static void
open_window (void)
{
  WNDCLASSEXW class = { .cbSize = sizeof class,
                        .lpfnWndProc = on_message,
                        .hInstance = GetModuleHandleW (NULL),
                        .lpszClassName = CLASS_NAME };
  RegisterClassExW (&class);
  listeners = g_array_new (FALSE, FALSE, sizeof (Listener));
  window = CreateWindowExW (WS_EX_TOOLWINDOW, CLASS_NAME, L"", WS_POPUP, 0, 0, 0, 0, NULL, NULL,
                            class.hInstance, NULL);
  if (window == NULL) {
    g_autofree char *reason = g_win32_error_message ((gint)GetLastError ());
    g_warning ("Windows gives no window to listen at: %s", reason);
  }
  take_messages ();
}

static void
close_window (void)
{
  g_clear_handle_id (&source_number, g_source_remove);
  g_clear_pointer (&listeners, g_array_unref);
  DestroyWindow (g_steal_pointer (&window));
}

void
kigen_window_listen (UINT message, KigenWindowHeard heard, gpointer data)
{
  Listener listener = { message, heard, data };
  if (listeners == NULL)
    open_window ();
  g_array_append_val (listeners, listener);
}

void
kigen_window_forget (gpointer data)
{
  for (guint i = listeners != NULL ? listeners->len : 0; i-- > 0;)
    if (g_array_index (listeners, Listener, i).data == data)
      g_array_remove_index (listeners, i);
  if (listeners != NULL && listeners->len == 0)
    close_window ();
}

HWND
kigen_window_handle (void)
{
  return window;
}

void
kigen_window_set_name (const char *name)
{
  g_autofree wchar_t *wide = kigen_wide_new (name);
  SetWindowTextW (window, wide);
}

HWND
kigen_window_find (const char *name)
{
  g_autofree wchar_t *wide = kigen_wide_new (name);
  return FindWindowW (CLASS_NAME, wide);
}
