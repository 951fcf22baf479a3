/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* Ctrl-C, a closed terminal, a shutdown: a thread waits for them and cancels what is going on, so that it can
 * end in order.  Nothing is done in a signal handler. */

#include "cli.h"

#include <signal.h>
#include <unistd.h>

#define EXIT_BY_SIGNAL 128

static sigset_t
ending_signals (void)
{
  sigset_t signals;
  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  sigaddset (&signals, SIGHUP);
  return signals;
}

static gpointer
wait_for_signals (gpointer cancellable)
{
  sigset_t signals = ending_signals ();
  int number = 0;
  sigwait (&signals, &number);
  g_cancellable_cancel (cancellable);
  sigwait (&signals, &number);
  _exit (EXIT_BY_SIGNAL + number);
}

void
kigen_interrupt_begin (GCancellable *cancellable)
{
  sigset_t signals = ending_signals ();
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("interrupt", wait_for_signals, g_object_ref (cancellable)));
}
