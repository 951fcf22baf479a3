/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "loopback.h"

#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

int
loopback_listen (guint16 *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl (INADDR_LOOPBACK) } };
  socklen_t size = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (listener, (struct sockaddr *)&address, size), ==, 0);
  g_assert_cmpint (listen (listener, 16), ==, 0);
  g_assert_cmpint (getsockname (listener, (struct sockaddr *)&address, &size), ==, 0);
  *port = ntohs (address.sin_port);
  return listener;
}

int
loopback_accept (int listener)
{
  return accept (listener, NULL, NULL);
}

void
loopback_stop (int listener)
{
  shutdown (listener, SHUT_RDWR);
}

void
loopback_free (int listener)
{
  close (listener);
}

void
loopback_hang_up (int visitor, gboolean wholly)
{
  shutdown (visitor, wholly ? SHUT_RDWR : SHUT_WR);
}

void
loopback_close (int visitor)
{
  close (visitor);
}

/* Whether it is one for Kigen, its own thread shows. */
void
loopback_outlive_visitors (void)
{
  sigset_t pipe;
  sigemptyset (&pipe);
  sigaddset (&pipe, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &pipe, NULL);
}
