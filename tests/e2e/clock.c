/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * A wall clock that a test can set, for programs that are started with this library before all others
 * (LD_PRELOAD): the seconds in the file KIGEN_TEST_CLOCK come on top of the real time.  A timer on the wall
 * clock does what the kernel's does: it fires when its instant has come on that clock, and SIGUSR2, which
 * says that the clock was set, cancels it (ECANCELED) where TFD_TIMER_CANCEL_ON_SET was asked for.
 */

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* clock_gettime() and others have attributes that a second declaration would lack. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wpedantic"

#define MOST_TIMERS 16

static struct {
  int fd; /* 0: none */
  time_t target;
  int cancels;
  volatile sig_atomic_t cancelled;
} timers[MOST_TIMERS];

static time_t
read_offset (void)
{
  const char *path = getenv ("KIGEN_TEST_CLOCK");
  long long offset = 0;
  FILE *file = path != NULL ? fopen (path, "re") : NULL;
  if (file == NULL)
    return 0;
  if (fscanf (file, "%lld", &offset) != 1)
    offset = 0;
  fclose (file);
  return (time_t)offset;
}

static void
arm (int fd, time_t seconds, long nanoseconds)
{
  struct itimerspec after = { .it_value = { .tv_sec = seconds, .tv_nsec = nanoseconds } };
  syscall (SYS_timerfd_settime, fd, 0, &after, NULL);
}

/* Only what a signal's handler may do. */
static void
on_set (int number)
{
  (void)number;
  for (int i = 0; i < MOST_TIMERS; i++)
    if (timers[i].fd != 0 && timers[i].cancels) {
      timers[i].cancelled = 1;
      arm (timers[i].fd, 0, 1);
    }
}

int
clock_gettime (clockid_t clock, struct timespec *time)
{
  int result = (int)syscall (SYS_clock_gettime, clock, time);
  if (result == 0 && clock == CLOCK_REALTIME)
    time->tv_sec += read_offset ();
  return result;
}

int
gettimeofday (struct timeval *now, void *zone)
{
  struct timespec time;
  (void)zone;
  if (clock_gettime (CLOCK_REALTIME, &time) != 0)
    return -1;
  now->tv_sec = time.tv_sec;
  now->tv_usec = time.tv_nsec / 1000;
  return 0;
}

int
timerfd_create (int clock, int flags)
{
  int fd = (int)syscall (SYS_timerfd_create, clock == CLOCK_REALTIME ? CLOCK_MONOTONIC : clock, flags);
  for (int i = 0; fd > 0 && clock == CLOCK_REALTIME && i < MOST_TIMERS; i++)
    if (timers[i].fd == 0) {
      struct sigaction action = { .sa_handler = on_set, .sa_flags = SA_RESTART };
      timers[i].fd = fd;
      sigaction (SIGUSR2, &action, NULL);
      break;
    }
  return fd;
}

int
timerfd_settime (int fd, int flags, const struct itimerspec *when, struct itimerspec *old)
{
  for (int i = 0; i < MOST_TIMERS; i++)
    if (timers[i].fd == fd) {
      struct timespec now;
      clock_gettime (CLOCK_REALTIME, &now);
      timers[i].target = when->it_value.tv_sec;
      timers[i].cancels = (flags & TFD_TIMER_CANCEL_ON_SET) != 0;
      timers[i].cancelled = 0;
      time_t left = timers[i].target - now.tv_sec;
      arm (fd, left > 0 ? left : 0, left > 0 ? 0 : 1);
      return 0;
    }
  return (int)syscall (SYS_timerfd_settime, fd, flags, when, old);
}

ssize_t
read (int fd, void *buffer, size_t size)
{
  ssize_t n = syscall (SYS_read, fd, buffer, size);
  for (int i = 0; n > 0 && i < MOST_TIMERS; i++)
    if (timers[i].fd == fd && timers[i].cancelled) {
      timers[i].cancelled = 0;
      errno = ECANCELED;
      return -1;
    }
  return n;
}

int
close (int fd)
{
  for (int i = 0; fd > 0 && i < MOST_TIMERS; i++)
    if (timers[i].fd == fd)
      timers[i].fd = 0;
  return (int)syscall (SYS_close, fd);
}
