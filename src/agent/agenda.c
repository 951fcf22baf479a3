/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-agent"

#include "agenda.h"

#include <kigen/base/calendar.h>
#include <kigen/base/profile.h>
#include <kigen/base/settings.h>
#include <kigen/notice/due.h>

static void
free_entry (gpointer data)
{
  AgendaEntry *entry = data;
  kigen_certificate_unref (entry->certificate);
  g_free (entry->text);
  g_free (entry);
}

void
agenda_free (Agenda *agenda)
{
  if (agenda == NULL)
    return;
  g_ptr_array_unref (agenda->entries);
  g_free (agenda);
}

const AgendaEntry *
agenda_find (const Agenda *agenda, const char *id)
{
  for (guint i = 0; i < agenda->entries->len; i++) {
    const AgendaEntry *entry = g_ptr_array_index (agenda->entries, i);
    if (g_str_equal (entry->certificate->id, id))
      return entry;
  }
  return NULL;
}

/* One that cannot be read tells so in the log, and the others go on. */
static GPtrArray *
read_profiles (char *const *names)
{
  if (names == NULL)
    return kigen_profile_all ();
  GPtrArray *profiles = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_profile_unref);
  for (; *names != NULL; names++) {
    g_autoptr (GError) error = NULL;
    KigenProfile *profile = kigen_profile_find (*names, &error);
    if (profile != NULL)
      g_ptr_array_add (profiles, profile);
    else
      g_warning ("%s", error->message);
  }
  return profiles;
}

static int
read_hour (void)
{
  g_autoptr (KigenSettings) settings = kigen_settings_load (NULL);
  return kigen_due_hour (settings);
}

static void
add_entry (Agenda *agenda, const KigenDueEntry *due, GTimeZone *zone)
{
  const KigenProfile *profile = due->profile;
  KigenCertificate *certificate = due->certificate;
  /* One and the same may lie in two browsers. */
  if (agenda_find (agenda, certificate->id) != NULL)
    return;
  AgendaEntry *entry = g_new0 (AgendaEntry, 1);
  g_ptr_array_add (agenda->entries, entry);
  entry->certificate = kigen_certificate_ref (certificate);
  entry->days_left = (int)kigen_calendar_days_between (agenda->now, certificate->not_after, zone);
  entry->ended = certificate->not_after < agenda->now;
  entry->renewing = due->renewing;
  entry->unmanaged = due->is_keyless || certificate->is_unserved;
  entry->due = !entry->unmanaged && entry->days_left <= kigen_profile_renew_from (profile);
  entry->urgent = !due->is_keyless && entry->days_left <= kigen_profile_daily_from (profile);
  entry->point = due->point;
  entry->text = kigen_due_text (due, agenda->now, zone);
  agenda->next = MIN (agenda->next, entry->point.next);
  if (!entry->ended)
    agenda->next = MIN (agenda->next, certificate->not_after + 1);
}

/* The days left change at midnight, and what the icon tells with them. */
static gint64
next_midnight (gint64 now, GTimeZone *zone)
{
  return kigen_calendar_instant (kigen_calendar_day (now, zone) + 1, 0, zone);
}

Agenda *
agenda_read (KigenState *state, char *const *profile_names, gint64 now, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GPtrArray) profiles = read_profiles (profile_names);
  g_autoptr (GPtrArray) all = kigen_state_certificates (state, error);
  g_autoptr (GArray) due
      = all != NULL ? kigen_due_entries (state, all, profiles, read_hour (), now, zone, error) : NULL;
  if (due == NULL)
    return NULL;
  Agenda *agenda = g_new0 (Agenda, 1);
  agenda->entries = g_ptr_array_new_with_free_func (free_entry);
  agenda->now = now;
  agenda->next = all->len > 0 ? next_midnight (now, zone) : G_MAXINT64;
  for (guint i = 0; i < due->len; i++)
    add_entry (agenda, &g_array_index (due, KigenDueEntry, i), zone);
  return agenda;
}
