/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-notice"

/* Which notice is due, asked of the state: for the agent, which shows it, and for `kigen notices`, which
 * tells it. */

#include <kigen/notice/due.h>

#include <kigen/base/calendar.h>

#include <glib/gi18n-lib.h>

typedef struct {
  KigenState *state;
  const GPtrArray *profiles;
  const GPtrArray *certificates;
  GPtrArray *open; /* renewals */
  int hour;
  gint64 now;
  GTimeZone *zone;
} Reading;

static void
clear_entry (gpointer data)
{
  KigenDueEntry *entry = data;
  kigen_certificate_unref (entry->certificate);
  kigen_profile_unref (entry->profile);
}

static KigenProfile *
profile_of (const Reading *reading, const KigenCertificate *certificate)
{
  for (guint i = 0; i < reading->profiles->len; i++) {
    KigenProfile *profile = g_ptr_array_index (reading->profiles, i);
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
read_point (const Reading *reading, const KigenProfile *profile, const KigenCertificate *certificate,
            KigenSchedulePoint *point, GError **error)
{
  g_autoptr (GPtrArray) given = kigen_state_notices (reading->state, certificate->id, error);
  if (given == NULL)
    return FALSE;
  gint64 today = kigen_calendar_day (reading->now, reading->zone);
  gint64 later_day = G_MININT64;
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (KigenStageShown));
  for (guint i = 0; i < given->len; i++) {
    const KigenNoticeGiven *notice = g_ptr_array_index (given, i);
    KigenStageShown stage = { notice->stage, notice->day };
    g_array_append_val (shown, stage);
    /* An answer given while the clock was ahead must not outweigh those that follow it. */
    if (g_strcmp0 (notice->answer, "later") == 0 && notice->answered_day <= today)
      later_day = MAX (later_day, notice->answered_day);
  }
  KigenScheduleRules rules = kigen_schedule_rules (profile, reading->hour);
  *point = kigen_schedule_at (&rules, certificate->not_after, (const KigenStageShown *)(gpointer)shown->data,
                              shown->len, later_day, reading->now, reading->zone);
  return TRUE;
}

static gboolean
add_entry (GArray *entries, const Reading *reading, KigenCertificate *certificate, GError **error)
{
  KigenProfile *profile = profile_of (reading, certificate);
  if (profile == NULL)
    return TRUE;
  KigenDueEntry entry = { .renewing = is_renewing (reading, certificate->id) };
  if (!read_point (reading, profile, certificate, &entry.point, error))
    return FALSE;
  /* Somebody imported a certificate without its key: whoever has the key is told. */
  entry.is_keyless = kigen_certificate_is_keyless (certificate, reading->certificates);
  if (entry.is_keyless) {
    entry.point.due = FALSE;
    entry.point.next = G_MAXINT64;
  }
  entry.certificate = kigen_certificate_ref (certificate);
  entry.profile = kigen_profile_ref (profile);
  g_array_append_val (entries, entry);
  return TRUE;
}

GArray *
kigen_due_entries (KigenState *state, GPtrArray *certificates, const GPtrArray *profiles, int hour,
                   gint64 now, GTimeZone *zone, GError **error)
{
  g_autoptr (GPtrArray) open = kigen_state_open_renewals (state, error);
  if (open == NULL)
    return NULL;
  Reading reading = { state, profiles, certificates, open, hour, now, zone };
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (KigenDueEntry));
  g_array_set_clear_func (entries, clear_entry);
  for (guint i = 0; i < certificates->len; i++) {
    KigenCertificate *one = g_ptr_array_index (certificates, i);
    if (kigen_certificate_successor (one, certificates, now) == NULL
        && !add_entry (entries, &reading, one, error))
      return NULL;
  }
  return g_steal_pointer (&entries);
}

int
kigen_due_hour (const KigenSettings *settings)
{
  const char *hour = kigen_settings_get (settings, "Notices.Hour");
  return *hour != '\0' ? (int)g_ascii_strtoll (hour, NULL, 10) : -1;
}

/* The program that renews it is another, which the user knows by what it is used for. */
static char *
text_of_unserved (const KigenDueEntry *entry, gint64 now, GTimeZone *zone)
{
  const char *name = kigen_certificate_name (entry->certificate);
  const char *authority = kigen_profile_name (entry->profile);
  g_autofree char *date = kigen_calendar_date (entry->certificate->not_after, zone);
  if (now > entry->certificate->not_after)
    return g_strdup_printf (
        _ ("The certificate of %s (%s) ran out on %s.  Kigen cannot renew it: please get a new "
           "one with the program that uses it."),
        name, authority, date);
  return g_strdup_printf (
      _ ("The certificate of %s (%s) can be used until %s.  Kigen cannot renew it: please renew "
         "it with the program that uses it."),
      name, authority, date);
}

char *
kigen_due_text (const KigenDueEntry *entry, gint64 now, GTimeZone *zone)
{
  if (entry->certificate->is_unserved)
    return text_of_unserved (entry, now, zone);
  return kigen_schedule_text (entry->certificate->not_after, kigen_certificate_name (entry->certificate),
                              entry->renewing, now, zone);
}
