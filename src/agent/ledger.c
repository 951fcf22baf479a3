/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-agent"

/* A full disk may stay so for days: one attempt in five minutes, since each touches the files that tell of
 * changes, and would call for the next at once. */

#include "ledger.h"

#define AGAIN_SECONDS 300

void
ledger_init (Ledger *ledger)
{
  ledger->said = g_ptr_array_new_with_free_func ((GDestroyNotify)announcement_free);
  ledger->write_at = 0;
}

void
ledger_clear (Ledger *ledger)
{
  g_clear_pointer (&ledger->said, g_ptr_array_unref);
}

void
ledger_add (Ledger *ledger, const Announcement *announcement)
{
  g_ptr_array_add (ledger->said, announcement_copy (announcement));
}

gboolean
ledger_write (Ledger *ledger, KigenState *state, gint64 now, GError **error)
{
  /* Not longer than that for a clock that was set back, either. */
  ledger->write_at = MIN (ledger->write_at, now + AGAIN_SECONDS);
  if (now < ledger->write_at)
    return TRUE;
  while (ledger->said->len > 0) {
    if (!announcement_record (g_ptr_array_index (ledger->said, 0), state, now, error)) {
      ledger->write_at = now + AGAIN_SECONDS;
      return FALSE;
    }
    g_ptr_array_remove_index (ledger->said, 0);
  }
  return TRUE;
}

gint64
ledger_next (const Ledger *ledger)
{
  return ledger->said->len > 0 ? ledger->write_at : G_MAXINT64;
}
