/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* The program is there once: a window that nobody sees takes what other starts ask for, and what the thread
 * at work wants done in this one.  A mutex makes two starts at the same time come one after the other. */

#include "program.h"

#include "frame-win32.h"
#include "utf16.h"

#include <string.h>

#define MESSAGE_CALL (WM_APP + 1)
#define WISH 1
#define PATIENCE 10000 /* milliseconds */
/* What the first one answers. */
#define ANSWER_KNOWN 1
#define ANSWER_UNKNOWN 2

typedef void (*Call) (gpointer data);

static struct {
  HWND door;
  int holds;
  ProgramWish wish;
  gpointer data;
} program;

/* Words one after the other, each with its NUL, and another NUL. */
static GByteArray *
pack (const char *const *words)
{
  GByteArray *packed = g_byte_array_new ();
  for (const char *const *word = words; *word != NULL; word++)
    g_byte_array_append (packed, (const guint8 *)*word, (guint)strlen (*word) + 1);
  g_byte_array_append (packed, (const guint8 *)"", 1);
  return packed;
}

static LRESULT
take_wish (const COPYDATASTRUCT *copied)
{
  if (copied->dwData != WISH || copied->cbData == 0
      || ((const char *)copied->lpData)[copied->cbData - 1] != 0)
    return ANSWER_UNKNOWN;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  const char *last = (const char *)copied->lpData + copied->cbData - 1;
  for (const char *word = copied->lpData; word < last; word += strlen (word) + 1)
    g_ptr_array_add (words, (gpointer)(guintptr)word);
  g_ptr_array_add (words, NULL);
  return program.wish ((const char *const *)words->pdata, program.data) ? ANSWER_KNOWN : ANSWER_UNKNOWN;
}

static LRESULT CALLBACK
take_message (HWND window, UINT message, WPARAM first, LPARAM second)
{
  switch (message) {
  case MESSAGE_CALL:
    ((Call)first) ((gpointer)second);
    return 0;
  case WM_COPYDATA:
    return take_wish ((const COPYDATASTRUCT *)second);
  default:
    return DefWindowProcW (window, message, first, second);
  }
}

static gboolean
hand_over (HWND first, const char *const *words)
{
  g_autoptr (GByteArray) packed = pack (words);
  COPYDATASTRUCT copied = { .dwData = WISH, .cbData = packed->len, .lpData = packed->data };
  DWORD_PTR answer = 0;
  DWORD process = 0;
  GetWindowThreadProcessId (first, &process);
  AllowSetForegroundWindow (process);
  SendMessageTimeoutW (first, WM_COPYDATA, 0, (LPARAM)&copied, SMTO_ABORTIFHUNG, PATIENCE, &answer);
  return answer != ANSWER_UNKNOWN;
}

gboolean
program_begin (const char *name, const char *const *words, gboolean *known, ProgramWish wish, gpointer data)
{
  g_autofree wchar_t *wide = kigen_wide_new (name);
  HANDLE turn = CreateMutexW (NULL, FALSE, wide);
  WaitForSingleObject (turn, PATIENCE);
  HWND first = FindWindowExW (HWND_MESSAGE, NULL, wide, NULL);
  if (first != NULL) {
    *known = hand_over (first, words);
  } else {
    WNDCLASSEXW kind = { .cbSize = sizeof kind,
                         .lpfnWndProc = take_message,
                         .hInstance = GetModuleHandleW (NULL),
                         .lpszClassName = wide };
    RegisterClassExW (&kind);
    program.wish = wish;
    program.data = data;
    program.door = CreateWindowExW (0, wide, NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, kind.hInstance, NULL);
  }
  ReleaseMutex (turn);
  CloseHandle (turn);
  return first == NULL;
}

void
program_run (void)
{
  MSG message;
  while (program.holds > 0 && GetMessageW (&message, NULL, 0, 0) > 0)
    if (!frame_take_message (&message)) {
      TranslateMessage (&message);
      DispatchMessageW (&message);
    }
}

void
frame_call (void (*call) (gpointer data), gpointer data)
{
  PostMessageW (program.door, MESSAGE_CALL, (WPARAM)call, (LPARAM)data);
}

void
frame_hold_program (void)
{
  program.holds++;
}

void
frame_release_program (void)
{
  program.holds--;
  if (program.holds == 0)
    PostQuitMessage (0);
}
