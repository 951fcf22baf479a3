/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-agent"

#include "pause.h"

/* After login the desk is busy, and so is its user. */
#define GRACE_SECONDS 60
/* A notice that the server did not take is tried again, however often one comes and goes. */
#define RETRY_SECONDS 3600
#define SOON_SECONDS 10

void
pause_begin (Pause *pause, gint64 now)
{
  pause->quiet_until = now + GRACE_SECONDS;
  pause->retry_at = 0;
}

void
pause_bound (Pause *pause, gint64 now)
{
  pause->quiet_until = MIN (pause->quiet_until, now + GRACE_SECONDS);
  pause->retry_at = MIN (pause->retry_at, now + RETRY_SECONDS);
}

gint64
pause_end (const Pause *pause)
{
  return MAX (pause->quiet_until, pause->retry_at);
}

gboolean
pause_is_over (const Pause *pause, gint64 now)
{
  return now >= pause_end (pause);
}

void
pause_until_taken (Pause *pause, gint64 now)
{
  pause->retry_at = now + RETRY_SECONDS;
}

void
pause_taken (Pause *pause)
{
  pause->retry_at = 0;
}

void
pause_shorten (Pause *pause, gint64 now)
{
  pause->retry_at = MIN (pause->retry_at, now + SOON_SECONDS);
}
