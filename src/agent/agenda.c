/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-agent"

#include "agenda.h"

#include <kigen/base/calendar.h>
#include <kigen/base/profile.h>
#include <kigen/base/settings.h>

typedef struct {
  KigenState *state;
  GPtrArray *profiles;
  GPtrArray *open; /* renewals */
  GTimeZone *zone;
  int hour; /* the settings', -1 for the profile's */
  gint64 now;
} Reading;

static void
free_entry (gpointer data)
{
  AgendaEntry *entry = data;
  kigen_certificate_unref (entry->certificate);
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
  const char *hour = kigen_settings_get (settings, "Notices.Hour");
  return *hour != '\0' ? (int)g_ascii_strtoll (hour, NULL, 10) : -1;
}

static const KigenProfile *
profile_of (const Reading *reading, const KigenCertificate *certificate)
{
  for (guint i = 0; i < reading->profiles->len; i++) {
    const KigenProfile *profile = g_ptr_array_index (reading->profiles, i);
    if (g_strcmp0 (kigen_profile_id (profile), certificate->profile) == 0)
      return profile;
  }
  return NULL;
}

static gboolean
is_renewing (const Reading *reading, const char *id)
{
  for (guint i = 0; i < reading->open->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (reading->open, i);
    if (g_strcmp0 (record->old_id, id) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
read_point (const Reading *reading, const KigenProfile *profile, AgendaEntry *entry, GError **error)
{
  const KigenCertificate *certificate = entry->certificate;
  gint64 today = kigen_calendar_day (reading->now, reading->zone);
  gint64 later_day = G_MININT64;
  g_autoptr (GPtrArray) given = kigen_state_notices (reading->state, certificate->id, error);
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (KigenStageShown));
  for (guint i = 0; given != NULL && i < given->len; i++) {
    const KigenNoticeGiven *notice = g_ptr_array_index (given, i);
    KigenStageShown stage = { notice->stage, notice->day };
    g_array_append_val (shown, stage);
    /* An answer of a day to come was given while the clock was ahead. */
    if (g_strcmp0 (notice->answer, "later") == 0 && notice->answered_day <= today)
      later_day = MAX (later_day, notice->answered_day);
  }
  KigenScheduleRules rules = kigen_schedule_rules (profile, reading->hour);
  entry->point = kigen_schedule_at (&rules, certificate->not_after, (KigenStageShown *)(gpointer)shown->data,
                                    shown->len, later_day, reading->now, reading->zone);
  entry->urgent = entry->days_left <= rules.daily_from;
  entry->due = entry->days_left <= kigen_profile_renew_from (profile);
  return given != NULL;
}

static gboolean
add_entry (Agenda *agenda, const Reading *reading, KigenCertificate *certificate, GError **error)
{
  const KigenProfile *profile = profile_of (reading, certificate);
  /* One and the same may lie in two browsers. */
  if (profile == NULL || agenda_find (agenda, certificate->id) != NULL)
    return TRUE;
  AgendaEntry *entry = g_new0 (AgendaEntry, 1);
  g_ptr_array_add (agenda->entries, entry);
  entry->certificate = kigen_certificate_ref (certificate);
  entry->days_left = (int)kigen_calendar_days_between (reading->now, certificate->not_after, reading->zone);
  entry->ended = certificate->not_after < reading->now;
  entry->renewing = is_renewing (reading, certificate->id);
  if (!read_point (reading, profile, entry, error))
    return FALSE;
  agenda->next = MIN (agenda->next, entry->point.next);
  if (!entry->ended)
    agenda->next = MIN (agenda->next, certificate->not_after + 1);
  return TRUE;
}

/* The days left change at midnight, and what the icon tells with them. */
static gint64
next_midnight (const Reading *reading)
{
  return kigen_calendar_instant (kigen_calendar_day (reading->now, reading->zone) + 1, 0, reading->zone);
}

Agenda *
agenda_read (KigenState *state, char *const *profile_names, gint64 now, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GPtrArray) profiles = read_profiles (profile_names);
  g_autoptr (GPtrArray) open = kigen_state_open_renewals (state, error);
  g_autoptr (GPtrArray) all = open != NULL ? kigen_state_certificates (state, error) : NULL;
  if (all == NULL)
    return NULL;
  Reading reading = { state, profiles, open, zone, read_hour (), now };
  g_autoptr (Agenda) agenda = g_new0 (Agenda, 1);
  agenda->entries = g_ptr_array_new_with_free_func (free_entry);
  agenda->now = now;
  agenda->next = all->len > 0 ? next_midnight (&reading) : G_MAXINT64;
  for (guint i = 0; i < all->len; i++) {
    KigenCertificate *one = g_ptr_array_index (all, i);
    if (kigen_certificate_successor (one, all, now) == NULL && !add_entry (agenda, &reading, one, error))
      return NULL;
  }
  return g_steal_pointer (&agenda);
}
