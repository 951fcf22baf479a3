/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "json.h"

#include <gio/gio.h>

/*
 * The log for judges, events.jsonl: one object a line, written at once.  Never a password; a path without its
 * query.
 *
 *   start, stop
 *   handshake              serial, tls, connection     (connection: a number that the requests on it carry,
 * too) handshake-failed       connection, reason request                connection, method, path, serial
 *   login                  serial                      the menu was served to that certificate
 *   refused                serial, reason              the certificate was not good enough for /p/ru
 *   sent                   serial, request, answer     a Submit arrived whole, whatever became of it; request
 *                                                      null where it was not taken; answer: whole, part, none
 *   application            request, serial             taken, and charged
 *   application-refused    serial, reason              already, too-early, refused
 *   issued                 request, serial             serial: of the new certificate
 *   issue-failed           request
 *   downloaded             request, serial, by         by: renewal or notice
 *   revoked                request, serial
 *   session-lost           serial
 *   rejected               reason                      what came back was not what the page had asked for
 *   fault                  name
 */
typedef struct Events Events;

Events *events_open (const char *folder, GError **error);
void events_close (Events *events);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Events, events_close)

/* An event begun; its fields are put with json_text() and json_number(). */
Json *event_new (const char *kind);
void events_write (Events *events, Json *event); /* takes the event over */
/* An event of one field; `name` may be NULL. */
void events_note (Events *events, const char *kind, const char *name, const char *value);
