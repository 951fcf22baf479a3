/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* The log is opened for appending and each line is one write, so that a reader never sees half of one. */
#include "events.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

struct Events {
  int file;
};

Events *
events_open (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "events.jsonl", NULL);
  int file = g_open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The log %s could not be opened: %s", path,
                 g_strerror (errno));
    return NULL;
  }
  Events *events = g_new0 (Events, 1);
  events->file = file;
  return events;
}

void
events_close (Events *events)
{
  close (events->file);
  g_free (events);
}

Json *
event_new (const char *kind)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *seconds = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *at = g_strdup_printf ("%s.%03dZ", seconds, g_date_time_get_microsecond (now) / 1000);
  Json *event = json_new ();
  json_text (event, "kind", kind);
  json_text (event, "at", at);
  return event;
}

void
events_write (Events *events, Json *event)
{
  g_autofree char *line = json_finish (event);
  if (write (events->file, line, strlen (line)) < 0)
    g_warning ("An event could not be written: %s", g_strerror (errno));
}

void
events_note (Events *events, const char *kind, const char *name, const char *value)
{
  Json *event = event_new (kind);
  if (name != NULL)
    json_text (event, name, value);
  events_write (events, event);
}
