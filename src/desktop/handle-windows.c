/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

#include "handle-windows.h"

typedef struct {
  GSource source;
  GPollFD poll;
} Watch;

static gboolean
prepare (GSource *source G_GNUC_UNUSED, gint *timeout)
{
  *timeout = -1;
  return FALSE;
}

static gboolean
check (GSource *source)
{
  const Watch *watch = (const Watch *)source;
  return watch->poll.revents != 0;
}

static gboolean
dispatch (GSource *source G_GNUC_UNUSED, GSourceFunc signalled, gpointer data)
{
  return signalled (data);
}

guint
kigen_handle_watch (HANDLE handle, GSourceFunc signalled, gpointer data)
{
  static GSourceFuncs functions = { prepare, check, dispatch, NULL, NULL, NULL };
  g_autoptr (GSource) source = g_source_new (&functions, sizeof (Watch));
  Watch *watch = (Watch *)source;
  watch->poll.fd = (gintptr)handle;
  watch->poll.events = G_IO_IN;
  g_source_add_poll (source, &watch->poll);
  g_source_set_callback (source, signalled, data, NULL);
  return g_source_attach (source, NULL);
}
