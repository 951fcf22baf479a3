/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* A mutex of the session says who is the first, for whoever holds it; the first's hidden window has the name,
 * and takes what others ask as WM_COPYDATA: the action and its target, each with its end. */

#include <kigen/desktop/instance.h>

#include "window-windows.h"

#include <kigen/base/error.h>
#include <kigen/base/wide.h>

#include <string.h>

#define ASKED 0x4B67656E
/* For the action that is none of the table: a further start. */
#define ACTIVATE "activate"
#define QUIT "quit"
/* How long a first that begins or ends is waited for. */
#define PATIENCE_MILLISECONDS 10000
#define LOOK_MILLISECONDS 100

struct _KigenInstance {
  char *name;
  gboolean service;
  HANDLE mutex;
  gboolean first;
  GMainLoop *loop;
  const KigenInstanceAction *actions;
  const KigenInstanceHandlers *handlers;
  gpointer data;
};

/* Of the first: one of the table is asked for, anything else is not understood. */
static gboolean
take (const KigenInstance *instance, const char *name, const char *target)
{
  if (g_str_equal (name, ACTIVATE)) {
    instance->handlers->activated (instance->data);
    return TRUE;
  }
  for (const KigenInstanceAction *action = instance->actions; action->name != NULL; action++)
    if (g_str_equal (action->name, name)) {
      instance->handlers->asked (action->name, action->about ? target : NULL, instance->data);
      return TRUE;
    }
  return FALSE;
}

static gboolean
on_asked (UINT message G_GNUC_UNUSED, WPARAM sender G_GNUC_UNUSED, LPARAM large, LRESULT *answer,
          gpointer data)
{
  const COPYDATASTRUCT *asked = (const COPYDATASTRUCT *)large;
  if (asked->dwData != ASKED)
    return FALSE;
  g_autofree char *text = g_malloc0 (asked->cbData + 1);
  memcpy (text, asked->lpData, asked->cbData);
  gsize end = strlen (text) + 1;
  const char *target = end < asked->cbData ? text + end : "";
  *answer
      = g_utf8_validate (text, -1, NULL) && g_utf8_validate (target, -1, NULL) && take (data, text, target);
  return TRUE;
}

KigenInstance *
kigen_instance_new (const char *name, gboolean service, const KigenInstanceAction *actions,
                    const KigenInstanceHandlers *handlers, gpointer data)
{
  KigenInstance *instance = g_new0 (KigenInstance, 1);
  instance->name = g_strdup (name);
  instance->service = service;
  instance->loop = g_main_loop_new (NULL, FALSE);
  instance->actions = actions;
  instance->handlers = handlers;
  instance->data = data;
  return instance;
}

void
kigen_instance_free (KigenInstance *instance)
{
  if (instance == NULL)
    return;
  kigen_window_forget (instance);
  if (instance->first)
    ReleaseMutex (instance->mutex);
  if (instance->mutex != NULL)
    CloseHandle (instance->mutex);
  g_main_loop_unref (instance->loop);
  g_free (instance->name);
  g_free (instance);
}

/* One that broke down leaves its mutex behind. */
static gboolean
become_first (KigenInstance *instance)
{
  DWORD answer = WaitForSingleObject (instance->mutex, 0);
  if (answer != WAIT_OBJECT_0 && answer != WAIT_ABANDONED)
    return FALSE;
  instance->first = TRUE;
  kigen_window_listen (WM_COPYDATA, on_asked, instance);
  kigen_window_set_name (instance->name);
  /* Also where this one was started with an administrator's rights, and the asking one was not. */
  ChangeWindowMessageFilterEx (kigen_window_find (instance->name), WM_COPYDATA, MSGFLT_ALLOW, NULL);
  /* What an installer ended to replace it, it starts again. */
  RegisterApplicationRestart (L"", RESTART_NO_CRASH | RESTART_NO_HANG | RESTART_NO_REBOOT);
  instance->handlers->begun (instance->data);
  return TRUE;
}

gboolean
kigen_instance_register (KigenInstance *instance, GError **error)
{
  g_autofree char *local = g_strconcat ("Local\\", instance->name, NULL);
  g_autofree wchar_t *name = kigen_wide_new (local);
  instance->mutex = CreateMutexW (NULL, FALSE, name);
  if (instance->mutex == NULL) {
    g_autofree char *reason = g_win32_error_message ((gint)GetLastError ());
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, "%s", reason);
  }
  become_first (instance);
  return TRUE;
}

/* Whether the first has understood. */
static gboolean
ask_first (const char *name, const char *action)
{
  HWND first = kigen_window_find (name);
  COPYDATASTRUCT asked = { ASKED, (DWORD)strlen (action) + 1, g_strdup (action) };
  DWORD process = 0;
  DWORD_PTR answer = FALSE;
  if (first != NULL) {
    GetWindowThreadProcessId (first, &process);
    AllowSetForegroundWindow (process);
    SendMessageTimeoutW (first, WM_COPYDATA, 0, (LPARAM)&asked, SMTO_NORMAL, PATIENCE_MILLISECONDS, &answer);
  }
  g_free (asked.lpData);
  return answer != FALSE;
}

int
kigen_instance_run (KigenInstance *instance)
{
  /* The first may just be ending: then this one is it. */
  for (guint i = 0; !instance->first && i < PATIENCE_MILLISECONDS / LOOK_MILLISECONDS; i++) {
    if (ask_first (instance->name, ACTIVATE))
      return 0;
    if (!become_first (instance))
      Sleep (LOOK_MILLISECONDS);
  }
  if (!instance->first)
    return 1;
  if (!instance->service)
    instance->handlers->activated (instance->data);
  g_main_loop_run (instance->loop);
  return 0;
}

void
kigen_instance_quit (KigenInstance *instance)
{
  g_main_loop_quit (instance->loop);
}

gboolean
kigen_instance_end (const char *name)
{
  DWORD process = 0;
  HWND first = kigen_window_find (name);
  if (first == NULL)
    return TRUE;
  GetWindowThreadProcessId (first, &process);
  HANDLE running = OpenProcess (SYNCHRONIZE, FALSE, process);
  gboolean ended = ask_first (name, QUIT) && running != NULL
                   && WaitForSingleObject (running, PATIENCE_MILLISECONDS) == WAIT_OBJECT_0;
  if (running != NULL)
    CloseHandle (running);
  return ended;
}

gboolean
kigen_instance_is_there (const char *name, GCancellable *cancellable G_GNUC_UNUSED)
{
  return kigen_window_find (name) != NULL;
}
