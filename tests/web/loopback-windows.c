/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "loopback.h"

#include <winsock2.h>

int
loopback_listen (guint16 *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  int size = sizeof address;
  WSADATA version;
  g_assert_cmpint (WSAStartup (MAKEWORD (2, 2), &version), ==, 0);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  int listener = (int)socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (bind ((SOCKET)listener, (struct sockaddr *)&address, size), ==, 0);
  g_assert_cmpint (listen ((SOCKET)listener, 16), ==, 0);
  g_assert_cmpint (getsockname ((SOCKET)listener, (struct sockaddr *)&address, &size), ==, 0);
  *port = ntohs (address.sin_port);
  return listener;
}

int
loopback_accept (int listener)
{
  return (int)accept ((SOCKET)listener, NULL, NULL);
}

/* Here only its end wakes who waits at it. */
void
loopback_stop (int listener)
{
  closesocket ((SOCKET)listener);
}

void
loopback_free (int listener G_GNUC_UNUSED)
{
  WSACleanup ();
}

void
loopback_hang_up (int visitor, gboolean wholly)
{
  shutdown ((SOCKET)visitor, wholly ? SD_BOTH : SD_SEND);
}

void
loopback_close (int visitor)
{
  closesocket ((SOCKET)visitor);
}

void
loopback_outlive_visitors (void)
{
}
