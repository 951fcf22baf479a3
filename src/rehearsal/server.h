/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "site.h"

/* The site behind TLS on loopback.  Runs in the default main context. */
typedef struct Server Server;

Server *server_open (Site *site, GError **error);
void server_close (Server *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_close)
int server_port (const Server *server);
