/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* CreateProcessW() itself: GLib's way needs a helper program beside ours.  A process is in a job of its own,
 * so that what it has started ends with it; its output comes through a pipe with a name, as only those can be
 * read while something else is waited for. */

#include "process.h"

#include "command-line-windows.h"
#include "handle-windows.h"

#include <kigen/base/error.h>
#include <kigen/base/wide.h>

#include <glib/gi18n-lib.h>
#include <windows.h>

#define PIECE 4096
/* An end that was no decision of the program's: an NTSTATUS of the grave kind. */
#define FIRST_CRASH 0xC0000000u
#define KILLED 1

struct _KigenProcess {
  HANDLE process;
  HANDLE job;
  HANDLE pipe; /* its output, our end */
  OVERLAPPED reading;
  gboolean broken; /* nothing is being read: the pipe has ended */
  char piece[PIECE];
  KigenProcessHandlers handlers;
  gpointer data;
};

static gboolean
fail (GError **error)
{
  g_autofree char *reason = g_win32_error_message ((gint)GetLastError ());
  return kigen_fail (error, KIGEN_ERROR_FAILED, NULL, "%s", reason);
}

/* A handle that a child may have; closed with CloseHandle(). */
static HANDLE
open_for_child (const wchar_t *name, DWORD access)
{
  SECURITY_ATTRIBUTES inherited = { .nLength = sizeof inherited, .bInheritHandle = TRUE };
  return CreateFileW (name, access, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, OPEN_EXISTING, 0, NULL);
}

/* Both ends of a pipe: ours, and in `theirs` the one to write into. */
static HANDLE
make_pipe (HANDLE *theirs)
{
  static guint number;
  g_autofree char *name = g_strdup_printf ("\\\\.\\pipe\\Kigen.%lu.%u", GetCurrentProcessId (), ++number);
  g_autofree wchar_t *wide = kigen_wide_new (name);
  *theirs = INVALID_HANDLE_VALUE;
  HANDLE ours = CreateNamedPipeW (
      wide, PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
      PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1, PIECE, PIECE, 0, NULL);
  if (ours != INVALID_HANDLE_VALUE)
    *theirs = open_for_child (wide, GENERIC_WRITE);
  return ours;
}

static gboolean
create (const char *const *words, HANDLE input, HANDLE output, PROCESS_INFORMATION *made)
{
  g_autofree wchar_t *program = kigen_wide_new (words[0]);
  g_autofree wchar_t *line = kigen_command_line_new (words);
  HANDLE inherited[] = { input, output };
  SIZE_T size = 0;
  InitializeProcThreadAttributeList (NULL, 1, 0, &size);
  g_autofree LPPROC_THREAD_ATTRIBUTE_LIST attributes = g_malloc (size);
  STARTUPINFOEXW startup = { .StartupInfo.cb = sizeof startup,
                             .StartupInfo.dwFlags = STARTF_USESTDHANDLES,
                             .StartupInfo.hStdInput = input,
                             .StartupInfo.hStdOutput = output,
                             .StartupInfo.hStdError = output,
                             .lpAttributeList = attributes };
  if (!InitializeProcThreadAttributeList (attributes, 1, 0, &size))
    return FALSE;
  /* The child inherits this mode: where it crashes it ends, without a message box. */
  UINT mode = SetErrorMode (SEM_NOGPFAULTERRORBOX | SEM_FAILCRITICALERRORS);
  gboolean well = UpdateProcThreadAttribute (attributes, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, inherited,
                                             sizeof inherited, NULL, NULL)
                  && CreateProcessW (program, line, NULL, NULL, TRUE,
                                     CREATE_SUSPENDED | CREATE_NO_WINDOW | EXTENDED_STARTUPINFO_PRESENT, NULL,
                                     NULL, &startup.StartupInfo, made);
  DWORD code = GetLastError ();
  SetErrorMode (mode);
  DeleteProcThreadAttributeList (attributes);
  SetLastError (code);
  return well;
}

static void
close_one (HANDLE handle)
{
  if (handle != INVALID_HANDLE_VALUE)
    CloseHandle (handle);
}

/* The process, held before its first step, and in `pipe` what it writes. */
static gboolean
launch (const char *const *words, PROCESS_INFORMATION *made, HANDLE *pipe, GError **error)
{
  HANDLE output;
  HANDLE input = open_for_child (L"NUL", GENERIC_READ);
  *pipe = make_pipe (&output);
  gboolean well = (input != INVALID_HANDLE_VALUE && output != INVALID_HANDLE_VALUE
                   && create (words, input, output, made))
                  || fail (error);
  close_one (input);
  close_one (output);
  if (!well)
    close_one (*pipe);
  return well;
}

static void
read_on (KigenProcess *process)
{
  if (ReadFile (process->pipe, process->piece, PIECE, NULL, &process->reading)
      || GetLastError () == ERROR_IO_PENDING)
    return;
  process->broken = TRUE;
  SetEvent (process->reading.hEvent);
}

static gboolean
on_output (gpointer data)
{
  KigenProcess *process = data;
  DWORD size = 0;
  if (!process->broken && !GetOverlappedResult (process->pipe, &process->reading, &size, FALSE))
    size = 0;
  ResetEvent (process->reading.hEvent);
  if (!process->handlers.said (process->piece, size, process->data) || size == 0)
    return G_SOURCE_REMOVE;
  read_on (process);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_end (gpointer data)
{
  KigenProcess *process = data;
  process->handlers.ended (process->data);
  return G_SOURCE_REMOVE;
}

KigenProcess *
kigen_process_start (const char *const *words, const char *token G_GNUC_UNUSED,
                     const KigenProcessHandlers *handlers, gpointer data, GError **error)
{
  PROCESS_INFORMATION made;
  HANDLE pipe;
  if (!launch (words, &made, &pipe, error))
    return NULL;
  KigenProcess *process = g_new0 (KigenProcess, 1);
  process->process = made.hProcess;
  process->pipe = pipe;
  process->job = CreateJobObjectW (NULL, NULL);
  process->handlers = *handlers;
  process->data = data;
  process->reading.hEvent = CreateEventW (NULL, TRUE, FALSE, NULL);
  AssignProcessToJobObject (process->job, process->process);
  /* Its window may come to the front, as ours might. */
  AllowSetForegroundWindow (made.dwProcessId);
  ResumeThread (made.hThread);
  CloseHandle (made.hThread);
  kigen_handle_watch (process->reading.hEvent, on_output, process);
  kigen_handle_watch (process->process, on_end, process);
  read_on (process);
  return process;
}

void
kigen_process_free (KigenProcess *process)
{
  CloseHandle (process->pipe);
  CloseHandle (process->reading.hEvent);
  CloseHandle (process->job);
  CloseHandle (process->process);
  g_free (process);
}

void
kigen_process_kill (KigenProcess *process)
{
  TerminateJobObject (process->job, KILLED);
  /* Where it could not be put into the job. */
  TerminateProcess (process->process, KILLED);
}

void
kigen_process_mute (KigenProcess *process)
{
  CancelIoEx (process->pipe, &process->reading);
}

char *
kigen_process_crash (const KigenProcess *process, const char *name)
{
  unsigned status = (unsigned)kigen_process_status (process);
  return status >= FIRST_CRASH ? g_strdup_printf (_ ("%s broke down (code %08X)."), name, status) : NULL;
}

int
kigen_process_status (const KigenProcess *process)
{
  DWORD status = 0;
  GetExitCodeProcess (process->process, &status);
  return (int)status;
}
